"""A page of PDF as SVG, by poppler's pdftocairo: outlines of glyphs, lines and areas, no pixels."""

import re
import shutil
import subprocess
from typing import Final

from dashboard.printing.chromium import DOTS, Box, both

POINTS: Final = 72 / DOTS
"""Points of PDF to the CSS pixel."""

_ROOT: Final = re.compile(rb'width="[^"]*" height="[^"]*" viewBox="[^"]*"')

PATIENCE: Final = 60
"""Seconds for one page."""


class NoConverterError(RuntimeError):
    """There is no pdftocairo; the message says how to get it."""


def find_converter() -> str:
    """The path of pdftocairo; NoConverterError when it is not installed."""
    found = shutil.which("pdftocairo")
    if found is None:
        raise NoConverterError(both("export.no_converter"))
    return found


def svg_of_pdf(pdf: bytes, box: Box) -> bytes:
    """A rectangle (CSS pixels) of the first page as SVG of its size. NoConverterError without the converter,
    RuntimeError with its words when it fails."""
    command = [find_converter(), "-svg", "-f", "1", "-l", "1", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(f"pdftocairo failed: {done.stderr.decode(errors='replace').strip()[:200]}")
    seen = " ".join(f"{side * POINTS:g}" for side in (box.x, box.y, box.width, box.height))
    root = f'width="{box.width:g}" height="{box.height:g}" viewBox="{seen}"'
    # What lies outside is not painted: the page hides it before it is printed.
    return _ROOT.sub(root.encode(), done.stdout, count=1)
