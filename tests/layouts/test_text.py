import pytest
from dash import html

from layouts.text import Text


@pytest.mark.parametrize(
    ("count", "words"), [("1", "1 case"), (1, "1 case"), ("2", "2 cases"), ("1,001", "1,001 cases")]
)
def test_one_is_not_several(count: object, words: str) -> None:
    assert Text("en")("warning.count", count=count) == words


def test_other_formats_are_those_of_python() -> None:
    assert Text("zh")("state.empty.scope", window="24h").count("24h") == 1


def test_elements_are_woven_into_a_phrase() -> None:
    figure = html.Span("9")
    assert Text("zh").woven("panel.stuck.unit", {"stuck": figure}, unowned="1") == ["滞留 ", figure, " 件 · 无主 1 件"]
    assert Text("zh").woven("panel.stuck.unit", {}, stuck="9", unowned="1") == ["滞留 9 件 · 无主 1 件"]
    runs = Text("zh").rich("sentence.overdue", {"count": figure})
    assert [type(run).__name__ for run in runs] == ["str", "B", "str"]
    assert runs[1].children is figure
