from layouts.panels.metric_gauge import content, ends
from tests.layouts.metric_frames import area, row, share, sheet
from tests.layouts.reading import components, text_of


def marks_of(children: list[object]) -> dict[str, str]:
    """Where each mark of a scale stands."""
    found = [one for one in components(children) if getattr(one, "style", None) and "left" in one.style]
    return {one.className: one.style["left"] for one in found}


def test_value_limits_and_the_areas_below_on_one_scale() -> None:
    held = sheet([share(), area(1, "camera.rate", value=0.9, status="crit")], "gauge")
    assert ends(held, "camera.rate") == (0.8, 1.0)
    made = content(held)
    assert marks_of(made) == {"dot crit": "50.00%", "amber": "75.00%", "limit": "90.00%", "now": "80.00%"}
    assert text_of(made) == "在线率96.0%80.0100目标 98%15 分前"


def test_shares_far_from_all_are_shown_from_nought() -> None:
    assert ends(sheet([share(value=0.4)], "gauge"), "camera.rate") == (0.0, 1.0)


def test_an_unknown_value_has_no_mark() -> None:
    made = content(sheet([share(value=None, flags=["missing"], at=None)], "gauge"))
    assert "now" not in marks_of(made)
    assert "无数据" in text_of(made)


def test_a_count_has_a_scale_beyond_what_is_held() -> None:
    low, high = ends(sheet([row(value=100.0, target=200.0)], "gauge"), "camera.total")
    assert low == 0.0
    assert high > 200.0
    assert ends(sheet([row(value=0.0)], "gauge"), "camera.total") == (0.0, 1.0)
