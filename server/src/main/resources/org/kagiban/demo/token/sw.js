// The shell, kept for use without a network. The server writes the version, a hash of all files, and
// their list above: an update arrives whole or not at all.
const NAME = 'kagiban-token-' + VERSION;

self.addEventListener('install', (event) => {
  // Each file is asked for anew: a cache in between must not mix two versions.
  const requests = FILES.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('kagiban-token-') && name !== NAME) {
        await caches.delete(name);
      }
    }
    await self.clients.claim();
  })());
});

// The customer's word, from update.js: until then the open pages stay with the version that they have.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') {
    self.skipWaiting();
  }
});

self.addEventListener('fetch', (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method === 'GET' && FILES.includes(path)) {
    event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(path)) ?? fetch(event.request)));
  }
});
