// Buttons with data-share: the system's share sheet for the address in the field that "#id" names. Shown where there is a sheet.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-share]');
  if (!button) return;
  const field = document.querySelector(button.dataset.share);
  const { title, text } = button.dataset;
  try {
    await navigator.share({ title, text, url: field.value });
  } catch (error) {
    if (error.name !== 'AbortError') field.select(); // closing the sheet is no error
  }
});
if (navigator.share) for (const button of document.querySelectorAll('button[data-share]')) button.hidden = false;
