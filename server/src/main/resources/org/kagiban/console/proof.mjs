// RFC 9162 section 2.1.3.2 and c2sp.org/signed-note, computed here: the server is not believed.
export const hex = (b) => Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
export const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const join = (...parts) => Uint8Array.from(parts.flatMap((p) => Array.from(p)));
const sha256 = async (b) => new Uint8Array(await crypto.subtle.digest("SHA-256", b));
const same = (a, b) => hex(a) === hex(b);
const fail = (why) => { throw new Error(why); };

// Calls step(text, hash) for each hash; throws where it does not hold.
export async function inclusion(entry, index, size, path, root, step) {
  if (index >= size) fail("the index is not below the checkpoint's size");
  let fn = index;
  let sn = size - 1n;
  let r = await sha256(join([0], entry));
  step("leaf", r);
  for (const p of path) {
    if (sn === 0n) fail("the path is too long");
    if ((fn & 1n) === 1n || fn === sn) {
      r = await sha256(join([1], p, r));
      while ((fn & 1n) === 0n && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      r = await sha256(join([1], r, p));
    }
    fn >>= 1n;
    sn >>= 1n;
    step("node", r);
  }
  if (sn !== 0n) fail("the path is too short");
  if (!same(r, root)) fail("the computed root is not the checkpoint's");
}

// RFC 9162 section 2.1.4.2: throws where the new tree does not begin with the old one.
export async function consistency(oldSize, oldRoot, newSize, newRoot, path) {
  if (oldSize > newSize) fail(`the log had ${oldSize} events and has ${newSize} now`);
  if (oldSize === newSize) {
    if (path.length > 0 || !same(oldRoot, newRoot)) fail("the same size has another root");
    return;
  }
  if (oldSize === 0n) {
    if (path.length > 0 || !same(oldRoot, await sha256(new Uint8Array()))) fail("the empty log has another root");
    return;
  }
  const power = (oldSize & (oldSize - 1n)) === 0n;
  const [first, ...rest] = power ? [oldRoot, ...path] : path;
  if (!first || path.length === 0) fail("the path is too short");
  let fn = oldSize - 1n;
  let sn = newSize - 1n;
  while ((fn & 1n) === 1n) { fn >>= 1n; sn >>= 1n; }
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0n) fail("the path is too long");
    if ((fn & 1n) === 1n || fn === sn) {
      fr = await sha256(join([1], c, fr));
      sr = await sha256(join([1], c, sr));
      while ((fn & 1n) === 0n && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      sr = await sha256(join([1], sr, c));
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  if (sn !== 0n) fail("the path is too short");
  if (!same(fr, oldRoot)) fail("the old root does not come out");
  if (!same(sr, newRoot)) fail("the new root does not come out");
}

// The checkpoint's origin, size and root, once one of the keys signed it.
export async function checkpoint(note, keys) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(note);
  const cut = text.lastIndexOf("\n\n");
  if (cut < 0) fail("the checkpoint has no signatures");
  const signed = text.slice(0, cut + 1);
  const message = new TextEncoder().encode(signed);
  for (const line of text.slice(cut + 2).split("\n").filter((l) => l)) {
    for (const vkey of keys) {
      if (await signs(message, line, vkey)) {
        const [origin, size, root] = signed.split("\n");
        if (origin !== vkey.split("+")[0]) fail("the checkpoint is another log's");
        return { origin, size: BigInt(size), root: bytes(root), by: vkey };
      }
    }
  }
  return fail("no key of the log signed the checkpoint");
}

async function signs(message, line, vkey) {
  const [name, id, ...rest] = vkey.split("+");
  const raw = bytes(rest.join("+"));
  const [dash, signer, base64] = line.split(" ");
  if (dash !== "\u2014" || signer !== name || raw[0] !== 1) return false;
  const blob = bytes(base64);
  if (hex(blob.slice(0, 4)) !== id) return false;
  const key = await crypto.subtle.importKey("raw", raw.slice(1), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, blob.slice(4), message);
}
