// Where in a text a reader is: blocks, the words of a block, and the way between an anchor and a scroll position.
// The reading line lies a fifth of the window below its top; the place is the block at that line and how far into it.
const SKIPPED = '.footnote-ref, .anchor, svg, summary, .definition';
const QUOTE = 64;
const SENTENCE = 160;

const line = () => innerHeight / 5;

/** The blocks of an article in reading order: all that carries an id of its own, outside footnotes and drawings. */
export function blocksOf(article) {
  const kinds = 'p[id], li[id], pre[id], figure[id], div[id], table[id], h2[id], h3[id], h4[id]';
  return [...article.querySelectorAll(kinds)].filter((one) => !one.closest('.footnotes, .definition'));
}

/** A block's own words, white space collapsed: {text, at}, where at[i] is the [node, offset] of character i. */
export function blockText(block) {
  const at = [];
  let text = '';
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === 3) return NodeFilter.FILTER_ACCEPT;
    const isForeign = node.matches(SKIPPED) || (node.id && node.matches('p, li, pre, figure, div, table'));
    return isForeign ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (let offset = 0; offset < node.data.length; offset += 1) {
      const isSpace = /\s/.test(node.data[offset]);
      if (isSpace && (!text || text.endsWith(' '))) continue;
      text += isSpace ? ' ' : node.data[offset];
      at.push([node, offset]);
    }
  }
  return text.endsWith(' ') ? { text: text.slice(0, -1), at: at.slice(0, -1) } : { text, at };
}

/** The block at the reading line and the fraction of it above the line; null while the line is in the footnotes. */
export function placeAtLine(article, blocks) {
  const y = line();
  const notes = article.querySelector('.footnotes')?.getBoundingClientRect();
  if (!blocks.length || (notes && notes.top <= y && notes.bottom > y)) return null;
  let low = 0;
  for (let high = blocks.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (blocks[middle].getBoundingClientRect().top <= y) low = middle;
    else high = middle;
  }
  const box = blocks[low].getBoundingClientRect();
  const fraction = Math.min(1, Math.max(0, (y - box.top) / (box.height || 1)));
  return { index: low, block: blocks[low].id, fraction: Math.round(fraction * 1e4) / 1e4 };
}

/** Scroll so that this fraction of the block lies at the reading line, at once. */
function scrollToPlace(block, fraction) {
  const box = block.getBoundingClientRect();
  const by = box.top + fraction * box.height - line();
  if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: 'instant' });
}

/** The anchor of a place, and its sentence, to be shown later without the server. */
export function anchorOf(article, blocks, place) {
  const { text } = blockText(blocks[place.index]);
  const reached = Math.min(text.length - 1, Math.floor(place.fraction * text.length));
  const word = text.lastIndexOf(' ', reached) + 1;
  const before = [...text.slice(0, word).matchAll(/[.!?…][”’")]?\s/g)].at(-1);
  const start = before ? before.index + before[0].length : 0;
  const end = /[.!?…][”’")]?(\s|$)/.exec(text.slice(Math.max(word, start)));
  let sentence = text.slice(start, end ? Math.max(word, start) + end.index + end[0].length : text.length).trim();
  if (sentence.length > SENTENCE) sentence = sentence.slice(0, SENTENCE - 1).replace(/\s\S*$/, '') + '…';
  const { section, number, revision } = article.dataset;
  const through = Math.round((place.index + place.fraction) / blocks.length * 1e4) / 1e4;
  const quote = text.slice(word, word + QUOTE).trim();
  return { anchor: { section, number: +number, block: place.block, quote, fraction: place.fraction, through, revision }, sentence };
}

/** The block that an anchor means in this text: {block, fraction, isExact}. It may have been edited since. */
export function find(blocks, anchor) {
  const same = blocks.find((one) => one.id === anchor.block);
  if (same) return { block: same, fraction: anchor.fraction, isExact: true };
  const quoted = anchor.quote && blocks.find((one) => blockText(one).text.includes(anchor.quote));
  if (quoted) return { block: quoted, fraction: blockText(quoted).text.indexOf(anchor.quote) / blockText(quoted).text.length, isExact: true };
  const reached = Math.min(blocks.length - 1, Math.floor((anchor.through ?? 0) * blocks.length));
  return { block: blocks[reached], fraction: 0, isExact: false };
}

// Keeping a place at the reading line while the page is still finding its shape: late fonts and images, a turned device, other
// letter sizes. A place is held until the reader's first touch of anything; a change of shape later is answered too.
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

function letGo() {
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
