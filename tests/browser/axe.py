"""What axe finds on the page that is open: every rule in light, and in dark those that a scheme can break.

Contrast is most of axe's work, and most words look as words on an earlier page did. So it judges those that look new:
no words passed before in these colours, this font, and with these elements and backgrounds around them.
"""

from importlib.resources import files
from typing import Any, Literal

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
CONTRAST = "color-contrast"
RULES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"rules": {"target-size": {"enabled": True}, CONTRAST: {"enabled": False}}},
    "dark": {"runOnly": ["link-in-text-block"]},
}
"""Beside contrast: all in light, and all that the scheme can change in dark."""
PASSED: set[str] = set()
"""How words looked that axe found easy enough to read: in both schemes, as a look names its colours."""
RUN = """async (options) => {
  const {violations} = await axe.run(document, {resultTypes: ['violations'], ...options});
  return violations.flatMap(({id, help, nodes}) => nodes.map((node) => `${id} (${help}): ${node.html}`));
}"""
FIND_LOOKS = """() => {
  const around = new Map([[null, '']]);
  const surroundings = (one) => {
    if (!around.has(one)) {
      const {backgroundColor, backgroundImage, opacity, filter, position} = getComputedStyle(one);
      const own = [one.tagName, one.getAttribute('class'), backgroundColor, backgroundImage, opacity, filter, position];
      around.set(one, `${surroundings(one.parentElement)} > ${own.join(' ')}`);
    }
    return around.get(one);
  };
  const showsWords = (one) => one.checkVisibility() && (one.matches('input, select, textarea') ||
    [...one.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim()));
  window.looks = Map.groupBy([...document.body.querySelectorAll('*')].filter(showsWords), (one) => {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one);
    return [color, fontSize, fontWeight, textShadow, surroundings(one)].join(' ');
  });
  return [...looks.keys()];
}"""
JUDGE = """async ([rule, unknown]) => {
  const lookOf = new Map(unknown.flatMap((look) => looks.get(look).map((one) => [one, look])));
  const options = {resultTypes: ['violations', 'passes'], elementRef: true, runOnly: [rule]};
  const {violations, passes} = await axe.run([...lookOf.keys()], options);
  const nodes = (results) => results.flatMap((result) => result.nodes);
  return {
    faults: nodes(violations).map((node) => `${rule} (${node.failureSummary}): ${node.html}`),
    passed: nodes(passes).map((node) => lookOf.get(node.element)).filter(Boolean),
  };
}"""


def faults(tab: Page) -> list[str]:
    found: list[str] = []
    tab.evaluate(AXE)
    for scheme, options in RULES.items():
        tab.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in tab.evaluate(RUN, options) + _poor_contrast(tab)]
    return found


def _poor_contrast(tab: Page) -> list[str]:
    unknown = [look for look in tab.evaluate(FIND_LOOKS) if look not in PASSED]
    if not unknown:
        return []
    judged: dict[str, Any] = tab.evaluate(JUDGE, [CONTRAST, unknown])
    PASSED.update(judged["passed"])
    return list(judged["faults"])
