"""Rows of a CSV file as a stream. A row cut short or with a quote left open is named, and the rows after it kept."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from data_access.feeds.lines import FileError, Line

LINES_A_ROW: Final = 200
"""A quoted cell may go on over this many lines; beyond, its quote counts as left open."""


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: the line it begins on, its cells by column, or its raw text and what is wrong with it."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    raw: str | None = None
    error: str | None = None


class CsvRows:
    """The rows below the header line, in order. `header` is known at once.

    FileError for a header that is missing, damaged, or names a column twice.
    """

    def __init__(self, lines: Iterator[Line], name: str, delimiter: str = ",") -> None:
        self._source = _Source(lines)
        self._reader = csv.reader(self._source, delimiter=delimiter, strict=True)
        self.header = self._read_header(name)

    def __iter__(self) -> Iterator[Row]:
        width = len(self.header)
        while True:
            self._source.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(f"not CSV ({error}); expected quotes in pairs")
                continue
            taken = self._source.taken
            if taken[0].error is not None:
                yield self._broken(taken[0].error)
            elif len(cells) != width:
                if any(cell.strip() for cell in cells):
                    yield self._broken(f"{len(cells)} columns; expected {width} as in the header")
            elif any(line.error for line in taken):
                yield self._broken("bytes that are not text")
            elif any(cells):
                yield Row(taken[0].number, dict(zip(self.header, cells, strict=True)))

    def _read_header(self, name: str) -> tuple[str, ...]:
        while True:
            self._source.begin()
            try:
                cells = [cell.strip() for cell in next(self._reader)]
            except StopIteration:
                raise FileError(f"{name} is empty; expected a header line") from None
            except csv.Error as error:
                raise FileError(f"{name} line 1: the header is not CSV ({error})") from None
            if any(cells):
                break
        first = self._source.taken[0]
        if first.error is not None:
            raise FileError(f"{name} line {first.number}: {first.error}")
        twice = next((cell for cell in cells if cells.count(cell) > 1), None)
        if twice is not None:
            raise FileError(f"{name} line {first.number}: column {twice!r} is there twice; expected each name once")
        return tuple(cells)

    def _broken(self, what: str) -> Row:
        """The first line taken is at fault; those after it are read again as rows of their own."""
        first, *others = self._source.taken
        self._source.put_back(others)
        return Row(first.number, raw=first.text.rstrip("\r\n"), error=f"line {first.number}: {what}")


class _Source:
    """Hands the parser lines and remembers those it took for the present row."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []

    def begin(self) -> None:
        self.taken = []

    def put_back(self, lines: Sequence[Line]) -> None:
        self._again.extendleft(reversed(lines))

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        if len(self.taken) == LINES_A_ROW:
            # The parser takes this for the end of the file and reports the open quote.
            raise StopIteration
        if self._again:
            line = self._again.popleft()
        else:
            found = next(self._lines, None)
            if found is None:
                raise StopIteration
            line = found
        self.taken.append(line)
        return line.text
