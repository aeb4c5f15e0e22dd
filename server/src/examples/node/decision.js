// What the bank does with a verdict. `step` is what the page does next, `say` what the customer
// reads; the verdict itself goes to the bank's own log.
//   GO_ON      do what the customer asked for; nothing else lets them through
//   ASK_AGAIN  show the page again: the next code is the next action, with a fresh request id
//   TURN_AWAY  another code does not help
'use strict';

const { VERDICTS } = require('./kagiban.js');

const FEW = 3;
const NOT_RIGHT = 'The code is not right.';
const goOn = () => ({ step: 'GO_ON', say: 'Thank you.' });
const askAgain = (say) => ({ step: 'ASK_AGAIN', say });
const turnAway = (say) => ({ step: 'TURN_AWAY', say });
// The customer reads what a wrong code says: whose token an id is, or in what state, is nobody's
// business.
const asWrong = () => askAgain(NOT_RIGHT);

const DECISIONS = {
  VERDICT_ACCEPTED: goOn,
  VERDICT_WRONG_CODE: ({ attempts_remaining: left }) =>
    askAgain(left > FEW ? NOT_RIGHT : `${NOT_RIGHT} Attempts left: ${left}.`),
  // Mostly customers who were too quick, and no attack. Event-based tokens have nothing to wait for.
  VERDICT_REPLAYED: ({ wait_seconds: wait }) =>
    askAgain(`This code was used. ${wait ? `Wait ${wait} s for` : 'Enter'} the next one.`),
  VERDICT_LOCKED: ({ wait_seconds: wait }) =>
    turnAway(`Locked. ${wait ? `Try again in ${wait} s, or call us.` : 'Please call us.'}`),
  VERDICT_SUSPENDED: asWrong,
  VERDICT_NOT_ENROLLED: asWrong,
  VERDICT_EXPIRED: asWrong,
  VERDICT_ALREADY_ENROLLED: asWrong,
  VERDICT_SUBSCRIBER_HAS_TOKEN: asWrong,
  VERDICT_UNKNOWN_TOKEN: asWrong,
  VERDICT_UNSPECIFIED: () => turnAway('We cannot check codes now.'),
};

// The day Kagiban's files bring a new verdict this does not start until somebody has decided.
const undecided = VERDICTS.filter((verdict) => !Object.hasOwn(DECISIONS, verdict));
if (undecided.length > 0) throw new Error(`decide in decision.js about ${undecided}`);

// A verdict that this program does not know, a number here, is no acceptance.
const decide = (answer) => (DECISIONS[answer.verdict] ?? DECISIONS.VERDICT_UNSPECIFIED)(answer);

module.exports = { decide };
