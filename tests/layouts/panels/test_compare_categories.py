from layouts.panels.compare_categories import CompareCategoriesId, draw
from tests.layouts import samples
from tests.layouts.frames import compare_categories
from tests.layouts.reading import text_of


def test_rows_come_as_the_frame_has_them_under_the_marks_of_the_sides() -> None:
    drawn = draw(compare_categories.full(), samples.context())
    assert text_of(drawn[CompareCategoriesId.ROWS]["children"][0]) == "类别 a12040+80"
    assert text_of(drawn[CompareCategoriesId.HEAD]["children"]) == "差值"
