// From a selection to the parts of a highlight, and from a part back to the text.
import { blocksOf, blockText } from './anchors.js';

const CONTEXT = 32;

/** What a range marks of each block: [{block, quote, before, after}]. */
export function partsOf(article, range) {
  return blocksOf(article).filter((block) => range.intersectsNode(block)).flatMap((block) => {
    const { text, at } = blockText(block);
    const isIn = ([node, offset]) => !range.comparePoint(node, offset) && !range.comparePoint(node, offset + 1);
    const from = at.findIndex(isIn);
    const quote = text.slice(from, at.findLastIndex(isIn) + 1).trim();
    const first = text.indexOf(quote, from);
    const end = first + quote.length;
    return from >= 0 && quote ? [{ block: block.id, quote, before: text.slice(Math.max(0, first - CONTEXT), first), after: text.slice(end, end + CONTEXT) }] : [];
  });
}

/** The range of the nth occurrence of a quote in a block; null where the words aren't there. */
export function rangeOf(block, quote, nth) {
  const { text, at } = blockText(block);
  let from = text.indexOf(quote);
  for (let left = nth; left > 0 && from >= 0; left -= 1) from = text.indexOf(quote, from + 1);
  if (from < 0) return null;
  const [end, offset] = at[from + quote.length - 1];
  const range = new Range();
  range.setStart(...at[from]);
  range.setEnd(end, offset + 1);
  return range;
}
