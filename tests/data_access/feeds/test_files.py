import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.feeds.files import load_events
from data_access.feeds.lines import FileError
from data_access.feeds.mapping import EventMapping, read_mapping
from data_access.ingest.quarantine import mend, replay, waiting
from data_access.ingest.rebuild import verify
from data_access.store.schema import event, transition
from data_access.store.store import NoAreasError, Store

HEADER = "event_id,source,stage,at,category,area,lon,lat,self_handled,title\n"
GOOD = "1,hotline,collected,2026-07-01T09:00:00+08:00,city/stall,s1,,,true,店外经营\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def counts(store: Store) -> dict[str | None, int]:
    with store.reading() as connection:
        rows = connection.execute(select(event.c.area, func.count()).group_by(event.c.area))
        return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_with_the_contracts_own_columns(store: Store, tmp_path: Path, encoding: str) -> None:
    text = HEADER + GOOD + "2,patrol,collected,2026-07-01T09:00:00Z,city,,117.15,34.05,,\n"
    receipt = load_events(store, write(tmp_path, "f.csv", text, encoding), feed="f")
    assert (receipt.read, receipt.accepted, receipt.unlocated, receipt.quarantined) == (2, 2, 0, [])
    assert counts(store) == {"s1": 1, "s2": 1}
    with store.reading() as connection:
        row = connection.execute(select(event).where(event.c.event_id == "1")).one()
    assert (row.title, row.self_handled) == ("店外经营", 1)
    again = load_events(store, tmp_path / "f.csv", feed="f")
    assert (again.accepted, again.duplicate) == (0, 2)
    assert verify(store) == []


def test_what_is_wrong_is_set_aside_with_its_line(store: Store, tmp_path: Path) -> None:
    rows = [
        GOOD,
        "2,hotline,coll\n",
        "3,nobody,collected,2026-07-01T09:00:00Z,city,s1,,,,\n",
        "4,hotline,collected,2026-07-01T09:00:00,city,s1,,,,\n",
        '5,hotline,collected,2026-07-01T09:00:00Z,city,s1,,,,"open\n',
        GOOD.replace("1,", "6,", 1),
        "7,hotline,collected,2026-07-01T09:00:00Z,city,,nan,34,,\n",
        "8,hotline,collected,2026-07-01T09:00:00Z,city,s1,,,maybe,\n",
    ]
    receipt = load_events(store, write(tmp_path, "f.csv", HEADER + "".join(rows)), feed="f", batch=2)
    assert (receipt.read, receipt.accepted) == (8, 2)
    reasons = [one.reason for one in receipt.quarantined]
    for reason, words in zip(
        reasons,
        [
            "line 3: 3 columns; expected 10 as in the header",
            "line 4: source: 'nobody' is not a known source",
            "line 5: at: '2026-07-01T09:00:00': time '2026-07-01T09:00:00' has no zone",
            "line 6: not CSV",
            "line 8: lon: 'nan'",
            "line 9: self_handled: 'maybe': expected true, false or null",
        ],
        strict=True,
    ):
        assert reason.startswith(words)
    assert [one.index for one in receipt.quarantined] == [1, 2, 3, 4, 6, 7]
    assert [held.raw for held in waiting(store)][-1] == "2,hotline,coll"


def test_what_a_mapping_could_not_make_can_be_mended_and_replayed(store: Store, tmp_path: Path) -> None:
    mapping = read_mapping({"zone": "America/New_York"})
    text = HEADER + "1,hotline,collected,2026-03-08T02:30:00,city,s1,,,,\n"
    receipt = load_events(store, write(tmp_path, "f.csv", text), mapping, feed="f")
    assert "line 2: at: time '2026-03-08T02:30:00' does not exist" in receipt.quarantined[0].reason
    (held,) = waiting(store)
    mend(store, held.id, json.dumps({**json.loads(held.raw), "at": "2026-03-08T03:30:00-04:00"}))
    assert replay(store).accepted == 1


@pytest.mark.parametrize("name", ["f.jsonl", "f.ndjson"])
def test_json_lines_are_the_contract_itself(store: Store, tmp_path: Path, name: str) -> None:
    good = {"event_id": "1", "source": "hotline", "stage": "handled", "at": "2026-07-01T09:00:00Z"}
    envelope = {"specversion": "1.0", "id": "a", "source": "s", "type": "t", "data": {**good, "event_id": "2"}}
    lines = [json.dumps(good), "", "{broken", json.dumps(envelope), "[1]"]
    receipt = load_events(store, write(tmp_path, name, "\n".join(lines)), feed="f")
    assert (receipt.read, receipt.accepted) == (4, 2)
    assert [one.reason.split(":")[0] for one in receipt.quarantined] == ["line 3", "line 5"]


def test_a_json_array(store: Store, tmp_path: Path) -> None:
    good = {"event_id": "1", "source": "hotline", "stage": "handled", "at": "2026-07-01T09:00:00Z"}
    told: list[tuple[int, int]] = []
    path = write(tmp_path, "f.json", json.dumps([good, 3]))
    receipt = load_events(store, path, feed="f", progress=lambda *now: told.append(now))
    assert (receipt.accepted, [one.reason for one in receipt.quarantined]) == (1, ["message 3 is not a JSON object"])
    assert told == [(path.stat().st_size,) * 2]


def test_json_lines_with_a_mapping(store: Store, tmp_path: Path) -> None:
    mapping = read_mapping(
        {
            "time_format": "unix_ms",
            "fields": {
                "event_id": "case.id",
                "source": {"constant": "app"},
                "stage": {"constant": "collected"},
                "at": "case.time",
                "category": "kind",
                "self_handled": "self",
                "lon": "point.x",
                "lat": "point.y",
            },
            "vocabulary": {"source": {"app": {"zh": "随手拍"}}},
        }
    )
    row = {
        "case": {"id": 12, "time": 1767225600000.0},
        "kind": "city",
        "self": False,
        "point": {"x": 117.05, "y": 34.05},
        "note": None,
    }
    lines = json.dumps(row) + "\n3\n"
    receipt = load_events(store, write(tmp_path, "f.jsonl", lines), mapping, feed="f")
    assert receipt.accepted == 1
    assert [one.reason for one in receipt.quarantined] == ["line 2: message is not a JSON object"]
    assert counts(store) == {"s1": 1}
    with store.reading() as connection:
        assert connection.execute(select(event.c.event_id)).scalars().all() == ["12"]


def test_the_datum_of_a_call_goes_before_the_mappings(store: Store, tmp_path: Path) -> None:
    text = HEADER + "1,hotline,collected,2026-07-01T09:00:00Z,city,,117.05,34.05,,\n"
    path = write(tmp_path, "f.csv", text)
    points = []
    for number, (declared, given) in enumerate([("gcj02", None), ("gcj02", "wgs84")]):
        path.write_text(text.replace("\n1,", f"\n{number},"))
        load_events(store, path, EventMapping(datum=declared), feed="f", datum=given)
    with store.reading() as connection:
        points = connection.execute(select(transition.c.lon).order_by(transition.c.id)).scalars().all()
    assert points[1] == 117.05
    assert 0.001 < abs(points[0] - 117.05) < 0.02


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("f.csv", "", "f.csv is empty"),
        ("f.csv", HEADER, "f.csv holds no messages"),
        ("f.jsonl", "\n", "f.jsonl is empty"),
        (
            "f.csv",
            "event_id,stage\n1,2\n",
            "f.csv: no column at, source; expected it among those there: event_id, stage",
        ),
        ("f.xlsx", "x", "f.xlsx: expected a name ending in .csv, .jsonl, .ndjson, .json"),
        ("f.json", "{", "body is not JSON"),
    ],
)
def test_files_of_which_nothing_can_be_loaded(store: Store, tmp_path: Path, name: str, text: str, words: str) -> None:
    before = store.version().version
    with pytest.raises(ValueError, match=words):
        load_events(store, write(tmp_path, name, text), feed="f")
    assert store.version().version == before


def test_a_feed_has_a_name_that_the_store_can_keep(store: Store, tmp_path: Path) -> None:
    for feed in ("", "x" * 65):
        with pytest.raises(FileError, match="expected a name of 1 to 64 characters"):
            load_events(store, tmp_path / "f.csv", feed=feed)


def test_areas_come_first(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'bare.db'}")
    store.migrate()
    with pytest.raises(NoAreasError, match="gridscope load areas"):
        load_events(store, write(tmp_path, "f.csv", HEADER + GOOD), feed="f")
    store.close()
