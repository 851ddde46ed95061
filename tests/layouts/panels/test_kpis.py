from layouts.ids import PanelId, body_of
from layouts.panels.kpis import draw
from tests.layouts import samples
from tests.layouts.reading import components, text_of

BODY = body_of(PanelId.KPIS)


def tiles(**changes: object) -> list[str]:
    return [text_of(tile) for tile in draw(samples.kpis(**changes), samples.context())[BODY]["children"]]


def test_seven_tiles_in_the_frames_order() -> None:
    shown = tiles()
    assert len(shown) == 7
    assert shown[0] == "上报件+128+11%1,284"
    assert shown[4] == "按期办结率%+9.7目标 9796.8"


def test_a_duration_and_its_change_share_a_unit() -> None:
    assert tiles()[5] == "响应中位分+1.211.6"


def test_nothing_over_nothing_is_a_dash_not_a_rate() -> None:
    assert tiles(value=None, denominator=0)[4] == "按期办结率%—目标 97—"


def test_a_share_explains_itself() -> None:
    children = draw(samples.kpis(), samples.context())[BODY]["children"]
    assert children[4].title.endswith("968 / 1,000")
    assert "此刻" in children[2].title


def test_a_share_of_few_cases_is_grey_and_says_so() -> None:
    children = draw(samples.kpis(denominator=4), samples.context())[BODY]["children"]
    greyed = [name for one in components(children) if (name := getattr(one, "className", "")).startswith("vl")]
    assert greyed == ["vl", "vl", "vl", "vl", "vl few", "vl", "vl few"]
    assert "仅 4 件" in children[4].title


def test_a_difference_leads_to_both_windows_and_whether_it_is_more_than_chance() -> None:
    drawn = draw(samples.kpis(), samples.context(area="s1", window="7d"))[BODY]["children"]
    found = [one for one in components(drawn) if getattr(one, "className", "") == "dl"]
    assert {one.href for one in found} == {"?scene=compare&area=s1&window=7d&against=previous"}
    assert text_of(found[0]) == "+128+11%"
    assert len(found) == 7
