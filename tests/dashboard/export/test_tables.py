"""Frames as tables: every column titled once, every cell what it is, the same numbers as the frame."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from dashboard.export.tables import Table, records_of, table_of
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View
from layouts.columns import INSTANT, PLAIN, SECONDS, SHARE
from layouts.panels import EVERY
from layouts.text import Text
from tests.dashboard.export.samples import SAMPLES
from tests.data_access.worlds import accept, said
from tests.layouts.frames import warnings

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def busy(store: Store) -> Store:
    accept(store, [said("1", "collected", "22 09:00", title="=cmd|' /C calc'!A0"), said("2", "collected", "22 12:00")])
    return store


def tabled(rows: list[dict[str, Any]], name: str = "departments", language: str = "zh", **attrs: Any) -> Table:
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(attrs)
    return table_of(name, "title", frame, Text(language), SHANGHAI)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_of_every_panel_has_a_title_of_its_own(busy: Store, language: str) -> None:
    with open_reader(busy, WHOLE) as reader:
        for panel in EVERY:
            frame = panel.frame(reader, View(language=language).replaced(as_of=reader.now))
            table = table_of(str(panel.id), "title", frame, Text(language), reader.zone)
            titles = [column.title for column in table.columns]
            assert len(set(titles)) == len(titles), (panel.id, titles)
            text = Text(language)
            bare = [one.name for one in table.columns if not text.has(f"export.column.{one.name}")]
            assert bare == [], panel.id
            assert len(table.rows) == len(frame)


def test_cells_are_what_they_are() -> None:
    told = {"label": "城管局", "p90": 90.5, "on_time_value": 0.25, "open": 3.0, "at": 1_750_000_000_000_000}
    table = tabled([told | {"over": True, "sources": ["网格员", "热线"], "n": None}])
    (row,) = table.rows
    named = {column.name: cell for column, cell in zip(table.columns, row, strict=True)}
    assert (named["p90"].value, named["p90"].kind) == (90.5, SECONDS)
    assert (named["on_time_value"].value, named["on_time_value"].kind) == (0.25, SHARE)
    assert named["open"].value == 3
    assert isinstance(named["open"].value, int)
    assert (named["at"].value, named["at"].kind) == (datetime(2025, 6, 15, 23, 6, 40), INSTANT)
    assert named["over"].value == "是"
    assert named["sources"].value == "网格员; 热线"
    assert named["n"].value is None
    assert {column.name: column.title for column in table.columns}["p90"] == "P90（秒）"


def test_a_row_of_another_measure_has_cells_of_another_kind() -> None:
    rows = [
        {"measure": "open", "value": 7},
        {"measure": "on_time_rate", "value": 0.5},
        {"measure": "response_p50", "value": 9.5},
    ]
    table = tabled(rows, "kpis")
    assert [row[1].kind for row in table.rows] == [PLAIN, SHARE, SECONDS]
    assert [row[0].value for row in table.rows] == ["在办", "按期办结率", "响应中位"]


def test_mappings_become_text_with_local_times() -> None:
    (row,) = tabled([{"screens": [{"count": 3, "since": 1_750_000_000_000_000, "age": None}]}], "walls").rows
    assert row[0].value == "count: 3, since: 2025-06-15 23:06:40"
    (row,) = tabled([{"walls": [{"wall": "main", "label": "主屏"}, {"wall": "side", "label": "侧屏"}]}]).rows
    assert row[0].value == "主屏; 侧屏"
    (row,) = tabled([{"changes": [{"field": "department", "before": None, "after": "城管局"}]}]).rows
    assert row[0].value == "承办部门： → 城管局"


def test_a_warning_is_told_in_the_words_of_the_screen() -> None:
    frame = warnings.full()
    table = table_of("warnings", "title", frame, Text("zh"), SHANGHAI)
    named = [{one.name: cell.value for one, cell in zip(table.columns, row, strict=True)} for row in table.rows]
    surge = next(row for row in named if row["rule"] == "surge")
    assert surge["title"] == "东门街道激增，近 1 小时 41 件"
    assert surge["evidence"] == "常态 9 件 · 4.6 倍 · 多为占道经营 30 件"


CODES = ("rule", "feed", "playlist", "on", "metric", "panel", "column")
"""Columns of names that somebody gave to what the panel is about, or by which programs ask for it."""


@pytest.mark.parametrize("panel", SAMPLES)
def test_codes_have_words(panel: str) -> None:
    """In Chinese nothing is left of the words of the program."""
    levels = {"district": "区", "street": "街道", "community": "社区", "grid": "网格"}
    table = table_of(panel, "title", SAMPLES[panel].full(), Text("zh"), SHANGHAI, levels)
    bare = {
        (column.name, cell.value)
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if isinstance(cell.value, str) and re.fullmatch(r"[a-z_]{3,}(; [a-z_]+)*", cell.value)
        if "编码" not in column.title and column.name not in CODES
    }
    assert bare - CUSTOM.get(panel, set()) == set()


CUSTOM = {"honours": {("label", code) for code in ("gongan", "zhujian", "response", "resolution", "satisfaction")}}
"""Labels in a sample that a vocabulary would have given."""


def test_what_only_serves_drawing_is_left_out() -> None:
    table = tabled([{"label": "a", "geometry": {"type": "Point"}, "drill": "x"}], "map")
    assert [column.name for column in table.columns] == ["label"]


def test_the_catalogues_figures_carry_their_names_and_units() -> None:
    metrics = {"camera.rate": {"label": "在线率", "unit": "%", "percent": True, "note": "在线 ÷ 总数"}}
    rows = [{"part": "total", "metric": "camera.rate", "name": "全区", "value": 0.9}]
    table = tabled(rows, "video-1", panel="cameras", metrics=metrics)
    assert [cell.value for cell in table.rows[0]] == ["合计", "camera.rate", "在线率", "%", "全区", 0.9]
    assert table.rows[0][-1].kind == SHARE
    assert table.notes == (("在线率", "在线 ÷ 总数"),)


def test_records_have_the_numbers_of_the_frame(busy: Store) -> None:
    with open_reader(busy, WHOLE) as reader:
        panel = next(one for one in EVERY if one.id == "areas")
        frame = panel.frame(reader, View().replaced(as_of=reader.now))
        table = table_of("areas", "title", frame, Text("zh"), reader.zone)
    assert [record["上报"] for record in records_of(table)] == list(frame["reported"])
    assert sum(frame["reported"]) > 0
