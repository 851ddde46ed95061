from data_access.alerts.open_cases import Case, by_owner, open_cases
from tests.data_access.alerts.grounds import ground
from tests.data_access.worlds import NOW, accept, moment, said, world


def test_open_ones_as_of_t_read_once() -> None:
    with world() as store:
        accept(
            store,
            [said("1", "collected", "22 09:00", severity=3, due_at="22 10:00"), said("2", "collected", "22 09:00")],
        )
        accept(store, [said("1", "dispatched", "22 09:30", department="gongan"), said("2", "voided", "22 11:00")])
        accept(store, [said("3", "collected", "22 10:00", area="g4"), said("3", "handled", "22 12:00")])
        with ground(store) as here:
            (one,) = open_cases(here)
            assert open_cases(here) is open_cases(here)
        with ground(store, moment("22 10:30"), scope="s2") as then:
            assert sorted(case.event_id for case in open_cases(then)) == ["1", "2", "3"]
    assert one == Case(
        "hotline",
        "1",
        "g1",
        "gongan",
        "city/street",
        "dispatched",
        moment("22 09:30"),
        3,
        moment("22 10:00"),
        moment("22 09:00"),
    )


def test_by_area_and_department() -> None:
    def case(name: str, area: str | None, department: str | None = None) -> Case:
        return Case("hotline", name, area, department, None, None, NOW, 1, None)

    given = [case("1", "g4", "gongan"), case("2", "g1"), case("3", "g2"), case("4", None, "gongan")]
    with world() as store, ground(store) as here:
        found = by_owner(here, given, 1)
    assert {key: [one.event_id for one in cases] for key, cases in found.items()} == {
        ("d", "gongan"): ["4"],
        ("s1", "unassigned"): ["2", "3"],
        ("s2", "gongan"): ["1"],
    }
    assert list(found) == sorted(found)
