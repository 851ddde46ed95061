"""The figures of a briefing as a workbook: a sheet a topic, one of every figure, one of notes. Text stays text."""

from io import BytesIO
from typing import Any, Final

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dashboard.briefing.characters import printable
from dashboard.briefing.document import Cell, Document, Table
from layouts.names import width
from layouts.text import Text

_HEAD: Final = PatternFill("solid", fgColor="E4EBF1")
_BOLD: Final = Font(bold=True)
_TITLE: Final = Font(bold=True, size=14)
_HOUR: Final = 3600
_WIDEST: Final = 48


def workbook(document: Document) -> bytes:
    """The workbook as a file. OSError where there is no room for the sheets while it is made."""
    text = Text(document.language)
    book = Workbook()
    book.remove(book.active)
    for section in document.sections:
        sheet = book.create_sheet(_sheet_name(section.title))
        row = 1
        for table in section.tables:
            row = _write_table(sheet, table, row, text) + 2
    sheet = book.create_sheet(_sheet_name(document.figures.title))
    last = _write_table(sheet, document.figures, 1, text, titled=False)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(document.figures.columns))}{last}"
    _write_notes(book.create_sheet(_sheet_name(text("briefing.topic.notes"))), document, text)
    written = BytesIO()
    try:
        book.save(written)
    except SerialisationError as error:
        raise OSError(f"the workbook could not be written: {error}") from None
    return written.getvalue()


def _write_table(sheet: Any, table: Table, row: int, text: Text, *, titled: bool = True) -> int:
    """Write a table from a row on; the last row written. The head of the first table stays in sight."""
    if titled:
        _set_text(sheet.cell(row, 1), table.title).font = _TITLE
        row += 1
    for place, title in enumerate(table.columns, start=1):
        forms = {one[place - 1].form for one in table.rows}
        timed = text("briefing.unit.seconds") if forms == {"seconds"} else ""
        cell = _set_text(sheet.cell(row, place), title + timed)
        cell.font, cell.fill = _BOLD, _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if sheet.freeze_panes is None:
        sheet.freeze_panes = sheet.cell(row + 1, 2 if titled else 5)
    for cells in table.rows:
        row += 1
        for place, value in enumerate(cells, start=1):
            _set(sheet.cell(row, place), value)
    _widen(sheet, table)
    return row


def _set(cell: SheetCell, value: Cell) -> None:
    if value.value is None:
        return
    if value.form == "text":
        _set_text(cell, str(value.value))
        return
    number = float(value.value)
    if value.form == "seconds":
        cell.value, cell.number_format = number / _HOUR, '0.00" h"'
    elif value.form == "share":
        cell.value, cell.number_format = number, "0.0%"
    elif value.form == "count":
        cell.value, cell.number_format = int(number), "#,##0"
    else:
        cell.value, cell.number_format = number, "#,##0." + "0" * value.digits


def _set_text(cell: SheetCell, words: str) -> SheetCell:
    cell.value = printable(words)
    # Whatever it begins with, it is no formula.
    cell.data_type = "s"
    return cell


def _widen(sheet: Any, table: Table) -> None:
    for place, title in enumerate(table.columns, start=1):
        words = [title, *(str(row[place - 1].value) for row in table.rows if row[place - 1].form == "text")]
        wished = min(_WIDEST, max(9.0, 2 * max(map(width, words)) + 2))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width or 0, wished)


def _write_notes(sheet: Any, document: Document, text: Text) -> None:
    lines = [(document.heading, document.subtitle), *document.notes]
    for section in document.sections:
        lines += [(section.title, one) for one in section.definitions]
    for row, (item, content) in enumerate(lines, start=1):
        _set_text(sheet.cell(row, 1), item).font = _BOLD
        _set_text(sheet.cell(row, 2), content).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100


def _sheet_name(title: str) -> str:
    return "".join(" " if one in "[]:*?/\\" else one for one in title)[:31]
