// The device's key pair, and the seed that was wrapped under it.
const PAIR = {
  name: 'RSA-OAEP', hash: 'SHA-1', modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]),
};

/** A pair whose private half only unwraps, and never leaves the browser. */
export function makePair() {
  return crypto.subtle.generateKey(PAIR, false, ['unwrapKey']);
}

/** X.509 SubjectPublicKeyInfo, DER. */
export async function publicBytes(pair) {
  return new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
}

/** The seed as a key that computes HMACs and cannot be exported; rejects where the private key does not open it. */
export function openSeed(privateKey, wrapped, profile) {
  return unwrap(privateKey, wrapped, profile, false);
}

/**
 * The seed itself, to move it into another application: the one place where it is readable, served only
 * where the institution's policy allows it.
 */
export async function readSeed(privateKey, wrapped, profile) {
  const key = await unwrap(privateKey, wrapped, profile, true);
  return new Uint8Array(await crypto.subtle.exportKey('raw', key));
}

function unwrap(privateKey, wrapped, profile, extractable) {
  return crypto.subtle.unwrapKey(
    'raw', wrapped, privateKey, { name: 'RSA-OAEP' }, { name: 'HMAC', hash: profile.algorithm }, extractable, ['sign']);
}
