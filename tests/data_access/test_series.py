"""Hour by hour: the same counts as the measures, cut by the hour."""

from collections import defaultdict
from random import Random

import pytest
from hypothesis import given

from data_access.clock import HOUR, hour_of
from data_access.measures import measure
from data_access.reader import Reader, Scope, open_reader
from data_access.series import hourly
from data_access.tally import Tally
from data_access.view import View
from tests.data_access.worlds import STORED, accept, moment, reading, said, storied, world
from tests.recomputation.stories import Question, Story, question, small_stories, story

WANTS = ("reported", "closed", "due", "satisfaction", "response")
BY = ("none", "source", "department", "category")
COUNTS = ("reported", "self_handled", "severity", "closed", "reworked", "self_closed", "unproven")
DATED = ("due", "on_time", "due_closed", "scored", "satisfied")


def test_hours_hold_what_happened_in_them() -> None:
    with world() as store:
        accept(
            store,
            [
                said("1", "collected", "22 08:59:59", due_at="22 11:00", self_handled=True),
                said("2", "collected", "22 09:00", source="worker"),
                said("1", "handled", "22 10:30"),
                said("2", "dispatched", "22 09:10", source="worker"),
                said("2", "accepted", "22 09:20", source="worker"),
            ],
        )
        with reading(store) as reader:
            question = reader.question(View())
            window = (moment("22 08:30"), moment("22 11:30"))
            found = hourly(reader, question, "none", window, WANTS)
            by_source = hourly(reader, question, "source", window, ("reported",))
    at = {hour: tally for (_, hour), tally in found.items()}
    assert set(at) == {moment(f"22 {hour}:00") for hour in ("08", "09", "10", "11")}
    assert (at[moment("22 08:00")].reported, at[moment("22 08:00")].self_handled) == (1, 1)
    assert (at[moment("22 10:00")].closed, at[moment("22 11:00")].due, at[moment("22 11:00")].on_time) == (1, 1, 1)
    assert at[moment("22 09:00")].response.as_json()["p50"] == pytest.approx(600, rel=0.01)
    assert {key: tally.reported for key, tally in by_source.items() if tally.reported} == {
        ("hotline", moment("22 08:00")): 1,
        ("worker", moment("22 09:00")): 1,
    }


@pytest.mark.parametrize("by", BY)
def test_the_edges_of_the_window_are_sharp(by: str) -> None:
    with world() as store:
        start, end = moment("22 09:20"), moment("22 11:40")
        instants = (start - 1, start, moment("22 10:00"), end - 1, end)
        accept(store, [said(str(number), "collected", at) for number, at in enumerate(instants)])
        with reading(store) as reader:
            question = reader.question(View())
            found = hourly(reader, question, by, (start, end), ("reported",))
            assert sum(tally.reported for tally in found.values()) == 3
            # A window within one hour, and one of nothing.
            inner = (moment("22 09:20") - 1, moment("22 09:40"))
            assert sum(tally.reported for tally in hourly(reader, question, by, inner, ("reported",)).values()) == 2
            assert hourly(reader, question, by, (start, start), ("reported",)) == {}


def test_an_empty_store_has_no_hours() -> None:
    with world() as store, reading(store) as reader:
        question = reader.question(View(window="30d"))
        assert hourly(reader, question, "none", (question.start, question.end), WANTS) == {}


def summed(reader: Reader, asked: Question, by: str) -> None:
    filters = {"department": asked.department, "source": asked.source, "category": asked.category}
    view = View(area=asked.area, window=asked.window, as_of=None if asked.now else asked.as_of, **filters)
    question = reader.question(view)
    whole = measure(reader, question, by, WANTS)
    parts = hourly(reader, question, by, (question.start, question.end), WANTS)
    totals: defaultdict[str, Tally] = defaultdict(Tally)
    for (key, hour), tally in parts.items():
        assert hour % HOUR == 0
        assert hour_of(question.start) <= hour < question.end
        for name in (*COUNTS, *DATED):
            setattr(totals[key], name, getattr(totals[key], name) + getattr(tally, name))
        totals[key].response.exact += tally.response.exact
        totals[key].response.texts += tally.response.texts
    for key in whole.keys() | totals.keys():
        one, other = totals[key], whole.get(key, Tally())
        for name in (*COUNTS, *DATED):
            assert getattr(one, name) == getattr(other, name), (name, key)
        assert one.response.as_json() == other.response.as_json()


@STORED
@given(small_stories())
def test_hours_add_up_to_the_measures(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with storied(told, [told.messages]) as store, open_reader(store, Scope()) as reader:
        for number in range(4):
            summed(reader, question(rng, told, live=number > 1), rng.choice(BY))


def test_hours_of_a_long_story_add_up() -> None:
    rng = Random(3)
    told = story(rng, events=120)
    with storied(told, [told.messages]) as store, open_reader(store, Scope()) as reader:
        for number in range(40):
            summed(
                reader,
                question(rng, told, live=number % 2 == 0),
                ("none", "source", "department", "category")[number % 4],
            )
