"""The program served to the press alone, inside this process, on a free port of the loopback: for the command line."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard.app import create_app
from dashboard.settings import Settings
from data_access.store.store import Store


class _Quiet(WSGIRequestHandler):
    """No line of log a request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def local_server(settings: Settings, store: Store | None = None) -> Iterator[str]:
    """The address (http://127.0.0.1:port) of the program with these settings while the context lasts; a store that
    is given stays open."""
    program = create_app(settings, store)
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
