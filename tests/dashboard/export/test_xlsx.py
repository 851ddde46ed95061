"""Workbooks as a spreadsheet opens them."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest

from dashboard.export.tables import table_of
from dashboard.export.xlsx import LONGEST, workbook_of
from layouts.text import Text

EVIL = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "\tx", "＝1+1"]


def opened(rows: list[dict[str, object]], panel: str = "stuck", language: str = "zh") -> openpyxl.Workbook:
    text = Text(language)
    table = table_of(panel, "t", pd.DataFrame(rows, dtype=object), text, ZoneInfo("Asia/Shanghai"))
    return openpyxl.load_workbook(io.BytesIO(workbook_of(table, [("区域", "=A1"), ("截至", "2026")], text)))


@pytest.mark.parametrize("evil", EVIL)
def test_text_stays_text(evil: str) -> None:
    sheet = opened([{"title": evil}])["数据"]
    cell = sheet["A2"]
    assert (cell.value, cell.data_type) == (evil, "s")
    assert cell.quotePrefix, "nor is it run when somebody edits the cell"


def test_cells_have_types_and_formats() -> None:
    told = {"at": 1_750_000_000_000_000, "share": 0.25, "seconds": 3600.0, "open": 4, "value": 1.5, "title": "a"}
    sheet = opened([told])["数据"]
    assert [cell.value for cell in sheet[2]] == [datetime(2025, 6, 15, 23, 6, 40), 0.25, 3600, 4, 1.5, "a"]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats == ["yyyy-mm-dd hh:mm:ss", "0.0%", "#,##0", "General", "#,##0.00", "General"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]][:3] == ["时间", "占比", "时长（秒）"]
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["D"].width


def test_what_no_file_may_hold_is_left_out() -> None:
    sheet = opened([{"title": "a\x00b\x07", "detail": "长" * (LONGEST + 9)}])["数据"]
    assert sheet["A2"].value == "ab"
    assert len(sheet["B2"].value) < 32_767
    assert sheet["B2"].value.endswith("…（已截断）")


def test_the_second_sheet_is_what_was_said() -> None:
    sheet = opened([{"title": "a"}])["说明"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["区域", "=A1"], ["截至", "2026"]]
    assert sheet["B1"].data_type == "s"


def test_nothing_to_show_is_a_head_alone() -> None:
    text = Text("en")
    table = table_of("stuck", "t", pd.DataFrame([], columns=["title"]), text, ZoneInfo("UTC"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(table, [], text)))["Data"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["Title"]]
