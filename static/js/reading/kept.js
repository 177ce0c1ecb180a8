// The page for what isn't kept: lists the guides that are.
import { say } from './offline.js';

const list = document.getElementById('kept-list');

navigator.serviceWorker?.addEventListener('message', ({ data }) => {
  if (!data.copies?.length) return;
  list.replaceChildren(...data.copies.map(({ guide, title, kept, whole }) => {
    const row = document.createElement('li');
    const head = document.createElement('h3');
    const link = Object.assign(document.createElement('a'), { href: `/guides/${guide}`, textContent: title });
    head.append(link);
    const count = Object.assign(document.createElement('p'), { textContent: whole ? 'The whole guide' : `${kept} ${kept === 1 ? 'page' : 'pages'}` });
    row.append(head, count);
    return row;
  }));
  list.hidden = false;
  document.getElementById('kept-none').hidden = true;
});
navigator.serviceWorker?.startMessages();
say('list');
