from collections.abc import Iterator

import numpy as np
import pytest

from data_access.clock import DAY, HOUR, MINUTE
from data_access.reader import Reader
from data_access.stays import Ended, ended_stays, lasting_stays
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, Clock, accept, moment, reading, said, world


def ended(reader: Reader, **view: object) -> dict[str, Ended]:
    question = reader.question(View(**view))
    return ended_stays(reader, question, (question.start, question.end))


def told(stays: dict[str, Ended]) -> dict[str, list[float]]:
    """The stays of every stage in seconds, one by one."""
    return {
        stage: sorted(np.repeat(one.seconds, one.weights).round(3).tolist()) for stage, one in stays.items() if one.n
    }


def one_case(store: Store) -> None:
    """Collected 9:00, dispatched 9:10, accepted 9:30, handled 11:10 (never verified), evaluated 11:40."""
    accept(
        store,
        [
            said("1", "collected", "22 09:00"),
            said("1", "dispatched", "22 09:10", department="chengguan"),
            said("1", "accepted", "22 09:30"),
            said("1", "handled", "22 11:10"),
            said("1", "evaluated", "22 11:40"),
        ],
    )


@pytest.fixture
def store() -> Iterator[Store]:
    with world() as found:
        one_case(found)
        yield found


def test_a_stay_lasts_until_the_next_stage_the_case_reached(store: Store) -> None:
    exact = {"collected": [600.0], "dispatched": [7200.0], "handled": [1800.0]}
    with reading(store) as reader:
        for view in ({"source": "hotline"}, {"area": "g1"}, {"category": "city"}):
            assert told(ended(reader, **view)) == exact
        for stage, (seconds,) in told(ended(reader)).items():
            assert seconds == pytest.approx(exact[stage][0], rel=0.01)


def test_a_stay_counts_in_the_window_in_which_it_ended(store: Store) -> None:
    with reading(store) as reader:
        window = "2026-11-22T09:10:00+08:00/2026-11-22T11:10:00+08:00"
        for view in ({"window": window}, {"window": window, "source": "hotline"}):
            assert set(told(ended(reader, **view))) == {"collected"}
        assert told(ended(reader, as_of=moment("22 11:10"), source="hotline")) == {"collected": [600.0]}
        assert set(told(ended(reader, as_of=moment("22 11:10") + 1, source="hotline"))) == {"collected", "dispatched"}


def test_only_what_matches_is_counted(store: Store) -> None:
    accept(
        store, [said("2", "collected", "22 09:00", source="worker"), said("2", "verified", "22 10:00", source="worker")]
    )
    accept(
        store, [said("3", "collected", "22 09:00"), said("3", "handled", "22 10:00"), said("3", "voided", "22 11:00")]
    )
    with reading(store) as reader:
        assert told(ended(reader, source="worker")) == {"collected": [3600.0]}
        assert told(ended(reader, source="hotline"))["collected"] == [600.0]
        assert told(ended(reader, source="hotline", as_of=moment("22 10:30")))["collected"] == [600.0, 3600.0]
        assert told(ended(reader, department="gongan")) == {}


def test_the_rollups_and_the_states_say_the_same() -> None:
    with world() as store:
        batch = []
        for number in range(60):
            at = NOW - 20 * HOUR + number * 11 * MINUTE
            name, area = str(number), ("g1", "g3", "s2")[number % 3]
            batch.append(said(name, "collected", at, area=area))
            for step, stage in enumerate(("dispatched", "verified", "handled", "archived")[: number % 5], start=1):
                batch.append(said(name, stage, at + step * (number + 1) * 2 * MINUTE))
        accept(store, batch)
        with reading(store) as reader:
            for area in ("", "s1"):
                rolled, exact = ended(reader, area=area), ended(reader, area=area, source="hotline")
                for stage, one in rolled.items():
                    assert one.n == exact[stage].n
                    for half, other in zip(one.percentiles(0.5, 0.9), exact[stage].percentiles(0.5, 0.9), strict=True):
                        assert half == pytest.approx(other, rel=0.02) if other is not None else half is None


def test_stays_that_last_begin_where_their_stage_did(store: Store) -> None:
    accept(
        store, [said("2", "collected", "22 10:00", self_handled=True), said("3", "collected", "22 10:00", severity=4)]
    )
    accept(store, [said("4", "accepted", "22 11:00"), said("4", "collected", "22 10:00", department="gongan")])
    with reading(store) as reader:
        found = {
            one.collected_at: one for one in lasting_stays(reader, reader.question(View(as_of=moment("22 09:40"))))
        }
        (one,) = found.values()
        assert (one.stage, one.since, one.open, one.unowned) == ("dispatched", moment("22 09:10"), True, False)
        question = reader.question(View())
        stays = sorted(lasting_stays(reader, question), key=lambda one: one.id)
        assert [(one.stage, one.open, one.unowned, one.severity) for one in stays] == [
            ("evaluated", False, False, 1),
            ("collected", True, False, 1),
            ("collected", True, True, 4),
            ("dispatched", True, False, 1),
        ]
        # Accepted without a dispatch: in the stage since it was accepted.
        assert stays[3].since == moment("22 11:00")
        assert lasting_stays(reader, question) is lasting_stays(reader, question)


def test_archived_and_voided_cases_stay_nowhere(store: Store) -> None:
    accept(
        store, [said("1", "archived", "22 12:00"), said("2", "collected", "22 12:00"), said("2", "voided", "22 12:01")]
    )
    with reading(store) as reader:
        assert lasting_stays(reader, reader.question(View())) == []


def test_stays_of_every_length_keep_their_mean_within_one_percent() -> None:
    with world(clock=Clock(NOW)) as store:
        stays = [137 * 60 * 1_000_000, 138 * 60 * 1_000_000, 3 * DAY + 123, 90 * 1_000_000]
        begins = [NOW - stay - MINUTE for stay in stays]
        for number, (begin, stay) in enumerate(zip(begins, stays, strict=True)):
            accept(store, [said(str(number), "collected", begin), said(str(number), "handled", begin + stay)])
        with reading(store) as reader:
            found = told(ended(reader, source="hotline"))["collected"]
        assert found == pytest.approx(sorted(stay / 1e6 for stay in stays), rel=0.01)
