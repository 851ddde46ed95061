"""Marks of a case: in order, and those up to T are those of the fold up to T."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from data_access.events.fold import Transition, fold
from data_access.events.marks import HANDOVER, Mark, marks
from data_access.events.stages import Stage

MOVES = st.lists(
    st.builds(
        Transition,
        stage=st.sampled_from([stage.value for stage in Stage]),
        at=st.integers(0, 20),
        department=st.sampled_from([None, "a", "b", "c"]),
    ),
    max_size=12,
)


def test_a_case_that_is_pushed_to_and_fro() -> None:
    found = marks(
        [
            Transition("dispatched", 1, "a"),
            Transition("returned", 2, "a"),
            Transition("dispatched", 3, "b"),
            Transition("urged", 4),
            Transition("returned", 5, "b"),
            Transition("dispatched", 6, "a"),
        ]
    )
    assert found == [
        Mark(2, "returned", "a", "a"),
        Mark(3, HANDOVER, "b", "a"),
        Mark(4, "urged", "b", "b"),
        Mark(5, "returned", "b", "b"),
        Mark(6, HANDOVER, "a", "b"),
    ]


def test_the_first_department_is_no_handover() -> None:
    assert marks([Transition("collected", 1), Transition("dispatched", 2, "a"), Transition("accepted", 3, "a")]) == []


@given(MOVES, st.integers(0, 20))
def test_marks_up_to_t_are_those_of_the_transitions_up_to_t(moves: list[Transition], moment: int) -> None:
    early = [move for move in moves if move.at <= moment]
    assert [mark for mark in marks(moves) if mark.at <= moment] == marks(early)


def test_a_handover_by_a_mark_comes_before_it() -> None:
    """A mark that names another department is a mark in that department's hands."""
    found = marks([Transition("dispatched", 1, "a"), Transition("urged", 2, "b"), Transition("extended", 2, None)])
    assert found == [
        Mark(2, "extended", "a", "a"),
        Mark(2, HANDOVER, "b", "a"),
        Mark(2, "urged", "b", "b"),
    ]


def test_ends_and_main_stages_leave_no_mark() -> None:
    stages = [stage.value for stage in Stage]
    told = marks([Transition(stage, place) for place, stage in enumerate(stages)])
    assert [mark.kind for mark in told] == ["returned", "reworked", "extended", "urged", "supervised"]
    assert {(mark.department, mark.previous) for mark in told} == {(None, None)}


@given(MOVES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(moves: list[Transition], rng: Random) -> None:
    distinct = list({(move.stage, move.at, move.department): move for move in moves}.values())
    assert marks(rng.sample(distinct, len(distinct))) == marks(distinct)


@given(MOVES)
def test_departments_before_and_after_differ_in_a_handover_alone(moves: list[Transition]) -> None:
    department = None
    for mark in marks(moves):
        assert (mark.previous != mark.department) == (mark.kind == HANDOVER)
        if mark.kind == HANDOVER:
            assert mark.previous is not None
            assert department in (None, mark.previous)
            department = mark.department


@given(MOVES)
def test_marks_agree_with_the_counts_of_the_state(moves: list[Transition]) -> None:
    states, found = fold(moves), marks(moves)
    if states:
        last = states[-1]
        for kind in ("returned", "reworked", "urged", "supervised"):
            assert sum(mark.kind == kind for mark in found) == getattr(last, kind)
        assert sum(mark.kind == HANDOVER for mark in found) == last.moves
