// On every page that speaks of reading: what waits is sent, and a reader without an account finds the way back.
import { Facts, flush, isKept, keptWords, make, reader } from './outbox.js';
import * as storage from './storage.js';

// The contents and the finish button, changed in place: which sections are finished, and how much of the guide that is.
const SVG = 'http://www.w3.org/2000/svg';
const PER_MINUTE = 230;

const rows = () => [...document.querySelectorAll('li[data-section]')];
/** The sections of the guide that this page lists: {id: words}. */
const wordsBySection = () => Object.fromEntries(rows().map((row) => [row.dataset.section, Number(row.dataset.words)]));
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** Minutes of what is not finished; null on a page without contents. */
export function minutesLeft(finished) {
  const left = Object.entries(wordsBySection()).filter(([id]) => !finished.has(id));
  return rows().length ? Math.ceil(sum(left.map(([, words]) => words)) / PER_MINUTE) : null;
}

/** Mark these sections, and no others, as finished. `percent`: the server's number, where it has said one. */
export function mark(finished, percent) {
  const words = wordsBySection();
  const ids = Object.keys(words);
  if (!ids.length) return;
  const done = ids.filter((id) => finished.has(id));
  percent ??= Math.floor(100 * sum(done.map((id) => words[id])) / (sum(Object.values(words)) || 1));
  for (const row of rows()) {
    const isDone = finished.has(row.dataset.section);
    if (row.classList.toggle('fin', isDone) !== (row.dataset.was === '1')) draw(row, isDone);
    row.dataset.was = isDone ? '1' : '';
  }
  const said = `${done.length} of ${ids.length} sections finished · ${percent}% of the words`;
  for (const line of document.querySelectorAll('.toc > .quiet, .toc-fold summary .quiet')) line.textContent = said;
  for (const line of document.querySelectorAll('[data-percent]')) line.textContent = percent || reader ? `${percent}% read` : '';
}

function draw(row, isDone) {
  const drawing = row.querySelector('.toc-list svg');
  if (!drawing) {
    const end = row.querySelector(':scope > .small');
    end.dataset.words ??= end.textContent;
    end.textContent = isDone ? '✓ finished' : end.dataset.words.includes('min') ? end.dataset.words : '';
    return;
  }
  const sign = document.createElementNS(SVG, isDone ? 'path' : 'text');
  const number = [...row.parentNode.children].indexOf(row) + 1;
  const shape = isDone ? { d: 'm7 12.500 3.500 3.500 6.500-8' } : { x: 12, y: 16, 'text-anchor': 'middle' };
  for (const [name, value] of Object.entries(shape)) sign.setAttribute(name, value);
  if (!isDone) sign.textContent = number;
  drawing.replaceChildren(drawing.firstElementChild, sign);
  row.querySelector('.visually-hidden')?.remove();
  if (isDone) row.querySelector('a > span').append(' ', make('span', { className: 'visually-hidden' }, '(finished)'));
}

for (const row of rows()) row.dataset.was = row.classList.contains('fin') ? '1' : '';

/** The finish button of the page, or one made for a reader without an account: {show(isFinished)}. */
export function finishButton(toggle) {
  let box = document.getElementById('finish-form');
  if (!box) {
    box = document.getElementById('guest-finish');
    box.className = 'cluster';
    box.append(make('button', { className: 'btn', type: 'button', name: 'finished', value: '1' }, 'Mark section finished'));
    box.hidden = false;
  }
  const button = box.querySelector('button');
  const press = (event) => {
    event.preventDefault();
    toggle(button.value === '1');
  };
  if (box.matches('form')) box.addEventListener('submit', press);
  else button.addEventListener('click', press);
  return (isFinished) => {
    if ((button.value === '0') === isFinished) return;
    button.value = isFinished ? '0' : '1';
    button.className = isFinished ? 'btn quiet' : 'btn';
    button.textContent = isFinished ? 'Not finished yet' : 'Mark section finished';
    box.querySelector('p.cluster, span')?.remove();
    if (isFinished) button.before(make('span', {}, '✓ You finished this section.'));
  };
}

// The way back

const BRIEF = 90;

/** The beginning of a sentence, where only that much has room. */
export const brief = (sentence) => (sentence.length > BRIEF ? `${sentence.slice(0, BRIEF).replace(/\s\S*$/, '')} …` : sentence);
export const inQuotes = (place) => (place.sentence ? `“${brief(place.sentence)}”` : place.title);
const about = document.querySelector('[data-guide]')?.dataset ?? {};
export const counted = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** The line of a guide that a page for guests offers room for. */
function goOn(box, { place, minutes, sections }) {
  if (!box || !place || place.section === about.section) return;
  const left = minutes ? `, ${counted(minutes, 'minute')} left in the guide` : '';
  if (box.matches('.continue')) {
    const link = make('a', { className: 'btn', href: place.href }, 'Continue');
    const about = make('h2', { className: 'caps', id: 'guest-continue-title' }, `Continue reading · section ${place.number} of ${sections}`);
    box.replaceChildren(make('div', {}, about, make('blockquote', {}, place.sentence || place.title), make('p', {}, place.title + left)), link);
  } else {
    const link = make('a', { href: place.href }, `Continue at ${inQuotes(place)}`);
    box.replaceChildren(link, ` in section ${place.number}, ${place.title}${left}`);
  }
  box.hidden = false;
}

const here = document.getElementById('guest-continue');

function guest() {
  const facts = new Facts(about.guide ?? '', '');
  mark(facts.finished);
  goOn(here, facts.kept);
  for (const box of document.querySelectorAll('[data-guest-continue]')) goOn(box, new Facts(box.dataset.guestContinue, '').kept);
}

document.addEventListener('reading:state', ({ detail }) => new Facts(detail.guide, reader).take(detail.state));
if (!isKept && document.getElementById('guest-import') && storage.names('guest:').length) import('./offer.js');
if (!reader) guest();
else if (about.guide) {
  const facts = new Facts(about.guide, reader);
  if (about.state) facts.take(JSON.parse(about.state), performance.getEntriesByType('navigation')[0]?.type !== 'back_forward');
  if (facts.waiting().length || isKept) mark(facts.finished);
  if (isKept) {
    document.documentElement.dataset.keptFor = 'member';
    goOn(here, { place: facts.place, minutes: minutesLeft(facts.finished), sections: about.sections });
  }
}
if (isKept) document.querySelector('.page-head')?.append(make('p', { className: 'quiet', role: 'status' }, keptWords()));
flush();
