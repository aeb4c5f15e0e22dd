// Token ID and code, with the ring that runs out.
import { $, copy, grouped } from './dom.js';
import * as otp from './otp.js';
import * as ring from './ring.js';

let stop = () => {};
let shown = '';

export function wire() {
  $('copy-id').addEventListener('click', () => copy($('token-id').textContent, 'トークンID'));
  $('copy-code').addEventListener('click', () => copy(shown, 'コード'));
}

/** Shows this token's codes until {@link end}. */
export async function start(token, key) {
  end();
  $('token-id').textContent = token.id;
  let ended = false;
  stop = () => { ended = true; };
  const next = async () => {
    const period = token.profile.period * 1000;
    const step = otp.stepAt(token.profile, Date.now());
    const text = await otp.code(key, token.profile, step);
    if (ended) {
      return;
    }
    shown = text;
    $('code').textContent = grouped(text);
    const stopRing = ring.run($('ring'), step * period, (step + 1) * period, next);
    stop = () => { ended = true; stopRing(); };
  };
  await next();
}

/** Takes the code off the screen. */
export function end() {
  stop();
  shown = '';
  $('code').textContent = '';
}
