"""What one event adds: nothing but differences of whole timelines, hour by hour."""

import random
from collections import Counter

from data_access.clock import DAY, HOUR, MINUTE
from data_access.events.fold import State, Transition, fold
from data_access.events.stages import Stage
from data_access.rollups.contributions import contributions
from data_access.rollups.histogram import bin_of

GROUND = {"area": "g1", "department": "a", "category": "city"}


def added(*moves: Transition) -> dict[tuple[str | None, str, int], int]:
    """(stage, field, hour) -> amount, whatever the dimensions."""
    found: Counter[tuple[str | None, str, int]] = Counter()
    for item, amount in contributions("hotline", fold(moves)).items():
        found[item.stage, item.field, item.hour // HOUR] += amount
    return {key: amount for key, amount in found.items() if amount}


def level(timeline: list[State], field: str, before: int) -> int:
    """The sum of a level's changes in the hours before `before`, without those by stage."""
    return sum(
        amount
        for item, amount in contributions("hotline", timeline).items()
        if item.field == field and item.stage is None and item.hour < before
    )


def stock(timeline: list[State], before: int) -> list[str]:
    """The stages in which an event stands at the end of the hours before `before`."""
    found: Counter[str] = Counter()
    for item, amount in contributions("hotline", timeline).items():
        if item.field == "open_change" and item.stage is not None and item.hour < before:
            found[item.stage] += amount
    assert not [stage for stage, amount in found.items() if amount < 0]
    return list(found.elements())


def test_what_was_archived_and_goes_on_is_in_no_stage_any_more() -> None:
    timeline = fold(
        [
            Transition("collected", 0, **GROUND),
            Transition("archived", HOUR),
            Transition("returned", 2 * HOUR),
            Transition("dispatched", 3 * HOUR),
        ]
    )
    assert [stock(timeline, hour * HOUR) for hour in (1, 2, 3, 4)] == [["collected"], [], [], []]


def test_nothing_adds_nothing() -> None:
    assert contributions("hotline", []) == {}


def test_one_case_hour_by_hour() -> None:
    found = added(
        Transition("collected", MINUTE, due_at=3 * HOUR, self_handled=True, **GROUND),
        Transition("dispatched", HOUR + MINUTE),
        Transition("accepted", HOUR + 2 * MINUTE),
        Transition("handled", 2 * HOUR + MINUTE),
        Transition("evaluated", 4 * HOUR, satisfaction=4),
        Transition("archived", 5 * HOUR),
    )
    plain = {(field, hour): amount for (stage, field, hour), amount in found.items() if stage is None}
    assert plain == {
        ("reported", 0): 1,
        ("self_handled", 0): 1,
        ("severity", 0): 1,
        ("open_change", 0): 1,
        ("response", 1): 1,
        ("open_change", 2): -1,
        ("closed", 2): 1,
        ("handling", 2): 1,
        ("self_closed", 2): 1,
        ("unproven", 2): 1,
        ("due", 3): 1,
        ("due_closed", 3): 1,
        ("on_time", 3): 1,
        ("scored", 4): 1,
        ("satisfied", 4): 1,
    }
    stages = {key: amount for key, amount in found.items() if key[0] is not None}
    assert stages == {
        ("collected", "entered", 0): 1,
        ("collected", "open_change", 0): 1,
        ("collected", "open_change", 1): -1,
        ("collected", "dwell", 1): 1,
        ("dispatched", "entered", 1): 1,
        ("dispatched", "open_change", 1): 1,
        ("dispatched", "open_change", 2): -1,
        ("dispatched", "dwell", 2): 1,
        ("handled", "entered", 2): 1,
        ("handled", "open_change", 2): 1,
        ("handled", "open_change", 4): -1,
        ("handled", "dwell", 4): 1,
        ("evaluated", "entered", 4): 1,
        ("evaluated", "open_change", 4): 1,
        ("evaluated", "open_change", 5): -1,
        ("evaluated", "dwell", 5): 1,
        ("archived", "entered", 5): 1,
    }


def test_durations_fall_in_the_hour_of_their_cohort() -> None:
    items = contributions(
        "hotline",
        fold(
            [
                Transition("collected", 0, **GROUND),
                Transition("dispatched", HOUR),
                Transition("handled", 9 * HOUR),
            ]
        ),
    )
    found = {item.field: (item.hour // HOUR, item.bin) for item in items if item.field in ("response", "handling")}
    assert found == {"response": (1, bin_of(8 * HOUR)), "handling": (9, bin_of(9 * HOUR))}


def weighed(*moves: Transition) -> dict[tuple[str, int], int]:
    """What is counted beside the stages, by (field, hour)."""
    return {key[1:]: amount for key, amount in added(*moves).items() if key[0] is None}


def test_severity_weighs_a_case_and_none_weighs_one() -> None:
    for severity, weight in ((None, 1), (1, 1), (5, 5)):
        found = weighed(Transition("collected", HOUR, severity=severity, **GROUND))
        assert (found["reported", 1], found["severity", 1]) == (1, weight)
    # The latest word counts, where the case was reported.
    late = Transition("urged", 5 * HOUR, severity=3)
    assert weighed(Transition("collected", HOUR, severity=2, **GROUND), late)["severity", 1] == 3


def test_what_was_due_and_closed_late_is_closed_but_not_on_time() -> None:
    collected = Transition("collected", 0, due_at=2 * HOUR, **GROUND)
    for handled, counts in ((HOUR, (1, 1)), (9 * HOUR, (1, 0))):
        found = weighed(collected, Transition("handled", handled))
        assert (found["due_closed", 2], found.get(("on_time", 2), 0)) == counts
    assert ("due_closed", 2) not in weighed(collected)
    reopened = weighed(collected, Transition("handled", HOUR), Transition("returned", 9 * HOUR))
    assert ("due_closed", 2) not in reopened


def test_self_handled_without_a_proof() -> None:
    own = Transition("collected", 0, self_handled=True, **GROUND)
    bare, noted = Transition("handled", HOUR), Transition("handled", HOUR, noted=True)
    cases = {(own, bare): (1, 1), (own, noted): (1, 0), (own, Transition("verified", 1), bare): (1, 0), (own,): (0, 0)}
    for moves, counts in cases.items():
        found = weighed(*moves)
        assert (found.get(("self_closed", 1), 0), found.get(("unproven", 1), 0)) == counts
    forwarded = weighed(Transition("collected", 0, self_handled=False, **GROUND), bare)
    assert not {"self_closed", "unproven"} & {field for field, _ in forwarded}


def dwell(*moves: Transition) -> dict[tuple[str | None, int, int], int]:
    """(stage, hour it was left, bin) of the stays that ended."""
    items = contributions("hotline", fold(moves)).items()
    return {(item.stage, item.hour // HOUR, item.bin): amount for item, amount in items if item.field == "dwell"}


def test_a_stay_is_counted_in_the_hour_in_which_it_ended() -> None:
    found = dwell(
        Transition("collected", 0, **GROUND),
        Transition("dispatched", 2 * HOUR),
        # Accepted counts into dispatched.
        Transition("accepted", 3 * HOUR),
        Transition("handled", 5 * HOUR + 1),
    )
    assert found == {("collected", 2, bin_of(2 * HOUR)): 1, ("dispatched", 5, bin_of(3 * HOUR + 1)): 1}


def test_a_stay_ends_at_the_next_stage_that_was_reached_at_all() -> None:
    collected, archived = Transition("collected", HOUR, **GROUND), Transition("archived", 9 * HOUR)
    assert dwell(collected, archived) == {("collected", 9, bin_of(8 * HOUR)): 1}
    # Handled first and verified then: no stay in verified.
    swapped = dwell(collected, Transition("handled", 2 * HOUR), Transition("verified", 4 * HOUR))
    assert swapped == {("collected", 4, bin_of(3 * HOUR)): 1}
    assert dwell(collected) == {}
    assert dwell(collected, archived, Transition("voided", 10 * HOUR)) == {}


def test_what_is_ended_or_not_collected_counts_nowhere() -> None:
    assert added(Transition("dispatched", 5, **GROUND), Transition("handled", HOUR)) == {}
    ended = added(Transition("collected", 0, due_at=HOUR, **GROUND), Transition("voided", 3 * HOUR))
    # Only the past levels remain: it was open, and overdue, until it was voided.
    assert {key[1:]: amount for key, amount in ended.items() if key[0] is None} == {
        ("open_change", 0): 1,
        ("overdue_change", 1): 1,
        ("open_change", 3): -1,
        ("overdue_change", 3): -1,
    }


def test_a_deadline_moved_before_it_passed_was_never_overdue() -> None:
    found = added(Transition("collected", 0, due_at=2 * HOUR, **GROUND), Transition("extended", HOUR, due_at=9 * HOUR))
    assert {key: amount for key, amount in found.items() if key[1] in ("overdue_change", "due")} == {
        (None, "overdue_change", 9): 1,
        (None, "due", 9): 1,
    }


def test_late_is_counted_against_the_deadline_itself() -> None:
    for handled, on_time in ((2 * HOUR, 1), (2 * HOUR + 1, None)):
        found = added(Transition("collected", 0, due_at=2 * HOUR, **GROUND), Transition("handled", handled))
        assert found.get((None, "on_time", 2)) == on_time


def test_levels_move_with_the_area() -> None:
    items = contributions("hotline", fold([Transition("collected", 0, **GROUND), Transition("urged", HOUR, area="s2")]))
    moves = {
        (item.area, item.hour // HOUR): n for item, n in items.items() if item.field == "open_change" and not item.stage
    }
    assert moves == {("g1", 0): 1, ("g1", 1): -1, ("s2", 1): 1}
    assert {item.area for item in items if item.field == "reported"} == {"s2"}


def test_levels_before_any_hour_are_those_of_the_version_just_before() -> None:
    rng = random.Random(5)
    for _ in range(300):
        moves = {
            (move.stage, move.at): move
            for move in (
                Transition(
                    rng.choice(list(Stage)),
                    rng.choice((0, 1, MINUTE, HOUR - 1)) + rng.randrange(9) * HOUR,
                    area="g1",
                    due_at=rng.choice((None, 0, rng.randrange(12) * HOUR, 5 * HOUR + 1)),
                )
                for _ in range(rng.randint(1, 7))
            )
        }
        timeline = fold(moves.values())
        for hour in range(13):
            before = hour * HOUR
            states = [state for state in timeline if state.valid_from < before and state.open]
            standing = [state for state in states if state.valid_to is None or state.valid_to >= before]
            late = [state for state in standing if state.due_at is not None and state.due_at < before]
            assert level(timeline, "open_change", before) == len(standing)
            assert level(timeline, "overdue_change", before) == len(late)
            assert stock(timeline, before) == [
                "dispatched" if state.stage == "accepted" else state.stage
                for state in timeline
                if state.counted and state.archived_at is None
                if state.valid_from < before and (state.valid_to is None or state.valid_to >= before)
            ]


def test_satisfied_begins_at_four_of_five() -> None:
    for score, satisfied in ((4, 1), (3.9, None), (5, 1), (0, None)):
        found = added(Transition("collected", 0, **GROUND), Transition("evaluated", DAY, satisfaction=score))
        assert found[None, "scored", 24] == 1
        assert found.get((None, "satisfied", 24)) == satisfied
    unscored = added(Transition("collected", 0, **GROUND), Transition("evaluated", DAY))
    assert not [key for key in unscored if key[1] in ("scored", "satisfied")]
