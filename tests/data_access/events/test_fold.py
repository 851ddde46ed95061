"""The fold, clause by clause of its definitions, on cases worked out by hand. Minutes stand for instants."""

import random
from itertools import permutations
from typing import Any

import pytest

from data_access.events.fold import State, Transition, fold
from data_access.events.stages import ENDS, MAIN, RANK, Stage

MINUTE = 60_000_000


def told(story: str, **contents: dict[str, Any]) -> list[Transition]:
    """ "collected@0 dispatched@5" as transitions; `contents` by stage."""
    moves = []
    for word in story.split():
        stage, _, minute = word.partition("@")
        given = dict(contents.get(stage, {}))
        moves.append(Transition(stage, round(float(minute) * MINUTE), **given))
    return moves


def last(story: str, **contents: dict[str, Any]) -> State:
    return fold(told(story, **contents))[-1]


def minutes(value: int | None) -> float | None:
    return None if value is None else value / MINUTE


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == []


CLOSED = [
    ("collected@0", None),
    ("collected@0 handled@5", 5),
    ("collected@0 handled@5 handled@9", 9),
    ("collected@0 handled@5 reworked@6", None),
    ("collected@0 handled@5 returned@6", None),
    ("collected@0 handled@5 reworked@6 handled@8", 8),
    ("collected@0 handled@5 returned@6 handled@8 reworked@9 handled@12", 12),
    ("collected@0 handled@5 handled@9 reworked@7", 9),
    ("collected@0 returned@2 handled@5", 5),
    ("collected@0 handled@5 dispatched@6 accepted@7 urged@8 extended@9 supervised@10", 5),
    ("collected@0 handled@5 evaluated@6 archived@7", 5),
    ("collected@0 archived@7", None),
    ("collected@0 evaluated@7", None),
    ("handled@5", 5),
    ("handled@5 collected@9", 5),
    # At one instant a mark comes after the stages: it undoes the handling of that instant.
    ("collected@0 handled@5 reworked@5", None),
    ("collected@0 handled@5 returned@5", None),
    ("collected@0 handled@5 collected@5", 5),
]


@pytest.mark.parametrize(("story", "closed"), CLOSED)
def test_closed_at_is_the_last_handled_that_nothing_undid(story: str, closed: int | None) -> None:
    assert minutes(last(story).closed_at) == closed


RESPONSE = [
    ("collected@0 dispatched@5", None),
    ("collected@0 dispatched@5 accepted@8", 3),
    ("collected@0 dispatched@5 verified@9", 4),
    ("collected@0 dispatched@5 handled@11", 6),
    ("collected@0 dispatched@5 verified@7 accepted@8", 3),
    ("collected@0 dispatched@5 handled@6 verified@7", 2),
    ("collected@0 dispatched@5 accepted@8 accepted@20", 3),
    ("collected@0 dispatched@5 dispatched@7 accepted@8", 3),
    ("collected@0 accepted@3 dispatched@5", None),
    ("collected@0 accepted@3 dispatched@5 verified@9", 4),
    ("collected@0 accepted@3 dispatched@5 accepted@9", 4),
    ("collected@0 accepted@5 dispatched@5", 0),
    ("collected@0 accepted@3 verified@4 handled@6", None),
    ("collected@0 dispatched@5 evaluated@6 archived@7 urged@8", None),
]


@pytest.mark.parametrize(("story", "response"), RESPONSE)
def test_response_is_the_first_answer_after_the_first_dispatch(story: str, response: int | None) -> None:
    assert minutes(last(story).response) == response


def test_an_accepted_that_comes_later_replaces_the_verified_from_then_on() -> None:
    states = fold(told("collected@0 dispatched@5 verified@7 accepted@9"))
    assert [minutes(state.response) for state in states] == [None, None, 2, 4]


STAGES = [
    ("collected@0", "collected", 0, "collected"),
    ("collected@0 urged@3", "collected", 0, "urged"),
    ("collected@0 dispatched@5 extended@6 supervised@7", "dispatched", 5, "supervised"),
    ("collected@0 handled@5 returned@6", "handled", 5, "returned"),
    ("collected@0 dispatched@5 returned@6 dispatched@9", "dispatched", 9, "dispatched"),
    ("collected@0 archived@5 voided@6", "archived", 5, "voided"),
    ("urged@3", None, None, "urged"),
    # One instant: the stages are taken in their order, the marks after them.
    ("handled@5 dispatched@5 collected@5", "handled", 5, "handled"),
    ("urged@5 collected@5", "collected", 5, "urged"),
]


@pytest.mark.parametrize(("story", "stage", "since", "mark"), STAGES)
def test_a_case_is_in_its_last_main_stage(story: str, stage: str | None, since: int | None, mark: str) -> None:
    state = last(story)
    assert (state.stage, minutes(state.stage_since), state.mark) == (stage, since, mark)


ENDED = [
    ("collected@0", None, True),
    ("collected@0 voided@5", 5, False),
    ("collected@0 withdrawn@5", 5, False),
    ("collected@0 voided@5 withdrawn@9", 5, False),
    ("collected@0 voided@5 dispatched@9 handled@12", 5, False),
    ("voided@5 collected@9", 5, False),
    ("dispatched@5", None, False),
]


@pytest.mark.parametrize(("story", "ended", "counted"), ENDED)
def test_an_end_is_final_and_only_what_was_collected_counts(story: str, ended: int | None, counted: bool) -> None:
    state = last(story)
    assert (minutes(state.ended_at), state.counted) == (ended, counted)


def test_first_and_last_times_of_repeated_stages() -> None:
    names = ("collected", "dispatched", "verified", "handled", "evaluated", "archived")
    story = " ".join(f"{name}@{start + place}" for start in (10, 20) for place, name in enumerate(names))
    state = last(story)
    found = {name: minutes(getattr(state, f"{name}_at")) for name in names}
    assert found == {
        "collected": 10,
        "dispatched": 11,
        "verified": 12,
        "handled": 13,
        "evaluated": 24,
        "archived": 25,
    }
    assert minutes(state.closed_at) == 23


def test_reworks_and_returns_are_counted() -> None:
    state = last("collected@0 handled@5 reworked@6 handled@7 reworked@8 returned@9")
    assert (state.reworked, state.returned) == (2, 1)


def test_urging_and_supervision_are_counted_and_move_nothing() -> None:
    state = last("collected@0 urged@1 dispatched@2 urged@3 supervised@4 urged@5 handled@6 supervised@7")
    assert (state.urged, state.supervised) == (3, 2)
    assert (state.stage, minutes(state.closed_at), state.mark) == ("handled", 6, "supervised")
    quiet = last("collected@0 dispatched@2 returned@3 reworked@4 extended@5 voided@6")
    assert (quiet.urged, quiet.supervised) == (0, 0)


MOVES = [
    ([None, None], 0),
    (["a", "a", None, "a"], 0),
    ([None, "a"], 0),
    (["a", "b"], 1),
    # Nobody named is nobody new.
    (["a", None, "b"], 1),
    (["a", "b", "a"], 2),
    (["a", "b", "b", "c", None, "b"], 3),
]


@pytest.mark.parametrize(("departments", "moves"), MOVES)
def test_a_move_is_a_department_in_force_replaced_by_another(departments: list[str | None], moves: int) -> None:
    story = [Transition("dispatched", place, name) for place, name in enumerate(departments)]
    assert fold(story)[-1].moves == moves
    assert fold(story[::-1])[-1].moves == moves


def test_at_one_instant_departments_move_in_their_order() -> None:
    moves = [Transition("dispatched", 5, "b"), Transition("dispatched", 5, "a"), Transition("collected", 5, "b")]
    for some in permutations(moves):
        (state,) = fold(some)
        assert (state.moves, state.department) == (2, "b")


PROVEN = [
    ("collected@0", False, 0),
    ("collected@0 verified@1", False, 0),
    ("collected@0 handled@5", False, 0),
    ("collected@0 handled@5", True, 1),
    ("collected@0 verified@1 handled@5", False, 1),
    # Verified at any time: the case was looked at.
    ("collected@0 handled@5 verified@9", False, 1),
    ("handled@5", True, 1),
]


@pytest.mark.parametrize(("story", "noted", "proven"), PROVEN)
def test_proven_is_a_note_on_the_handling_or_a_verification(story: str, noted: bool, proven: int) -> None:
    assert last(story, handled={"noted": noted}).proven == proven


def test_only_the_note_of_the_last_handling_proves() -> None:
    handled = [Transition("handled", 5, noted=True), Transition("handled", 9, noted=False)]
    assert [state.proven for state in fold([Transition("collected", 0), *handled])] == [0, 1, 0]
    later = [Transition("handled", 5), Transition("reworked", 7, noted=True), Transition("handled", 9, noted=True)]
    # A note on anything else proves nothing.
    assert [state.proven for state in fold([Transition("collected", 0, noted=True), *later])] == [0, 0, 0, 1]


CARRIED: dict[str, tuple[Any, Any]] = {
    "department": ("chengguan", "gongan"),
    "title": ("early", "late"),
    "category": ("city", "safety"),
    "severity": (1, 5),
    "area": ("g1", "s2"),
    "due_at": (90 * MINUTE, 30 * MINUTE),
    "satisfaction": (5.0, 1.0),
    "post": ("网格员", "网格长"),
}


@pytest.mark.parametrize("name", CARRIED)
def test_the_latest_value_that_is_not_null_holds(name: str) -> None:
    early, late = CARRIED[name]
    story = told("collected@0 dispatched@5 urged@9", collected={name: early}, dispatched={name: late})
    assert [getattr(state, name) for state in fold(story)] == [early, late, late]
    assert getattr(fold(story[:1])[-1], name) == early
    # Known only from later on; what came before did not know it.
    assert [getattr(state, name) for state in fold(told("collected@0 urged@9", urged={name: late}))] == [None, late]


def test_self_handled_becomes_a_flag_and_false_is_a_value() -> None:
    moves = told("collected@0 dispatched@5", collected={"self_handled": True}, dispatched={"self_handled": False})
    assert [state.self_handled for state in fold(moves)] == [1, 0]
    assert last("collected@0").self_handled is None


def test_a_point_is_carried_whole() -> None:
    moves = told("collected@0 verified@5", collected={"lon": 117.1, "lat": 34.1}, verified={"lon": 117.2, "lat": 34.2})
    assert [(state.lon, state.lat) for state in fold(moves)] == [(117.1, 34.1), (117.2, 34.2)]


def test_at_one_instant_the_later_stage_and_then_the_greater_department_holds() -> None:
    moves = [
        Transition("dispatched", 5, "b", area="of b"),
        Transition("dispatched", 5, None, area="of none"),
        Transition("dispatched", 5, "a", area="of a"),
        Transition("collected", 5, "z", area="first"),
    ]
    for some in permutations(moves):
        (state,) = fold(some)
        assert (state.department, state.area) == ("b", "of b")


def test_versions_are_the_distinct_instants_and_touch_each_other() -> None:
    states = fold(told("collected@0 dispatched@5 accepted@5 verified@5 handled@8"))
    assert [(minutes(one.valid_from), minutes(one.valid_to)) for one in states] == [(0, 5), (5, 8), (8, None)]
    assert [one.stage for one in states] == ["collected", "verified", "handled"]


def test_the_last_version_of_a_part_is_the_version_of_the_whole() -> None:
    """As of T is the fold of what happened up to T: no version knows the future, but for its valid_to."""
    rng = random.Random(3)
    for _ in range(100):
        moves = [
            Transition(
                rng.choice(list(Stage)),
                rng.randrange(12),
                rng.choice("abc"),
                severity=rng.randint(1, 5),
                post=rng.choice(["p", "q", None]),
                noted=rng.random() < 0.5,
            )
            for _ in range(rng.randint(1, 9))
        ]
        moves = list({(move.stage, move.at, move.department): move for move in moves}.values())
        whole = fold(moves)
        shuffled = rng.sample(moves, len(moves))
        assert fold(shuffled) == whole
        for state in whole:
            part = fold(move for move in moves if move.at <= state.valid_from)
            assert part[-1]._replace(valid_to=state.valid_to) == state


def test_the_order_of_stages_is_that_of_the_design() -> None:
    assert list(RANK) == [
        *("collected", "dispatched", "accepted", "verified", "handled", "evaluated", "archived"),
        *("returned", "reworked", "extended", "urged", "supervised", "voided", "withdrawn"),
    ]
    assert tuple(RANK)[:7] == MAIN
    assert {"voided", "withdrawn"} == ENDS
