import pytest

from data_access.frames.score_subject import Subject, subject
from data_access.scores.board import board
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, reading

WEEK = View(scene="scores", window="7d")


def _subject(store: Store, focus: str = "") -> Subject | None:
    view = WEEK.replaced(focus=focus)
    with reading(store) as reader:
        return subject(board(reader, view), view)


def _tell(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"a{number}", handled="13:00")])
    accept(store, [step for number in range(6) for step in course(f"b{number}", department="gongan")])


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        ("", ("department", "chengguan", "on_time", False)),
        ("department:gongan/closure", ("department", "gongan", "closure", True)),
        ("department:gongan", ("department", "gongan", "volume", True)),
        ("department:gongan/none", ("department", "gongan", "volume", True)),
        ("area:s1", ("area", "s1", "on_time", True)),
        ("area:elsewhere", ("department", "chengguan", "on_time", False)),
        ("event:SJ1", ("department", "chengguan", "on_time", False)),
    ],
)
def test_the_focus_else_the_department_that_stands_worst(
    store: Store, focus: str, expected: tuple[str, str, str, bool]
) -> None:
    _tell(store)
    found = _subject(store, focus)
    assert found is not None
    assert found.part is not None
    assert (found.standing.kind, found.standing.code, found.part.key, found.chosen) == expected


def test_an_area_where_no_department_is_ranked(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"a{number}", department=None)])
    found = _subject(store)
    assert found is not None
    assert (found.standing.kind, found.standing.code) == ("area", "s1")


def test_nobody_is_ranked(store: Store) -> None:
    assert _subject(store) is None
    opened = _subject(store, "department:gongan")
    assert opened is not None
    assert opened.part is None
