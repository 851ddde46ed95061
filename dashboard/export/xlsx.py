"""Tables as a workbook: typed cells, a frozen head, and a sheet that says what the numbers are."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell as Place
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.api.csv_text import RUN
from dashboard.export.tables import Column, Table, Value
from layouts.columns import INSTANT, SECONDS, SHARE
from layouts.text import Text

LONGEST: Final = 32_000
"""Characters of a cell; a spreadsheet takes 32,767."""

WIDEST: Final = 60
"""Characters of a column's width at most."""

FORMATS: Final = {INSTANT: "yyyy-mm-dd hh:mm:ss", SHARE: "0.0%", SECONDS: "#,##0"}

PLACES: Final = {"lon": "0.000000", "lat": "0.000000"}
"""Numbers that are of no use rounded."""

_HEAD: Final = PatternFill("solid", fgColor="DFE4E8")
_BOLD: Final = Font(bold=True)


def workbook_of(table: Table, about: Sequence[tuple[str, str]], text: Text) -> bytes:
    """The table on a sheet, and on a second one what it is: pairs of a name and what is said of it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = text("export.sheet")
    write_table(sheet, table.columns, ([(cell.value, cell.kind) for cell in row] for row in table.rows), text)
    write_about(book.create_sheet(text("export.about")), about, text)
    return saved(book)


def write_table(
    sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[tuple[Value, str]]], text: Text
) -> None:
    """A head that stays in sight and a row of typed cells (value, kind) each; columns as wide as what is in them."""
    widths = [_width(column.title) for column in columns]
    for place, column in enumerate(columns, start=1):
        cell = _put(sheet, 1, place, column.title, text)
        cell.font, cell.fill = _BOLD, _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for number, row in enumerate(rows, start=2):
        for place, (value, kind) in enumerate(row, start=1):
            cell = _put(sheet, number, place, value, text)
            if kind in FORMATS and not isinstance(value, str):
                cell.number_format = FORMATS[kind]
            elif isinstance(value, float):
                cell.number_format = PLACES.get(columns[place - 1].name, "#,##0.00")
            widths[place - 1] = max(widths[place - 1], _width(cell.value))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(width, WIDEST) + 2
    sheet.freeze_panes = "A2"
    if columns:
        sheet.auto_filter.ref = sheet.dimensions


def write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], text: Text) -> None:
    """Pairs in two columns, the names in bold."""
    for number, (name, said) in enumerate(about, start=1):
        _put(sheet, number, 1, name, text).font = _BOLD
        _put(sheet, number, 2, said, text).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 90


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Worksheet, row: int, column: int, value: Value, text: Text) -> Place:
    """A cell that holds a value as what it is. Text stays text, whatever it begins with; what no file may hold is
    left out of it."""
    cell: Place = sheet.cell(row, column)
    if isinstance(value, str):
        clean = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = clean if len(clean) <= LONGEST else clean[:LONGEST] + text("export.truncated")
        cell.data_type = "s"
        # So that it is not run either when somebody edits the cell.
        cell.quotePrefix = clean.startswith(RUN)
    elif isinstance(value, datetime):
        cell.value = value.replace(microsecond=0)
    else:
        cell.value = value
    return cell


def _width(value: Any) -> int:
    """Characters of a cell as a spreadsheet draws them: Chinese ones are twice as wide."""
    if isinstance(value, datetime):
        return 19
    if isinstance(value, float):
        return 10
    first = str(value if value is not None else "").split("\n", 1)[0]
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in first[:WIDEST])
