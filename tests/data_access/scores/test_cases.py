import pytest

from data_access.clock import HOUR, MINUTE
from data_access.reader import Reader
from data_access.scores.board import board
from data_access.scores.cases import CASED, Case, lost_cases
from data_access.scores.rules import KINDS, Kind
from data_access.scores.scoring import INVERSE
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, moment, reading

WEEK = View(scene="scores", window="7d")


@pytest.fixture
def told(store: Store) -> Store:
    accept(
        store,
        [
            *course("fine", score=5, post="p1"),
            *course("late", handled="13:00", accepted="08:45", score=3, post="p1"),
            *course("later", "21", handled="15:30", accepted="09:30", score=1),
            *course("again", reworked=True, area="g3", post="p1"),
            *course("open", handled=None, accepted=None, area="g3"),
            *course("own", own=True, area="g4", department="gongan"),
            *course("own-too", "21", own=True, area="g4", department="gongan"),
            *course("proven", own=True, note="照片", area="g4", department="gongan"),
            *course("placeless", area="d", department=None, handled="13:00"),
        ],
    )
    return store


def _lost(reader: Reader, kind: Kind, code: str, measure: str, most: int = 12, view: View = WEEK) -> list[Case]:
    return lost_cases(reader, view, kind, code, measure, board(reader, view).window, most)


@pytest.mark.parametrize(
    ("kind", "code", "measure", "expected"),
    [
        ("department", "chengguan", "on_time", ["open", "later", "late"]),
        ("department", "chengguan", "closure", ["open"]),
        ("department", "chengguan", "rework", ["again"]),
        ("department", "chengguan", "satisfaction", ["later", "late"]),
        ("department", "chengguan", "acceptance", ["open", "later", "late"]),
        ("department", "gongan", "evidence", ["own-too", "own"]),
        ("department", "gongan", "acceptance", []),
        ("department", "chengguan", "volume", []),
        ("area", "s1", "on_time", ["open", "later", "late"]),
        ("area", "c2", "on_time", ["open"]),
        ("area", "s2", "evidence", ["own-too", "own"]),
        ("post", "p1", "on_time", ["late"]),
        ("post", "p1", "rework", ["again"]),
    ],
)
def test_the_worst_or_the_newest_first(told: Store, kind: Kind, code: str, measure: str, expected: list[str]) -> None:
    with reading(told) as reader:
        assert [case.event_id for case in _lost(reader, kind, code, measure)] == expected


def test_amounts(told: Store) -> None:
    with reading(told) as reader:
        late = {case.event_id: case.amount for case in _lost(reader, "department", "chengguan", "on_time")}
        slow = {case.event_id: case.amount for case in _lost(reader, "department", "chengguan", "acceptance")}
        poor = [case.amount for case in _lost(reader, "department", "chengguan", "satisfaction")]
        again = [case.amount for case in _lost(reader, "department", "chengguan", "rework")]
        own = [case.amount for case in _lost(reader, "department", "gongan", "evidence")]
        moment_now = board(reader, WEEK).moment
    assert (late["late"], late["later"]) == (HOUR, 3.5 * HOUR)
    assert late["open"] == moment_now - moment("20 12:00")
    assert (slow["late"], slow["later"]) == (15 * MINUTE, HOUR)
    assert (poor, again, own) == ([1, 3], [1], [moment("21 10:00"), moment("20 10:00")])


def test_no_more_than_asked_for(told: Store) -> None:
    with reading(told) as reader:
        assert [case.event_id for case in _lost(reader, "department", "chengguan", "on_time", 1)] == ["open"]


def test_every_count_lost_has_its_cases(told: Store) -> None:
    with reading(told) as reader:
        for view in (WEEK, WEEK.replaced(as_of=moment("21 14:00"))):
            found = board(reader, view)
            for kind in KINDS:
                for one in found.rankings[kind].standings:
                    for part in one.score.parts:
                        if part.key in CASED:
                            ratio = part.ratio
                            lost = ratio.numerator if part.key in INVERSE else ratio.denominator - ratio.numerator
                            assert len(_lost(reader, kind, one.code, part.key, 99, view)) == lost, (one.code, part.key)
