// The contents and the finish button, changed in place: which sections are finished, and how much of the guide that is.
import { make } from './page.js';

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
  for (const line of document.querySelectorAll('[data-percent]')) line.textContent = `${percent}% read`;
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
