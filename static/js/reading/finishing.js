// Finishing a section: by its button, or by having come to its end after a time in which it can have been read.
import { announce, say, unsay } from './bar.js';
import { finishButton, mark } from './contents.js';
import { flush } from './outbox.js';
import * as storage from './storage.js';

const WORDS_A_MINUTE = 230;
const PLAUSIBLE = 0.4;
const IDLE_MS = 60000;
const KEEP_EVERY = 5;

/** Count active reading of this section, and keep the marks of what is finished true. */
export function follow({ blocks, facts, isHuman, section }) {
  const name = `time:${facts.guide}:${section.id}`;
  const needed = PLAUSIBLE * section.words / WORDS_A_MINUTE * 60;
  let seconds = storage.get(name) ?? 0;
  let active = -Infinity;
  let sawEnd = false;
  const isFinished = () => facts.finished.has(section.id);
  const show = finishButton(byHand);

  function refresh() {
    const isSettled = !facts.waiting().length;
    mark(facts.finished, isSettled ? facts.state?.percent : undefined);
    show(isFinished());
  }

  function record(kind, more = {}) {
    const op = facts.record(kind, { section: section.id, ...more }, { title: section.title });
    refresh();
    flush();
    return op;
  }

  function byHand(wanted) {
    unsay('finished');
    unsay('asks');
    if (!wanted) forget();
    record(wanted ? 'finish' : 'unfinish');
    announce(wanted ? `“${section.title}” is finished.` : `“${section.title}” is open again.`);
  }

  /** It is open again: finishing it by itself takes a new reading. */
  function forget() {
    seconds = 0;
    sawEnd = false;
    storage.remove(name);
  }

  function byItself() {
    const op = record('finish');
    const undo = () => {
      forget();
      record('undo', { undoes: op });
      announce(`“${section.title}” is open again.`);
    };
    say({ name: 'finished', words: `Section ${section.number} is finished.`, choices: [['Undo', undo]] });
  }

  const busy = () => { active = performance.now(); };
  for (const type of ['wheel', 'touchmove', 'keydown', 'pointermove', 'pointerdown']) addEventListener(type, busy, { passive: true });
  setInterval(() => {
    if (document.hidden || !facts.isMine || performance.now() - active > IDLE_MS) return;
    seconds += 1;
    if (seconds % KEEP_EVERY === 0) storage.set(name, seconds);
    if (sawEnd && seconds >= needed && !isFinished()) byItself();
  }, 1000);

  const end = blocks.at(-1);
  if (end) {
    new IntersectionObserver(([entry]) => {
      if (isHuman() && entry.isIntersecting && entry.boundingClientRect.bottom <= innerHeight) sawEnd = true;
    }, { threshold: [0, 0.25, 0.5, 0.75, 1] }).observe(end);
  }

  document.addEventListener('reading:state', ({ detail }) => {
    if (detail.guide !== facts.guide) return;
    refresh();
    const asks = detail.outcomes?.find(({ outcome, operation }) => outcome === 'asks' && operation?.kind === 'finish' && operation.section === section.id);
    if (asks) {
      say({
        name: 'asks',
        words: 'You reopened this section on another device; still finished?',
        choices: [['Mark finished', () => record('finish')], ['Leave open', forget]],
        dismissWords: 'Leave open',
        dismiss: forget,
      });
    }
  });
  addEventListener('storage', ({ key }) => { if (key?.endsWith(facts.name) || key?.includes(':outbox:')) refresh(); });
  refresh();
}
