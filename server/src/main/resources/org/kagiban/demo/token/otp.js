// The arithmetic of RFC 4226, 6238 and 6287 around an HMAC key that no script can read.
import { hash } from './transaction.js';

const QUESTION_BYTES = 128;

/** The time step of a moment, RFC 6238 section 4.2. */
export function stepAt(profile, millis) {
  return Math.floor(millis / (profile.period * 1000));
}

/** What the display shows in one time step. */
export async function code(key, profile, step) {
  return truncate(await mac(key, counter(step)), profile.digits);
}

/** The signature of a transaction in one time step; how it is put together stands in proto/README.md. */
export async function sign(key, profile, transaction, step) {
  const suite = new TextEncoder().encode(suiteOf(profile) + '\0');
  const message = new Uint8Array(suite.length + QUESTION_BYTES + 8);
  message.set(suite);
  message.set(await hash(transaction), suite.length);
  message.set(counter(step), suite.length + QUESTION_BYTES);
  return truncate(await mac(key, message), profile.digits);
}

function suiteOf(profile) {
  const step = profile.period === 30 ? 'T30S' : 'T1M';
  return `OCRA-1:HOTP-${profile.algorithm.replace('-', '')}-${profile.digits}:QH64-${step}`;
}

function counter(step) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(step));
  return bytes;
}

async function mac(key, message) {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}

function truncate(bytes, digits) {
  const offset = bytes[bytes.length - 1] & 0xf;
  const number = new DataView(bytes.buffer).getUint32(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}
