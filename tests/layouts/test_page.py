from layouts import filters, ids
from layouts.header import draw_header
from layouts.panels import PANELS
from layouts.scenes import SCENES
from layouts.shell import page
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.reading import components, ids_of, links_of, text_of

FACTS = {"sources_live": 7, "sources_known": 8, "newest_at": samples.NOW}


def test_every_id_is_there_once() -> None:
    held = ids_of(page(Text("zh"), "指挥屏"))
    assert len(held) == len(set(held))
    for enum in (ids.PanelId, ids.PageId, ids.FilterId, ids.FlowId, ids.InflowId, ids.TickerId, ids.MapId):
        assert {str(one) for one in enum} <= set(held)
    for enum in (ids.DepartmentsId, ids.AreasId, ids.RhythmId, ids.OverdueId):
        assert {str(one) for one in enum} <= set(held)


def test_every_panel_stands_in_a_scene_or_above_all() -> None:
    placed = [panel for scene in SCENES for panel in scene.panels]
    assert {*placed, "sentence", "kpis"} == {panel.id for panel in PANELS}
    assert len(placed) == len(set(placed))


def test_header_and_filters_set_only_what_the_page_holds() -> None:
    held = set(ids_of(page(Text("en"), "wall")))
    assert set(draw_header(samples.context(), FACTS)) <= held
    assert set(filters.draw(samples.vocabulary(), samples.context())) <= held


def test_the_path_leads_up_and_keeps_the_window() -> None:
    drawing = draw_header(samples.context(area="s1", window="7d"), FACTS)
    crumb = drawing[ids.PageId.BREADCRUMB]["children"]
    assert text_of(crumb) == "鼓楼区/东门街道"
    assert links_of(crumb) == ["?window=7d"]


def test_windows_are_links_and_the_shown_one_is_marked() -> None:
    windows = draw_header(samples.context(area="s1"), FACTS)[ids.PageId.WINDOWS]["children"]
    assert links_of(windows) == ["?area=s1&window=today", "?area=s1", "?area=s1&window=7d", "?area=s1&window=30d"]
    assert [one.className for one in components(windows)] == ["tab", "tab on", "tab", "tab"]


def test_the_lamp_tells_missing_sources_and_a_frozen_view() -> None:
    assert draw_header(samples.context(), FACTS)[ids.PageId.LIVE]["className"] == "live partial"
    frozen = draw_header(samples.context(as_of=samples.NOW), FACTS)[ids.PageId.LIVE]
    assert text_of(frozen["children"]) == "截至 2026-11-22 14:32回到实时"
    assert links_of(frozen["children"]) == ["?"]


def test_the_other_language_keeps_the_view() -> None:
    languages = draw_header(samples.context(area="s1"), FACTS)[ids.PageId.LANGUAGES]["children"]
    assert links_of(languages) == ["?area=s1&lang=en"]


def test_a_choice_is_the_query_it_leads_to() -> None:
    drawing = filters.draw(samples.vocabulary(), samples.context(area="s1", department="shuiwu"))
    chosen = drawing[ids.FilterId.DEPARTMENT]
    assert chosen["value"] == "?area=s1&department=shuiwu"
    assert chosen["options"][0] == {"label": "全部", "value": "?area=s1"}


def test_a_chosen_code_that_is_no_longer_known_stays_visible() -> None:
    drawing = filters.draw(samples.vocabulary(), samples.context(source="gone"))
    assert {"label": "gone", "value": "?source=gone"} in drawing[ids.FilterId.SOURCE]["options"]
