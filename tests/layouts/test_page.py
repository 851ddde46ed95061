import importlib
from enum import StrEnum
from typing import Any

from data_access.walls.book import load_walls, shipped
from layouts import filters, ids
from layouts.drawer import PANELS as DRAWN_OUT
from layouts.header import draw_header
from layouts.panels import EVERY, PANELS
from layouts.panels.slots import SLOTS
from layouts.scenes import ABOVE, MAIN, MAPS, SCENES, SYSTEMS
from layouts.shell import page
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.reading import components, ids_of, links_of, text_of

FACTS = {"sources_live": 7, "sources_known": 8, "newest_at": samples.NOW}


def ids_of_parts(panel_id: str) -> set[str]:
    """What a panel's module names as the ids of its parts."""
    module = importlib.import_module(f"layouts.panels.{panel_id.replace('-', '_')}")
    enums = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, StrEnum)]
    return {str(one) for enum in enums for one in enum if one.startswith(f"{panel_id}-") and one not in ids.PanelId}


def test_every_id_is_there_once() -> None:
    held = ids_of(page(Text("zh"), "指挥屏"))
    assert len(held) == len(set(held))
    for enum in (ids.PageId, ids.FilterId, ids.FlowId, ids.InflowId, ids.TickerId, ids.MapId):
        assert {str(one) for one in enum} <= set(held)
    for enum in (ids.DepartmentsId, ids.AreasId, ids.RhythmId, ids.OverdueId):
        assert {str(one) for one in enum} <= set(held)
    for panel in PANELS:
        assert {str(panel.id), *ids_of_parts(panel.id)} <= set(held)


def test_every_panel_stands_in_a_scene_above_all_or_in_the_drawer() -> None:
    shown = {panel for scene in SCENES for panel in scene.shown}
    assert not shown & set(DRAWN_OUT)
    shown |= set(DRAWN_OUT)
    assert shown == {*ids.PanelId, *(slot.id for slot in SLOTS)}
    assert {panel.id for panel in PANELS} == set(ids.PanelId)
    assert (*PANELS, *SLOTS) == EVERY
    assert len(PANELS) == len(ids.PanelId)
    for scene in SCENES:
        assert len(scene.shown) == len(set(scene.shown))
        assert not set(ABOVE) & set(scene.places)


def test_every_scene_has_a_name_and_panels() -> None:
    assert len({scene.id for scene in SCENES}) == len(SCENES)
    for scene in SCENES:
        assert scene.places
        assert {Text(language)(f"scene.{scene.id}") for language in ("zh", "en")}


def test_only_the_sentence_stands_above_every_scene() -> None:
    assert [scene.id for scene in SCENES if scene.shown[0] == ids.PanelId.SENTENCE] == [one.id for one in SCENES]
    assert {scene.id: ids.PanelId.KPIS in scene.shown for scene in SCENES} == {one.id: one.tape for one in SCENES}


def test_a_scene_that_draws_shapes_is_mapped() -> None:
    mapped = {scene.id for scene in SCENES if scene.mapped}
    assert mapped == {one.id for one in SCENES if one.slots or MAPS & set(one.panels)}
    assert {"overview", "risk", "takeover"} <= mapped
    assert not {"flow", "response", "scores"} & mapped


def test_a_section_names_the_scenes_it_stands_in() -> None:
    """By these classes the style sheets show the panels of one scene and hide the others."""
    main = next(one for one in components(page(Text("zh"), "指挥屏")) if getattr(one, "className", "") == "main")
    sections = {one.id: one.className.split() for one in components(main) if type(one).__name__ == "Section"}
    assert set(sections) == {str(panel.id) for panel in EVERY if panel.id not in {*ABOVE, *DRAWN_OUT}}
    for name, classes in sections.items():
        assert f"p-{name}" in classes
        placed = {f"in-{scene.id}" for scene in SCENES if name in scene.places}
        assert placed == {one for one in classes if one.startswith("in-")}


def test_sections_stand_in_reading_order() -> None:
    """The keyboard goes through them so. A panel of several scenes stands where the first has it."""
    main = next(one for one in components(page(Text("zh"), "指挥屏")) if getattr(one, "className", "") == "main")
    order = [one.id for one in components(main) if type(one).__name__ == "Section"]
    before: set[str] = set()
    for scene in SCENES:
        own = [panel for panel in scene.places if panel not in before]
        assert [name for name in order if name in own] == own
        before |= set(own)


def test_the_header_names_the_scene_on_the_wall() -> None:
    held = next(one for one in components(page(Text("zh"), "指挥屏")) if getattr(one, "id", "") == ids.PageId.WALL)
    assert held.className == "wall scene-overview"
    for scene in SCENES:
        drawing = draw_header(samples.context(scene=scene.id), FACTS)
        among = " systems" if scene in SYSTEMS else ""
        bare = "" if scene.tape else " tapeless"
        assert drawing[ids.PageId.WALL] == {"className": f"wall scene-{scene.id}{among}{bare}"}


def test_filters_are_shown_among_the_systems_only_while_one_is_set() -> None:
    """What these systems report knows no department; the sentence above does."""
    drawing = draw_header(samples.context(scene="video", department="shuiwu"), FACTS)
    assert drawing[ids.PageId.WALL] == {"className": "wall scene-video systems filtered tapeless"}


def test_the_systems_have_one_tab_and_a_row_of_choices_while_one_is_shown() -> None:
    elsewhere = draw_header(samples.context(area="s1"), FACTS)
    assert elsewhere[ids.PageId.SYSTEMS]["children"] == []
    assert links_of(elsewhere[ids.PageId.SCENES]["children"])[-1] == "?scene=gathering&area=s1"
    among = draw_header(samples.context(scene="video", area="s1", window="7d"), FACTS)
    choices = among[ids.PageId.SYSTEMS]["children"]
    assert links_of(choices) == [f"?scene={scene.id}&area=s1&window=7d" for scene in SYSTEMS]
    assert [one.className for one in components(choices)] == [
        "tab on" if scene.id == "video" else "tab" for scene in SYSTEMS
    ]
    assert links_of(among[ids.PageId.SCENES]["children"])[-1] == "?scene=video&area=s1&window=7d"
    assert [one.className for one in components(among[ids.PageId.SCENES]["children"])][-1] == "tab on"


def test_a_fault_of_the_metric_catalogue_is_told_among_the_systems() -> None:
    faulty = {**FACTS, "metrics_fault": "own.toml: metric 'x' unit = 'furlong': is not declared"}
    told = draw_header(samples.context(scene="video"), faulty)[ids.PageId.SYSTEMS]["children"][-1]
    assert text_of(told) == "指标目录有误，沿用上一版"
    assert "furlong" in told.title
    assert draw_header(samples.context(), faulty)[ids.PageId.SYSTEMS]["children"] == []


def test_another_scene_keeps_the_view_but_not_what_was_opened() -> None:
    view = {"scene": "scores", "area": "s1", "window": "7d", "focus": "department:shuiwu/on_time"}
    tabs = draw_header(samples.context(**view), FACTS)[ids.PageId.SCENES]["children"]
    named = [*(scene.id for scene in MAIN), SYSTEMS[0].id]
    assert links_of(tabs) == [
        "?area=s1&window=7d" if name == "overview" else f"?scene={name}&area=s1&window=7d" for name in named
    ]
    assert [one.className for one in components(tabs)] == ["tab on" if one == "scores" else "tab" for one in named]


def test_header_and_filters_set_only_what_the_page_holds() -> None:
    held = set(ids_of(page(Text("en"), "wall")))
    assert set(draw_header(samples.context(), FACTS)) <= held
    assert set(filters.draw(samples.vocabulary(), samples.context())) <= held


def test_the_path_leads_up_and_keeps_the_window() -> None:
    drawing = draw_header(samples.context(area="s1", window="7d"), FACTS)
    crumb = drawing[ids.PageId.BREADCRUMB]["children"]
    assert text_of(crumb) == "鼓楼区/东门街道"
    assert links_of(crumb) == ["?window=7d"]


BESIDE = {**FACTS, "siblings": [("s1", "东门街道"), ("s2", "滨江街道"), ("s3", "西岭街道")]}


def crumb(facts: dict[str, Any], **view: str) -> list[Any]:
    children: list[Any] = draw_header(samples.context(**view), facts)[ids.PageId.BREADCRUMB]["children"]
    return children


def test_the_path_steps_to_the_areas_beside_and_lists_them() -> None:
    steps = crumb(BESIDE, area="s2", window="7d")[-1]
    assert text_of(steps)[1:-1] == "2/3东门街道滨江街道西岭街道"
    before, *listed, after = [one for one in components(steps) if getattr(one, "href", None)]
    assert (before.href, after.href) == ("?area=s1&window=7d", "?area=s3&window=7d")
    assert "东门街道" in before.title
    assert "西岭街道" in after.title
    assert [one.href for one in listed] == ["?area=s1&window=7d", "?area=s3&window=7d"]


def test_the_first_has_none_before_it_and_the_whole_has_none_beside() -> None:
    assert links_of(crumb(BESIDE, area="s1")[-1])[-1] == "?area=s2"
    assert len(links_of(crumb(BESIDE, area="s1")[-1])) == 3
    assert links_of(crumb({**FACTS, "siblings": []})) == []
    assert links_of(crumb({**FACTS, "siblings": [("s1", "东门街道")]}, area="s1")) == ["?"]


def test_a_step_keeps_what_is_compared_with_unless_it_leads_there() -> None:
    steps = crumb(BESIDE, scene="compare", area="s2", against="area:s3")[-1]
    assert links_of(steps)[0] == "?scene=compare&area=s1&against=area:s3"
    assert links_of(steps)[-1] == "?scene=compare&area=s3"


def test_every_scene_leads_into_the_areas_below() -> None:
    below = {**FACTS, "children": [("s1", "东门街道"), ("s2", "滨江街道")]}
    (into,) = [one for one in crumb(below, scene="response", window="7d") if "into" in getattr(one, "className", "")]
    assert links_of(into) == ["?scene=response&area=s1&window=7d", "?scene=response&area=s2&window=7d"]
    assert text_of(into)[1:] == "东门街道滨江街道"
    assert not any("into" in getattr(one, "className", "") for one in crumb({**FACTS, "children": []}, area="s1"))


def test_windows_are_links_and_the_shown_one_is_marked() -> None:
    windows = draw_header(samples.context(area="s1"), FACTS)[ids.PageId.WINDOWS]["children"]
    assert links_of(windows) == ["?area=s1&window=today", "?area=s1", "?area=s1&window=7d", "?area=s1&window=30d"]
    assert [one.className for one in components(windows)] == ["tab", "tab on", "tab", "tab"]


def test_the_lamp_tells_missing_sources_and_a_frozen_view() -> None:
    assert draw_header(samples.context(), FACTS)[ids.PageId.LIVE]["className"] == "live partial"
    frozen = draw_header(samples.context(as_of=samples.NOW), FACTS)[ids.PageId.LIVE]
    assert text_of(frozen["children"]) == "截至 2026-11-22 14:32回到实时"
    assert links_of(frozen["children"]) == ["?"]


def test_the_other_language_keeps_the_view_and_the_desk_is_one_click_away() -> None:
    languages = draw_header(samples.context(area="s1", focus="hot:1"), FACTS)[ids.PageId.LANGUAGES]["children"]
    compared = "?scene=compare&area=s1&against=previous"
    assert links_of(languages) == [compared, "?area=s1&focus=hot:1&lang=en", "?scene=walls&area=s1"]


def test_a_choice_is_what_it_sets_in_the_address_wherever_one_is() -> None:
    drawing = filters.draw(samples.vocabulary(), samples.context(area="s1", department="shuiwu"))
    chosen = drawing[ids.FilterId.DEPARTMENT]
    assert chosen["value"] == "department=shuiwu"
    assert chosen["options"][0] == {"label": "全部", "value": "department="}
    elsewhere = filters.draw(samples.vocabulary(), samples.context(area="s2", department="shuiwu", window="7d"))
    assert {name: elsewhere[name] for name in ids.FilterId} == {name: drawing[name] for name in ids.FilterId}


def test_a_chosen_code_that_is_no_longer_known_stays_visible() -> None:
    drawing = filters.draw(samples.vocabulary(), samples.context(source="gone"))
    assert {"label": "gone", "value": "source=gone"} in drawing[ids.FilterId.SOURCE]["options"]


def test_every_scene_of_the_shipped_playlists_exists() -> None:
    known = [scene.id for scene in SCENES]
    assert load_walls(scenes=known) == shipped()
