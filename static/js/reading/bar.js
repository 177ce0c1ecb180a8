// The quiet bar at the foot of the window: one question or remark at a time, never in the way of the text's own layout.
import { make } from './outbox.js';

const BRIEF_SECONDS = 10;

const bar = document.getElementById('resume');
const queue = [];
let before = null;
if (bar) bar.hidden = false; // empty it shows nothing, but what comes into it is announced

/** Say something; answers the remark, whose `seconds` count while it is to be seen. `choices`: [words, action] of each button; `dismiss`:
 * what × and Escape do. What `isUrgent` comes before all that waits, what `isBrief` goes by itself. One of the same name is replaced. */
export function say(remark) {
  remark.seconds = 0;
  const at = queue.findIndex((one) => one.name === remark.name);
  if (at >= 0) queue[at] = remark;
  else if (remark.isUrgent) queue.unshift(remark);
  else queue.push(remark);
  if (queue[0] === remark) draw();
  return remark;
}

/** Whether it is said, or waits to be. */
export const isSaid = (name) => queue.some((one) => one.name === name);

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
  queue.shift();
  draw();
  action?.();
}

/** A focus in the bar goes back to where it was before. */
function draw() {
  if (!bar) return;
  if (bar.contains(document.activeElement)) (before?.isConnected ? before : document.getElementById('main')).focus({ preventScroll: true });
  const remark = queue[0];
  bar.dataset.about = remark?.name ?? '';
  if (!remark) return bar.replaceChildren();
  const buttons = (remark.choices ?? []).map(([words, action], at) => {
    const button = make('button', { type: 'button', className: at ? 'btn plain small' : 'btn small' }, words);
    button.addEventListener('click', () => answer(action));
    return button;
  });
  const close = make('button', { type: 'button', className: 'btn quiet small close', ariaLabel: 'Close' }, '×');
  close.addEventListener('click', () => answer(remark.dismiss));
  bar.replaceChildren(make('p', {}, remark.words), make('div', { className: 'cluster' }, ...buttons), close);
}

bar?.addEventListener('focusin', ({ relatedTarget }) => { if (relatedTarget && !bar.contains(relatedTarget)) before = relatedTarget; });
// Escape is for the bar where nothing else has the focus or has taken it.
addEventListener('keydown', (event) => {
  const isFree = document.activeElement.matches('body, #main, #resume *');
  if (event.key !== 'Escape' || event.defaultPrevented || !queue.length || !isFree || document.querySelector(':popover-open, .menu[open]')) return;
  answer(queue[0].dismiss);
});
setInterval(() => {
  if (!queue.length || document.hidden || !bar?.checkVisibility()) return;
  const { isBrief, dismiss } = queue[0];
  queue[0].seconds += 1;
  if (isBrief && queue[0].seconds > BRIEF_SECONDS && !bar.matches(':hover, :focus-within')) answer(dismiss);
}, 1000);
