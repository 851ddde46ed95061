"""Cameras that are no browsers: a plain picture of the asked size, as Chromium's protocol would give."""

import threading
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

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

    def __init__(self, missing: dict[str, Sequence[tuple[str, str]]] | None = None) -> None:
        self.missing = missing or {}
        self.asked: list[tuple[View, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.begun = threading.Event()
        self.html: list[str] = []

    def scene_shot(
        self, query: str, width: int, height: int, scale: float, form: str
    ) -> tuple[bytes, Sequence[tuple[str, str]]]:
        """A picture of a view."""
        self.begun.set()
        assert self.gate.wait(30)
        view = View.from_query(query)
        self.asked.append((view, form))
        size = int(width * scale / 10), int(height * scale / 10)
        return (pdf() if form == "pdf" else png(*size)), self.missing.get(view.scene, ())

    def html_pdf(self, html: str) -> bytes:
        """A page."""
        self.html.append(html)
        return pdf()
