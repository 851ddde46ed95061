"""Statistics from files: the same reports whatever the form, and every fault with its line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data_access.feeds.lines import FileError
from data_access.feeds.statistic_files import load_statistics
from data_access.ingest.quarantine import waiting
from data_access.ingest.receipt import Receipt
from data_access.statistics.figures import figure
from data_access.store.store import NoAreasError, Store
from tests.data_access.statistics.ground import TOTAL, asking, said, site
from tests.data_access.worlds import world

PERIOD, AT = "2026-11-22T11:00:00+08:00/PT1H", "2026-11-22T12:00:00+08:00"
HEADER = "metric,area,period,value,at"


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def load(store: Store, folder: Path, name: str, content: str | bytes, **options: Any) -> Receipt:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_statistics(store, file, feed="file", **options)


def value(store: Store, area: str = "d", key: str = "", dimension: str = "") -> float | None:
    with asking(store, area=area) as (reader, question):
        return figure(reader, question, TOTAL, key, dimension).value


def test_a_table(store: Store, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    text = f"{HEADER},unit,owner\n{TOTAL},c1,{PERIOD},12,{AT},device,王\n{TOTAL},c2,{PERIOD},5.0,{AT},,李\n"
    receipt = load(store, tmp_path, "a.csv", text, progress=lambda done, total: seen.append((done, total)))
    assert (receipt.read, receipt.accepted, receipt.quarantined) == (2, 2, [])
    assert value(store) == 17
    assert seen[-1] == (len(text.encode()), len(text.encode()))
    again = load(store, tmp_path, "a.csv", text)
    assert (again.accepted, again.duplicate) == (0, 2)


def test_a_table_with_breakdowns_in_either_form(store: Store, tmp_path: Path) -> None:
    named = f"{HEADER},dimensions.sector,dimensions.operator\n{TOTAL},c1,{PERIOD},3,{AT},road,\n"
    texts = f"{HEADER},dimensions\n{TOTAL},c2,{PERIOD},4,{AT},sector=road\n{TOTAL},c3,{PERIOD},9,{AT},\n"
    assert load(store, tmp_path, "a.csv", named).accepted == 1
    assert load(store, tmp_path, "b.csv", texts).accepted == 2
    assert value(store, key="road", dimension="sector") == 7
    assert value(store, "c3") == 9


def test_a_table_in_the_encoding_of_the_office(store: Store, tmp_path: Path) -> None:
    text = f"{HEADER},dimensions.operator\n{TOTAL},c1,{PERIOD},3,{AT},王志强\n"
    assert load(store, tmp_path, "a.csv", text.encode("gb18030")).accepted == 1
    assert value(store, key="王志强", dimension="operator") == 3


def test_json_in_lines_and_as_a_document(store: Store, tmp_path: Path) -> None:
    one, other = said(TOTAL, "c1", 12), said(TOTAL, "c2", 5)
    assert load(store, tmp_path, "a.jsonl", f"{json.dumps(one)}\n\n{json.dumps(other)}\n").accepted == 2
    assert load(store, tmp_path, "a.json", json.dumps([one, other])).duplicate == 2
    assert value(store) == 17


def test_what_is_wrong_is_set_aside_with_its_line(store: Store, tmp_path: Path) -> None:
    rows = (f"{TOTAL},c1,{PERIOD},12,{AT}", f"{TOTAL},zz,{PERIOD},1,{AT}", f"{TOTAL},c1,{PERIOD}", "x,c2,,many,")
    receipt = load(store, tmp_path, "a.csv", "\n".join((HEADER, *rows)), batch=2)
    assert receipt.accepted == 1
    assert [(one.index, one.reason[:32]) for one in receipt.quarantined] == [
        (1, "line 3: area: 'zz' is not in the"),
        (2, "line 4: 3 columns; expected 5 as"),
        (3, "line 5: period: '': '' is no int"),
    ]
    assert {held.kind for held in waiting(store)} == {"statistic"}


def test_lines_that_are_not_json_are_named(store: Store, tmp_path: Path) -> None:
    content = json.dumps(said(TOTAL, "c1", 1)).encode() + b"\n{oops\n\xff{}\n"
    receipt = load(store, tmp_path, "a.ndjson", content)
    assert receipt.accepted == 1
    assert [one.reason.partition(":")[0] for one in receipt.quarantined] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", "x", "a.xlsx: expected a name ending in .csv, .jsonl, .ndjson, .json"),
        ("a.csv", "metric,area\nx,y\n", "a.csv: no column period, value, at; expected it among those there: metric"),
        ("a.csv", HEADER + "\n", "a.csv holds no messages"),
        ("a.jsonl", "\n\n", "a.jsonl is empty"),
        ("a.csv", "", "a.csv is empty"),
    ],
)
def test_files_that_cannot_be_used_are_named(store: Store, tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(FileError) as caught:
        load(store, tmp_path, name, content)
    assert said in str(caught.value)


def test_a_feed_has_a_name(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="expected a name of 1 to 64 characters"):
        load_statistics(store, tmp_path / "a.csv", feed="")


def test_before_areas_are_loaded_nothing_is_read(tmp_path: Path) -> None:
    with world(prepared=False) as bare, pytest.raises(NoAreasError):
        load(bare, tmp_path, "a.csv", HEADER)
