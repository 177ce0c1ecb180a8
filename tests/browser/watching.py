"""What no page may do, seen from the browser: script errors, console errors, policy reports, requests elsewhere."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI || event.sourceFile}`));
"""


class Watch:
    """Gathers the faults of every tab of the contexts that it is set over."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        an_error_page = message.page is not None and address == message.page.url and "server responded" in message.text
        if message.type in {"error", "warning"} and not an_error_page:
            self.faults.append(f"console {message.type} at {address}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script error: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:", "about:")):
            self.faults.append(f"asked another host: {request.url}")
