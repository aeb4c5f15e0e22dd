// The seed for a standard authenticator application, as an otpauth:// QR code. Whoever sees it has
// the token. The page keeps neither seed nor token.
import QrCreator from './qr-creator.js';
import { $, say, show as showView } from './dom.js';
import { readSeed } from './keys.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Shows it until the customer says that it is scanned; resolves then. */
export async function show(made, after) {
  const seed = await readSeed(made.privateKey, made.wrapped, made.profile);
  const address = uri(made, seed);
  seed.fill(0);
  $('export-id').textContent = made.id;
  QrCreator.render({ text: address, ecLevel: 'M', radius: 0, quiet: 4, size: 280, fill: '#000', background: '#fff' }, $('qr'));
  say('');
  showView('export');
  await new Promise((resolve) => $('export-done').addEventListener('click', resolve, { once: true }));
  $('qr').replaceChildren();
  $('export').hidden = true;
  after();
}

function uri(made, seed) {
  const { algorithm, digits, period } = made.profile;
  const fields = new URLSearchParams({
    secret: base32(seed), issuer: 'Kagiban', algorithm: algorithm.replace('-', ''), digits, period,
  });
  return `otpauth://totp/Kagiban:${made.id}?${fields}`;
}

/** RFC 4648 section 6, without padding. */
export function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{1,5}/g).map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('');
}
