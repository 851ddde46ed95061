from typing import Any

import pytest

from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.alerts.keeping import AcknowledgeError
from data_access.alerts.outbox import Wish
from data_access.store.schema import delivery
from tests.data_access.alerts.boards import raise_all, rows
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import world


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "the body is not an object"),
        (None, "the body is not an object"),
        ({}, "by is missing or blank"),
        ({"by": "   "}, "by is missing or blank"),
        ({"by": None}, "by is missing or blank"),
        ({"by": 7}, "by 7 is not text"),
        ({"by": ["a"]}, "is not text"),
        ({"by": "x" * 41}, "by has 41 characters; expected at most 40"),
        ({"by": "a", "note": "x" * 201}, "note has 201 characters"),
        ({"by": "a\0b"}, "by holds characters that cannot be shown"),
        ({"by": "\ud800"}, "by holds characters that cannot be shown"),
        ({"by": "a", "note": "\x1b[31m"}, "note holds characters"),
        ({"by": "a", "who": "b"}, "field 'who' is not known"),
    ],
)
def test_what_is_refused(given: Any, words: str) -> None:
    with pytest.raises(AcknowledgeError) as caught:
        Acknowledgement.of(given)
    assert words in str(caught.value)


def test_what_is_taken() -> None:
    assert Acknowledgement.of({"by": " 值班长\n 王 "}) == Acknowledgement("值班长 王", None)
    assert Acknowledgement.of({"by": "a", "note": "  "}).note is None
    assert Acknowledgement.of({"by": "😀", "note": "<b>*x*</b>"}).note == "<b>*x*</b>"


def test_it_is_one_change_of_the_data_and_is_told() -> None:
    wish = Wish("duty", frozenset({"acknowledged"}), "note", 1)
    heard: list[int] = []
    with world() as store:
        (number,) = raise_all(store, finding())
        store.on_change(heard.append)
        before = store.version().version
        told = acknowledge_warning(store, number, Acknowledgement("a"), [wish])
        assert (told.change, told.number) == ("acknowledged", 2)
        assert heard == [before + 1]
        assert [(row["warning"], row["change"]) for row in rows(store, delivery)] == [(number, 2)]
        with pytest.raises(AcknowledgeError):
            acknowledge_warning(store, number, Acknowledgement("b"), [wish])
        assert heard == [before + 1]
