"""What no page may do, seen from the browser: script errors, console errors, policy reports, requests elsewhere."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI || event.sourceFile}`));
"""


ANSWERS_WITH_A_PAGE = {"document", "fetch"}
SAID_IN_ANY_CASE = (
    "Failed to load resource: the server responded",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",  # where a test takes the network away
    "Service Worker registration blocked by Playwright",  # all tests but those of reading offline do without
)


class Watch:
    """Gathers the faults of every tab of the contexts that it is set over.

    A refused form is an answer, not a fault; a missing style, script or picture is one, and so is a broken server.
    """

    def __init__(self, site: str) -> None:
        self.site = site
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def found_nothing(self) -> None:
        """Fails with what was found since the last time."""
        found, self.faults = self.faults, []
        assert not found, "\n".join(found)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(SAID_IN_ANY_CASE):
            self.faults.append(f"console {message.type} at {message.location['url']}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script error: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:", "about:")):
            self.faults.append(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        refused = response.status >= 400 and response.request.resource_type not in ANSWERS_WITH_A_PAGE
        if refused or response.status >= 500:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")
