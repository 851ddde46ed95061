"""The figures of a week against the measures of the same views, which tests of their own hold to the definitions."""

from collections.abc import Iterator
from typing import Any

import pytest

from data_access.briefing.figures import Figures
from data_access.briefing.gathering import gather
from data_access.briefing.weeks import Week, WeekError, period_of
from data_access.reader import OutsideScope
from data_access.store.store import Store
from data_access.view import ViewError
from tests.data_access.worlds import accept, measures, moment, only, reading, said, world


def _week_of_cases(first: int, count: int, day: str, area: str, **more: Any) -> list[dict[str, Any]]:
    found = []
    for number in range(first, first + count):
        name, hour = f"E{number}", 8 + number % 9
        found.append(said(name, "collected", f"{day} {hour:02d}:00", area=area, due_at=f"{day} 20:00", **more))
        found.append(said(name, "dispatched", f"{day} {hour:02d}:10", department="chengguan"))
        found.append(said(name, "accepted", f"{day} {hour:02d}:{20 + number % 30}", department="chengguan"))
        if number % 3:
            found.append(said(name, "handled", f"{day} {19 if number % 4 else 22}:00"))
        if number % 5 == 1:
            found.append(said(name, "evaluated", f"{day} 23:00", satisfaction=5 if number % 2 else 2))
    return found


@pytest.fixture
def store() -> Iterator[Store]:
    """Three weeks in s1 and s2: the one before last, the last (2026-W45) and that told of (2026-W46)."""
    with world() as found:
        accept(found, _week_of_cases(0, 20, "01", "g1"))
        accept(found, _week_of_cases(100, 30, "03", "g1"))
        accept(found, _week_of_cases(200, 24, "05", "g4", category="city/noise"))
        accept(found, _week_of_cases(300, 40, "10", "g1"))
        accept(found, _week_of_cases(400, 12, "13", "c2"))
        accept(found, _week_of_cases(500, 9, "14", "g4", category="city/noise"))
        yield found


def _told(store: Store, week: str = "2026-W46", area: str = "", scope: str = "", as_of: str | None = None) -> Figures:
    with reading(store, scope) as reader:
        moment_of = None if as_of is None else moment(as_of)
        return gather(reader, area, period_of(Week.parse(week), reader.zone, reader.now, moment_of))


def test_the_figures_are_those_of_the_measures(store: Store) -> None:
    found = _told(store)
    view = {"window": found.period.window, "as_of": found.period.as_of}
    whole = only(store, **view)
    now = found.total.now
    counts = ("reported", "closed", "open", "overdue", "due")
    assert {name: getattr(now, name) for name in counts} == {name: whole[name] for name in counts}
    for mine, theirs in (("on_time", "on_time_rate"), ("rework", "rework_rate"), ("satisfaction", "satisfaction")):
        share = getattr(now, mine)
        assert (share.numerator, share.denominator) == (whole[theirs]["numerator"], whole[theirs]["denominator"])
    assert now.response.n == whole["response_seconds"]["n"]
    # The measures of the present may be those of histograms, within 1 %; a briefing's are exact.
    assert now.response.p50 == pytest.approx(whole["response_seconds"]["p50"], rel=0.01)
    assert now.diversity == pytest.approx(whole["source_diversity"])
    for by, group in found.groups.items():
        told = {one["key"]: one["reported"] for one in measures(store, by, **view)}
        assert {one.key: one.now.reported for one in group if one.now.reported or one.key in told} == told


def test_last_week_is_known_as_at_t_and_its_levels_as_of_its_end(store: Store) -> None:
    found = _told(store)
    assert found.last is not None
    window = "2026-11-01T16:00:00Z/2026-11-08T16:00:00Z"
    then = only(store, window=window, as_of=found.period.as_of)
    assert found.total.last is not None
    assert found.total.last.reported == then["reported"] == 54
    assert found.total.last.open == only(store, window=window, as_of=found.last.end)["open"]


def test_the_same_week_before_is_told_only_where_history_reaches(store: Store) -> None:
    assert _told(store).same is None
    accept(store, [said("OLD", "collected", moment("10 08:00") - 364 * 86_400_000_000 - 7 * 86_400_000_000)])
    found = _told(store)
    assert found.same is not None
    assert (found.same.kind, str(found.same.week)) == ("year", "2025-W46")


def test_four_weeks_back_stand_in_for_the_year(store: Store) -> None:
    accept(store, [said("OLD", "collected", moment("10 08:00") - 5 * 7 * 86_400_000_000)])
    found = _told(store)
    assert found.same is not None
    assert (found.same.kind, str(found.same.week)) == ("weeks", "2026-W42")


def test_two_runs_as_of_the_same_t_are_the_same_though_the_store_went_on(store: Store) -> None:
    first = _told(store)
    # Later messages are after T: they change nothing of what was known then.
    accept(store, _week_of_cases(900, 15, "18", "g1"))
    again = _told(store)
    assert first.canonical() == again.canonical()
    assert first.digest() == again.digest()
    # What comes late about the week itself does change it.
    accept(store, [said("E301", "voided", "11 09:00")])
    assert _told(store).digest() != first.digest()


def test_a_scope_has_its_own_figures_and_no_others(store: Store) -> None:
    found = _told(store, scope="s2")
    assert (found.area, found.total.now.reported) == ("s2", 9)
    assert [one.key for one in found.groups["child"]] == ["c3"]
    assert found.canonical() == _told(store, area="s2").canonical()
    with pytest.raises(OutsideScope):
        _told(store, area="s1", scope="s2")


def test_a_leaf_has_no_areas_below(store: Store) -> None:
    found = _told(store, area="g1")
    assert found.groups["child"] == ()
    assert found.total.now.reported == 40


def test_what_cannot_be_told_is_refused(store: Store) -> None:
    with pytest.raises(ViewError, match="area 'nowhere'"):
        _told(store, area="nowhere")
    with pytest.raises(WeekError, match="before the history"):
        _told(store, "2026-W40")


def test_the_canonical_text_holds_no_labels(store: Store) -> None:
    text = _told(store).canonical()
    assert "chengguan" in text
    assert all(ord(one) < 128 for one in text)


def test_a_week_that_is_not_over_says_so(store: Store) -> None:
    found = _told(store, "2026-W46", as_of="11 00:00")
    assert (found.period.whole, found.total.now.reported) == (False, 40)
    assert found.last is not None
    assert found.last.end - found.last.start == found.period.end - found.period.start
