from urllib.parse import unquote

import pytest

from layouts.ids import title_of, unit_of
from layouts.panels.spread import PANEL, SpreadId, draw
from tests.layouts import samples
from tests.layouts.frames.spread import full
from tests.layouts.reading import components, links_of, text_of


def test_rows_keep_the_frames_order_and_filter() -> None:
    rows = draw(full(3), samples.context())[SpreadId.ROWS]["children"]
    assert [text_of(row) for row in rows] == ["部门 015 分60 分19.5%", "部门 115 分60 分19.5%", "部门 215 分60 分19.5%"]
    assert links_of(rows)[0] == "?department=department-0"
    chosen = draw(full(1), samples.context(department="department-0"))
    assert links_of(chosen[SpreadId.ROWS]["children"]) == ["?"]


def test_what_lies_past_the_limit_has_the_status_colour() -> None:
    context = samples.context()
    rows = draw(full(4), context)[SpreadId.ROWS]["children"]
    pictures = [unquote(one.src) for row in rows for one in components(row) if hasattr(one, "src")]
    colours = ("crit-fill", "warn", "q5")
    found = [[name for name in colours if context.theme[name] in picture] for picture in pictures]
    assert found == [["crit-fill"], ["warn"], ["q5"], []]


def test_a_department_of_few_is_flat_and_said_to_be() -> None:
    row = draw(full(4), samples.context())[SpreadId.ROWS]["children"][-1]
    assert "few" in row.className
    assert "仅 3 件" in row.title
    assert not any(one.className == "range" for one in components(row) if hasattr(one, "className"))


def test_a_limit_and_a_median_stand_on_one_axis() -> None:
    (row,) = draw(full(1, p50=1800.0), samples.context())[SpreadId.ROWS]["children"]
    places = {one.className: one.style["left"] for one in components(row) if getattr(one, "style", None)}
    assert places["limit"] == places["p50"]


def test_without_a_limit_nothing_is_late() -> None:
    (row,) = draw(full(1, limit=None, over=None, judged=None, waiting=None), samples.context())[SpreadId.ROWS][
        "children"
    ]
    assert text_of(row).endswith("—")
    assert not any(getattr(one, "className", "") == "limit" for one in components(row))


@pytest.mark.parametrize(
    ("focus", "chosen", "links"),
    [
        ("", "首次响应", ["?", "?focus=measure:handling"]),
        ("measure:handling", "处置", ["?", "?focus=measure:handling"]),
        ("measure:response/24h", "首次响应", ["?focus=measure:response/24h", "?focus=measure:handling/24h"]),
    ],
)
def test_the_measure_is_chosen_beside_the_title(focus: str, chosen: str, links: list[str]) -> None:
    frame = full(2)
    frame.attrs["measure"] = "handling" if "handling" in focus else "response"
    drawing = draw(frame, samples.context(focus=focus))
    unit = drawing[unit_of(PANEL.id)]["children"]
    assert links_of(unit) == links
    assert [text_of(one) for one in components(unit) if getattr(one, "className", "") == "choice on"] == [chosen]
    assert drawing[title_of(PANEL.id)]["children"].startswith("处置" if "handling" in focus else "响应")


def test_the_waiting_are_told_of() -> None:
    row = draw(full(1), samples.context())[SpreadId.ROWS]["children"][0]
    assert "超时限 8 / 41。其中 1 件至今未响应。" in row.title
    assert "至今" not in draw(full(1, waiting=0), samples.context())[SpreadId.ROWS]["children"][0].title
