"""The record of an event: complete, the same whoever makes it, and never markup of what feeds wrote."""

import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfWriter

from dashboard.ledger.making import Maker, NoEventError
from dashboard.ledger.markup import css_text, plain, shown
from dashboard.ledger.record import checksum
from data_access.reader import WHOLE, Scope
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import IN_G1, NOW, accept, moment, said

NAME = "SJ/1 甲"
HOSTILE = "<b>粗</b> & =cmd|'/c' \u202e反\u202c \x07" + "长" * 430 + "</style><script>alert(1)</script>"


def made(store: Store, form: str = "json", *, by: str = "张", scope: Scope = WHOLE, **view: Any) -> Any:
    """The record, and as HTML what would be printed."""
    printed: list[str] = []

    def print_pdf(html: str) -> bytes:
        printed.append(html)
        out = io.BytesIO()
        writer = PdfWriter()
        writer.add_blank_page(595, 842)
        writer.write(out)
        return out.getvalue()

    found = Maker(store, "b1", print_pdf).make(scope, View(**{"as_of": NOW, **view}), "hotline", NAME, form, by)
    return json.loads(found.content) if form == "json" else printed[0]


@pytest.fixture
def filled(store: Store) -> Store:
    accept(
        store,
        [
            said(NAME, "collected", "22 09:00", due_at="22 12:00", severity=5, title=HOSTILE, **IN_G1),
            said(NAME, "dispatched", "22 09:10", department="chengguan", note=HOSTILE + " 13812345678"),
            said(NAME, "extended", "22 09:20", due_at="23 18:00"),
            said("2", "collected", "22 10:00", source="worker", title=HOSTILE, **IN_G1),
        ],
    )
    return store


class Seen(HTMLParser):
    """The elements of a document, and its text by the element it stands in."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_record_is_complete(filled: Store) -> None:
    found = made(filled)
    assert found["view"] == {
        "source": "hotline",
        "event_id": NAME,
        "as_of": "2026-11-22T04:34:56Z",
        "language": "zh",
    }
    content = found["content"]
    assert [one["stage"] for one in content["transitions"]] == ["collected", "dispatched", "extended"]
    assert content["transitions"][2]["changes"] == [
        {"field": "due_at", "before": "2026-11-22T04:00:00Z", "after": "2026-11-23T10:00:00Z"}
    ]
    assert [one["department_label"] for one in content["chain"]] == [None, "城管局"]
    assert content["marks"] == {"extended": 1}
    assert [one["stage"] for one in content["stays"]] == ["collected", "dispatched"]
    assert content["limits"]["stage_hours"]["dispatched"] == 24
    assert [one["event_id"] for one in content["same_matter"]] == ["2"]
    assert content["event"]["area_path"][-1] == {"code": "g1", "name": "名g1"}
    assert content["transitions"][1]["note"].endswith("138****5678")


def test_the_checksum_is_that_of_the_content_whoever_exports_it(filled: Store) -> None:
    one, other = made(filled, by="张"), made(filled, by="李")
    assert one["exported"]["by"] != other["exported"]["by"]
    assert one["sha256"] == other["sha256"] == checksum(one["content"])
    assert re.fullmatch("[0-9a-f]{64}", one["sha256"])
    assert made(filled, as_of=moment("22 09:15"))["sha256"] != one["sha256"]
    assert one["sha256"] in made(filled, "pdf")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_feeds_wrote_is_text_and_nothing_else(filled: Store, language: str) -> None:
    document = made(filled, "pdf", language=language)
    seen = Seen(document)
    assert "script" not in seen.tags
    assert "b" not in seen.tags[: seen.tags.index("table")]
    assert seen.tags.count("style") == 1
    assert "<b>粗</b> & =cmd|'/c' 反" in seen.text
    assert "\u202e" not in document
    assert "\x07" not in document
    assert "default-src 'none'" in document
    assert "http:" not in document
    assert "https:" not in document


@given(some.text(some.one_of(some.sampled_from("<>&\"'\\{};\u202e\n\x00"), some.characters()), max_size=30))
def test_no_text_ends_where_it_is_quoted(text: str) -> None:
    seen = Seen(f"<p>{shown(text)}</p>")
    assert seen.tags == ["p", "bdi"]
    assert seen.text == plain(text)
    inner = css_text(text)[1:-1]
    assert re.fullmatch(r"(?:[0-9A-Za-z]|\\[0-9a-f]+ )*", inner)


def test_a_missing_event_is_named_with_t(filled: Store) -> None:
    maker = Maker(filled, "b1", lambda html: b"")
    with pytest.raises(NoEventError, match="event 'x' of source 'hotline' is not known as of 2026-11-22T04:34:56Z"):
        maker.make(WHOLE, View(as_of=NOW), "hotline", "x", "json", "")
    with pytest.raises(NoEventError, match="expected as_of from 2026-11-22T01:00:00Z on"):
        maker.make(WHOLE, View(as_of=moment("22 08:00")), "hotline", NAME, "json", "")
    with pytest.raises(NoEventError, match="expected the source and id"):
        maker.make(Scope("s2"), View(as_of=NOW), "hotline", NAME, "json", "")
    with pytest.raises(ValueError, match="format 'csv' is not offered; expected one of json, pdf"):
        maker.make(WHOLE, View(as_of=NOW), "hotline", NAME, "csv", "")
