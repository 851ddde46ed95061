"""The lines of a text file as a stream: UTF-8, with or without a mark, or GB18030; a damaged line stays one line."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Progress = Callable[[int, int], None]
"""Called with (bytes read, bytes in all)."""

ENCODINGS: Final = ("utf-8", "gb18030")
_BLOCK: Final = 1 << 20


class FileError(ValueError):
    """A file of which nothing can be loaded; the message names the file and what was expected."""


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, its end included; `error` says which bytes of it are not text."""

    number: int
    text: str
    error: str | None = None


def read_lines(
    path: Path, encoding: str | None = None, progress: Progress = lambda done, total: None
) -> Iterator[Line]:
    """The lines of a file, read as a stream; the encoding is found out when none is given.

    FileError for an empty file, one in UTF-16, or one that is not text; OSError where it cannot be read.
    """
    total = path.stat().st_size
    chosen = encoding or _encoding(path)
    done = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            done += len(raw)
            yield _decoded(number, raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw, chosen)
            if number % 1000 == 0:
                progress(done, total)
    progress(total, total)


def _decoded(number: int, raw: bytes, encoding: str) -> Line:
    try:
        return Line(number, raw.decode(encoding))
    except UnicodeDecodeError as error:
        bad = f"byte {raw[error.start]:#04x} at position {error.start} is not {encoding.upper()} text"
        return Line(number, raw.decode(encoding, "backslashreplace"), bad)


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    wide = damaged = 0
    with path.open("rb") as file:
        start = file.read(_BLOCK)
        _refuse(path.name, start)
        block = start
        while block:
            if not (block.isascii() and not decoder.getstate()[0]):
                text = decoder.decode(block)
                wide += sum(map(_is_wide, text))
                damaged += text.count("\ufffd")
            block = file.read(_BLOCK)
    # GB18030 accepts nearly any bytes: text that is UTF-8 but for damaged places must not be read as it.
    return "gb18030" if damaged and wide <= 2 * damaged else "utf-8"


def _is_wide(character: str) -> bool:
    return character > "\x7f"


def _refuse(name: str, start: bytes) -> None:
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise FileError(f"{name} is empty; expected a header line or messages")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileError(f"{name} is UTF-16; expected text in UTF-8 or GB18030")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise FileError(f"{name} is a spreadsheet or an archive; expected CSV or JSON lines (save the sheet as CSV)")
