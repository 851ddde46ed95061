"""CSV, XLSX and JSON of a panel hold the same numbers and the same instants, cell by cell."""

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from dashboard.api.csv_text import csv_text
from dashboard.api.numbers import records
from dashboard.export.tables import records_of, table_of
from dashboard.export.xlsx import workbook_of
from layouts.text import Text
from tests.dashboard.export.samples import SAMPLES

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("panel", SAMPLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_formats_agree(panel: str, language: str) -> None:
    frame = SAMPLES[panel].full()
    text = Text(language)
    table = table_of(panel, "title", frame, text, ZONE)
    told = records(frame)
    written = csv_text([column.title for column in table.columns], records_of(table))
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(table, [], text)))
    head, *cells = book[text("export.sheet")].iter_rows()
    assert [cell.value for cell in head] == [column.title for column in table.columns] == list(rows[0])
    assert len(told) == len(rows) == len(cells) > 0
    compared = 0
    for as_json, as_text, as_cells in zip(told, rows, cells, strict=True):
        for column, cell in zip(table.columns, as_cells, strict=True):
            flat = as_text[column.title]
            if cell.value is None:
                assert flat == ""
            elif isinstance(cell.value, datetime):
                assert flat == cell.value.isoformat(sep=" ")
                assert seen(as_json[column.name]) == cell.value
            elif isinstance(cell.value, str):
                assert flat in (cell.value, f"'{cell.value}")
            else:
                assert float(flat) == as_json[column.name]
                # A workbook keeps fifteen digits.
                assert cell.value == pytest.approx(float(flat), rel=1e-14)
                compared += 1
            assert cell.data_type != "f"
    none = ("event", "alarm-chain", "alarm-evidence", "wall-log")
    assert compared or panel in none, "there are numbers in it"


def seen(instant: Any) -> datetime:
    """An instant of JSON as a spreadsheet shows it: in the zone of the screen, by the second."""
    return datetime.fromisoformat(instant).astimezone(ZONE).replace(tzinfo=None, microsecond=0)
