// A milestone's page while htmx swaps it: what is typed and not sent stays (morphSkip keeps dirty forms), and so does the focus.
const work = document.getElementById('work');
let sent = null;
let section = 'status';

work.addEventListener('input', (event) => event.target.form?.setAttribute('data-dirty', ''));
work.addEventListener('submit', (event) => {
  sent = event.target;
  section = sent.closest('section[aria-labelledby]')?.getAttribute('aria-labelledby') ?? 'status';
  sent.removeAttribute('data-dirty');
});
document.addEventListener('htmx:error', () => sent?.setAttribute('data-dirty', ''));
document.addEventListener('htmx:after:swap', () => {
  const focused = document.activeElement;
  if (focused !== document.body && focused?.checkVisibility()) return;
  (document.getElementById(section) ?? document.getElementById('status'))?.focus();
});
