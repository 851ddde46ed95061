"""A city nobody here wrote, with the mappings of docs/examples; its files are on some machines only."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.areas.files import read_area_files
from data_access.clock import parse_instant
from data_access.feeds.area_mapping import load_area_mapping
from data_access.feeds.files import load_events
from data_access.feeds.mapping import load_mapping
from data_access.ingest.rebuild import verify
from data_access.store.schema import event
from data_access.store.store import Store

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
DATA = ROOT.parent / "shared" / "data" / "nyc311"
EVENTS = DATA / "events_2019-12-31.csv"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the folder with real data is not here")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'nyc.db'}", zone="America/New_York")
    store.migrate()
    boroughs = load_area_mapping(EXAMPLES / "nyc_boroughs.toml")
    districts = load_area_mapping(EXAMPLES / "nyc_districts.toml")
    files = [(DATA / "nyc_borough.geojson", boroughs.areas), (DATA / "nyc_CD.geojson", districts.areas)]
    store.replace_areas(read_area_files(files, root=("nyc", "New York City")))
    store.declare([*boroughs.terms, *districts.terms])
    yield store
    store.close()


def expected_area(board: str) -> str:
    """The district of "05 QUEENS", the borough of "Unspecified QUEENS", the city of "0 Unspecified"."""
    number, _, borough = board.partition(" ")
    code = {"MANHATTAN": "1", "BRONX": "2", "BROOKLYN": "3", "QUEENS": "4", "STATEN ISLAND": "5"}.get(borough)
    if code is None:
        return "nyc"
    return code + number if number.isdigit() else code


@needs_data
def test_new_york_adds_up(city: Store) -> None:
    receipt = load_events(city, EVENTS, load_mapping(EXAMPLES / "nyc311.toml"), feed="nyc311")
    with EVENTS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    closed = sum(bool(row["closed_date"]) for row in rows)
    assert (receipt.accepted, receipt.quarantined, receipt.unlocated) == (1000 + closed, [], 0)
    with city.reading() as connection:
        tree = city.site(connection).tree
        vocabulary = city.site(connection).vocabulary
        found = {row.event_id: row for row in connection.execute(select(event))}
    assert len(found) == 1000

    boroughs = Counter[str]()
    for one in found.values():
        above = tree.child_of("nyc", one.area)
        boroughs[above.name.upper() if above else "Unspecified"] += 1
    assert boroughs == Counter(row["borough"] for row in rows)
    assert boroughs == {
        "QUEENS": 298,
        "BROOKLYN": 294,
        "MANHATTAN": 186,
        "BRONX": 184,
        "STATEN ISLAND": 36,
        "Unspecified": 2,
    }

    for row in rows:
        one = found[row["unique_key"]]
        assert (one.source, one.department) == (row["open_data_channel_type"].lower(), row["agency"])
        assert vocabulary.get("source", one.source) is not None
        assert vocabulary.get("department", one.department) is not None
        assert (one.closed_at is None) == (not row["closed_date"])
        assert one.area == expected_area(row["community_board"])
    first = found["45278137"]
    assert first.collected_at == parse_instant("2019-12-31T23:59:11-05:00")
    assert first.closed_at == parse_instant("2020-01-01T03:07:18-05:00")
    assert first.category == "Noise - Commercial/Banging or Pounding"
    assert first.title == "Noise - Commercial: Banging/Pounding"
    assert verify(city) == []


def test_the_examples_can_be_read() -> None:
    assert load_mapping(EXAMPLES / "nyc311.toml").terms
    for name in ("nyc_boroughs.toml", "nyc_districts.toml"):
        assert load_area_mapping(EXAMPLES / name).areas.level_constant
