import pytest
from dash.exceptions import PreventUpdate

from callbacks.navigation import enter
from data_access.store.store import NoAreasError
from data_access.view import View
from tests.layouts.reading import links_of, text_of


def test_the_payload_says_which_address_it_answers() -> None:
    assert enter(lambda view: {"view": "", "version": 3}, "?window=7d", "") == {
        "view": "",
        "version": 3,
        "search": "?window=7d",
    }


def test_no_address_is_the_plain_one() -> None:
    assert enter(lambda view: {"asked": view.to_query()}, None, "") == {"asked": "", "search": ""}


def test_nothing_is_asked_before_the_screen_is_known() -> None:
    with pytest.raises(PreventUpdate):
        enter(lambda view: {"view": view.to_query()}, "?scene=flow", None)


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
    assert enter(lambda view: {"beside": view.beside}, search, screen) == {"beside": beside, "search": search}


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
