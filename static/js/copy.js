// Buttons with data-copy: copy that text, or the value of the field it names with "#id", and say so.
const say = document.createElement('p');
say.className = 'visually-hidden';
say.setAttribute('role', 'status');
document.body.append(say);

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  const source = button.dataset.copy;
  const field = source.startsWith('#') && document.getElementById(source.slice(1));
  const words = button.firstChild;
  const label = button.dataset.label ??= words.data;
  try {
    await navigator.clipboard.writeText(field ? field.value : source);
    words.data = 'Copied';
    say.textContent = 'Copied';
  } catch {
    field?.select?.();
    words.data = 'Press Ctrl or ⌘ and C';
  }
  setTimeout(() => { words.data = label; say.textContent = ''; }, 3000);
});
for (const button of document.querySelectorAll('button[data-copy][hidden]')) button.hidden = false;
