"""Characters: what XML can hold, and which the fonts at hand can draw."""

import re
import subprocess
from functools import cache
from typing import Final

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSEEN: Final = frozenset(" \t\n\r\u00a0\u200b\u3000")

FAMILY: Final = "Microsoft YaHei"
"""The family named in slides and text documents; where it is missing, programs put the CJK font they have in its
place."""


def printable(words: str) -> str:
    """A text without the characters that XML cannot hold; each becomes a replacement character."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", words)


def missing_glyphs(words: str) -> str:
    """The characters of a text that no font of this machine can draw, each once, in order; "" where nothing can ask
    for fonts (fontconfig is not installed), since then nothing is known."""
    drawn = _drawable()
    if not drawn:
        return ""
    return "".join(one for one in dict.fromkeys(words) if one not in _UNSEEN and not _covers(drawn, ord(one)))


@cache
def _drawable() -> tuple[tuple[int, int], ...]:
    """The ranges of code points that any font at hand covers, by fontconfig; () where it cannot be asked."""
    try:
        told = subprocess.run(["fc-list", ":", "charset"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    found: set[tuple[int, int]] = set()
    for line in told.stdout.splitlines():
        for part in line.partition("charset=")[2].split():
            first, _, last = part.partition("-")
            found.add((int(first, 16), int(last or first, 16)))
    return tuple(sorted(found))


def _covers(ranges: tuple[tuple[int, int], ...], code: int) -> bool:
    return any(first <= code <= last for first, last in ranges)
