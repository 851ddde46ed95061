import math

import pytest
from scipy.stats import poisson

from data_access.alerts import surges
from data_access.alerts.finding import Finding
from data_access.alerts.surges import Rise
from data_access.clock import DAY, HOUR, MINUTE
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, OUTSIDE, accept, said, world


def rise(count: int, *past: int) -> Rise:
    return Rise("s1", NOW - HOUR, count, past, "city/street", count)


def fill(store: Store, counts: dict[int, int], area: str = "g1") -> None:
    """`counts[week]` cases in the hour that ends `week` weeks before NOW, the last of them just before it does."""
    for week, count in counts.items():
        end = NOW - week * 7 * DAY
        accept(store, [said(f"{area}-{week}-{n}", "collected", end - 1 - n * MINUTE, area=area) for n in range(count)])


def judged(store: Store, **given: object) -> list[Finding]:
    one = rule("surge", level=1, **given)
    with ground(store) as here:
        return surges.judge(surges.gather(here, one), one, here.moment)


@pytest.mark.parametrize(("count", "past"), [(1, (0,)), (5, (1, 0, 2, 1)), (40, (9, 8, 11, 10)), (300, (290, 310))])
def test_the_tail_is_that_of_poisson(count: int, past: tuple[int, ...]) -> None:
    mean = (sum(past) + 0.5) / len(past)
    assert math.isclose(surges.poisson_tail(count, past), poisson.sf(count - 1, mean), rel_tol=1e-9)


def test_nothing_is_certain_after_a_quiet_past() -> None:
    assert 0.1 < surges.poisson_tail(1, (0, 0, 0, 0)) < 0.2
    assert surges.poisson_tail(0, (3,)) == 1


def test_the_last_hour_against_the_same_hours_of_weeks_before() -> None:
    with world() as store:
        fill(store, {0: 12, 1: 3, 2: 1, 3: 2, 4: 2, 5: 50})
        fill(store, {0: 2, 1: 2}, area="g4")
        (one,) = judged(store)
    assert (one.subject, one.area, one.severity, one.raises) == ("area:s1", "s1", "warn", True)
    assert one.evidence["past"] == [3, 1, 2, 2]
    assert one.evidence["count"] == 12
    assert one.evidence["expected"] == 2
    assert one.evidence["ratio"] == 6
    assert one.evidence["p"] == pytest.approx(poisson.sf(11, 8.5 / 4), rel=1e-2)
    assert (one.category, one.evidence["category_count"]) == ("city/street", 12)


def test_only_weeks_that_the_history_reaches_count() -> None:
    with world() as store:
        fill(store, {0: 12, 1: 2, 2: 2})
        (one,) = judged(store)
        assert one.evidence["past"] == [2, 2]


def test_without_a_past_nothing_is_judged() -> None:
    with world() as store:
        fill(store, {0: 12})
        assert judged(store) == []
    with world() as store:
        assert judged(store) == []


def test_cases_nowhere_are_in_no_street_but_in_the_whole() -> None:
    with world() as store:
        for week, count in ((0, 12), (1, 1)):
            end = NOW - week * 7 * DAY - 1
            accept(store, [said(f"o{week}-{n}", "collected", end, **OUTSIDE) for n in range(count)])
        assert judged(store) == []
        one = rule("surge", level=0)
        with ground(store) as here:
            assert [found.area for found in surges.judge(surges.gather(here, one), one, here.moment)] == ["d"]


@pytest.mark.parametrize(
    ("count", "past", "expected"),
    [
        (9, (2, 2, 2, 2), [True]),
        # Beyond the limit of keeping, not of raising.
        (6, (2, 2, 2, 2), [False]),
        (2, (2, 2, 2, 2), []),
        # By far no chance, but less than twice the usual.
        (190, (100, 100, 100, 100), [False]),
        # Twice the usual, but few.
        (4, (0, 0, 0, 0), [False]),
        (0, (2, 2), []),
    ],
)
def test_raising_and_keeping(count: int, past: tuple[int, ...], expected: list[bool]) -> None:
    one = rule("surge", least=5, ratio=2.0, p=0.001, keep_p=0.05)
    assert [found.raises for found in surges.judge((rise(count, *past),), one, NOW)] == expected


@pytest.mark.parametrize(
    ("count", "past", "severity"), [(10, (2, 2), "crit"), (9, (2, 2), "warn"), (9, (0, 0), "crit")]
)
def test_heavier_surges(count: int, past: tuple[int, ...], severity: str) -> None:
    one = rule("surge", worse_ratio=5.0)
    (found,) = surges.judge((rise(count, *past),), one, NOW)
    assert found.severity == severity
    assert found.evidence["ratio"] == (None if not sum(past) else count / 2)


def test_the_day_before_the_history_was_not_quiet() -> None:
    """A week ago at this hour nothing had been told yet: who began a few hours later had no quiet hour before."""
    with world() as store:
        fill(store, {0: 12})
        accept(store, [said("first", "collected", NOW - 7 * DAY + 2 * 60 * MINUTE, area="s1")])
        assert judged(store) == []
