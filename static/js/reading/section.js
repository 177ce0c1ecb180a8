// A section's page: goes to the reader's place, and notes where the reader is. Only what a person does counts as reading:
// opening a page, following a link into it and scrolling by scripts note nothing.
import { anchorOf, blocksOf, find, hold, placeAtLine, watch } from './anchors.js';
import { announce, isSaid, say, unsay } from './bar.js';
import { brief, finishButton, mark, minutesLeft } from './elsewhere.js';
import { Facts, ask, flush, isKept, keptWords, reader, when } from './outbox.js';
import * as storage from './storage.js';

const SETTLED_MS = 1500;
const LONGEST_MS = 5000;
const LEAST_MS = 2000;
const READ_ON_SECONDS = 30;
const TAB_MS = 300;
const FRESH_MS = 30 * 60000;
const KEYS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '];
const FIELDS = 'input, textarea, select, button, summary, [contenteditable]';
const WORDS_A_MINUTE = 230;
const PLAUSIBLE = 0.4;
const IDLE_MS = 60000;
const KEEP_EVERY = 5;

const article = document.getElementById('text');
const { guide, section, number, title, guideTitle, sections } = article.dataset;
const blocks = blocksOf(article);
const facts = new Facts(guide, reader, { title: guideTitle, sections: Number(sections) });
const navigation = performance.getEntriesByType('navigation')[0]?.type;

let isHuman = false; // somebody has scrolled since the page was last moved otherwise
let saved = null;
let question = null; // the place asked about: {key, remark, from}, read on from so many seconds of the remark
let tabbed = -Infinity;
let first = 0;
let timer = 0;
let seen = 0; // milliseconds visible before `since`
let since = document.hidden ? 0 : performance.now();

const visibleFor = () => seen + (since && performance.now() - since);

/** Where somebody else has signed in or out since, this page is of no more use, and says so. */
function isMine() {
  if (!facts.isMine) {
    const words = 'Somebody signed in or out in this browser. Reload this page to go on.';
    say({ name: 'stranger', isUrgent: true, words, choices: [['Reload', () => location.reload()]] });
  }
  return facts.isMine;
}
addEventListener('storage', ({ key }) => { if (key === 'milepost:reader') isMine(); });

// Saving

function save(isLeaving = false) {
  clearTimeout(timer);
  first = 0;
  if (!isHuman || !isMine() || !isWriter) return;
  if (question) {
    if (!(question.remark.seconds - question.from > READ_ON_SECONDS)) return;
    stay();
  }
  if (visibleFor() < LEAST_MS) return void (isLeaving || schedule());
  const at = placeAtLine(article, blocks);
  if (!at || (at.block === saved?.block && Math.abs(at.fraction - saved.fraction) < 0.01)) return;
  saved = at;
  const { anchor, sentence } = anchorOf(article, blocks, at);
  const shown = { title, sentence, href: `${location.pathname}#${at.block}`, label: '', notice: null };
  facts.about.minutes = minutesLeft(facts.finished);
  facts.record('read', { anchor }, shown);
  flush(isLeaving);
}

function schedule() {
  if (!isHuman) return;
  const now = performance.now();
  first ||= now;
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(Math.min(SETTLED_MS, first + LONGEST_MS - now), LEAST_MS - visibleFor(), 0));
}

function moved(event) {
  if (!event.isTrusted) return;
  isHuman = true;
  if (question) question.from ??= question.remark.seconds;
  claim();
  schedule();
}

/** The page is moved by a link or a script: what is seen then was not read up to. */
function jumped() {
  save();
  isHuman = false;
  clearTimeout(timer);
}

const isOnScrollbar = (event) => event.clientX >= document.documentElement.clientWidth;
for (const type of ['wheel', 'touchmove']) addEventListener(type, moved, { passive: true });
addEventListener('keydown', (event) => {
  if (event.key === 'Tab') tabbed = event.timeStamp;
  else if (KEYS.includes(event.key) && !event.target.closest?.(FIELDS)) moved(event);
});
addEventListener('pointerdown', (event) => { if (event.button === 1 || isOnScrollbar(event)) moved(event); }, { passive: true });
addEventListener('pointermove', (event) => { if (event.buttons) moved(event); }, { passive: true });
// Tab moves the focus; only where the page follows it has somebody read on.
addEventListener('scroll', (event) => (event.timeStamp - tabbed < TAB_MS ? moved(event) : schedule()), { passive: true });
addEventListener('click', (event) => { if (event.target.closest('a[href*="#"]')) jumped(); }, { capture: true });
addEventListener('hashchange', () => { isHuman = false; });
addEventListener('pagehide', () => save(true));

// One writer among tabs: the one that was last touched

let isWriter = !navigator.locks;
let release = () => undefined;

function claim() {
  if (isWriter) return;
  isWriter = true;
  navigator.locks.request(`milepost-writer ${guide}`, { steal: true }, () => new Promise((go) => { release = go; }))
    .catch(() => { isWriter = false; });
}
addEventListener('pagehide', () => release());
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  isWriter = !navigator.locks;
  look();
});

// Restoring

/** Go to a place of this section, by its anchor. */
function go(place) {
  const found = find(blocks, place);
  if (!found.block) return;
  hold(found.block, found.fraction);
  saved = { block: found.block.id, fraction: found.fraction };
  isHuman = false;
  facts.accept();
  const notice = place.notice ?? (found.isExact ? null : 'The text was edited; this is the nearest passage.');
  if (notice) say({ name: 'notice', isBrief: true, words: notice });
}

function stay() {
  storage.set('tab:stayed', question.key);
  question = null;
  saved = null;
  unsay('place');
  facts.accept();
}

function offer(place) {
  const key = `${place.device} ${place.at}`;
  if (question?.key === key) return;
  if (storage.get('tab:stayed') === key) return facts.accept();
  if (place.section === section && placeAtLine(article, blocks)?.block === place.block) return facts.accept();
  const where = place.section === section ? 'in this section' : `in section ${place.number}, ${place.title}`;
  const on = place.device === storage.device() || !place.label ? 'this device' : place.label;
  const words = `You stopped at “${brief(place.sentence)}” ${where}, ${when(place.at)}, on ${on}.`;
  const choices = [['Go there', () => leaveFor(place)], ['Stay here', stay]];
  question = { key, remark: say({ name: 'place', isUrgent: true, words, choices, dismiss: stay }) };
}

function leaveFor(place) {
  question = null;
  if (place.section === section) return go(place);
  facts.accept();
  isHuman = false;
  location.assign(place.href);
}

function restore() {
  const place = facts.place;
  if (!place) return;
  const isHere = place.section === section;
  const isFresh = storage.isOurs(place, guide) && Date.now() - Date.parse(place.at) < FRESH_MS;
  if (isHere) saved = { block: place.block, fraction: place.fraction };
  if (navigation === 'back_forward') {
    if (facts.isDisputed) offer(place);
  } else if (isHere && (location.hash ? location.hash === `#${place.block}` : isFresh)) go(place);
  else if (!isFresh) offer(place);
}

let looked = 0;

/** The page is looked at again: another device may have moved the place since. */
async function look() {
  if (document.hidden || performance.now() - looked < 1000 || !isMine()) return;
  looked = performance.now();
  if (!await ask(guide)) return;
  unsay('signed-out');
  flush();
}

addEventListener('focus', look);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    save(true);
    seen = visibleFor();
    since = 0;
  } else {
    since = performance.now();
    look();
  }
});
document.addEventListener('reading:state', ({ detail }) => {
  if (detail.guide === guide && facts.isDisputed) offer(facts.state.place);
});
document.addEventListener('reading:signed-out', () => {
  say({ name: 'signed-out', words: 'You’re signed out; what you read is kept here until you sign in.' });
});

// Finishing a section: by its button, or by having come to its end after a time in which it can have been read.
/** Count active reading of this section, and keep the marks of what is finished true. */
function follow({ blocks, facts, isHuman, section }) {
  const name = `time:${facts.guide}:${section.id}`;
  const needed = PLAUSIBLE * section.words / WORDS_A_MINUTE * 60;
  let seconds = storage.get(name) ?? 0;
  let active = -Infinity;
  let sawEnd = false;
  let isFinished = false;
  const show = finishButton(byHand);

  /** Once finished, or open again, finishing it by itself takes a new reading. */
  function refresh() {
    mark(facts.finished, facts.waiting().length ? undefined : facts.state?.percent);
    const was = isFinished;
    isFinished = facts.finished.has(section.id);
    if (isFinished !== was) forget();
    if (!isFinished) unsay('finished');
    show(isFinished);
  }

  function record(kind, more = {}) {
    if (!isMine()) return null;
    const op = facts.record(kind, { section: section.id, ...more }, { title: section.title });
    refresh();
    flush();
    return op;
  }

  function byHand(wanted) {
    unsay('asks');
    if (record(wanted ? 'finish' : 'unfinish')) announce(`“${section.title}” is ${wanted ? 'finished' : 'open again'}.`);
  }

  function forget() {
    seconds = 0;
    sawEnd = false;
    storage.remove(name);
  }

  function byItself() {
    const op = record('finish');
    const undo = () => record('undo', { undoes: op }) && announce(`“${section.title}” is open again.`);
    say({ name: 'finished', isBrief: true, words: `Section ${section.number} is finished.`, choices: [['Undo', undo]] });
  }

  const busy = () => { active = performance.now(); };
  for (const type of ['wheel', 'touchmove', 'keydown', 'pointermove', 'pointerdown']) addEventListener(type, busy, { passive: true });
  setInterval(() => {
    if (document.hidden || isFinished || isSaid('asks') || !facts.isMine || performance.now() - active > IDLE_MS) return;
    seconds += 1;
    if (seconds % KEEP_EVERY === 0) storage.set(name, seconds);
    if (sawEnd && seconds >= needed) byItself();
  }, 1000);

  const end = new IntersectionObserver(([entry]) => {
    if (isHuman() && entry.isIntersecting && entry.boundingClientRect.bottom <= innerHeight) sawEnd = true;
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  if (blocks.length) end.observe(blocks.at(-1));

  document.addEventListener('reading:state', ({ detail }) => {
    if (detail.guide !== facts.guide) return;
    refresh();
    const asked = detail.outcomes?.find(({ outcome, operation }) => outcome === 'asks' && operation?.section === section.id);
    if (asked) {
      const { kind } = asked.operation;
      const [words, yes, no] = kind === 'finish'
        ? ['You reopened this section on another device; still finished?', 'Mark finished', 'Leave open']
        : ['You finished this section on another device; still open it again?', 'Open it again', 'Leave finished'];
      say({ name: 'asks', words, choices: [[yes, () => record(kind)], [no]] });
    }
  });
  addEventListener('storage', ({ key }) => { if (key?.endsWith(facts.name) || key?.includes(':outbox:')) refresh(); });
  refresh();
}

watch(article, blocks);
restore();
follow({ article, blocks, facts, isHuman: () => isHuman, section: { id: section, number, title, words: Number(article.dataset.words) } });
if (isKept && !storage.get('tab:offline')) {
  storage.set('tab:offline', true);
  say({ name: 'kept', isBrief: true, words: keptWords() });
}

// Marking words: loaded with the first selection, or at once where something is marked

const marking = document.getElementById('highlights');
if (marking) {
  const load = () => import('./highlights.js');
  marking.hidden = false;
  if (marking.querySelector('[data-block]')) load();
  else document.addEventListener('selectionchange', load, { once: true });
}
