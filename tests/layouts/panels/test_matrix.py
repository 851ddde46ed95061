from typing import Any

import pytest
from dash.development.base_component import Component

from layouts.ids import PanelId, empty_of, title_of, unit_of
from layouts.panels.matrix import CHILDREN, KINDS, MatrixId, draw
from tests.layouts import samples
from tests.layouts.frames.matrix import full
from tests.layouts.reading import components, links_of, text_of


def cells(drawing: dict[str, Any], part: MatrixId = MatrixId.ROWS) -> list[list[Component]]:
    return [
        [one for one in components(line) if str(getattr(one, "className", "")).startswith("c ")]
        for line in drawing[part]["children"]
    ]


def test_every_count_is_printed_with_the_class_of_its_deviation() -> None:
    found = cells(draw(full(), samples.context()))
    assert [len(line) for line in found] == [9] * 8
    assert text_of(found[3][4]) == "43"
    assert found[3][4].className == "c v5"
    assert (found[1][2].className, found[0][1].className) == ("c v9", "c v2")


@pytest.mark.parametrize(
    ("z", "token"),
    [(-12.0, "v2"), (-3.0, "v3"), (-2.5, "v3"), (-1.2, "v4"), (-0.9, "v5"),
     (0.99, "v5"), (1.0, "v6"), (2.5, "v7"), (3.0, "v8"), (4.0, "v9")],
)  # fmt: skip
def test_a_step_of_the_ramp_is_a_sigma(z: float, token: str) -> None:
    assert cells(draw(full(1, 1, lost=False, z=z), samples.context()))[0][0].className == f"c {token}"


def test_what_is_over_its_limit_carries_a_mark() -> None:
    found = cells(draw(full(), samples.context()))
    marked = [one for line in found for one in line if any("sym" in str(c.className) for c in components(one.children))]
    assert [one.title for one in marked] == [found[1][2].title]
    assert "4.2σ" in str(marked[0].title)
    assert "常态 10.0" in str(marked[0].title)


def test_a_row_filters_and_lifts_and_a_column_drills() -> None:
    drawing = draw(full(2, 2), samples.context())
    assert links_of(drawing[MatrixId.ROWS]["children"]) == ["?category=kind0", "?category=kind1"]
    assert links_of(drawing[MatrixId.HEAD]["children"]) == ["?area=s0", "?area=s1"]
    again = draw(full(2, 2), samples.context(category="kind0"))
    assert links_of(again[MatrixId.ROWS]["children"])[0] == "?"
    deeper = draw(full(1, 2, category="city/street"), samples.context(category="city/street"))
    assert links_of(deeper[MatrixId.ROWS]["children"]) == ["?category=city"]


def test_what_is_beyond_the_rows_and_columns_is_put_together() -> None:
    frame = full(14, 30)
    drawing = draw(frame, samples.context())
    rows, rest = cells(drawing), cells(drawing, MatrixId.REST)
    assert (len(rows), len(rest)) == (KINDS - 1, 1)
    assert {len(line) for line in rows + rest} == {CHILDREN}
    shown = sum(int(text_of(one).replace(",", "")) for line in rows + rest for one in line)
    assert shown == frame["count"].sum() == frame.attrs["reported"]
    assert "其余 5 类" in text_of(drawing[MatrixId.REST]["children"])
    # Those with the most have columns of their own, in the order of the tree; what has no place is never one of them.
    assert links_of(drawing[MatrixId.HEAD]["children"]) == [f"?area=s{child}" for child in range(21, 30)]
    assert "其余 22" in text_of(drawing[MatrixId.HEAD]["children"][-1])


def test_what_has_no_usual_is_plain_and_says_so() -> None:
    frame = full(2, 2, lost=False, usual=None, z=None)
    frame.attrs.update(periods=0)
    drawing = draw(frame, samples.context())
    assert {one.className for line in cells(drawing) for one in line} == {"c v5 none"}
    assert "尚无常态" in str(cells(drawing)[0][0].title)
    assert "历史不足" in str(drawing[unit_of(PanelId.MATRIX)]["children"][0].title)


def test_the_title_names_the_level_and_the_unit_the_total() -> None:
    drawing = draw(full(2, 2, lost=False), samples.context())
    assert drawing[title_of(PanelId.MATRIX)]["children"] == "类别 × 街道"
    assert "共 22" in text_of(drawing[unit_of(PanelId.MATRIX)]["children"])
    nothing = full().iloc[:0]
    nothing.attrs = {}
    assert draw(nothing, samples.context())[empty_of(PanelId.MATRIX)]["children"] is not None


def test_long_names_of_areas_take_two_lines_or_stand_upright() -> None:
    def drawn(name: str) -> dict[str, Any]:
        return draw(full(1, 3, lost=False, child_label=name), samples.context())[MatrixId.HEAD]

    def heads(name: str) -> tuple[set[str], str]:
        head = drawn(name)
        return {str(one.className) for one in head["children"][1:]}, head["style"]["--head"]

    assert heads("东门街道") == ({"c"}, "2.6rem")
    assert heads("经济开发区") == ({"c long"}, "4rem")
    assert heads("Chengbei") == ({"c tall"}, "7.3rem")
    assert heads(samples.LONG_EN) == ({"c tall"}, "11.5rem")
    # Upright there is one line: what does not fit is said by the title.
    first = drawn(samples.LONG_EN)["children"][1]
    assert (text_of(first), first.title) == ("Economic Dev…", samples.LONG_EN)
