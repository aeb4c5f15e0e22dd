// Asks for a token, so that a lost answer does not cost one: the same request until it is answered.
import * as keys from './keys.js';
import * as store from './store.js';

/** What the server refused, with its own words, or could not be asked. */
export class Refused extends Error {}

/**
 * Has a token made and gives it to `keep`: id, profile, wrapped seed and private key. One tab at a time.
 * Until `keep` has ended the same token comes again.
 */
export function request(keep) {
  return navigator.locks.request('kagiban-token-setup', async () => {
    const setup = (await store.pending()) ?? await begin();
    const answer = await post(setup);
    await keep({
      id: answer.tokenId,
      profile: { algorithm: answer.algorithm, digits: answer.digits, period: answer.period },
      wrapped: Uint8Array.from(atob(answer.wrappedSeed), (c) => c.charCodeAt(0)),
      privateKey: setup.pair.privateKey,
    });
    await store.dropPending();
  });
}

async function begin() {
  const setup = { requestId: crypto.randomUUID(), pair: await keys.makePair() };
  await store.putPending(setup);
  return setup;
}

async function post(setup) {
  const key = btoa(String.fromCharCode(...await keys.publicBytes(setup.pair)));
  let response;
  try {
    response = await fetch('/tokens', {
      method: 'POST', body: new URLSearchParams({ request_id: setup.requestId, public_key: key }),
    });
  } catch {
    throw new Refused('オフラインです。接続を確かめて、もう一度お試しください。 You are offline. Connect and try again.');
  }
  if (!response.ok) {
    if (response.status < 500) {
      await store.dropPending();
    }
    throw new Refused('トークンを発行できませんでした。しばらくしてもう一度お試しください。 '
      + 'No token could be issued. Try again in a while.');
  }
  return response.json();
}
