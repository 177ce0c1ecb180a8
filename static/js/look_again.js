// Something is being made: this page is asked again until it is there. Without scripts "Look again" does the same.
const PAUSE_MS = 1500;
const MOST = 200;

async function watch(times) {
  const shown = document.querySelector('[data-look-again]');
  if (!shown || times === 0) return;
  await new Promise((go) => setTimeout(go, PAUSE_MS));
  try {
    const answer = await fetch(location.href);
    const newer = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(shown.id);
    if (newer && newer.innerHTML !== shown.innerHTML) {
      const focused = shown.contains(document.activeElement);
      shown.replaceWith(newer);
      if (focused) newer.querySelector('a, button')?.focus();
    }
  } catch {
    // Offline for a moment: the next look tells.
  }
  watch(times - 1);
}

watch(MOST);
