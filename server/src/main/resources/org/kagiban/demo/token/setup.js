// Set-up: a token for this device, with a PIN or without.
import { $, fieldError, onSubmit, say } from './dom.js';
import * as keys from './keys.js';
import * as pin from './pin.js';
import { Refused, request } from './provision.js';
import * as store from './store.js';

/**
 * Wires the form.
 *
 * @param opened called with a token that is kept now, and its key
 * @param exported called with a token that goes to another application instead
 */
export function wire(opened, exported) {
  const form = $('setup-form');
  form.addEventListener('change', () => { $('setup-pins').hidden = choice(form) !== 'pin'; });
  onSubmit(form, () => submit(form, opened, exported));
}

function choice(form) {
  return form.elements.protect.value;
}

async function submit(form, opened, exported) {
  showError('');
  if (choice(form) === 'pin' && !pinsAreGood()) {
    return;
  }
  say('トークンを準備しています。 Preparing the token.');
  try {
    if (choice(form) === 'export') {
      await request(exported);
    } else {
      await request((made) => keep(made, choice(form) === 'pin' ? $('new-pin').value : null, opened));
    }
    form.reset();
    $('setup-pins').hidden = false;
  } catch (e) {
    showError(e instanceof Refused ? e.message
      : 'この端末に保存できませんでした。ブラウザーの設定をご確認ください。 '
        + 'It could not be kept on this device: check the browser’s settings (private windows keep nothing).');
  } finally {
    say('');
  }
}

function pinsAreGood() {
  const first = $('new-pin');
  const again = $('new-pin-again');
  const good = pin.isGoodPin(first.value);
  const same = first.value === again.value;
  fieldError(again, same || !good ? '' : '同じPINを入力してください。 Enter the same PIN.');
  fieldError(first, good ? ''
    : '6〜12桁の数字にしてください。111111や123456のような並びは使えません。 '
      + '6 to 12 digits, not all alike and not a row such as 123456.');
  return good && same;
}

/** Keeps the private key and the wrapped seed, never the seed's own key. */
async function keep(made, chosenPin, opened) {
  const key = await keys.openSeed(made.privateKey, made.wrapped, made.profile);
  const token = { id: made.id, profile: made.profile, privateKey: made.privateKey, made: Date.now(), failures: 0, tryFrom: 0 };
  if (chosenPin === null) {
    token.wrapped = made.wrapped;
  } else {
    token.sealed = await pin.seal(chosenPin, made.id, made.wrapped);
  }
  await store.put(token);
  // Asks the browser not to throw it away when space is short; it may say no. Firefox asks the
  // customer, who need not answer: nothing waits for that.
  navigator.storage?.persist?.().catch(() => {});
  opened(token, key);
}

function showError(text) {
  const error = $('setup-error');
  error.textContent = text;
  error.hidden = !text;
  if (text) {
    error.focus();
  }
}
