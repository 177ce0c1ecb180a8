// Signing out leaves nothing private in this browser. What was read and isn't sent yet goes first; where it can't go, the person is asked.
const SEND_MS = 2000;
let asking = null;

addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form[data-sign-out]')) return;
  event.preventDefault();
  signOut(form, form.dataset.signOut === 'sure');
});

async function signOut(form, isSure) {
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const storage = await import('./reading/storage.js');
    if (storage.unsent().length && !isSure) {
      const { flush } = await import('./reading/outbox.js');
      await Promise.race([flush(), new Promise((go) => setTimeout(go, SEND_MS))]);
    }
    const left = storage.unsent().length;
    if (left && !isSure) return ask(form, `${left} ${left === 1 ? 'thing you read isn\'t' : 'things you read aren\'t'} sent yet. Sign out and lose ${left === 1 ? 'it' : 'them'}?`, 'Sign out', true);
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual' });
    if (answer.type !== 'opaqueredirect') return form.submit(); // refused: the page that says why
    storage.forgetReader();
    location.assign('/');
  } catch {
    ask(form, 'Signing out needs a connection, and there is none. Nothing was removed.', 'Try again', false);
  } finally {
    button.disabled = false;
  }
}

/** The question in place of the button; it has the focus, and "Stay signed in" gives it back. */
function ask(form, words, yes, isSure) {
  asking?.remove();
  const button = form.querySelector('button');
  asking = document.createElement('div');
  asking.className = 'notice warn';
  const made = (name, more) => Object.assign(document.createElement(name), more);
  const question = made('p', { textContent: words, tabIndex: -1 });
  question.setAttribute('role', 'alert');
  const go = made('button', { type: 'button', className: isSure ? 'btn danger small' : 'btn small', textContent: yes });
  const stay = made('button', { type: 'button', className: 'btn plain small', textContent: 'Stay signed in' });
  const close = () => {
    asking.remove();
    button.hidden = false;
  };
  go.addEventListener('click', () => {
    close();
    signOut(form, isSure);
  });
  stay.addEventListener('click', () => {
    close();
    button.focus();
  });
  const buttons = made('p', { className: 'cluster' });
  buttons.append(go, stay);
  const inner = document.createElement('div');
  inner.append(question, buttons);
  asking.append(inner);
  button.hidden = true;
  form.append(asking);
  question.focus();
}
