import pytest

from data_access.frames.choices import Choice
from data_access.view import View


@pytest.mark.parametrize(
    ("focus", "choice"),
    [
        ("", Choice()),
        ("measure:handling", Choice("handling")),
        ("measure:response/24h", Choice("response", "24h")),
        ("measure:handling/24h", Choice("handling", "24h")),
        ("measure:nonsense/9h", Choice()),
        ("department:handling/24h", Choice()),
    ],
)
def test_what_a_focus_chooses(focus: str, choice: Choice) -> None:
    assert Choice.of(View(focus=focus)) == choice


@pytest.mark.parametrize("measure", ["response", "handling"])
@pytest.mark.parametrize("horizon", ["4h", "24h"])
def test_a_choice_round_trips_through_the_view(measure: str, horizon: str) -> None:
    choice = Choice(measure, horizon)
    view = choice.shown_in(View(scene="response", focus="area:g1"))
    assert Choice.of(View.from_query(view.to_query())) == choice
    assert Choice().shown_in(view).focus == ""
