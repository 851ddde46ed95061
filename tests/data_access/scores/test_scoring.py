from collections import Counter

import pytest

from data_access.scores.rules import Rules, shipped
from data_access.scores.scoring import NOT_HELD, NOTHING, UNLIMITED, Counts, hotline, score, share

RULES = shipped().versions[0]


def _with(**changes: object) -> Rules:
    return RULES.model_copy(update=changes)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(911, 972, 93.72), (737, 972, 75.82), (902, 956, 94.35), (9, 16, 56.25)],
)
def test_published_shares_to_two_decimals(part: int, whole: int, percent: float) -> None:
    value = share(part, whole).value
    assert value is not None
    assert round(100 * value, 2) == percent


def test_the_published_department() -> None:
    counts = Counts(filed=996, due=972, due_closed=911, on_time=737, closed=956, reworked=956 - 902)
    found = score(RULES, "department", counts)
    points = {part.key: round(part.points, 3) for part in found.parts}
    closure, on_time, rework = 30 * 911 / 972, 30 * 737 / 972, 30 * 902 / 956
    assert points == {
        "volume": 4.0,
        "closure": round(closure, 3),
        "on_time": round(on_time, 3),
        "rework": round(rework, 3),
    }
    assert found.total == pytest.approx(4.0 + closure + on_time + rework)
    assert (found.grade, found.cases, found.gap, found.version) == ("B", 996, 0, "2026-11")


def test_a_street_by_hand() -> None:
    counts = Counts(
        filed=10,
        due=8,
        on_time=6,
        closed=9,
        scored=5,
        satisfied=4,
        self_closed=4,
        unproven=1,
        sources=Counter(a=5, b=5),
        known=8,
        accepted=3,
        acceptable=6,
        unlimited=2,
    )
    found = score(RULES, "area", counts)
    assert [round(part.points, 6) for part in found.parts] == [30.0, 20.0, 3.75, 7.5, 5.0]
    assert found.total == pytest.approx(66.25)
    acceptance = found.part("acceptance")
    assert acceptance is not None
    assert acceptance.ratio.excluded == 2


def test_parts_make_the_score_and_losses_the_rest() -> None:
    found = score(RULES, "area", Counts(filed=9, due=7, on_time=5, sources=Counter(a=9), known=3))
    assert found.total is not None
    assert sum(part.points for part in found.parts) == pytest.approx(found.total)
    assert sum(part.lost for part in found.parts) == pytest.approx(100 - found.total)


def test_nothing_to_divide_leaves_the_score_and_says_so() -> None:
    found = score(RULES, "area", Counts(filed=9, due=8, on_time=4, sources=Counter(a=9), known=1))
    left_out = [part for part in found.parts if part.ratio.value is None]
    assert [(part.key, part.ratio.left_out) for part in left_out] == [
        ("satisfaction", NOTHING),
        ("evidence", NOTHING),
        ("acceptance", NOTHING),
    ]
    assert found.gap == 45
    assert {part.key: round(part.used, 4) for part in found.parts if part.used} == {
        "on_time": round(100 * 40 / 55, 4),
        "diversity": round(100 * 15 / 55, 4),
    }
    assert found.total == pytest.approx((40 * 0.5 + 15 * 1) / 55 * 100)
    assert all(part.points == part.lost == 0 for part in left_out)


def test_cases_without_a_limit_are_not_called_nothing() -> None:
    part = score(RULES, "area", Counts(unlimited=3)).part("acceptance")
    assert part is not None
    assert (part.ratio.left_out, part.ratio.excluded) == (UNLIMITED, 3)


@pytest.mark.parametrize("kind", ["department", "area", "post"])
def test_nothing_at_all_has_no_score(kind: str) -> None:
    found = score(RULES, kind, Counts(known=8))  # type: ignore[arg-type]
    assert (found.total, found.grade, found.gap, found.cases) == (None, None, 100, 0)
    assert {part.ratio.left_out for part in found.parts} == {NOTHING}


def test_faultless_is_exactly_a_hundred() -> None:
    rules = _with(area={"on_time": 33.3, "rework": 33.3, "closure": 33.4})
    counts = Counts(due=3, due_closed=3, on_time=3, closed=0)
    assert score(rules, "area", counts).total == 100


def test_one_source_of_eight_and_all_of_eight() -> None:
    rules = _with(area={"diversity": 100})
    one = score(rules, "area", Counts(filed=9, sources=Counter(a=9), known=8))
    every = score(rules, "area", Counts(filed=8, sources=Counter("abcdefgh"), known=8))
    assert (one.total, every.total) == (pytest.approx(12.5), pytest.approx(100))


def test_more_sources_than_known_are_never_over_the_top() -> None:
    part = score(_with(area={"diversity": 100}), "area", Counts(filed=2, sources=Counter("ab"), known=0)).parts[0]
    assert (part.ratio.denominator, part.ratio.value) == (2, pytest.approx(1))


def test_volume_without_cases_filed_but_with_others() -> None:
    part = score(RULES, "department", Counts(due=7, due_closed=7, on_time=7)).part("volume")
    assert part is not None
    assert (part.ratio.numerator, part.points) == (0, pytest.approx(10 * 100 / 70))


def test_the_hotline_says_what_events_do_not_hold() -> None:
    found = hotline(RULES, Counts(scored=10, satisfied=9))
    assert [(part.key, part.weight, part.ratio.left_out) for part in found.parts] == [
        ("response", 30, NOT_HELD),
        ("resolution", 35, NOT_HELD),
        ("satisfaction", 35, None),
    ]
    assert (found.total, found.gap) == (pytest.approx(90), 65)
    assert hotline(RULES, Counts()).total is None
