"""Which panels are on the hot path, and how often they come."""

import pytest

from dashboard.live.periods import FROZEN, periods_of
from dashboard.render import SHAPES
from data_access.view import View

EVERY = {"kpis": 0.25, "areas": 1.0, "scores": 60.0, SHAPES: 30.0, "elsewhere": 2.0}
SHOWN = ("kpis", "areas", "scores", SHAPES)


def test_slow_analyses_are_beside_and_shapes_never() -> None:
    found = periods_of(View(), SHOWN, EVERY)
    assert found.live == {"kpis": 0.25, "areas": 1.0, SHAPES: 30.0}
    assert found.slow == {"scores": 60.0}


def test_the_past_is_looked_at_now_and_then() -> None:
    found = periods_of(View(as_of=1), SHOWN, EVERY)
    assert found.live == {"kpis": FROZEN, "areas": FROZEN, SHAPES: 30.0}
    assert found.slow == {"scores": 60.0}


def test_a_panel_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        periods_of(View(), ("nowhere",), EVERY)
