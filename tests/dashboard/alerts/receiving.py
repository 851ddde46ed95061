"""A real HTTP server that answers as a test says and keeps what it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OK = (200, b'{"errcode": 0, "errmsg": "ok"}')


@dataclass
class Receiver:
    """`answers` are given one after another, the last for ever; `bodies`, `paths` and `headers` are what came."""

    url: str = ""
    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [OK])
    bodies: list[Any] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    holding: bool = False
    dripping: bool = False


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A server on a free port, stopped at the end."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.bodies.append(json.loads(body))
            found.paths.append(self.path)
            found.headers.append(dict(self.headers))
            if found.holding:
                found.held.wait(30)
                return
            code, content = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(code)
            self.send_header("Content-Length", str(len(content) + 10 * found.dripping))
            if 300 <= code < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(content)
            while found.dripping and not found.held.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()

        do_GET = do_POST

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.held.set()
        server.shutdown()
        thread.join()
        server.server_close()
