// Buttons with data-print: print this page. Shown where there is a script to do it.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
