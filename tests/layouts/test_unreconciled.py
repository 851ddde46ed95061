from layouts.panels import areas, kpis
from layouts.unreconciled import mark_of, run_of
from tests.layouts import samples
from tests.layouts.reading import components, drawn_text, text_of
from tests.layouts.samples import NOW, context

FOUND = {"due": {"start": NOW, "end": NOW, "rolled": 1200, "counted": 1198, "children": 1199}}


def test_a_figure_that_rests_on_the_total_says_so_with_all_figures() -> None:
    found = mark_of("on_time_rate", FOUND, context())
    assert found is not None
    assert text_of(found) == "合计不符"
    assert all(figure in found.title for figure in ("1,200", "1,198", "1,199"))
    assert mark_of("reported", FOUND, context()) is None


def test_beside_the_title_stand_both_figures() -> None:
    assert text_of(run_of(FOUND, context(language="en"))) == " · does not add up: below 1,199, here 1,200"
    assert run_of({}, context()) == []


def test_the_tape_and_the_areas_carry_the_mark() -> None:
    tape, below = samples.kpis(), samples.areas()
    assert "合计不符" not in drawn_text(kpis.draw(tape, context())) + drawn_text(areas.draw(below, context()))
    for frame in (tape, below):
        frame.attrs["unreconciled"] = FOUND
    marked = [one for one in components(kpis.draw(tape, context())["kpis-body"]["children"])]
    assert [getattr(one, "className", "") for one in marked].count("differs") == 1
    assert "合计不符" in drawn_text(areas.draw(below, context()))
