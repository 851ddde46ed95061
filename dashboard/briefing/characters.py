"""Characters: what XML can hold, and which the fonts at hand can draw."""

import re
import subprocess
from bisect import bisect_right
from functools import cache
from sys import maxsize
from typing import Final
from unicodedata import category

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSEEN: Final = ("Cc", "Cf", "Z", "Mn")
"""Categories of what needs no glyph of its own: control characters, spaces, marks that change the letter before."""

FAMILY: Final = "Microsoft YaHei"
"""The family named in slides; where one is missing, programs put the CJK font they have in its place."""

BODY: Final = "FangSong"
HEADS: Final = "SimHei"
"""The families of official letters, for the text and its heads; every Chinese Windows has them."""

LATIN: Final = {"zh": "Times New Roman", "en": "Calibri"}
"""The family of letters and digits by language."""


def printable(words: str) -> str:
    """A text without the characters that XML cannot hold; each becomes a replacement character."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", words)


def missing_glyphs(words: str) -> str:
    """The characters of a text that no font of this machine can draw, each once, in order; "" where nothing can ask
    for fonts (fontconfig is not installed), since then nothing is known."""
    drawn = _drawable()
    if not drawn:
        return ""
    seen = (one for one in dict.fromkeys(words) if not category(one).startswith(_UNSEEN))
    return "".join(one for one in seen if not _covers(drawn, ord(one)))


@cache
def _drawable() -> tuple[tuple[int, int], ...]:
    """The ranges of code points that any font at hand covers, by fontconfig, none touching another; () where it cannot
    be asked."""
    try:
        told = subprocess.run(["fc-list", ":", "charset"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    parts = {part for line in told.stdout.splitlines() for part in line.partition("charset=")[2].split()}
    ends = [part.partition("-") for part in parts]
    merged: list[tuple[int, int]] = []
    for first, last in sorted((int(first, 16), int(last or first, 16)) for first, _, last in ends):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def _covers(ranges: tuple[tuple[int, int], ...], code: int) -> bool:
    place = bisect_right(ranges, (code, maxsize)) - 1
    return place >= 0 and code <= ranges[place][1]
