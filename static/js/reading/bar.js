// The quiet bar at the foot of the window: one question or remark at a time, never in the way of the text's own layout.
import { make } from './outbox.js';

const bar = document.getElementById('resume');
const queue = [];
let before = null;
if (bar) bar.hidden = false; // empty it shows nothing, but what comes into it is announced

/** Say something. `choices`: [words, action] of each button; `dismiss`: what × and Escape do. A remark of the same name is replaced. */
export function say(remark) {
  if (!bar) return;
  const at = queue.findIndex((one) => one.name === remark.name);
  if (at < 0) queue.push(remark);
  else queue[at] = remark;
  if (queue[0] === remark) draw();
}

/** Take back a remark that has settled itself. */
export function unsay(name) {
  const at = queue.findIndex((one) => one.name === name);
  if (at >= 0) queue.splice(at, 1);
  if (at === 0) draw();
}

const hush = document.body.appendChild(make('p', { className: 'visually-hidden', role: 'status' }));

/** Say it to a screen reader alone, where the eye sees it anyway. */
export function announce(words) { hush.textContent = words; }

function answer(action) {
  const had = bar.contains(document.activeElement);
  queue.shift();
  draw();
  if (had) (before?.isConnected ? before : document.getElementById('main')).focus({ preventScroll: true });
  action?.();
}

function draw() {
  bar.replaceChildren();
  const remark = queue[0];
  if (!remark) return;
  const buttons = (remark.choices ?? []).map(([words, action], at) => {
    const button = make('button', { type: 'button', className: at ? 'btn plain small' : 'btn small' }, words);
    button.addEventListener('click', () => answer(action));
    return button;
  });
  const close = make('button', { type: 'button', className: 'btn quiet small close', ariaLabel: remark.dismissWords ?? 'Close' }, '×');
  close.addEventListener('click', () => answer(remark.dismiss));
  bar.append(make('p', {}, remark.words), make('div', { className: 'cluster' }, ...buttons), close);
}

bar?.addEventListener('focusin', ({ relatedTarget }) => { if (relatedTarget && !bar.contains(relatedTarget)) before = relatedTarget; });
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || !queue.length || document.querySelector(':popover-open')) return;
  answer(queue[0].dismiss);
});
