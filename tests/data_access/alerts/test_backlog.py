import pytest

from data_access.alerts import backlog
from data_access.alerts.backlog import Pile
from data_access.alerts.finding import Finding
from data_access.clock import DAY, HOUR
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, accept, moment, said, world


def found(store: Store, **given: object) -> list[Finding]:
    one = rule("department_backlog", **given)
    with ground(store) as here:
        return backlog.judge(backlog.gather(here, one), one, here.moment)


def cases(count: int, department: str | None, *, late: int = 0, area: str = "g1", closed: int = 0) -> list[object]:
    messages: list[object] = []
    for number in range(count + closed):
        name = f"{department}-{area}-{number}"
        due = NOW - HOUR if number < late else NOW + HOUR
        messages.append(said(name, "collected", "21 09:00", area=area, due_at=due))
        if department is not None:
            messages.append(said(name, "dispatched", "21 10:00", department=department))
        if number >= count:
            messages.append(said(name, "handled", "22 09:00"))
    return messages


def test_by_the_share_that_is_overdue() -> None:
    with world() as store:
        accept(store, [*cases(4, "chengguan", late=2), *cases(4, "gongan", late=1), *cases(3, None, late=3)])
        (one,) = found(store)
    assert (one.key, one.area, one.department) == ("department-backlog|department:chengguan|d", "d", "chengguan")
    assert one.raises
    assert one.evidence["open"] == 4
    assert one.evidence["overdue"] == 2
    assert one.evidence["overdue_share"] == 0.5
    assert one.evidence["by"] == "overdue_share"
    # The history is a day old: nobody knows a pace of two weeks.
    assert one.evidence["closed"] is None
    assert one.evidence["days"] is None


def test_by_days_of_work_at_its_pace() -> None:
    with world() as store:
        accept(store, [said("old", "collected", NOW - 20 * DAY, area="g4")])
        accept(store, [*cases(6, "chengguan", closed=7), *cases(6, "gongan", closed=28)])
        (one,) = found(store, days=10.0, overdue_share=None)
    assert one.department == "chengguan"
    assert one.evidence["closed"] == 7
    assert one.evidence["days"] == 12.0
    assert one.evidence["by"] == "days"


def test_by_area_of_the_level() -> None:
    with world() as store:
        accept(store, [*cases(4, "chengguan", late=4), *cases(4, "chengguan", late=0, area="g4")])
        assert [one.area for one in found(store, level=1)] == ["s1"]
        assert [(one.area, one.evidence["open"]) for one in found(store)] == [("d", 8)]


@pytest.mark.parametrize(
    ("pile", "outcome"),
    [
        ((10, 5, 14), True),
        ((10, 4, 14), None),
        # Kept down to 0.9 of the limit of days, which is 12.
        ((11, 0, 14), False),
        ((12, 0, 14), True),
        ((10, 0, 14), None),
        # Too few to raise, enough to keep.
        ((9, 9, 14), False),
        ((10, 0, 0), None),
        ((10, 0, None), None),
    ],
)
def test_raising_and_keeping(pile: tuple[int, int, int | None], outcome: bool | None) -> None:
    one = rule("department_backlog", least=10, days=12.0, overdue_share=0.5, keep=0.9)
    findings = backlog.judge((Pile("d", "chengguan", *pile),), one, NOW)
    assert [finding.raises for finding in findings] == ([] if outcome is None else [outcome])


def test_heavier_ones() -> None:
    one = rule("department_backlog", worse_overdue_share=0.8, worse_days=30.0, days=15.0)
    severities = [
        finding.severity
        for pile in ((10, 7, 14), (10, 8, 14), (29, 0, 14), (30, 0, 14))
        for finding in backlog.judge((Pile("d", "chengguan", *pile),), one, NOW)
    ]
    assert severities == ["warn", "crit", "warn", "crit"]


def test_what_nobody_owns_has_no_pace() -> None:
    one = rule("department_backlog", days=1.0, overdue_share=0.5)
    assert backlog.judge((Pile("d", "unassigned", 99, 1, 14),), one, NOW) == []
    (finding,) = backlog.judge((Pile("d", "unassigned", 99, 60, 14),), one, NOW)
    assert finding.evidence["days"] is None


def test_an_empty_store() -> None:
    with world() as store:
        assert found(store) == []


def test_the_past_is_counted_as_it_was() -> None:
    with world() as store:
        accept(store, cases(5, "chengguan", late=5, closed=0))
        one = rule("department_backlog")
        with ground(store, moment("21 11:00")) as here:
            (pile,) = backlog.gather(here, one)
        assert (pile.open, pile.overdue) == (5, 0)


@pytest.mark.parametrize(("level", "closed"), [(0, 6), (1, 4)])
def test_the_pace_of_the_past_is_that_of_the_present(level: int, closed: int) -> None:
    """The present is read from the rollups, the past from the states. Below the root, what is in no area of the level
    piles up at the root, at the pace at which such cases are closed."""
    one = rule("department_backlog", least=1, level=level)
    with world() as store:
        accept(store, [said("old", "collected", NOW - 20 * DAY, area="g4")])
        accept(store, [*cases(6, "chengguan", closed=7), *cases(3, "gongan", closed=2, area="g4"), *cases(2, None)])
        accept(store, [*cases(1, "gongan", closed=4, area="d")])
        with ground(store) as here:
            present = backlog.gather(here, one)
        # Something that changes none of it makes that T a past one.
        accept(store, [said("new", "collected", NOW + 1, area="g4")])
        with ground(store, NOW) as there:
            assert not there.question.live
            past = backlog.gather(there, one)
    assert present == past
    assert {(pile.area, pile.department): pile.closed for pile in present}["d", "gongan"] == closed
