"""Cameras that are no browsers: a plain picture of a tenth of the asked size."""

import threading
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from dashboard.briefing.pictures import Missing
from dashboard.printing.chromium import Frame
from data_access.view import View


def png(width: int, height: int) -> bytes:
    """A white picture."""
    written = BytesIO()
    Image.new("RGB", (width, height), "white").save(written, "PNG")
    return written.getvalue()


def pdf() -> bytes:
    """A white page."""
    written = BytesIO()
    Image.new("RGB", (192, 108), "white").save(written, "PDF")
    return written.getvalue()


class Camera:
    """Takes white pictures a tenth of the size; `missing` by scene are the panels that fail there. With `gate`,
    every picture waits until it is opened."""

    def __init__(self, missing: dict[str, Missing] | None = None) -> None:
        self.missing = missing or {}
        self.asked: list[tuple[View, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.begun = threading.Event()
        self.html: list[str] = []
        self.expected: list[str] = []

    def expect(self, queries: Sequence[str]) -> None:
        """What will be asked for."""
        self.expected += queries

    def shot(self, query: str, frame: Frame) -> tuple[bytes, Missing]:
        """A picture of a view."""
        return self._take(query, frame, "png")

    def sheet(self, query: str, frame: Frame) -> tuple[bytes, Missing, bytes]:
        """A picture, and a page."""
        return (*self._take(query, frame, "pdf"), pdf())

    def _take(self, query: str, frame: Frame, form: str) -> tuple[bytes, Missing]:
        self.begun.set()
        assert self.gate.wait(30)
        view = View.from_query(query)
        self.asked.append((view, form))
        size = int(frame.width * frame.scale / 10), int(frame.height * frame.scale / 10)
        return png(*size), self.missing.get(view.scene, ())

    def html_pdf(self, html: str) -> bytes:
        """A page."""
        self.html.append(html)
        return pdf()
