// What stays on the device, in IndexedDB. Never an HMAC key: Chromium writes a key's bytes to disk
// even where it is not extractable, and an HMAC key's bytes are the seed.
const TOKENS = 'tokens';
const PENDING = 'pending';
const changes = new BroadcastChannel('kagiban-token');

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('kagiban-token', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(TOKENS, { keyPath: 'id' });
      opening.result.createObjectStore(PENDING);
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/** Runs one transaction; resolves, with the request's result, once it is on disk. */
async function run(store, mode, act) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(store), transaction);
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

/** All tokens, the oldest first. */
export async function all() {
  const found = await run(TOKENS, 'readonly', (store) => store.getAll());
  return found.sort((a, b) => a.made - b.made);
}

export function get(id) {
  return run(TOKENS, 'readonly', (store) => store.get(id));
}

export async function put(token) {
  await run(TOKENS, 'readwrite', (store) => store.put(token));
  changes.postMessage('changed');
}

export async function remove(id) {
  await run(TOKENS, 'readwrite', (store) => store.delete(id));
  changes.postMessage('changed');
}

/**
 * Counts a wrong PIN before it is compared, in one transaction, so that tabs that try at once each count.
 *
 * @returns the token as it was, or null where nobody may try yet
 */
export async function countTry(id, now, wait) {
  let before = null;
  await run(TOKENS, 'readwrite', (store) => {
    const reading = store.get(id);
    reading.onsuccess = () => {
      const token = reading.result;
      if (token && now >= token.tryFrom) {
        before = token;
        const failures = token.failures + 1;
        store.put({ ...token, failures, tryFrom: now + wait(failures) });
      }
    };
    return reading;
  });
  return before;
}

/** The set-up that was begun and whose answer may be lost: key pair and request id. */
export function pending() {
  return run(PENDING, 'readonly', (store) => store.get('setup'));
}

export function putPending(setup) {
  return run(PENDING, 'readwrite', (store) => store.put(setup, 'setup'));
}

export function dropPending() {
  return run(PENDING, 'readwrite', (store) => store.delete('setup'));
}

/** Calls when another tab has changed the tokens. */
export function onChange(listener) {
  changes.addEventListener('message', listener);
}
