// The offer to take over what was read before signing in; what was taken over is known by its ids.
import { counted, inQuotes } from './elsewhere.js';
import { make } from './outbox.js';
import * as storage from './storage.js';

const panel = document.getElementById('guest-import');

function summary({ title, finished, place, guide }) {
  const said = [];
  const count = Object.keys(finished).length;
  if (count) said.push(`${counted(count, 'section')} finished`);
  if (place) said.push(`stopped at ${inQuotes(place)}`);
  return make('li', {}, `${title ?? guide}: ${said.join(', ')}`);
}

const imported = (panel.dataset.imported ?? '').split(' ');
for (const name of storage.names('guest:')) {
  const facts = storage.get(name);
  // Kept for a while, as an import can be undone; then it is offered as a new one.
  if (facts?.import === panel.dataset.undone) storage.set(name, { ...facts, import: storage.uuid(), isImported: undefined });
  else if (imported.includes(facts?.import)) storage.set(name, { ...facts, isImported: Date.now() });
}

const found = storage.guestFacts();
if (found.length) {
  panel.querySelector('[data-summary]').replaceChildren(...found.map(summary));
  panel.elements.facts.value = JSON.stringify(found);
  panel.hidden = false;
  panel.querySelector('[data-not-mine]').addEventListener('click', () => {
    for (const { guide } of found) storage.remove(`guest:${guide}`);
    const inside = [...panel.children];
    const undo = make('button', { type: 'button', className: 'btn plain small' }, 'Undo');
    const gone = make('p', { className: 'cluster', role: 'status' }, 'Removed from this browser.', undo);
    for (const one of inside) one.hidden = true;
    panel.append(gone);
    undo.focus();
    undo.addEventListener('click', () => {
      for (const facts of found) storage.set(`guest:${facts.guide}`, facts);
      for (const one of inside) one.hidden = false;
      gone.remove();
      panel.querySelector('[data-not-mine]').focus();
    });
  });
}
