"""A line between a page and a server that a test may cut without a word: nobody is told, nothing comes any more."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Line:
    """Passes bytes both ways. What was connected before a `cut` stays open and dumb; what connects later passes."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.opened = 0
        self._generation = 0
        self._sockets: list[socket.socket] = []
        self._closed = False
        self._thread = threading.Thread(target=self._accept, name="line", daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """From now on nothing passes on what is connected."""
        self._generation += 1

    def close(self) -> None:
        """End everything."""
        self.cut()
        # Whoever waits in accept is woken by a last caller.
        self._closed = True
        socket.create_connection(self.listener.getsockname()).close()
        self._thread.join()
        for one in (self.listener, *self._sockets):
            one.close()

    def _accept(self) -> None:
        while True:
            near, _ = self.listener.accept()
            self._sockets.append(near)
            if self._closed:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            self.opened += 1
            self._sockets.append(far)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink, self._generation), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, generation: int) -> None:
        try:
            while (some := source.recv(65_536)) and generation == self._generation:
                sink.sendall(some)
            if generation == self._generation:
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            return


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to a local port."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
