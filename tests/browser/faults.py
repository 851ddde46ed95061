"""What may not happen in a page while a test watches it."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
NETWORK_SCHEMES = {"http", "https", "ws", "wss"}


class Faults:
    """Collects script errors, console errors, failed requests and requests that leave this machine.

    A test which provokes some of them says so with `allow`; requests that leave are never allowed.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.departures: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Expect faults whose line the regular expression is found in, before or after this call."""
        self._allowed.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """One line a fault, in order of appearance, without the allowed ones."""
        rest = [line for line in self.seen if not any(allowed.search(line) for allowed in self._allowed)]
        return self.departures + rest

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.seen.append(f"script error: {error}"))
        page.on("request", lambda request: self._on_departure(request.url))
        page.on("websocket", lambda socket: self._on_departure(socket.url))
        page.on("requestfailed", self._on_request_failed)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(f"console error: {message.text} ({message.location['url']})")

    def _on_departure(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in NETWORK_SCHEMES and parts.hostname not in LOCAL_HOSTS:
            self.departures.append(f"request leaves this machine: {url}")

    def _on_request_failed(self, request: Request) -> None:
        # The page itself gave it up, as it does with a live stream when it is left.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"request failed: {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"request failed: {response.url}: status {response.status}")
