from layouts.elements import span
from layouts.explained import explained, told
from tests.layouts import samples
from tests.layouts.reading import explained_in, text_of


def test_the_number_itself_is_the_link_and_its_title_says_so() -> None:
    found = explained(samples.context(area="s1"), "n few", "91", measure="open", cut={"source": "a b"}, about="在办")
    assert (found.className, text_of(found)) == ("n few", "91")
    assert found.title == "在办（点击看这个数的来历）"
    assert found.href == "?area=s1&focus=why:open/source:a%2520b"


def test_a_name_that_no_address_can_hold_leaves_the_bare_number() -> None:
    found = explained(samples.context(), "n", "3", measure="open", cut={"source": "x" * 200}, about="在办")
    assert (type(found).__name__, found.className, found.title) == ("Span", "n", "在办")
    assert explained_in(found) == []


def test_one_of_too_many_is_passed_over_by_the_keyboard() -> None:
    found = explained(samples.context(), "tip", measure="reported", cut={"window": "1h"}, reached=False)
    assert (found.tabIndex, explained_in(found)) == (-1, ["reported/window:1h"])
    assert not hasattr(explained(samples.context(), "n", "1", measure="open"), "tabIndex")


def test_a_phrase_of_figures_is_told_in_runs_between_its_dots() -> None:
    figures = {"stuck": span("x", "3"), "unowned": span("x", "1")}
    runs = told(samples.context(), "panel.stuck.unit", figures)
    assert [text_of(run) for run in runs] == ["滞留 3 件", " · 无主 1 件"]
