from layouts.ids import CompareSidesId
from layouts.panels.compare_sides import draw
from tests.layouts import samples
from tests.layouts.frames import compare_sides
from tests.layouts.frames.compared import BEFORE
from tests.layouts.reading import links_of, text_of

VIEW = {"scene": "compare", "area": "s1", "against": "area:s2"}


def test_each_side_says_what_it_is_and_when() -> None:
    drawn = draw(compare_sides.full(), samples.context(**VIEW))
    span = "11-21 14:32 \N{EN DASH} 11-22 14:32"
    assert text_of(drawn[CompareSidesId.OWN]["children"]) == f"东门街道{span}街道 · 30,000 人"
    assert text_of(drawn[CompareSidesId.OTHER]["children"]) == f"滨江街道{span}街道 · 3,000 人"


def test_the_select_leads_to_every_other_side_and_the_areas_can_be_exchanged() -> None:
    drawn = draw(compare_sides.full(), samples.context(**VIEW))
    chosen = drawn[CompareSidesId.CHOICE]
    assert [(one["label"], one["value"]) for one in chosen["options"]] == [
        ("上期", "?scene=compare&area=s1&against=previous"),
        ("滨江街道", "?scene=compare&area=s1&against=area:s2"),
        ("西岭街道", "?scene=compare&area=s1&against=area:s3"),
        ("上级 · 鼓楼区", "?scene=compare&area=s1&against=area:d"),
    ]
    assert chosen["value"] == chosen["options"][1]["value"]
    assert links_of(drawn[CompareSidesId.SWAP]["children"]) == ["?scene=compare&area=s2&against=area:s1"]


def test_an_area_that_is_no_neighbour_stays_chosen() -> None:
    frame = compare_sides.full()
    frame["chosen"] = False
    drawn = draw(frame, samples.context(**{**VIEW, "against": "area:c9"}))[CompareSidesId.CHOICE]
    assert drawn["options"][-1] == {"label": "滨江街道", "value": drawn["value"]}
    assert drawn["value"] == "?scene=compare&area=s1&against=area:c9"


def test_two_windows_are_not_exchanged() -> None:
    frame = compare_sides.full()
    frame["chosen"] = [False, False, True, False, False, False]
    frame.attrs.update(BEFORE)
    drawn = draw(frame, samples.context(scene="compare", area="s1"))
    assert links_of(drawn[CompareSidesId.SWAP]["children"]) == []
    # What nobody chose leads nowhere.
    assert drawn[CompareSidesId.CHOICE]["value"] == "?scene=compare&area=s1"
    assert drawn[CompareSidesId.CHOICE]["options"][0] == {"label": "上期", "value": "?scene=compare&area=s1"}
