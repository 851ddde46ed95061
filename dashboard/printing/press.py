"""The press: pictures of views, by warm browsers that are used again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self, TypeVar, overload

from dashboard.printing.chromium import LARGEST, Box, Camera, Frame, NoBrowserError, find_chromium
from dashboard.printing.placing import placing
from dashboard.printing.pool import Pool, PressBusyError, PressError
from dashboard.printing.vector import svg_of_pdf
from data_access.view import View

__all__ = [
    "IncompleteError",
    "NoBrowserError",
    "NotShownError",
    "Press",
    "PressBusyError",
    "PressError",
    "RefusedError",
    "Shot",
    "TooLargeError",
]

T = TypeVar("T")

LIMIT: Final = 20.0
"""Seconds for which a view may take to be drawn before it counts as incomplete."""

PATIENCE: Final = 70.0
"""Seconds beyond those for which a view may take, after which a picture is given up and its browser with it: time for
a browser to come up on a busy machine."""

Missing = tuple[tuple[str, str], ...]
"""(panel, why) of what is not in a picture."""


class RefusedError(ValueError):
    """The server refused the view; `status` is its answer's, 0 when it did not answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class NotShownError(ValueError):
    """A page of the size that was asked for does not show the panel."""


class TooLargeError(ValueError):
    """A page that scrolls is longer than a picture may be."""


class IncompleteError(RuntimeError):
    """Panels are not drawn: `missing` is (panel, why) of each, `shot` the picture all the same."""

    def __init__(self, shot: "Shot") -> None:
        super().__init__("; ".join(f"{panel}: {why}" for panel, why in shot.missing))
        self.missing = shot.missing
        self.shot = shot


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, the data version and the instant (microseconds) it shows, what is missing in it, and every character
    of its text once."""

    content: bytes
    version: int
    as_of: int
    missing: Missing = ()
    letters: str = ""


class Press:
    """Prints views of the program at `base_url`. `pages`: browsers at work at a time; each is started with its first
    job, replaced after `recycle` jobs or when it dies, and closed after `idle` seconds; `waiting`: the most jobs that
    may wait. Thread-safe; `close` ends it."""

    def __init__(
        self,
        base_url: str,
        *,
        pages: int = 1,
        recycle: int = 200,
        idle: float = 300.0,
        waiting: int = 64,
        limit: float = LIMIT,
        chromium: Path | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.limit = limit
        self.chromium = chromium
        self.started = 0
        self._pool = Pool(
            self._open, pages=pages, recycle=recycle, idle=idle, waiting=waiting, patience=limit + PATIENCE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browsers; what still waits or is being made fails."""
        self._pool.close()

    @overload
    def scene_png(
        self,
        query: str,
        *,
        width: int = ...,
        height: int = ...,
        scale: float = ...,
        theme: str = ...,
        complete: Literal[True] = ...,
    ) -> bytes: ...

    @overload
    def scene_png(
        self,
        query: str,
        *,
        width: int = ...,
        height: int = ...,
        scale: float = ...,
        theme: str = ...,
        complete: Literal[False],
    ) -> tuple[bytes, Missing]: ...

    def scene_png(
        self,
        query: str,
        *,
        width: int = 1920,
        height: int = 1080,
        scale: float = 1.0,
        theme: str = "wall",
        complete: bool = True,
    ) -> bytes | tuple[bytes, Missing]:
        """A whole view as PNG of width x height x scale pixels. IncompleteError when panels are missing; with
        `complete=False` (picture, what is missing) instead."""
        shot = self.scene(query, Frame(width, height, scale), theme=theme)
        return _whole(shot).content if complete else (shot.content, shot.missing)

    def scene_pdf(self, query: str, *, width: int = 1920, height: int = 1080, theme: str = "wall") -> bytes:
        """A whole view as one page of PDF, vectors and text; IncompleteError when panels are missing."""
        return _whole(self.scene(query, Frame(width, height), theme=theme, form="pdf")).content

    def panel_png(
        self,
        query: str,
        panel: str,
        *,
        scale: float = 1.0,
        theme: str = "wall",
        width: int = 1920,
        height: int = 1080,
    ) -> bytes:
        """A panel alone, as it stands in its scene on a page of width x height; IncompleteError when it fails."""
        return _whole(self.panel(query, panel, Frame(width, height, scale), theme=theme)).content

    def panel_svg(self, query: str, panel: str, *, theme: str = "wall", width: int = 1920, height: int = 1080) -> bytes:
        """The same as SVG: lines, areas and glyphs, nothing of it pixels."""
        return _whole(self.panel(query, panel, Frame(width, height), theme=theme, form="svg")).content

    def html_pdf(self, html: str) -> bytes:
        """A document that needs nothing from elsewhere, as PDF on A4."""
        return self._do(lambda camera: camera.document(html))

    def scene(self, query: str, frame: Frame, *, theme: str, form: str = "png") -> Shot:
        """A whole view as `png` or `pdf`, complete or not."""
        return self._do(lambda camera: self._shot(camera, query, None, frame, theme, form))

    def sheet(self, query: str, frame: Frame, *, theme: str) -> tuple[Shot, bytes]:
        """A whole view as `png`, complete or not, and as one page of PDF, both of one drawing."""

        def both(camera: Camera) -> tuple[Shot, bytes]:
            shot = self._shot(camera, query, None, frame, theme, "png")
            camera.line()
            return shot, camera.pdf()

        return self._do(both)

    def panel(self, query: str, panel: str, frame: Frame, *, theme: str, form: str = "png") -> Shot:
        """A panel alone as `png`, `pdf` or `svg`, complete or not; of a view whose scene has it not, in that where
        it stands first. NotShownError where a page of that size leaves it out."""
        placed = placing(View.from_query(query), panel).to_query()
        return self._do(lambda camera: self._shot(camera, placed, panel, frame, theme, form))

    def _shot(self, camera: Camera, query: str, panel: str | None, frame: Frame, theme: str, form: str) -> Shot:
        asked = {"query": query, "panel": panel, "theme": theme, "vector": form != "png", "limit": self.limit * 1000}
        told = camera.show(asked, frame)
        if "refused" in told:
            raise RefusedError(told["status"], told["refused"])
        missing = tuple((name, why) for name, why in told["missing"])
        if panel is not None and not told["seen"]:
            raise NotShownError(f"a page of {frame.width} x {frame.height} does not show panel {panel!r}")
        box = Box(**told["box"])
        if box.width * box.height * frame.scale**2 > LARGEST:
            size = f"{box.width:g} x {box.height:g} at scale {frame.scale:g}"
            raise TooLargeError(f"the picture of {size} is too large; expected at most {LARGEST:,} pixels")
        if form == "png":
            content = camera.png(box)
        else:
            pdf = camera.pdf(box)
            content = pdf if form == "pdf" else svg_of_pdf(pdf, box)
        return Shot(content, told["version"], told["as_of"], missing, told["letters"])

    def _do(self, work: Callable[[Camera], T]) -> T:
        find_chromium(self.chromium)
        return self._pool.do(work)

    @property
    def pids(self) -> list[int]:
        """The processes of the browsers that are warm."""
        return self._pool.pids

    def _open(self) -> Camera:
        self.started += 1
        return Camera(self.base_url, find_chromium(self.chromium))


def _whole(shot: Shot) -> Shot:
    if shot.missing:
        raise IncompleteError(shot)
    return shot
