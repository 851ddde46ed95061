from data_access.clock import DAY
from layouts.ids import TickerId
from layouts.panels.ticker import SHOWN, draw
from tests.layouts import samples
from tests.layouts.reading import links_of, text_of


def test_rows_lead_to_their_place() -> None:
    rows = draw(samples.ticker(), samples.context(window="7d"))[TickerId.ROWS]["children"]
    assert len(rows) == SHOWN
    assert text_of(rows[0]) == "14:32:08店外经营占用人行道退回东门街道 · 鼓楼社区 → 城管局"
    assert links_of(rows[0]) == ["?area=s1&window=7d"]


def test_an_event_without_a_place_is_shown_and_leads_nowhere() -> None:
    drawing = draw(samples.ticker(1, area=None, area_path=None, lon=None, lat=None), samples.context())
    assert "归属不明" in text_of(drawing[TickerId.ROWS]["children"])
    assert links_of(drawing[TickerId.ROWS]["children"]) == []
    assert drawing[TickerId.POINTS]["data"] == []


def test_points_carry_what_the_map_needs() -> None:
    points = draw(samples.ticker(2), samples.context())[TickerId.POINTS]["data"]
    assert points[0]["key"] == "hotline_12345/SJ0"
    assert points[0]["at"] == samples.NOW


def test_what_is_older_than_a_day_shows_its_date() -> None:
    rows = draw(samples.ticker(1, at=samples.NOW - 2 * DAY), samples.context())[TickerId.ROWS]["children"]
    assert text_of(rows).startswith("11-20店外")
