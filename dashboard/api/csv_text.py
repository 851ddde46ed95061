"""Rows as CSV that a spreadsheet opens as what it is: UTF-8 with its mark, and no text that it would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

MARK: Final = "\ufeff"
"""Without it spreadsheets take UTF-8 for the system's own code page."""

RUN: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""How text begins that a spreadsheet would run; in China and Japan the wide signs are taken for the narrow ones."""


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A header and a line a row; None is empty, a list its items between "; ". Text that begins like a formula gets an
    apostrophe before it; numbers stay numbers."""
    return "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The same line by line, for what is too long to be held at once."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    yield MARK + out.getvalue()
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([_cell(row.get(column)) for column in columns])
        yield out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(str(one) for one in value)
    if isinstance(value, str) and value.startswith(RUN):
        return f"'{value}"
    return value
