// A channel in another language. Reads one JSON object from standard input,
//   {target, ca, certificate, key, protoFolder, enroll: {...}, verify: [{...}, ...]}
// with file names for ca, certificate and key, and prints the answers, one JSON object a line, the
// enrolment's first.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

async function main() {
  const input = JSON.parse(fs.readFileSync(0, 'utf8'));
  const files = ['enrollment.proto', 'verification.proto'];
  const definition = loader.loadSync(
    files.map((file) => path.join(input.protoFolder, 'kagiban', 'v1', file)),
    { includeDirs: [input.protoFolder], keepCase: true, enums: String, longs: String },
  );
  const api = grpc.loadPackageDefinition(definition).kagiban.v1;
  const credentials = grpc.credentials.createSsl(
    fs.readFileSync(input.ca),
    fs.readFileSync(input.key),
    fs.readFileSync(input.certificate),
  );
  const enrollment = new api.EnrollmentService(input.target, credentials);
  const verification = new api.VerificationService(input.target, credentials);
  const deadline = () => ({ deadline: Date.now() + 30_000 });
  const call = (client, method, request) =>
    promisify(client[method].bind(client))(request, deadline());

  console.log(JSON.stringify(await call(enrollment, 'Enroll', input.enroll)));
  for (const request of input.verify) {
    console.log(JSON.stringify(await call(verification, 'Verify', request)));
  }
  enrollment.close();
  verification.close();
}

main().catch((failure) => {
  console.error(failure.message);
  process.exitCode = 1;
});
