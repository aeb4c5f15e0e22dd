// Which view is shown, and which token is open.
import * as clock from './clock.js';
import * as display from './display.js';
import { $, say, show } from './dom.js';
import * as keys from './keys.js';
import * as setup from './setup.js';
import * as signing from './signing.js';
import * as store from './store.js';
import { fromHash } from './transaction.js';
import * as unlock from './unlock.js';
import * as update from './update.js';

let tokens = [];
let open = null;
let chosen = null;
let asked = fromHash(location.hash);

/** A seed on the screen that was not scanned yet would be lost with its view. */
function exporting() {
  return $('export') !== null && !$('export').hidden;
}

function home() {
  if (exporting()) {
    return;
  }
  display.end();
  signing.clear();
  if (open && asked) {
    signing.ask(asked);
    show('sign');
  } else if (open) {
    $('lock').hidden = !open.token.sealed;
    display.start(open.token, open.key);
    show('display');
  } else if (chosen) {
    $('unlock-id').textContent = chosen.id;
    $('unlock-asked').hidden = asked === null;
    show('unlock');
  } else {
    show('setup');
  }
}

function opened(token, key) {
  open = { token, key };
  chosen = token;
  refresh().then(home);
}

async function choose(token) {
  open = null;
  chosen = token ?? null;
  if (token?.wrapped) {
    try {
      open = { token, key: await keys.openSeed(token.privateKey, token.wrapped, token.profile) };
    } catch {
      say('この端末のトークンを開けません。削除して新しく作成してください。 '
        + 'This device’s token cannot be opened; remove it and set up a new one.');
    }
  }
  home();
}

/** Reads the list again; another tab may have changed it. */
async function refresh() {
  tokens = await store.all();
  const list = $('tokens');
  list.replaceChildren(...tokens.map((token) => new Option(token.id, token.id, false, token.id === chosen?.id)));
  $('tokens-line').hidden = tokens.length < 2;
  $('back').hidden = tokens.length === 0;
}

async function changedElsewhere() {
  await refresh();
  // Without a token of its own this tab may be in the middle of a set-up.
  if (chosen && !tokens.some((token) => token.id === chosen.id)) {
    await choose(tokens[0]);
  }
}

async function remove() {
  const id = chosen.id;
  $('remove-dialog').close();
  await store.remove(id);
  chosen = null;
  await refresh();
  await choose(tokens[0]);
  say(`${id}を削除しました。 Removed.`);
}

async function checkClock() {
  const text = clock.hint(await clock.ahead());
  $('clock-hint').textContent = text;
  $('clock-hint').hidden = !text;
}

async function exported(made) {
  // Only where policy allows it: elsewhere the module is not even served.
  const other = await import('./otpauth.js');
  await other.show(made, () => { home(); });
}

function wire() {
  setup.wire(opened, exported);
  unlock.wire(() => chosen, opened);
  display.wire();
  signing.wire(() => open, (transaction) => { asked = transaction; home(); });
  $('tokens').addEventListener('change', () => choose(tokens.find((token) => token.id === $('tokens').value)));
  $('add').addEventListener('click', () => { display.end(); signing.clear(); show('setup'); });
  $('back').addEventListener('click', () => (chosen ? home() : choose(tokens[0])));
  $('lock').addEventListener('click', () => choose(chosen));
  $('to-manual').addEventListener('click', () => { display.end(); show('manual'); });
  for (const button of document.querySelectorAll('.done')) {
    button.addEventListener('click', () => {
      asked = null;
      history.replaceState(null, '', location.pathname);
      home();
    });
  }
  for (const button of document.querySelectorAll('.remove')) {
    button.addEventListener('click', () => {
      $('remove-id').textContent = chosen.id;
      $('remove-dialog').showModal();
    });
  }
  $('remove-yes').addEventListener('click', remove);
  $('remove-no').addEventListener('click', () => $('remove-dialog').close());
  addEventListener('hashchange', () => {
    asked = fromHash(location.hash);
    home();
  });
  addEventListener('online', checkClock);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && checkClock());
  store.onChange(changedElsewhere);
}

wire();
await refresh();
await choose(tokens[0]);
document.documentElement.dataset.ready = 'yes';
checkClock();
update.watch(exporting);
