// A bar at the selection, marks painted over the text, a panel at a mark that is pressed.
// The list under the text is the one source; each change brings a new one.
import { uuid } from './storage.js';
import { partsOf, rangeOf } from './quotes.js';

const byId = (id) => document.getElementById(id);
const article = byId('text');
const bar = byId('mark-bar');
const panel = byId('mark-panel');
const [told, keys, writing] = bar.querySelectorAll(':scope > :not(input)');
const { note } = bar.elements;
const list = () => byId('highlights');
let chosen = null;
let marks = [];
let shown = null;
let isPressed = article.matches(':active') && matchMedia('(pointer: fine)').matches; // this came while the mouse selects
let isSending = false;
let timer = 0;

function say(words, isShown) {
  byId('mark-said').textContent = words;
  told.textContent = words;
  told.hidden = !isShown;
}

const colour = (name, ranges) => globalThis.CSS.highlights?.set(name, new Highlight(...ranges));

function paint() {
  marks = [...list().querySelectorAll('[data-block]')].flatMap((passage) => {
    const block = byId(passage.dataset.block);
    const range = block && rangeOf(block, passage.textContent, +passage.dataset.nth);
    const item = passage.closest('li');
    return range ? [{ range, item, isNoted: !!item.querySelector('.mark-note') }] : [];
  });
  for (const isNoted of [false, true]) {
    colour(isNoted ? 'mark-noted' : 'mark', marks.filter((one) => one.isNoted === isNoted).map((one) => one.range));
  }
}

/** Below the box, within the window; highlights.css knows better for touch. */
function place(element, { left, bottom }) {
  const { clientWidth, clientHeight } = document.documentElement;
  const x = Math.max(8, Math.min(left, clientWidth - element.offsetWidth - 8));
  const y = Math.max(8, Math.min(bottom + 8, clientHeight - element.offsetHeight - 8));
  element.style.setProperty('--x', `${x + scrollX}px`);
  element.style.setProperty('--y', `${y + scrollY}px`);
}

const placeBar = () => place(bar, [...chosen.range.getClientRects()].at(-1));

function offer() {
  const selection = getSelection();
  if (isPressed || !writing.hidden || bar.contains(document.activeElement)) return;
  const range = selection.isCollapsed ? null : selection.getRangeAt(0).cloneRange();
  const parts = range?.intersectsNode(article) ? partsOf(article, range) : [];
  if (!parts.length) return close();
  chosen = { range, parts, id: uuid() };
  bar.hidden = false;
  say('H highlights these words; Tab for more.');
  placeBar();
}

function close() {
  if (chosen && bar.contains(document.activeElement)) {
    document.activeElement.blur();
    getSelection().collapse(chosen.range.endContainer, chosen.range.endOffset);
  }
  bar.hidden = writing.hidden = true;
  keys.hidden = false;
  colour('mark-chosen', []);
  chosen = null;
}

/** Open an item's panel below a box. */
function open(item, box) {
  shown = item;
  panel.replaceChildren(...item.childNodes);
  panel.showPopover();
  place(panel, box);
}

/** Where exactly the chosen words are marked already, open that mark instead. */
function openSame() {
  const partsIn = (item) => marks.filter((one) => one.item === item).flatMap(({ range }) => partsOf(article, range));
  const item = marks.find((one) => JSON.stringify(partsIn(one.item)) === JSON.stringify(chosen.parts))?.item;
  if (!item) return false;
  const box = [...chosen.range.getClientRects()].at(-1);
  close();
  getSelection().collapseToEnd();
  open(item, box);
  panel.querySelector('a, summary').focus({ preventScroll: true });
  return true;
}

/** Send a form: {said, html}; html where the server has a new list. */
async function send(form) {
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new FormData(form) });
    if (answer.headers.get('Content-Type') === 'application/json') return await answer.json();
    return { said: bar.dataset[[400, 401].includes(answer.status) ? 'stale' : 'broken'] };
  } catch {
    return { said: bar.dataset[navigator.onLine ? 'broken' : 'offline'] };
  }
}

/** What is typed elsewhere in the old list stays. */
function renew(html, sent) {
  const old = list();
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('highlights');
  fresh.hidden = false;
  for (const { form, value, defaultValue } of old.querySelectorAll('.mark textarea')) {
    const area = form !== sent && value !== defaultValue && fresh.querySelector(`[action="${form.getAttribute('action')}"] textarea`);
    if (!area) continue;
    area.value = value;
    area.closest('details').open = true;
  }
  const rest = fresh.querySelector('.mark-rest');
  if (rest) rest.open = !!old.querySelector('.mark-rest')?.open;
  old.replaceWith(fresh);
  paint();
}

bar.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (!chosen || isSending || openSame()) return;
  bar.elements.highlight_id.value = chosen.id;
  bar.elements.parts.value = JSON.stringify(chosen.parts);
  if (writing.hidden) note.value = '';
  isSending = true;
  const { said, html } = await send(bar);
  isSending = false;
  if (html && chosen) {
    renew(html);
    note.value = '';
    getSelection().collapseToEnd();
    close();
  }
  say(said, !html);
});

document.addEventListener('submit', async (event) => {
  const form = event.target;
  const inPanel = panel.contains(form);
  if (!inPanel && !list().contains(form)) return;
  event.preventDefault();
  const id = (inPanel ? shown : form.closest('.mark'))?.id;
  const { said, html } = await send(form);
  say(said);
  if (!html) return void (form.dataset.told = said);
  renew(html, form);
  const undo = list().querySelector('.mark-undo');
  if (inPanel && undo) {
    panel.replaceChildren(undo.cloneNode(true));
    return panel.querySelector('button').focus();
  }
  panel.hidePopover();
  const next = list().querySelector('[autofocus]');
  if (next || !inPanel) (next ?? byId(id) ?? byId('highlights-title')).focus();
});

/** The panel borrows from the list; on closing, all goes back, with what was typed. */
panel.addEventListener('toggle', (event) => {
  if (event.newState === 'closed') shown.replaceChildren(...panel.childNodes);
});

article.addEventListener('click', ({ target, clientX: x, clientY: y }) => {
  if (!getSelection().isCollapsed || target.closest('a, button, label, summary')) return;
  for (const { range, item } of marks) {
    const box = [...range.getClientRects()].find((one) => x >= one.left && x <= one.right && y >= one.top && y <= one.bottom);
    if (!box || panel.matches(':popover-open')) continue;
    return open(item, box);
  }
});

document.addEventListener('selectionchange', () => {
  clearTimeout(timer);
  timer = setTimeout(offer, 200);
});
document.addEventListener('pointerdown', ({ target, pointerType }) => { isPressed = pointerType === 'mouse' && !bar.contains(target); });
document.addEventListener('pointerup', () => {
  isPressed = false;
  setTimeout(offer);
});
document.addEventListener('keydown', (event) => {
  if (bar.hidden) return;
  const { key, target } = event;
  if (key === 'Escape') close();
  else if (event.ctrlKey || event.metaKey || event.altKey || !writing.hidden) return;
  else if (key === 'Tab' && !event.shiftKey && !bar.contains(target)) keys.firstChild.focus({ preventScroll: true });
  else if (key === 'h' && !target.closest('input, textarea, select')) bar.requestSubmit();
  else return;
  event.preventDefault();
});
bar.addEventListener('mousedown', (event) => event.target.closest('button') && event.preventDefault());
byId('mark-write').addEventListener('click', () => {
  if (openSame()) return;
  keys.hidden = told.hidden = true;
  writing.hidden = false;
  colour('mark-chosen', [chosen.range]);
  placeBar();
  note.focus({ preventScroll: true });
});
byId('mark-cancel').addEventListener('click', close);

paint();
timer = setTimeout(offer, 200); // what was selected while this was on its way
