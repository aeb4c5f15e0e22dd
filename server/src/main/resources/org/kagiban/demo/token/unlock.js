// The PIN, at each start.
import { $, fieldError, onSubmit } from './dom.js';
import * as keys from './keys.js';
import * as pin from './pin.js';
import * as store from './store.js';

/** Wires the form: `current` gives the token to open, `opened` gets it with its key. */
export function wire(current, opened) {
  onSubmit($('unlock-form'), () => submit(current(), opened));
}

async function submit(token, opened) {
  const input = $('pin');
  const typed = input.value;
  input.value = '';
  if (!/^[0-9]{6,12}$/.test(typed)) {
    fieldError(input, 'PINは6〜12桁の数字です。 A PIN has 6 to 12 digits.');
    return;
  }
  // Counted before it is compared, so that closing the page in between wins nothing.
  const counted = await store.countTry(token.id, Date.now(), pin.waitMillis);
  if (counted === null) {
    const kept = await store.get(token.id);
    fieldError(input, later(kept ? kept.tryFrom : Date.now()));
    return;
  }
  const wrapped = await pin.open(typed, token.id, counted.sealed);
  if (wrapped === null) {
    const kept = await store.get(token.id);
    fieldError(input, `PINが違います。 Wrong PIN. ${kept && kept.tryFrom > Date.now() ? later(kept.tryFrom) : ''}`);
    return;
  }
  fieldError(input, '');
  const fresh = { ...counted, failures: 0, tryFrom: 0 };
  await store.put(fresh);
  opened(fresh, await keys.openSeed(fresh.privateKey, wrapped, fresh.profile));
}

function later(from) {
  const seconds = Math.max(Math.ceil((from - Date.now()) / 1000), 1);
  return `${seconds}秒後にもう一度お試しください。 Try again in ${seconds} s.`;
}
