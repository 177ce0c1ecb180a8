// The page for what isn't kept: lists the guides that are.
import { say } from './offline.js';
import { Facts, make, reader } from './outbox.js';

const list = document.getElementById('kept-list');

navigator.serviceWorker?.addEventListener('message', ({ data }) => {
  if (!data.copies?.length) return;
  list.replaceChildren(...data.copies.map(({ guide, title, kept, whole }) => {
    const { place } = new Facts(guide, reader);
    const row = make('li', {}, make('h3', {}, make('a', { href: `/guides/${guide}` }, title)));
    row.append(make('p', {}, whole ? 'The whole guide' : `${kept} ${kept === 1 ? 'page' : 'pages'}`));
    if (place) row.append(make('p', {}, make('a', { href: place.href }, `Continue in section ${place.number}, ${place.title}`)));
    return row;
  }));
  list.hidden = false;
  document.getElementById('kept-none').hidden = true;
});
navigator.serviceWorker?.startMessages();
say('list');
