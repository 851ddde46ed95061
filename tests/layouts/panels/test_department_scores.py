from layouts import ids
from layouts.ids import PanelId
from layouts.panels.department_scores import DepartmentScoresId, draw
from tests.layouts import samples
from tests.layouts.frames import department_scores
from tests.layouts.reading import explained_in, links_of, text_of


def test_a_row_opens_its_score_and_keeps_the_area() -> None:
    rows = draw(department_scores.full(), samples.context(area="s1"))[DepartmentScoresId.ROWS]["children"]
    assert links_of(rows[0])[0] == "?area=s1&focus=department:s0"
    assert explained_in(rows[0])[-1] == "score/department:s0"
    opening = draw(department_scores.full(), samples.context(scene="scores"))[DepartmentScoresId.ROWS]["children"]
    assert links_of(opening[0])[1] == "?scene=scores&focus=department:s0/volume"


def test_the_head_names_parts_and_weights() -> None:
    head = draw(department_scores.full(), samples.context())[DepartmentScoresId.HEAD]["children"]
    assert text_of(head) == "案量10结案30按期30返工30总分较前期近 12 周"
    assert head[0].style == {
        "--parts": "minmax(0, 10fr) minmax(0, 30fr) minmax(0, 30fr) minmax(0, 30fr)",
    }


def test_cases_of_no_department_are_counted_beside() -> None:
    unit = draw(department_scores.full(), samples.context())[ids.unit_of(PanelId.DEPARTMENT_SCORES)]["children"]
    assert text_of(unit).endswith("未定部门 29 件不计")


def test_no_case_went_to_any() -> None:
    frame = department_scores.full()
    frame["cases"] = 0
    said = draw(frame, samples.context())[ids.empty_of(PanelId.DEPARTMENT_SCORES)]["children"]
    assert text_of(said).startswith("所选时段没有派到部门的案件")
