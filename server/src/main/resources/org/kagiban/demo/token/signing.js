// Signing what the customer has read. Nothing is signed without a press of the button.
import { $, copy, fieldError, grouped, onSubmit } from './dom.js';
import * as otp from './otp.js';
import * as ring from './ring.js';
import { isGood, isGoodValue } from './transaction.js';

const NAMES = { payee: '振込先 Payee', amount: '金額 Amount' };
let fields = null;
let shown = '';
let stop = () => {};

/** Wires buttons; `current` gives the open token and its key. */
export function wire(current, asked) {
  onSubmit($('manual-form'), async () => byHand(asked));
  $('sign-button').addEventListener('click', () => press(current()));
  $('copy-signature').addEventListener('click', () => copy(shown, '署名コード'));
}

/** Shows what is asked to be signed; refuses what the server would refuse. */
export function ask(transaction) {
  clear();
  const good = isGood(transaction);
  fields = good ? transaction : null;
  $('sign-refused').hidden = good;
  $('sign-asked').hidden = !good;
  $('sign-again').hidden = true;
  $('sign-button').hidden = false;
  $('sign-fields').replaceChildren(...(good ? transaction.flatMap(line) : []));
}

function line(field) {
  const name = document.createElement('dt');
  name.textContent = NAMES[field.name] ?? field.name;
  const value = document.createElement('dd');
  // Never cut and never reordered: what is shown is what is signed.
  const text = document.createElement('bdi');
  text.textContent = field.value;
  value.append(text);
  return [name, value];
}

function byHand(asked) {
  const transaction = ['payee', 'amount'].map((name) => ({ name, value: $(name).value.trim().normalize('NFC') }));
  const wrong = transaction.filter((field) => !isGoodValue(field.value));
  for (const field of transaction.toReversed()) {
    fieldError($(field.name), wrong.includes(field)
      ? '1〜128文字で、表示できる文字だけを入力してください。 1 to 128 visible characters.' : '');
  }
  if (wrong.length === 0) {
    asked(transaction);
  }
}

async function press({ token, key }) {
  const period = token.profile.period * 1000;
  const now = Date.now();
  const text = await otp.sign(key, token.profile, fields, otp.stepAt(token.profile, now));
  clear();
  shown = text;
  $('signature').textContent = grouped(text);
  $('sign-result').hidden = false;
  $('sign-button').hidden = true;
  $('sign-again').hidden = true;
  $('sign-result').focus();
  // A whole period from the press: the server takes the step before its own as well.
  stop = ring.run($('sign-ring'), now, now + period, () => {
    clear();
    $('sign-again').hidden = false;
    $('sign-button').hidden = false;
  });
}

/** Takes the signature off the screen. */
export function clear() {
  stop();
  stop = () => {};
  shown = '';
  $('signature').textContent = '';
  $('sign-result').hidden = true;
}
