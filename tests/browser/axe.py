"""What axe finds on the page that is open: every rule in light, and in dark those that a scheme can break."""

from importlib.resources import files

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""All that the scheme can change."""
RUN = """async (rules) => {
  const options = {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}};
  if (rules) options.runOnly = rules;
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, help, nodes}) => nodes.map((node) => `${id} (${help}): ${node.html}`));
}"""


def faults(tab: Page) -> list[str]:
    found: list[str] = []
    tab.evaluate(AXE)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        rules = None if scheme == "light" else OF_COLOURS
        found += [f"{scheme}: {fault}" for fault in tab.evaluate(RUN, rules)]
    return found
