from layouts.panels.punctuality import PunctualityId, draw
from tests.layouts import samples
from tests.layouts.frames.punctuality import full
from tests.layouts.reading import components, explained_in, links_of, text_of


def test_a_row_has_a_cell_a_severity_and_its_total() -> None:
    drawing = draw(full(2), samples.context())
    (first, _) = drawing[PunctualityId.ROWS]["children"]
    assert text_of(first) == "名 department-050.050.0—94.085.5"
    assert links_of(first) == ["?department=department-0"]
    assert explained_in(first)[0] == "on_time_rate/department:department-0+severity:4"
    assert explained_in(first)[-1] == "on_time_rate/department:department-0"
    assert text_of(drawing[PunctualityId.HEAD]["children"]) == "紧急高中低合计"


def test_colours_have_their_marks_and_few_cases_have_neither() -> None:
    (row,) = draw(full(1), samples.context())[PunctualityId.ROWS]["children"]
    cells = [one for one in components(row) if getattr(one, "className", "").startswith("c ")]
    assert [one.className for one in cells] == ["c crit", "c few", "c none", "c low"]
    marks = [[part.className for part in components(one) if "sym" in getattr(part, "className", "")] for one in cells]
    assert marks == [["sym crit"], [], [], []]
    assert "仅 4 件" in cells[1].title


def test_all_together_stand_at_the_foot_and_lead_nowhere() -> None:
    foot = draw(full(3), samples.context())[PunctualityId.FOOT]["children"]
    assert text_of(foot).startswith("全部")
    assert links_of(foot) == []


def test_every_cell_tells_its_fraction() -> None:
    (row,) = draw(full(1), samples.context(language="en"))[PunctualityId.ROWS]["children"]
    cell = next(one for one in components(row) if getattr(one, "className", "") == "c crit")
    assert str(cell.title).startswith(
        "名 department-0 · Urgent: 20 due in the last 24 h, 10 closed within their limit."
    )
