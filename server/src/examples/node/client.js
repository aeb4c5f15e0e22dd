// One action of a customer, from the command line. ../README.md lists options and exit codes.
'use strict';

const { randomUUID } = require('node:crypto');
const { parseArgs } = require('node:util');
const { decide } = require('./decision.js');
const { Kagiban, isRetried, reason } = require('./kagiban.js');

const NEEDED = ['target', 'ca', 'certificate', 'key', 'institution', 'subscriber', 'code'];
const MORE = ['token', 'request-id', 'seconds'];
const [REFUSED, USAGE, UNAVAILABLE, FAULT] = [1, 2, 3, 4];

function options() {
  const texts = [...NEEDED, ...MORE].map((name) => [name, { type: 'string' }]);
  const { values, positionals } = parseArgs({
    options: { ...Object.fromEntries(texts), field: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const missing = NEEDED.find((name) => values[name] === undefined);
  if (missing) throw new Error(`--${missing} is missing`);
  return { call: positionals[0], ...values };
}

function ask(kagiban, given, requestId) {
  const common = { request_id: requestId, code: given.code };
  const subscriber = { institution: given.institution, subscriber_id: given.subscriber };
  const fields = (given.field ?? []).map((field) => {
    const [name, ...value] = field.split('=');
    if (value.length === 0) throw new Error('--field takes NAME=VALUE');
    return { name, value: value.join('=') };
  });
  switch (given.call) {
    case 'enroll':
      return kagiban.enroll({ ...common, subscriber, token_id: given.token });
    case 'verify':
      return kagiban.verify({ ...common, subject: { subscriber }, purpose: 'PURPOSE_LOGIN' });
    case 'verify-transaction':
      return kagiban.verifyTransaction({
        ...common,
        subject: { subscriber },
        transaction: { fields },
      });
    default:
      throw new Error('name enroll, verify or verify-transaction first');
  }
}

async function main() {
  const given = options();
  const totalMs = Number(given.seconds ?? 12) * 1_000;
  const kagiban = new Kagiban({ ...given, totalMs, log: console.error });
  // Made once for the customer's action, and kept until an answer is there.
  const requestId = given['request-id'] ?? randomUUID();
  console.log(`request ${requestId}`);
  try {
    const answer = await ask(kagiban, given, requestId);
    const { step, say } = decide(answer);
    console.log(`verdict ${answer.verdict}\nevent ${answer.event_id}\ndo ${step}\nsay ${say}`);
    return step === 'GO_ON' ? 0 : REFUSED;
  } catch (fault) {
    if (fault.code === undefined) throw fault;
    console.error(`${reason(fault)}: ${fault.details}`);
    // Undecided, or decided and the answer lost: the same action under the same id tells.
    return isRetried(fault) ? UNAVAILABLE : FAULT;
  } finally {
    kagiban.close();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (wrong) => {
    console.error(`cannot do this, see README.md: ${wrong.message}`);
    process.exitCode = USAGE;
  },
);
