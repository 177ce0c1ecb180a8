// Keeping a place at the reading line while the page is still finding its shape: late fonts and images, a turned device, other
// letter sizes. A place is held until the reader's first touch of anything; a change of shape later is answered too.
import { placeAtLine, scrollToPlace } from './anchors.js';

const CALM_MS = 3000;
let held = null;
let last = null;
let width = innerWidth;
let size = '';
let calm = 0;

const sizeOfLetters = () => getComputedStyle(document.documentElement).fontSize;

/** Bring this fraction of the block to the reading line at once, and keep it there. */
export function hold(block, fraction) {
  held = last = { block, fraction };
  calm = performance.now() + CALM_MS;
  history.scrollRestoration = 'manual';
  settle();
}

export function letGo() {
  if (!held) return;
  held = null;
  history.scrollRestoration = 'auto';
}

function settle() {
  if (held) scrollToPlace(held.block, held.fraction);
}

function keep() {
  if (!held && last) hold(last.block, last.fraction);
  settle();
}

/** Watch over this article. `blocks`: its blocks in order. */
export function watch(article, blocks) {
  let timer = 0;
  const note = () => {
    if (held) return;
    const at = placeAtLine(article, blocks);
    last = at && { block: blocks[at.index], fraction: at.fraction };
  };
  size = sizeOfLetters();
  addEventListener('scroll', () => {
    if (held && performance.now() < calm) settle();
    clearTimeout(timer);
    timer = setTimeout(note, 100);
  }, { passive: true });
  addEventListener('resize', () => {
    if (innerWidth !== width) keep();
    else settle();
    width = innerWidth;
  });
  const shape = new ResizeObserver(() => {
    if (size === (size = sizeOfLetters())) settle();
    else keep();
  });
  shape.observe(article);
  shape.observe(document.body);
  document.fonts.ready.then(settle);
  addEventListener('load', () => {
    if (held) calm = performance.now() + CALM_MS;
    settle();
    requestAnimationFrame(settle);
  });
  addEventListener('pagehide', letGo);
  for (const type of ['wheel', 'touchstart', 'pointerdown', 'keydown']) addEventListener(type, letGo, { passive: true, capture: true });
}
