import pytest

from callbacks.navigation import enter
from data_access.store.store import NoAreasError
from data_access.view import View
from tests.layouts.reading import links_of, text_of


def test_an_address_is_answered_by_what_is_rendered_of_its_view() -> None:
    assert enter(lambda view: f"rendered {view.to_query()}", "?window=7d", "") == "rendered window=7d"
    assert enter(lambda view: f"rendered {view.to_query()}", "", "") == "rendered "


@pytest.mark.parametrize(
    ("search", "screen", "beside"),
    [
        ("", "", ""),
        ("", "ultra", ""),
        ("", "triple", "response"),
        ("?scene=flow", "", ""),
        ("?scene=flow", "ultra", "overview"),
        ("?scene=video", "triple", "overview"),
        ("?beside=flow", "triple", "flow"),
        ("?beside=flow", "ultra", "flow"),
    ],
)
def test_a_wide_screen_shows_a_second_scene(search: str, screen: str, beside: str) -> None:
    assert enter(lambda view: view.beside, search, screen) == beside


def test_a_view_that_cannot_be_shown_says_why() -> None:
    answer = enter(lambda view: {"view": view.to_query()}, "?window=fortnight", "")
    assert answer["search"] == "?window=fortnight"
    assert "window 'fortnight' is not known" in text_of(answer["instead"])
    assert links_of(answer["instead"]) == ["?"]


def test_the_way_back_keeps_the_language() -> None:
    answer = enter(lambda view: {"view": view.to_query()}, "?lang=en&area=1&when=2", "")
    assert links_of(answer["instead"]) == ["?lang=en"]
    assert text_of(answer["instead"]).startswith("This view cannot be shown")


def test_an_empty_store_says_what_to_do_in_both_languages() -> None:
    def render(view: View) -> dict[str, str]:
        raise NoAreasError

    answer = enter(render, "", "")
    said = text_of(answer["instead"])
    assert answer["waiting"] is True
    assert said.count("gridscope load areas FILE") == 2
    assert "还没有区划数据" in said
    assert "No areas are loaded yet" in said
