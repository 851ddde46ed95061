from callbacks.navigation import enter
from data_access.view import View


def test_the_payload_says_which_address_it_answers() -> None:
    assert enter(lambda search: {"view": "", "version": 3}, "?window=7d") == {
        "view": "",
        "version": 3,
        "search": "?window=7d",
    }


def test_no_address_is_the_plain_one() -> None:
    assert enter(lambda search: {"asked": search}, None) == {"asked": "", "search": ""}


def test_a_view_that_cannot_be_shown_says_why() -> None:
    answer = enter(lambda search: {"view": View.from_query(search).to_query()}, "?window=fortnight")
    assert answer["search"] == "?window=fortnight"
    assert "window 'fortnight' is not known" in answer["refused"]
