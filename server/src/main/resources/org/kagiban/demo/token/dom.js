// Small things that all views share.
export const $ = (id) => document.getElementById(id);

/** Shows one view of the page and puts the focus on its heading; the first view leaves it where readers begin. */
export function show(view) {
  for (const section of document.querySelectorAll('main > section')) {
    section.hidden = section.id !== view;
  }
  if (document.documentElement.dataset.ready) {
    $(view).querySelector('h2').focus({ preventScroll: true });
  }
}

/** 123456 as 123 456, 1234567 as 123 4567, 12345678 as 1234 5678. */
export function grouped(code) {
  const middle = Math.floor(code.length / 2);
  return code.slice(0, middle) + ' ' + code.slice(middle);
}

/** Spoken by screen readers, and shown. */
export function say(text) {
  $('said').textContent = text;
}

/** An error at its field, announced, with the focus on the field; empty text takes it away. */
export function fieldError(input, text) {
  const error = $(input.id + '-error');
  error.textContent = text;
  error.hidden = !text;
  input.toggleAttribute('aria-invalid', Boolean(text));
  if (text) {
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }
}

/** Copies, and says so. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what}をコピーしました。 Copied.`);
  } catch {
    say('コピーできませんでした。画面を見て入力してください。 Could not copy; please type it.');
  }
}

/** Keeps a form from being sent twice while it works. */
export function onSubmit(form, act) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type=submit]');
    if (button.getAttribute('aria-disabled') === 'true') {
      return;
    }
    button.setAttribute('aria-disabled', 'true');
    try {
      await act();
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
}
