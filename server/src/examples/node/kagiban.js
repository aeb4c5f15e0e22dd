// One connection to Kagiban, and how it asks: each request is sent until it is answered. What comes
// back is an answer, and is never asked for again, whatever its verdict.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

// The folder that holds kagiban/v1/*.proto.
const PROTO = process.env.KAGIBAN_PROTO ?? path.join(__dirname, '../../../../proto');
const FILES = ['common', 'enrollment', 'verification'].map((name) => `kagiban/v1/${name}.proto`);
const KEEP = { keepCase: true, enums: String, longs: Number };

const api = grpc.loadPackageDefinition(loader.loadSync(FILES, { includeDirs: [PROTO], ...KEEP }))
  .kagiban.v1;
const details = loader.loadSync(path.join(__dirname, 'details.proto'), KEEP);

const TRIES = 4;
const TRY_MS = 5_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

// With these the same request under the same id is sent again, with no other status.
const { UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED, CANCELLED } = grpc.status;
const RETRIED = [UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED, CANCELLED];
const isRetried = (fault) => RETRIED.includes(fault.code);

const OPTIONS = {
  // A firewall that forgets the connection is noticed before the next customer comes.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  // The library waits up to two minutes between connections; the customer does not.
  'grpc.max_reconnect_backoff_ms': 2_000,
  // No DNS record tells this program how often to ask.
  'grpc.service_config_disable_resolution': 1,
};

// A detail of a fault, such as ErrorInfo; undefined where it has none.
function detail(fault, name) {
  const [bytes] = fault.metadata?.get('grpc-status-details-bin') ?? [];
  if (!bytes) return undefined;
  const found = details['google.rpc.Status']
    .deserialize(bytes)
    .details.find((one) => one.type_url.endsWith(`/google.rpc.${name}`));
  return found && details[`google.rpc.${name}`].deserialize(found.value);
}

// Kagiban's reason, such as HSM_UNAVAILABLE; the status where the transport failed.
const reason = (fault) => detail(fault, 'ErrorInfo')?.reason ?? grpc.status[fault.code];

// What the server asks for, and a random part, so that all channels do not come back at once.
function pause(fault, number) {
  const { seconds = 0, nanos = 0 } = detail(fault, 'RetryInfo')?.retry_delay ?? {};
  const most = Math.min(FIRST_WAIT_MS * 2 ** (number - 1), LONGEST_WAIT_MS);
  return seconds * 1_000 + nanos / 1e6 + Math.random() * most;
}

// Keep one for the program's life and share it: it connects again by itself, and carries many calls
// at a time. ca, certificate and key are PEM files; totalMs is how long a customer waits at most.
class Kagiban {
  constructor({ target, ca, certificate, key, totalMs, log }) {
    const [roots, own, secret] = [ca, certificate, key].map((file) => fs.readFileSync(file));
    const credentials = grpc.credentials.createSsl(roots, secret, own);
    this.enrollment = new api.EnrollmentService(target, credentials, OPTIONS);
    this.verification = new api.VerificationService(target, credentials, OPTIONS);
    this.totalMs = totalMs;
    this.log = log;
  }

  enroll(request) {
    return this.call(this.enrollment, 'Enroll', request);
  }

  verify(request) {
    return this.call(this.verification, 'Verify', request);
  }

  verifyTransaction(request) {
    return this.call(this.verification, 'VerifyTransaction', request);
  }

  // Sends the same message each time: the id in it makes that harmless.
  async call(client, method, request) {
    const end = performance.now() + this.totalMs;
    for (let number = 1; ; number++) {
      try {
        return await this.once(client, method, request, number, end - performance.now());
      } catch (fault) {
        const wait = pause(fault, number);
        if (!isRetried(fault) || number === TRIES || end - performance.now() <= wait) throw fault;
        this.log(`try ${number} failed: ${reason(fault)}, trying again`);
        await sleep(wait);
      }
    }
  }

  once(client, method, request, number, leftMs) {
    // The first try fails at once where nobody answers, the others wait for a connection.
    const metadata = new grpc.Metadata({ waitForReady: number > 1 });
    const deadline = Date.now() + Math.min(TRY_MS, leftMs);
    return new Promise((resolve, reject) => {
      client[method](request, metadata, { deadline }, (fault, answer) =>
        fault ? reject(fault) : resolve(answer),
      );
    });
  }

  close() {
    this.enrollment.close();
    this.verification.close();
  }
}

const VERDICTS = api.Verdict.type.value.map((value) => value.name);

module.exports = { Kagiban, VERDICTS, isRetried, reason };
