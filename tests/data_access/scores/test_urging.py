from data_access.scores.urging import Urged, urged
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, moment, reading, said


def _tell(store: Store) -> None:
    accept(
        store,
        [
            *course("a", handled=None),
            said("a", "urged", "20 13:00"),
            said("a", "urged", "20 14:00"),
            said("a", "supervised", "20 15:00"),
            *course("b", area="g4", department="gongan", handled=None),
            said("b", "urged", "20 13:30"),
            *course("c", department=None, handled=None),
            said("c", "urged", "20 13:00"),
            *course("void", handled=None),
            said("void", "urged", "20 13:00"),
            said("void", "voided", "20 16:00"),
        ],
    )


def _urged(store: Store, **view: str | int) -> dict[str, Urged]:
    with reading(store) as reader:
        question = reader.question(View(window="7d", **view))  # type: ignore[arg-type]
        return urged(reader, question, (question.start, question.end))


def test_by_department_of_cases_that_count(store: Store) -> None:
    _tell(store)
    assert _urged(store) == {"chengguan": Urged(2, 1), "gongan": Urged(1, 0)}


def test_within_an_area_and_as_of_a_moment(store: Store) -> None:
    _tell(store)
    assert _urged(store, area="s2") == {"gongan": Urged(1, 0)}
    assert _urged(store, as_of=moment("20 13:15")) == {"chengguan": Urged(2, 0)}
    assert _urged(store, as_of=moment("20 12:00")) == {}


def test_a_case_handed_over_counts_for_who_had_it_then(store: Store) -> None:
    accept(
        store,
        [
            *course("a", handled=None, accepted=None),
            said("a", "urged", "20 13:00"),
            said("a", "dispatched", "20 14:00", department="gongan"),
            said("a", "urged", "20 15:00"),
        ],
    )
    assert _urged(store) == {"chengguan": Urged(1, 0), "gongan": Urged(1, 0)}
