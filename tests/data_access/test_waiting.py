from random import Random
from statistics import median
from typing import Any

import pytest
from scipy.stats import CensoredData, ecdf

from data_access.clock import DAY, HOUR, SECOND, Micros, format_instant
from data_access.store.store import Store
from data_access.view import View
from data_access.waiting import COHORT, PIECE, Waiting, waiting
from tests.data_access.worlds import NOW, accept, reading, said, world


def case(name: str, age: Micros, took: Micros | None = None, department: str | None = "chengguan") -> list[Any]:
    """A case collected so long before NOW, closed after so long, or open still."""
    at = NOW - age
    told = [said(name, "collected", at, department=department)]
    return told if took is None else [*told, said(name, "handled", at + took)]


def found(store: Store, **view: Any) -> dict[str, Waiting]:
    with reading(store) as reader:
        return waiting(reader, reader.question(View(**view)))


def test_open_cases_are_counted_as_far_as_they_have_lasted() -> None:
    with world() as store:
        closed = [case(f"c{number}", 20 * DAY, number * HOUR) for number in range(1, 5)]
        opened = [case(f"o{number}", number * DAY) for number in range(5, 12)]
        accept(store, [told for one in (*closed, *opened) for told in one])
        (one,) = found(store).values()
        assert one == Waiting(8 * DAY / SECOND, 11, None)
        accept(store, [told for number in range(20) for told in case(f"f{number}", 10 * DAY, 6 * HOUR)])
        assert found(store)["chengguan"].survival == pytest.approx(6 * HOUR / SECOND, abs=PIECE / SECOND)


def test_who_is_of_the_cohort() -> None:
    with world() as store:
        told = [
            *case("old and open", COHORT + DAY),
            *case("old and closed lately", COHORT + DAY, COHORT),
            *case("of none", DAY, department=None),
            *case("young", DAY, HOUR),
        ]
        accept(store, told)
        assert {department: one.cohort for department, one in found(store).items()} == {"chengguan": 1, "unassigned": 1}
        assert found(store)["unassigned"].age == DAY / SECOND
        assert found(store, department="unassigned").keys() == {"unassigned"}
        assert found(store, area="s2") == {}


def test_nothing_is_nothing() -> None:
    with world() as store:
        assert found(store) == {}
        assert found(store, as_of=0) == {}


@pytest.mark.parametrize("back", [0, 1 * HOUR, 3 * DAY])
def test_as_of_any_moment_like_scipy(back: Micros) -> None:
    rng = Random(back)
    with world() as store:
        cases = [(rng.randrange(40 * DAY), rng.choice([None, *[rng.randrange(HOUR, 9 * DAY)] * 4])) for _ in range(160)]
        told = [one for number, (age, took) in enumerate(cases) for one in case(str(number), age, took)]
        accept(store, [one for one in told if one["at"] <= format_instant(NOW)])
        moment = NOW - back
        one = found(store, as_of=moment)["chengguan"]
    lasted, ended, open_ages = [], [], []
    for age, took in cases:
        start = NOW - age
        if start > moment:
            continue
        done = took is not None and start + took <= moment
        if not done:
            open_ages.append((moment - start) / SECOND)
        if start >= moment - COHORT:
            lasted.append((took if done and took else moment - start) / SECOND)
            ended.append(done)
    fitted = ecdf(CensoredData.right_censored(lasted, [not one for one in ended])).sf
    assert one.cohort == len(lasted)
    assert one.survival == pytest.approx(fitted.quantiles[fitted.probabilities <= 0.5][0], abs=PIECE / SECOND)
    assert one.age == pytest.approx(median(open_ages))
