package org.kagiban.demo.token;

import java.util.ArrayList;
import java.util.List;

/** What tests run in the page. */
final class Scripts {
  /** All that the page's origin keeps, as text; bytes as characters. */
  static final String EVERYTHING_KEPT =
"""
async () => {
  const text = (value) => {
    if (value instanceof CryptoKey) return 'CryptoKey ' + value.algorithm.name;
    if (ArrayBuffer.isView(value)) return String.fromCharCode(...new Uint8Array(value.buffer));
    if (value && typeof value === 'object') return Object.entries(value).map(([k, v]) => k + '=' + text(v)).join();
    return String(value);
  };
  const parts = ['index'];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      await new Promise((done) => { all.onsuccess = done; });
      parts.push(...all.result.map(text));
    }
    db.close();
  }
  parts.push(text({ ...localStorage }), text({ ...sessionStorage }), document.cookie);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) parts.push(await (await cache.match(request)).text());
  }
  return parts.join('\\n');
}
""";

  /** The names of the errors with which the browser refuses to export the kept keys, one each. */
  static final String EXPORT_KEYS =
"""
async () => {
  const names = [];
  for (const token of await (await import('/store.js')).all()) {
    try { await crypto.subtle.exportKey('pkcs8', token.privateKey); names.push('exported'); } catch (e) { names.push(e.name); }
  }
  return names;
}
""";

  /** Keeps a non-extractable HMAC key in IndexedDB. */
  static final String KEEP_HMAC_KEY =
"""
async (base64) => {
  const seed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  await new Promise((done, fail) => {
    const opening = indexedDB.open('control', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
    opening.onerror = fail;
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('keys', 'readwrite', { durability: 'strict' });
      transaction.objectStore('keys').put(key, 'hmac');
      transaction.oncomplete = done;
    };
  });
}
""";

  /** Code and signature for each profile and time step that is asked. */
  static final String COMPUTE =
"""
async ({ seed, fields, asked }) => {
  const otp = await import('/otp.js');
  const answers = [];
  for (const { step, ...profile } of asked) {
    const key = await crypto.subtle.importKey(
        'raw', new Uint8Array(seed), { name: 'HMAC', hash: profile.algorithm }, false, ['sign']);
    answers.push(await otp.code(key, profile, Number(step)) + ' '
        + await otp.sign(key, profile, fields, Number(step)));
  }
  return answers;
}
""";

  private Scripts() {}

  static List<Integer> numbers(byte[] bytes) {
    List<Integer> numbers = new ArrayList<>();
    for (byte one : bytes) {
      numbers.add(one & 0xff);
    }
    return numbers;
  }
}
