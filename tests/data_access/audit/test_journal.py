"""The audit: a line each, the same again counted, nothing dropped before its time."""

from dataclasses import replace

import pytest

from data_access.audit.journal import KEPT, LEAST_DAYS, SAME, Action, Entry, Journal, Line, Proof, Result
from data_access.clock import DAY, SECOND
from data_access.store.store import Store
from tests.data_access.worlds import Clock, world

EXPORT = Entry("hotline", Proof.TOKEN, "10.0.0.7", Action.EXPORT, "panel areas", "csv", "area=s1", Result.GIVEN)
OPENED = Entry(
    "", Proof.NONE, "10.0.0.8", Action.EVENT, "event hotline 1", "page", "focus=event:hotline/1", Result.GIVEN
)


def times(journal: Journal) -> list[tuple[str, int]]:
    return [(line.entry.subject, line.times) for line in journal.lines()]


def test_a_line_holds_what_was_said(store: Store) -> None:
    journal, version = Journal(store), store.version()
    refused = replace(EXPORT, result=Result.REFUSED, reason="400: area 'x' is not in the area tree")
    journal.record(refused)
    (line,) = journal.lines()
    now = store.clock()
    assert line == Line(line.id, now, now, 1, refused)
    assert store.version() == version, "nothing that panels show has changed"


def test_the_same_again_within_a_minute_is_counted() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        journal = Journal(store)
        first = clock()
        for _ in range(3):
            journal.record(OPENED)
            clock.now += SAME - SECOND
        (line,) = journal.lines()
        assert (line.times, line.at, line.until) == (3, first, first + 2 * (SAME - SECOND))
        journal.record(replace(OPENED, origin="10.0.0.9"))
        clock.now += SAME
        journal.record(OPENED)
        assert [line.times for line in journal.lines()] == [1, 1, 3], "another viewer, and the same one later"


def test_two_processes_count_on_lines_of_their_own(store: Store) -> None:
    for journal in (Journal(store), Journal(store)):
        journal.record(EXPORT)
    assert times(Journal(store)) == [("panel areas", 1)] * 2


def test_lines_are_dropped_when_their_time_is_over_and_not_before() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        journal = Journal(store, LEAST_DAYS)
        journal.record(EXPORT)
        clock.now += LEAST_DAYS * DAY
        journal.record(OPENED)
        assert journal.count() == 2, "the last day is not over"
        clock.now += DAY
        journal.record(replace(OPENED, subject="event hotline 2"))
        assert [name for name, _ in times(journal)] == ["event hotline 2", "event hotline 1"]


def test_six_months_is_the_least(store: Store) -> None:
    with pytest.raises(ValueError, match="audit_days 183 is too few; expected 184 or more"):
        Journal(store, LEAST_DAYS - 1)


def test_lines_are_found_by_whom_what_and_when() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        journal = Journal(store)
        journal.record(EXPORT)
        clock.now += DAY
        journal.record(OPENED)

        def found(**asked: object) -> list[str]:
            return [line.entry.subject for line in journal.lines(**asked)]  # type: ignore[arg-type]

        assert found() == ["event hotline 1", "panel areas"]
        assert found(limit=1) == found(since=clock()) == found(action="event") == ["event hotline 1"]
        assert found(until=clock()) == found(who="hotline") == found(who="10.0.0.7") == ["panel areas"]
        assert found(about="hotline/1") == ["event hotline 1"]
        assert found(about="%") == [], "a percent sign is one"


def test_what_is_too_long_is_cut_and_few_lines_are_remembered(store: Store) -> None:
    journal = Journal(store)
    journal.record(replace(EXPORT, who="长" * 500, query="x" * 9000))
    (line,) = journal.lines()
    assert (len(line.entry.who), len(line.entry.query)) == (120, 2000)
    for number in range(KEPT + 1):
        journal.record(replace(EXPORT, subject=str(number)))
    assert len(journal._last) == KEPT
