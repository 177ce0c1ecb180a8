// "Keep offline" on the guide page: what of the guide is on this device, in words; keeping all of it; removing it.
import { isThere, say } from './offline.js';

const at = (id) => document.getElementById(id);
const box = at('keep');
const guide = document.querySelector('script[data-edition]').dataset.of;
const total = box.dataset.pages.split(' ').length;
const TROUBLE = { full: 'This device has no room for all of it.', broken: 'The connection broke off.' };
let words = '';

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
const pages = (n) => `${n} of ${total} pages`;
const day = (text) => new Date(text).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

function inWords({ kept, whole, all, bytes, at: since, problem, removed }) {
  if (problem && !kept) return `${TROUBLE[problem]} Nothing is kept yet; try again.`;
  if (problem) return `${TROUBLE[problem]} Kept so far: ${pages(kept)}; “Keep offline” goes on from there.`;
  if (removed) return 'Removed from this device.';
  if (whole) return `Kept on this device: ${kept} pages, ${size(bytes)}, as of ${day(since)}. They are renewed when the guide changes.`;
  if (all) return `Kept so far: ${pages(kept)}; “Keep offline” goes on from there.`;
  if (kept) return `${pages(kept)} ${kept === 1 ? 'is kept on this device: the one' : 'are kept on this device: those'} you opened.`;
  return `Keep all ${total} pages on this device, to read them without a connection.`;
}

function show(state) {
  const busy = Boolean(state.busy);
  box.hidden = false;
  at('keep-progress').hidden = !busy;
  at('keep-start').hidden = Boolean(state.whole) && !state.problem;
  at('keep-remove').hidden = busy || !state.kept;
  if (busy) {
    at('keep-progress').firstElementChild.value = state.done;
    at('keep-count').textContent = `${state.done} of ${state.of} pages`;
  }
  const said = busy ? 'Keeping the guide on this device.' : inWords(state);
  if (said !== words) at('keep-state').textContent = words = said;
}

if (await isThere) {
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data.about !== guide) return;
    const focused = document.activeElement;
    show(data);
    if (box.contains(focused) && !focused.checkVisibility()) at(data.busy || !data.kept ? 'keep-start' : 'keep-remove').focus();
  });
  at('keep-start').addEventListener('click', () => {
    navigator.storage?.persist?.();
    show({ busy: true, done: 0, of: total });
    say('keep');
  });
  at('keep-remove').addEventListener('click', () => say('remove'));
  say('state');
}
