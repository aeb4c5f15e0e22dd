// A PIN that the customer chose: the wrapped seed rests encrypted under it.
const ITERATIONS = 600_000;
const FREE_FAILURES = 3;
const LONGEST_WAIT_MILLIS = 15 * 60 * 1000;

/** 6 to 12 digits that are neither all alike nor a row such as 123456. */
export function isGoodPin(pin) {
  if (!/^[0-9]{6,12}$/.test(pin)) {
    return false;
  }
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return !(steps.size === 1 && [0, 1, 9].includes([...steps][0]));
}

/** Encrypts: PBKDF2-HMAC-SHA-256, then AES-256-GCM bound to the Token ID. */
export async function seal(pin, tokenId, wrapped) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await derive(pin, salt, ITERATIONS);
  const bytes = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, tokenId), key, wrapped));
  return { salt, iv, bytes, iterations: ITERATIONS };
}

/** The wrapped seed; null where the PIN is wrong. */
export async function open(pin, tokenId, sealed) {
  const key = await derive(pin, sealed.salt, sealed.iterations);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(sealed.iv, tokenId), key, sealed.bytes));
  } catch (e) {
    if (e.name === 'OperationError') {
      return null;
    }
    throw e;
  }
}

/** How long nobody may try after so many wrong PINs: nothing, then 2 s, 4 s, … 15 minutes. */
export function waitMillis(failures) {
  return failures < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (failures - FREE_FAILURES + 1), LONGEST_WAIT_MILLIS);
}

function gcm(iv, tokenId) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(tokenId) };
}

async function derive(pin, salt, iterations) {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, { name: 'AES-GCM', length: 256 }, false,
    ['encrypt', 'decrypt']);
}
