// A new version of this page: offered once the browser has all of it, taken when the customer says so.
import { $ } from './dom.js';

/**
 * Keeps the page for use without a network, and offers newer versions.
 *
 * @param busy whether something on the screen would be lost by loading again
 */
export async function watch(busy) {
  const workers = navigator.serviceWorker;
  if (!workers) {
    return;
  }
  let controlled = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    // The first worker takes over a page of its own version: nothing changes.
    if (controlled && !busy()) {
      location.reload();
    }
    controlled = true;
  });
  const registration = await workers.register('/sw.js', { updateViaCache: 'none' });
  const offer = () => { $('update').hidden = registration.waiting === null; };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  $('update-take').addEventListener('click', () => registration.waiting?.postMessage('take over'));
  // An installed page may stay open for weeks; without a network there is nothing to learn.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      registration.update().catch(() => {});
    }
  });
  offer();
}
