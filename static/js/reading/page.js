// Whose page this is. A kept copy is rendered signed out and acts for the reader that this browser remembers; a page that
// is signed in without naming its reader does too, and is not sure of it until the server has said so.
import * as storage from './storage.js';

const key = document.querySelector('[data-reader]')?.dataset.reader;
const isSignedIn = document.querySelector('form[action="/sign-out"]') !== null;

/** When the copy was kept that this page is; undefined on a page from the server. */
export const kept = document.documentElement.dataset.kept;
export const isKept = kept !== undefined;
export const isSure = !isKept && (key !== undefined || !isSignedIn);
export const reader = isSure ? key ?? '' : storage.reader();
if (isSure) storage.takeOver(reader);

/** Make an element: its properties, then its children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const day = (at) => Math.floor((at - at.getTimezoneOffset() * 6e4) / 864e5);

/** A moment as people say it: "yesterday at 21:40". */
export function when(moment) {
  const at = new Date(moment);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const ago = day(new Date()) - day(at);
  if (ago < 2) return `${ago === 1 ? 'yesterday' : 'today'} at ${time}`;
  return `on ${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })} at ${time}`;
}
