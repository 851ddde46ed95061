"""The pictures of a briefing: each scene for paper and for a 4K screen, and as a page of PDF, stamped where panels are
missing."""

import struct
import subprocess
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

from PIL import Image, ImageDraw, ImageFont

from dashboard.printing.chromium import Frame
from data_access.view import View
from layouts.scenes import MAIN, SYSTEMS
from layouts.text import Text
from layouts.theme import Theme

THEME: Final = "brief"

SCENES: Final = tuple(scene.id for scene in (*MAIN, *SYSTEMS))

INCH: Final = 25.4

PAPER: Final = Frame(1920, 1358, 2.0, 297 / INCH)
"""A4 landscape at 328 pixels to the inch."""
SCREEN: Final = Frame(3840, 2160)

SIZES: Final = (("a4", PAPER), ("3840x2160", SCREEN))
"""By the name that the files bear."""

GLYPHS: Final = "glyphs"
"""Stands for a panel where a picture holds characters that no font has."""

Missing = Sequence[tuple[str, str]]


class Camera(Protocol):
    """What is asked of the press (dashboard/printing/press.py)."""

    def expect(self, queries: Sequence[str]) -> None:
        """The views that will be asked for, in that order."""

    def shot(self, query: str, frame: Frame) -> tuple[bytes, Missing]:
        """A scene as PNG, and what is missing in it: (panel, why)."""

    def sheet(self, query: str, frame: Frame) -> tuple[bytes, Missing, bytes]:
        """The same, and one page of PDF of the same drawing."""

    def html_pdf(self, html: str) -> bytes:
        """A self-contained document as PDF."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A page on which something is missing: its file, and (panel, why) of each."""

    file: str
    missing: tuple[tuple[str, str], ...]


def take_pictures(
    camera: Camera, folder: Path, view: View, *, scenes: Sequence[str] = SCENES, png: bool = True, pdf: bool = True
) -> tuple[list[Incomplete], list[Path]]:
    """Write `<scene>-<size>.png` for each scene and size; what is incomplete, and the pages of PDF in order, which
    are left in the folder as `.page-*`."""
    incomplete: list[Incomplete] = []
    pages: list[Path] = []
    camera.expect([view.replaced(scene=scene).to_query() for scene in scenes])
    # A size at a time: a page that keeps its size need not lay itself out anew.
    for name, frame in SIZES:
        paged = pdf and frame is PAPER
        for scene in scenes if png or paged else ():
            query = view.replaced(scene=scene).to_query()
            page = b""
            if paged:
                content, missing, page = camera.sheet(query, frame)
            else:
                content, missing = camera.shot(query, frame)
            if missing:
                content = stamped(content, _stamp_words(view, missing))
            if png:
                file = folder / f"{scene}-{name}.png"
                file.write_bytes(sized(content, frame))
                incomplete += [Incomplete(file.name, tuple(missing))] if missing else []
            if paged:
                pages.append(folder / f".page-{len(pages) + 1:02d}.pdf")
                pages[-1].write_bytes(as_page(content) if missing else page)
                incomplete += [Incomplete(f"briefing.pdf#{scene}", tuple(missing))] if missing else []
    return incomplete, pages


def sized(png: bytes, frame: Frame) -> bytes:
    """A picture that says how large it is on paper; one for a screen stays as it is."""
    if not frame.paper or b"pHYs" in png[:64]:
        return png
    density = round(frame.width * frame.scale / (frame.paper * INCH / 1000))
    told = b"pHYs" + struct.pack(">IIB", density, density, 1)
    # After the signature and the head, which are 8 and 25 bytes.
    return png[:33] + struct.pack(">I", 9) + told + struct.pack(">I", zlib.crc32(told)) + png[33:]


def stamped(png: bytes, words: str) -> bytes:
    """A picture with a band on top that says what is wrong with it."""
    colours = Theme.named(THEME)
    with Image.open(BytesIO(png)) as opened:
        picture, density = opened.convert("RGB"), opened.info.get("dpi")
    high = max(28, picture.height // 24)
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((0, 0, picture.width, high), fill=colours["crit-fill"])
    font = _font(int(high * 0.58))
    drawing.text((high // 2, high // 2), words, fill=colours["on-crit"], font=font, anchor="lm")
    written = BytesIO()
    picture.save(written, "PNG", **({"dpi": density} if density else {}))
    return written.getvalue()


def as_page(png: bytes) -> bytes:
    """A picture as one page of PDF, as wide as the paper."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    written = BytesIO()
    picture.save(written, "PDF", resolution=picture.width / PAPER.paper)
    return written.getvalue()


def united(pages: Sequence[Path], target: Path, *, run: Callable[..., object] = subprocess.run) -> None:
    """All pages as one PDF, by poppler's pdfunite. OSError where it is missing or fails."""
    try:
        run(["pdfunite", *map(str, pages), str(target)], check=True, capture_output=True, timeout=60)
    except FileNotFoundError:
        raise OSError(
            "pdfunite is not installed, so no PDF can be made; on Debian: apt-get install poppler-utils"
        ) from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
        raise OSError(f"the PDF could not be put together: {said[-1][:200] if said else error}") from None
    finally:
        for page in pages:
            page.unlink(missing_ok=True)


def _stamp_words(view: View, missing: Missing) -> str:
    text = Text(view.language)

    def named(panel: str, why: str) -> str:
        if panel == GLYPHS:
            return text("briefing.missing_glyphs", glyphs=why)
        return text(f"panel.{panel}.title") if text.has(f"panel.{panel}.title") else panel

    names = dict.fromkeys(named(panel, why) for panel, why in missing)
    return text("briefing.stamp", panels=text("briefing.list_join").join(names))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font with Chinese at hand, by fontconfig; the plain one that comes with the drawing library otherwise."""
    try:
        asked = ["fc-match", "-f", "%{file}\n%{index}", "Noto Sans CJK SC:lang=zh-cn"]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.splitlines()
        return ImageFont.truetype(told[0], size, index=int(told[1]) & 0xFFFF)
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return ImageFont.load_default(size)
