"""The pictures of a briefing: each scene in two sizes and as a page of PDF, stamped where panels are missing."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

from PIL import Image, ImageDraw, ImageFont

from data_access.view import View
from layouts.scenes import MAIN, SYSTEMS
from layouts.text import Text
from layouts.theme import Theme

THEME: Final = "brief"

SCENES: Final = tuple(scene.id for scene in (*MAIN, *SYSTEMS))

SIZES: Final = (("1920x1080@2x", 1920, 1080, 2.0), ("3840x2160", 3840, 2160, 1.0))
"""Print size with twice the pixels, and the 4K layout: name, CSS pixels, scale."""

Missing = Sequence[tuple[str, str]]


class Camera(Protocol):
    """What is asked of the press (dashboard/printing/press.py)."""

    def scene_shot(self, query: str, width: int, height: int, scale: float, form: str) -> tuple[bytes, Missing]:
        """A scene as `png` or `pdf`, and what is missing in it: (panel, why)."""

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
    # A size at a time: a page that keeps its size need not lay itself out anew.
    for name, width, height, scale in SIZES:
        paged = pdf and (name, width, height, scale) == SIZES[0]
        for scene in scenes if png or paged else ():
            query = view.replaced(scene=scene).to_query()
            if png:
                file = folder / f"{scene}-{name}.png"
                content, missing = camera.scene_shot(query, width, height, scale, "png")
                if missing:
                    content = stamped(content, _stamp_words(view, missing))
                    incomplete.append(Incomplete(file.name, tuple(missing)))
                file.write_bytes(content)
            if paged:
                content, missing = camera.scene_shot(query, width, height, scale, "pdf")
                if missing:
                    picture, _ = camera.scene_shot(query, width, height, scale, "png")
                    content = as_page(stamped(picture, _stamp_words(view, missing)))
                    incomplete.append(Incomplete(f"briefing.pdf#{scene}", tuple(missing)))
                pages.append(folder / f".page-{len(pages) + 1:02d}.pdf")
                pages[-1].write_bytes(content)
    return incomplete, pages


def stamped(png: bytes, words: str) -> bytes:
    """A picture with a band on top that says what is wrong with it."""
    colours = Theme.named(THEME)
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    high = max(28, picture.height // 24)
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((0, 0, picture.width, high), fill=colours["crit-fill"])
    font = _font(int(high * 0.58))
    drawing.text((high // 2, high // 2), words, fill=colours["on-crit"], font=font, anchor="lm")
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def as_page(png: bytes) -> bytes:
    """A picture as one page of PDF, 1920 CSS pixels wide."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    written = BytesIO()
    picture.save(written, "PDF", resolution=96 * picture.width / 1920)
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
    names = [text(f"panel.{name}.title") if text.has(f"panel.{name}.title") else name for name, _ in missing]
    return text("briefing.stamp", panels=text("briefing.list_join").join(dict.fromkeys(names)))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font with Chinese at hand, by fontconfig; the plain one that comes with the drawing library otherwise."""
    try:
        asked = ["fc-match", "-f", "%{file}\n%{index}", "Noto Sans CJK SC:lang=zh-cn"]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.splitlines()
        return ImageFont.truetype(told[0], size, index=int(told[1]) & 0xFFFF)
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return ImageFont.load_default(size)
