from layouts.ids import RhythmId
from layouts.panels.rhythm import draw
from tests.layouts import samples
from tests.layouts.reading import text_of


def test_cells_are_classes_and_over_is_one_of_its_own() -> None:
    grid = draw(samples.rhythm(), samples.context())[RhythmId.GRAPH]["figure"]["data"][0]["z"]
    assert (len(grid), len(grid[0])) == (7, 24)
    assert grid[2][13] == 5
    assert grid[0][0] == 0
    assert grid[6][23] == 4


def test_only_abnormal_hours_print_their_count() -> None:
    marks = draw(samples.rhythm(), samples.context())[RhythmId.CELLS]["children"]
    assert [(mark.className, text_of(mark)) for mark in marks] == [("over", "15"), ("current", "")]


def test_an_hour_without_data_stays_blank() -> None:
    frame = samples.rhythm().astype({"count": object})
    frame.loc[0, "count"] = None
    grid = draw(frame, samples.context())[RhythmId.GRAPH]["figure"]["data"][0]["z"]
    assert grid[0][0] is None


def test_a_count_of_three_digits_is_set_closer() -> None:
    marks = draw(samples.rhythm(count=132), samples.context())[RhythmId.CELLS]["children"]
    assert (marks[0].className, text_of(marks[0])) == ("over long", "132")
