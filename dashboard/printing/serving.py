"""The program served to the press alone, inside this process, on a free port of the loopback: for the command line."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard.app import create_app
from dashboard.render import Rendered
from dashboard.settings import Settings
from data_access.reader import Scope
from data_access.store.store import Store
from data_access.view import View


class _Quiet(WSGIRequestHandler):
    """No line of log a request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


class Drawn:
    """What was drawn of views that are frozen, so that it is drawn once whatever the sizes it is printed in."""

    def __init__(self) -> None:
        self._kept: dict[tuple[View, Scope, str, int], Rendered] = {}

    def get(self, view: View, scope: Scope, name: str, version: int) -> Rendered | None:
        """A panel that was drawn of the same data."""
        return self._kept.get((view, scope, name, version))

    def put(self, view: View, scope: Scope, name: str, version: int, rendered: Rendered) -> None:
        """Keep a panel, unless its view goes on."""
        if view.as_of is not None:
            self._kept[view, scope, name, version] = rendered


@contextmanager
def local_server(settings: Settings, store: Store | None = None) -> Iterator[str]:
    """The address (http://127.0.0.1:port) of the program with these settings while the context lasts; a store that
    is given stays open."""
    program = create_app(settings, store)
    program.hub.renderer.shared = Drawn()
    server = make_server("127.0.0.1", 0, program.server, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, name="printing-server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
        if store is None:
            program.store.close()
