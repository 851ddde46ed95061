import pytest

from layouts import ids
from layouts.ids import PanelId
from layouts.panels.area_scores import AreaScoresId, draw
from tests.layouts import samples
from tests.layouts.frames import area_scores
from tests.layouts.reading import components, explained_in, links_of, text_of


def test_a_row_says_rank_movement_name_parts_total_and_change() -> None:
    rows = draw(area_scores.full(), samples.context())[AreaScoresId.ROWS]["children"]
    assert text_of(rows[0]) == "1↑1东门0街道38.424.014.49.69.696.0+1.5"
    assert text_of(rows[1]) == "2–东门1街道36.823.013.89.29.292.0+0.5"
    assert text_of(rows[-1]).startswith("—东门7街道")


def test_names_lead_down_and_bars_open_their_part() -> None:
    rows = draw(area_scores.full(), samples.context(scene="scores"))[AreaScoresId.ROWS]["children"]
    assert links_of(rows[0]) == [
        "?scene=scores&area=s0",
        *(f"?scene=scores&focus=area:s0/{part}" for part, _ in area_scores.PARTS),
    ]
    assert explained_in(rows[0]) == ["score/area:s0"]
    going = draw(area_scores.full(), samples.context(focus="area:s1"))[AreaScoresId.ROWS]["children"]
    assert links_of(going[0])[0] == "?area=s0"
    assert [("chosen" in row.className.split()) for row in going].index(True) == 1


def test_where_no_panel_opens_a_part_the_drawer_does() -> None:
    row = draw(area_scores.full(), samples.context())[AreaScoresId.ROWS]["children"][0]
    parts = [f"score.{part}/area:s0" for part, _ in area_scores.PARTS]
    assert explained_in(row) == [*parts, "score/area:s0"]


def test_status_has_a_shape_and_not_only_a_colour() -> None:
    rows = draw(area_scores.full(), samples.context())[AreaScoresId.ROWS]["children"]
    shapes = [any(one.className == "sym warn" for one in components(row)) for row in rows]
    assert shapes == [False, False, False, True, True, True, True, False]


def test_a_part_left_out_is_a_dash_and_says_why() -> None:
    row = draw(area_scores.full(), samples.context())[AreaScoresId.ROWS]["children"][-2]
    (part,) = [one for one in components(row) if getattr(one, "className", "") == "seg out"]
    assert text_of(part) == "—"
    assert part.title == "满意率：0/0，不计，权重 25 由其余各项按比例分担"
    (total,) = [one for one in components(row) if getattr(one, "className", "") == "total"]
    assert "缺 25 分权重" in total.title


def test_bars_explain_themselves() -> None:
    row = draw(area_scores.full(), samples.context())[AreaScoresId.ROWS]["children"][0]
    titles = [one.title for one in components(row) if str(getattr(one, "className", "")).startswith("seg")]
    assert titles[0] == "按期处置率：到期 40 件，按期办结 32 件，96.0%；权重 40，得 38.40 分，失 1.60 分"
    assert titles[-1].endswith("另有 2 件无时限，不计")


def test_other_rules_of_the_window_before_are_said() -> None:
    frame = area_scores.full()
    frame.attrs["version_before"] = "2026-08"
    row = draw(frame, samples.context())[AreaScoresId.ROWS]["children"][0]
    assert any("该时段适用规则 2026-08" in str(getattr(one, "title", "")) for one in components(row))


@pytest.mark.parametrize(("level", "title"), [("街道", "街道排名"), (None, "区域排名")])
def test_the_title_names_the_level(level: str | None, title: str) -> None:
    frame = area_scores.full()
    frame.attrs["level"] = level
    assert draw(frame, samples.context())[ids.title_of(PanelId.AREA_SCORES)]["children"] == title


def test_the_unit_names_scale_line_window_rules_and_what_is_not_counted() -> None:
    unit = draw(area_scores.full(), samples.context(window="7d"))[ids.unit_of(PanelId.AREA_SCORES)]["children"]
    assert text_of(unit) == "满分 100 · 低于 85 不合格 · 近 7 天 · 规则 2026-11 · 共 8 个 · 归属不明 29 件不计"


def test_areas_without_any_case_say_so() -> None:
    frame = area_scores.full()
    frame["cases"] = 0
    assert draw(frame, samples.context())[ids.empty_of(PanelId.AREA_SCORES)]["children"] is not None


def test_a_code_that_no_address_can_hold_has_no_link() -> None:
    frame = area_scores.full(2)
    frame["code"] = "a b"
    rows = draw(frame, samples.context())[AreaScoresId.ROWS]["children"]
    assert links_of(rows) == ["?area=a%20b"]
