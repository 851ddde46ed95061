from data_access.frames import areas, kpis
from data_access.frames.unreconciled import unreconciled
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.alerts.boards import raise_all
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, accept, reading, said

EVIDENCE = {"measure": "closed", "start": NOW - 7, "end": NOW, "rolled": 9, "counted": 8, "children": 8, "differs": {}}


def raise_one(store: Store, area: str, **evidence: object) -> None:
    raise_all(
        store,
        finding(f"u{area}", rule="u", kind="unreconciled", area=area, evidence={**EVIDENCE, **evidence}),
    )


def asked(store: Store, **view: object) -> dict[str, object]:
    with reading(store) as reader:
        return {name: told["rolled"] for name, told in unreconciled(reader, View(**view)).items()}


def test_a_total_is_marked_where_it_differs_and_nowhere_else(store: Store) -> None:
    accept(store, [said("1", "collected", "22 12:00")])
    raise_one(store, "s1")
    assert asked(store, area="s1") == {"closed": 9}
    assert asked(store) == asked(store, area="c1") == {}
    assert asked(store, area="s1", source="hotline") == {}, "what was checked were the totals of all"


def test_figures_of_reports_are_no_figures_of_cases(store: Store) -> None:
    raise_all(store, finding("r", rule="u", kind="unreconciled", area="d", evidence={"total": 3, "parts": 2}))
    assert asked(store) == {}


def test_the_tape_and_the_list_of_areas_know(store: Store) -> None:
    accept(store, [said("1", "collected", "22 12:00")])
    raise_one(store, "d")
    with reading(store) as reader:
        for frame in (kpis.frame, areas.frame):
            assert frame(reader, View()).attrs["unreconciled"]["closed"]["children"] == 8
