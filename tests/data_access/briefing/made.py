"""Figures made by hand, and random ones, for what is said of them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from data_access.briefing.comparing import Spread
from data_access.briefing.figures import Baseline, Figures, Measures, Median, Row, Scored, Share, Spotted
from data_access.briefing.weeks import Period, Week
from tests.data_access.worlds import moment

WEEK = Week(2026, 46)
START, END = moment("09 00:00"), moment("16 00:00")
PERIOD = Period(WEEK, START, END, END, True)
PARTIAL = Period(WEEK, START, moment("11 10:00"), moment("11 10:00"), False)
LAST = Baseline("last", Week(2026, 45), moment("02 00:00"), START)
SAME = Baseline("year", Week(2025, 46), 0, 1)
NOTHING = Median(0, None, None, None, None)
EXACT = Spread(0.0, 0)


def median(n: int, p50: float, width: float = 60.0) -> Median:
    """A median with an interval of `width` seconds to either side."""
    return Median(n, p50, 2 * p50, max(0.0, p50 - width), p50 + width)


def measures(**changes: Any) -> Measures:
    """Measures of an ordinary week, with some changed."""
    ordinary: dict[str, Any] = {
        "reported": 1000,
        "closed": 990,
        "open": 80,
        "overdue": 12,
        "due": 985,
        "on_time": Share(930, 985),
        "rework": Share(20, 990),
        "satisfaction": Share(90, 100),
        "self_handled": Share(800, 1000),
        "diversity": 2.5,
        "response": median(400, 1200.0),
        "handling": median(990, 7200.0),
    }
    return Measures(**(ordinary | changes))


def row(key: str, now: Mapping[str, Any], last: Mapping[str, Any] | None = None, same: Any = None) -> Row:
    """A row from what differs from the ordinary week."""
    before = None if last is None else measures(**last)
    return Row(key, measures(**now), before, None if same is None else measures(**same))


def figures(total: Row | None = None, **changes: Any) -> Figures:
    """Figures of an ordinary week, with some changed; groups that are not named are empty."""
    groups = {name: tuple(changes.pop(name, ())) for name in ("child", "department", "source", "category")}
    given: dict[str, Any] = {
        "area": "d",
        "period": PERIOD,
        "last": LAST,
        "same": None,
        "total": row("", {}, {}) if total is None else total,
        "groups": groups,
        "spreads": {name: {"reported": EXACT, "closed": EXACT} for name in ("none", *groups)},
        "scores": {"area": (), "department": ()},
        "pass_line": 85.0,
        "alarm_line": 60.0,
        "warnings": {"crit": 0, "warn": 0, "note": 0},
        "standing": (),
        "basis": "kept",
        "spots": (),
    }
    return Figures(**(given | changes))


def scored(key: str, total: float | None, before: float | None, **changes: Any) -> Scored:
    """A score that is ranked in both weeks."""
    given: dict[str, Any] = {"rank": 1, "rank_before": 1, "cases": 30, "grade": "B", "status": "n"}
    return Scored(key=key, total=total, before=before, **(given | changes))


SPOT = Spotted("new", ("s1", "c1"), 86_400, 14, 4.25, "city/street", "warn")

_COUNTS = st.one_of(st.just(0), st.integers(1, 40), st.integers(100, 20_000))


@st.composite
def _shares(draw: st.DrawFn) -> Share:
    denominator = draw(_COUNTS)
    return Share(draw(st.integers(0, denominator)), denominator)


@st.composite
def _medians(draw: st.DrawFn) -> Median:
    n = draw(_COUNTS)
    if n < 6:
        return Median(n, 10.0 if n else None, 20.0 if n else None, None, None)
    p50 = draw(st.floats(0.0, 1e6, allow_nan=False))
    return median(n, p50, draw(st.floats(0.0, 100.0, allow_nan=False)))


MEASURES = st.builds(
    Measures,
    reported=_COUNTS,
    closed=_COUNTS,
    open=_COUNTS,
    overdue=_COUNTS,
    due=_COUNTS,
    on_time=_shares(),
    rework=_shares(),
    satisfaction=_shares(),
    self_handled=_shares(),
    diversity=st.one_of(st.none(), st.floats(1, 8)),
    response=_medians(),
    handling=_medians(),
)


def _rows(keys: tuple[str, ...]) -> st.SearchStrategy[tuple[Row, ...]]:
    weeks = st.tuples(MEASURES, MEASURES, st.one_of(st.none(), MEASURES))
    return st.tuples(*(weeks.map(lambda found, key=key: Row(key, *found)) for key in keys))


_POINTS = st.one_of(st.none(), st.floats(0, 100), st.sampled_from([0.0, 59.96, 60.0, 84.95, 85.0, 100.0]))


def _scores(keys: tuple[str, ...]) -> st.SearchStrategy[tuple[Scored, ...]]:
    weeks = st.tuples(_POINTS, _POINTS)
    return st.tuples(*(weeks.map(lambda found, key=key: scored(key, *found)) for key in keys))


RANDOM = st.builds(
    lambda total, child, source, department, category, scores: figures(
        total[0],
        child=child,
        source=source,
        department=department,
        category=category,
        same=SAME,
        scores={"area": scores, "department": ()},
    ),
    _rows(("",)),
    _rows(("s1", "s2", "unlocated")),
    _rows(("hotline", "worker")),
    _rows(("chengguan", "unassigned")),
    _rows(("noise",)),
    _scores(("s1", "s2")),
)
"""Figures in which anything may have changed by any amount."""
