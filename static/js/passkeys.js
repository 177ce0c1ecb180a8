// Buttons with data-options: ask the server what to ask the browser for, show or make a passkey (data-make), and send the form around
// the button with the answer. What is marked data-passkey is shown, and data-without-passkeys hidden, where the browser knows passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll('[data-passkey]')) part.hidden = false;
  for (const part of document.querySelectorAll('[data-without-passkeys]')) part.hidden = true;
  for (const button of document.querySelectorAll('button[data-options]')) button.addEventListener('click', () => use(button));
}
addEventListener('submit', (event) => { // Enter in a form whose one button is for a passkey
  const button = event.target.querySelector('button[data-make]');
  if (!button) return;
  event.preventDefault();
  use(button);
});

async function use(button) {
  const { form } = button;
  const say = (words) => { button.parentElement.querySelector('[role="status"]').textContent = words; };
  if (button.dataset.make !== undefined && !form.reportValidity()) return;
  button.disabled = true;
  say('');
  try {
    const asked = new FormData();
    asked.set('csrf_token', form.elements.csrf_token.value);
    const answer = await fetch(button.dataset.options, { method: 'POST', body: asked });
    if (!answer.ok) return say(answer.status === 429 ? 'There were too many attempts. Wait five minutes, then try again.' : 'This page is out of date. Load it again.');
    const publicKey = await answer.json();
    const credential = button.dataset.make === undefined ? await show(publicKey) : await make(publicKey);
    form.elements.credential.value = JSON.stringify(credential);
    form.action = button.dataset.action;
    form.submit();
  } catch (error) {
    say(WORDS[error.name] ?? 'No passkey was used. Try again, or go another way.');
  } finally {
    button.disabled = false;
  }
}

const WORDS = {
  InvalidStateError: 'This device has a passkey for your account already.',
  SecurityError: 'Passkeys work only at the address that this Milepost is set up for.',
  TypeError: 'That needs a connection, and there is none. Try again.',
};

async function show(publicKey) {
  publicKey.challenge = bytes(publicKey.challenge);
  for (const known of publicKey.allowCredentials ?? []) known.id = bytes(known.id);
  const { response, ...credential } = parts(await navigator.credentials.get({ publicKey }));
  return { ...credential, response: {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : undefined,
  } };
}

async function make(publicKey) {
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.user.id = bytes(publicKey.user.id);
  for (const known of publicKey.excludeCredentials ?? []) known.id = bytes(known.id);
  const { response, ...credential } = parts(await navigator.credentials.create({ publicKey }));
  return { ...credential, response: {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  } };
}

const parts = ({ id, rawId, type, response }) => ({ id, rawId: text(rawId), type, response });
