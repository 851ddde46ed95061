"""HTML that holds what feeds wrote: nothing in it can become markup, a style, or turn the line around."""

import html
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of what follows them."""


def plain(text: str) -> str:
    """The text without control characters and marks of direction; a line break becomes a blank."""
    kept = (" " if one in "\t\r\n" else one for one in text if one not in _TURNING)
    return "".join(one for one in kept if unicodedata.category(one) not in ("Cc", "Cs"))


def shown(text: str) -> str:
    """A text as HTML, its direction kept to itself."""
    return f"<bdi>{html.escape(plain(text))}</bdi>"


def css_text(text: str) -> str:
    """A text as a string of CSS: whatever is no letter or digit of ASCII is written by its number."""
    inner = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in plain(text))
    return f'"{inner}"'


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], classes: str = "") -> str:
    """A table whose head stands on every page; the cells are HTML already."""
    head = "".join(f"<th>{html.escape(title)}</th>" for title in titles)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="{classes}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def document(language: str, title: str, style: str, body: str) -> str:
    """A document of its own that asks for nothing from elsewhere."""
    spoken = "zh-CN" if language == "zh" else language
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{html.escape(plain(title))}</title><style>{style}</style></head><body>{body}</body></html>"
    )
