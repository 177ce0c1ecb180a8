// On every page that speaks of reading: what waits is sent, a reader without an account finds the way back, and after
// signing in is offered what this browser remembers.
import { mark } from './contents.js';
import { Facts } from './facts.js';
import { flush } from './outbox.js';
import { isKept, make, reader } from './page.js';
import * as storage from './storage.js';

const inQuotes = (place) => (place.sentence ? `“${place.sentence}”` : place.title);
const about = document.querySelector('[data-guide]')?.dataset ?? {};
const counted = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** A guest's line of a guide, into whatever the page offers for it. */
function goOn(box, { place, minutes, sections }) {
  if (!place) return;
  const left = minutes ? `, ${counted(minutes, 'minute')} left in the guide` : '';
  if (box.matches('section')) {
    const link = make('a', { className: 'btn', href: place.href }, 'Continue');
    const about = make('h2', { className: 'caps', id: 'guest-continue-title' }, `Continue reading · section ${place.number} of ${sections}`);
    box.replaceChildren(make('div', {}, about, make('blockquote', {}, place.sentence || place.title), make('p', {}, place.title + left)), link);
  } else {
    const link = make('a', { href: place.href }, `Continue at ${inQuotes(place)}`);
    box.replaceChildren(link, ` in section ${place.number}, ${place.title}${left}`);
  }
  box.hidden = false;
}

function guest() {
  const here = document.getElementById('guest-continue');
  const facts = new Facts(about.guide ?? '', '');
  if (document.querySelector('li[data-section]')) mark(facts.finished);
  if (here && facts.place && facts.place.section !== about.section) goOn(here, facts.kept);
  for (const box of document.querySelectorAll('[data-guest-continue]')) goOn(box, new Facts(box.dataset.guestContinue, '').kept);
}

function summary({ title, finished, place, guide }) {
  const said = [];
  const count = Object.keys(finished).length;
  if (count) said.push(`${counted(count, 'section')} finished`);
  if (place) said.push(`stopped at ${inQuotes(place)}`);
  return make('li', {}, `${title ?? guide}: ${said.join(', ')}`);
}

/** The offer to take over what was read before signing in; what was taken over is known by its ids. */
function offer(panel) {
  const imported = (panel.dataset.imported ?? '').split(' ');
  for (const facts of storage.guestFacts()) {
    // The id stays, so that a place from here is known to be ours.
    if (imported.includes(facts.import)) storage.set(`guest:${facts.guide}`, { guide: facts.guide, import: facts.import, isImported: true, finished: {} });
  }
  const found = storage.guestFacts();
  if (!found.length) return;
  const list = panel.querySelector('[data-summary]');
  list.replaceChildren(...found.map(summary));
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

document.addEventListener('reading:state', ({ detail }) => new Facts(detail.guide, reader).take(detail.state));
const panel = document.getElementById('guest-import');
if (panel && !isKept) offer(panel);
if (!reader) guest();
else if (about.guide) {
  const facts = new Facts(about.guide, reader);
  if (about.state) facts.take(JSON.parse(about.state), performance.getEntriesByType('navigation')[0]?.type !== 'back_forward');
  if (facts.waiting().length || isKept) mark(facts.finished);
}
flush();
