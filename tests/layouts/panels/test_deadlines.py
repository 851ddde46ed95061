import pytest

from layouts.ids import empty_of, unit_of
from layouts.panels.deadlines import LEAST, PANEL, TALL, DeadlinesId, draw
from tests.layouts import samples
from tests.layouts.frames.deadlines import full
from tests.layouts.reading import components, explained_in, links_of, text_of


def test_bars_their_numbers_and_what_nobody_accepted() -> None:
    bars = draw(full(), samples.context())[DeadlinesId.BARS]["children"]
    assert [text_of(bar) for bar in bars[:6]] == ["", "1", "2", "3", "4", ""]
    assert [bar.className for bar in bars].count("due-bar soon") == 8
    assert bars[4].style == {"--tall": f"{100 * TALL * 4 / LEAST:.2f}%"}
    waits = [one.style["height"] for one in components(bars[4]) if getattr(one, "className", "") == "wait"]
    assert waits == ["50.00%"]
    assert str(bars[4].title).startswith("15:32–15:47 到期 4 件，其中 2 件未签收。")
    assert explained_in(bars[4]) == ["open/due:3600-4500"]
    assert explained_in(bars[0]) == []


def test_the_sums_of_two_hours() -> None:
    assert text_of(draw(full(), samples.context())[DeadlinesId.TOTAL]["children"]) == "13两小时内到期其中 5 件未签收"
    frame = full()
    frame.attrs["soon_unaccepted"] = 0
    assert text_of(draw(frame, samples.context())[DeadlinesId.TOTAL]["children"]) == "13两小时内到期"


@pytest.mark.parametrize(
    ("bars", "minutes", "shown"),
    [(16, 15, "现在16:0017:0018:00"), (24, 60, "现在00:0006:0012:00")],
)
def test_whole_hours_on_the_axis(bars: int, minutes: int, shown: str) -> None:
    axis = draw(full(bars, minutes), samples.context())[DeadlinesId.AXIS]["children"]
    assert text_of(axis) == shown


def test_the_axis_does_not_move_with_every_second() -> None:
    frames = [full(), full()]
    frames[1]["start"] += 20_000_000
    places = [
        [one.style for one in components(draw(frame, samples.context())[DeadlinesId.AXIS]["children"][1:])]
        for frame in frames
    ]
    assert places[0] == places[1]


def test_the_past_begins_at_its_own_time() -> None:
    axis = draw(full(), samples.context(as_of=samples.NOW))[DeadlinesId.AXIS]["children"]
    assert text_of(axis[0]) == "14:32"


def test_the_horizon_is_chosen_beside_the_title() -> None:
    unit = draw(full(), samples.context(focus="measure:handling"))[unit_of(PANEL.id)]["children"]
    assert links_of(unit) == ["?focus=measure:handling", "?focus=measure:handling/24h"]


def test_nothing_due_is_said() -> None:
    drawing = draw(full(count=16, unaccepted=0).assign(count=0), samples.context())
    assert text_of(drawing[empty_of(PANEL.id)]["children"]).startswith("此后这段时间没有事件到期")
