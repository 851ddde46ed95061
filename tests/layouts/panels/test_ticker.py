import pytest

from data_access.clock import parse_instant
from layouts.ids import TickerId
from layouts.panels.ticker import SHOWN, draw
from tests.layouts import samples
from tests.layouts.reading import links_of, text_of


def test_rows_open_their_event_and_lead_to_its_place() -> None:
    rows = draw(samples.ticker(), samples.context(window="7d"))[TickerId.ROWS]["children"]
    assert len(rows) == SHOWN
    assert text_of(rows[0]) == "14:32:08店外经营占用人行道退回东门街道 · 鼓楼社区→ 城管局"
    assert links_of(rows[0]) == ["?window=7d&focus=event:hotline_12345/SJ0", "?area=s1&window=7d"]


def test_an_event_without_a_place_is_shown_and_opened() -> None:
    drawing = draw(samples.ticker(1, area=None, area_path=None, lon=None, lat=None), samples.context())
    assert "归属不明" in text_of(drawing[TickerId.ROWS]["children"])
    assert links_of(drawing[TickerId.ROWS]["children"]) == ["?focus=event:hotline_12345/SJ0"]
    assert drawing[TickerId.POINTS]["data"] == []


def test_points_carry_what_the_map_needs() -> None:
    points = draw(samples.ticker(2), samples.context())[TickerId.POINTS]["data"]
    assert points[0]["key"] == "hotline_12345/SJ0"
    assert points[0]["at"] == samples.NOW


@pytest.mark.parametrize(
    ("at", "shown", "classes"),
    [
        ("2026-11-22T00:00:00+08:00", "00:00:00店外", "rows"),
        ("2026-11-21T23:59:59+08:00", "11-21 23:59店外", "rows dated"),
        ("2026-11-20T13:22:40+08:00", "11-20 13:22店外", "rows dated"),
    ],
)
def test_what_is_not_of_this_local_day_shows_its_date(at: str, shown: str, classes: str) -> None:
    rows = draw(samples.ticker(1, at=parse_instant(at)), samples.context())[TickerId.ROWS]
    assert text_of(rows["children"]).startswith(shown)
    assert rows["className"] == classes


def test_a_long_place_is_shortened_before_the_department_is() -> None:
    place = "Gaoxin Street · Chuangye Community"
    changes = {"area_path": place, "department_label": "Ecology and Environment"}
    rows = draw(samples.ticker(1, **changes), samples.context(language="en"))[TickerId.ROWS]["children"]
    assert text_of(rows).endswith("Chuangye→ Ecology and Environment")
    assert place in rows[0].title
