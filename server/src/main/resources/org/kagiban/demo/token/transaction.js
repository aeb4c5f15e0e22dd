// What a customer signs: the rules and the bytes of proto/README.md, "Signed transactions".
const MOST_FIELDS = 8;
const MOST_NAME = 64;
const MOST_VALUE = 128;
// Control and format characters, halves of a character, line and paragraph ends: what a display
// does not show as it is.
const UNWANTED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The fields of "#sign?name=value&…" in their order; null where the address asks for no signature. */
export function fromHash(fragment) {
  if (!fragment.startsWith('#sign?')) {
    return null;
  }
  return [...new URLSearchParams(fragment.slice('#sign?'.length))].map(([name, value]) => ({ name, value }));
}

/** Whether the server would take it: 1 to 8 fields, no name twice, each text as it must be. */
export function isGood(fields) {
  const names = new Set(fields.map((field) => field.name));
  return fields.length >= 1 && fields.length <= MOST_FIELDS && names.size === fields.length
    && fields.every((field) => isGoodText(field.name, MOST_NAME) && isGoodText(field.value, MOST_VALUE));
}

/** Whether a value can be displayed and signed. */
export function isGoodValue(value) {
  return isGoodText(value, MOST_VALUE);
}

function isGoodText(text, most) {
  const length = [...text].length;
  return length >= 1 && length <= most && !UNWANTED.test(text) && text.normalize('NFC') === text;
}

/** SHA-256 of the canonical bytes. */
export async function hash(fields) {
  if (!isGood(fields)) {
    throw new RangeError('not a transaction that the server would take');
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', canonical(fields)));
}

function canonical(fields) {
  const texts = fields.flatMap((field) => [field.name, field.value]).map((text) => new TextEncoder().encode(text));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + 2 + text.length, 1));
  const view = new DataView(bytes.buffer);
  bytes[0] = fields.length;
  let at = 1;
  for (const text of texts) {
    view.setUint16(at, text.length);
    bytes.set(text, at + 2);
    at += 2 + text.length;
  }
  return bytes;
}
