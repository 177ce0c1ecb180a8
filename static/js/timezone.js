// Chooses the browser's time zone, once, in a time zone list that nobody has touched: not in a form that came back with errors.
const list = document.querySelector('select[name="time_zone"]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (list && zone && !document.querySelector('[aria-invalid="true"], .notice.error')) {
  const first = [...list.options].find((option) => option.defaultSelected) ?? list.options[0];
  const wanted = [...list.options].find((option) => option.value === zone);
  if (wanted && list.value === first?.value) list.value = zone;
}
