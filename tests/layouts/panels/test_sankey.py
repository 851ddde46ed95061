import re

import pytest

from layouts.ids import PanelId, unit_of
from layouts.panels.sankey import MOST, SankeyId, draw
from tests.layouts import samples
from tests.layouts.frames.sankey import full
from tests.layouts.reading import links_of, text_of


def counts(children: list[object]) -> int:
    return sum(int(re.sub(r"\D", "", text_of(one.children[1]))) for one in children)


def test_every_column_adds_up_to_what_was_reported() -> None:
    drawing = draw(full(), samples.context())
    total = 55 * 18
    for part in (SankeyId.SOURCES, SankeyId.CATEGORIES, SankeyId.STAGES):
        assert counts(drawing[part]["children"]) == total
    assert "990 件" in text_of(drawing[unit_of(PanelId.SANKEY)]["children"])


def test_the_smallest_sources_stand_together_at_the_end() -> None:
    nodes = draw(full(), samples.context())[SankeyId.SOURCES]["children"]
    assert len(nodes) == MOST
    assert text_of(nodes[0]) == "来源 372"
    assert text_of(nodes[-1]) == "其他 3 项108"
    assert links_of(nodes) == [f"?source=source-{place}" for place in range(3, 10)]


def test_a_click_filters_and_a_second_lifts_it() -> None:
    drawing = draw(full(2), samples.context(category="city"))
    assert links_of(drawing[SankeyId.CATEGORIES]["children"])[:2] == ["?", "?category=traffic"]
    assert links_of(drawing[SankeyId.STAGES]["children"]) == []


def test_the_figure_is_a_few_shapes_and_no_trace() -> None:
    figure = draw(full(), samples.context())[SankeyId.GRAPH]["figure"]
    assert figure["data"] == []
    assert len(figure["layout"]["shapes"]) == MOST + 6 + 1
    outlines = "".join(shape["path"] for shape in figure["layout"]["shapes"][:MOST])
    assert outlines.count("M") == MOST * 3


def test_what_is_on_its_way_is_brighter_than_what_is_archived() -> None:
    context = samples.context()
    shapes = draw(full(1), context)[SankeyId.GRAPH]["figure"]["layout"]["shapes"]
    colours = [shape["fillcolor"] for shape in shapes[1:7]]
    assert colours == [context.theme[name] for name in ("q4", "q4", "q4", "q3", "q3", "q2")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_label_explains_its_share(language: str) -> None:
    node = draw(full(), samples.context(language=language))[SankeyId.STAGES]["children"][0]
    assert "165" in node.title
    assert "16.7%" in node.title


def test_a_category_without_a_name_is_a_dash() -> None:
    frame = full(1, category="", category_label=None)
    frame.attrs.update(categories=[""])
    nodes = draw(frame, samples.context())[SankeyId.CATEGORIES]["children"]
    assert [text_of(one) for one in nodes] == ["—18"]
    assert links_of(nodes) == []
