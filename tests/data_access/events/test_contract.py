"""The contract of an event message: what is taken, and what is said about what is not."""

import math
from typing import Any

import pytest

from data_access.clock import parse_instant
from data_access.events.contract import NOTE_LIMIT, TITLE_LIMIT, ContractError, parse_event
from data_access.events.stages import Stage

AT = "2026-11-22T09:30:00+08:00"
WHOLE: dict[str, Any] = {
    "event_id": "SJ20261122000123",
    "source": "hotline_12345",
    "stage": "collected",
    "at": AT,
    "title": "店外经营占用人行道",
    "category": "city/street-order",
    "severity": 2,
    "area": "990101003012",
    "lon": 117.19,
    "lat": 34.27,
    "department": "chengguan",
    "due_at": "2026-11-23T09:30:00+08:00",
    "self_handled": False,
    "satisfaction": 4.5,
    "note": "占道约 2 米",
    "post": "网格员-03",
}
TEXTS = ("event_id", "source", "title", "category", "area", "department", "note", "post")
NUMBERS = ("severity", "lon", "lat", "satisfaction")
TIMES = ("at", "due_at")
LIMITS = {
    "event_id": 128,
    "source": 64,
    "title": TITLE_LIMIT,
    "category": 128,
    "area": 64,
    "department": 64,
    "note": NOTE_LIMIT,
    "post": 64,
}


def refusal(message: Any) -> str:
    with pytest.raises(ContractError) as caught:
        parse_event(message)
    return str(caught.value)


def test_the_whole_message_is_read() -> None:
    message = parse_event(WHOLE)
    assert message.stage is Stage.COLLECTED
    assert message.at == parse_instant(AT)
    assert message.due_at == message.at + 24 * 3600 * 1_000_000
    assert message.self_handled is False
    assert {name: getattr(message, name) for name in (*TEXTS, *NUMBERS)} == {
        name: WHOLE[name] for name in (*TEXTS, *NUMBERS)
    }


def test_nulls_and_unknown_keys_are_as_if_not_there() -> None:
    optional = set(WHOLE) - {"event_id", "source", "stage", "at", "category", "area"}
    bare = {name: value for name, value in WHOLE.items() if name not in optional}
    nulls = bare | dict.fromkeys(optional)
    assert parse_event(bare) == parse_event(nulls) == parse_event(bare | {"photo": "x", "extra": {"a": [1]}})


def test_only_collected_needs_category_and_place() -> None:
    bare = {"event_id": "1", "source": "a", "at": AT}
    for stage in Stage:
        if stage is not Stage.COLLECTED:
            assert parse_event(bare | {"stage": stage.value}).stage is stage
    assert "category is missing" in refusal(bare | {"stage": "collected", "area": "g1"})
    assert "area is missing" in refusal(bare | {"stage": "collected", "category": "city"})
    placed = bare | {"stage": "collected", "category": "city"}
    assert parse_event(placed | {"area": "g1"}).area == "g1"
    assert parse_event(placed | {"lon": 117, "lat": 34}).lon == 117.0


@pytest.mark.parametrize("name", ["event_id", "source", "stage", "at"])
def test_a_required_field_is_missed_by_name(name: str) -> None:
    text = refusal({key: value for key, value in WHOLE.items() if key != name})
    assert text == f"{name} is missing; expected a value"
    assert name in refusal(WHOLE | {name: None})


WRONG: list[tuple[str, Any, str]] = [
    *((name, 7, "string") for name in TEXTS),
    *((name, ["x"], "string") for name in TEXTS),
    *((name, {"x": 1}, "string") for name in TEXTS),
    *((name, True, "string") for name in TEXTS),
    *((name, "字" * (LIMITS[name] + 1), str(LIMITS[name])) for name in TEXTS),
    *((name, "a\x00b", "NUL") for name in TEXTS),
    *((name, "\ud800", "string") for name in TEXTS),
    *((name, "", "at least 1") for name in ("event_id", "source", "category", "area", "department")),
    *((name, "  \t", "at least 1") for name in ("event_id", "source", "category", "area", "department")),
    *((name, "much", "valid") for name in NUMBERS),
    *((name, [1], "valid") for name in NUMBERS),
    *((name, True, "number") for name in NUMBERS),
    *((name, False, "number") for name in NUMBERS),
    *((name, math.nan, "finite") for name in NUMBERS),
    *((name, math.inf, "finite") for name in NUMBERS),
    *((name, -math.inf, "finite") for name in NUMBERS),
    *((name, 10**400, "valid") for name in ("lon", "lat", "satisfaction")),
    ("severity", 0, "greater than or equal to 1"),
    ("severity", 6, "less than or equal to 5"),
    ("severity", 2.5, "integer"),
    ("satisfaction", 6, "less than or equal to 5"),
    ("satisfaction", -1, "greater than or equal to 0"),
    ("lon", 180.5, "less than or equal to 180"),
    ("lon", -180.5, "greater than or equal to -180"),
    ("lat", 90.5, "less than or equal to 90"),
    ("lat", -91, "greater than or equal to -90"),
    ("stage", "closed", "'collected'"),
    ("stage", "", "'collected'"),
    ("stage", 1, "'collected'"),
    ("stage", ["collected"], "'collected'"),
    *((name, 1763775000, "ISO 8601") for name in TIMES),
    *((name, 1763775000.5, "ISO 8601") for name in TIMES),
    *((name, True, "ISO 8601") for name in TIMES),
    *((name, {}, "ISO 8601") for name in TIMES),
    *((name, "2026-11-22T09:30:00", "zone") for name in TIMES),
    *((name, "2026-11-22", "zone") for name in TIMES),
    *((name, "yesterday", "ISO 8601") for name in TIMES),
    *((name, "", "ISO 8601") for name in TIMES),
    *((name, "2026-02-30T00:00:00Z", "ISO 8601") for name in TIMES),
    *((name, "2026-11-22T24:30:00Z", "ISO 8601") for name in TIMES),
    ("self_handled", 1, "true, false or null"),
    ("self_handled", "yes", "true, false or null"),
    ("self_handled", [], "true, false or null"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG, ids=lambda value: repr(value)[:24])
def test_a_wrong_value_is_refused_with_field_value_and_expectation(name: str, value: Any, expected: str) -> None:
    text = refusal(WHOLE | {name: value})
    assert text.startswith(f"{name}: ")
    assert repr(value)[:20].rstrip("'") in text
    assert expected in text.replace("valid string", "string").replace("infinity", "finite")
    assert len(text) < 400


@pytest.mark.parametrize("name", [*TEXTS, *TIMES, "stage", "severity", "lon", "self_handled"])
def test_ten_megabytes_are_refused_in_a_short_sentence(name: str) -> None:
    text = refusal(WHOLE | {name: "x" * 10_000_000})
    assert text.startswith(f"{name}: 'xxx")
    assert len(text) < 400


def test_lengths_are_counted_in_characters_and_the_limit_is_allowed() -> None:
    for name, limit in LIMITS.items():
        assert getattr(parse_event(WHOLE | {name: "网" * limit}), name) == "网" * limit


def test_edges_of_ranges_are_allowed() -> None:
    for values in ({"severity": 1, "satisfaction": 0, "lon": -180, "lat": -90}, {"severity": 5, "satisfaction": 5}):
        message = parse_event(WHOLE | values)
        assert {name: getattr(message, name) for name in values} == values


@pytest.mark.parametrize("given", ["lon", "lat"])
def test_half_a_point_is_refused(given: str) -> None:
    missing = "lat" if given == "lon" else "lon"
    for half in ({missing: None}, {missing: None, "area": None}):
        assert refusal(WHOLE | half) == f"{missing} is missing; expected both lon and lat or neither"


@pytest.mark.parametrize("value", [None, 1, "text", [WHOLE], True, [], math.nan])
def test_a_message_is_an_object(value: Any) -> None:
    assert "is not a JSON object" in refusal(value)


def test_several_faults_name_the_first_and_count_the_rest() -> None:
    text = refusal(WHOLE | {"severity": 9, "lon": 200, "source": ""})
    assert text.startswith("source: ")
    assert text.endswith("(and 2 more)")


def test_blanks_around_text_are_taken_off() -> None:
    message = parse_event(WHOLE | {"event_id": " 1 ", "area": "g1\n", "title": "\t店外 经营 "})
    assert (message.event_id, message.area, message.title) == ("1", "g1", "店外 经营")


@pytest.mark.parametrize(
    "text",
    ["2026-11-22T01:30:00Z", "2026-11-22T01:30Z", "20261122T093000+0800", "2026-11-21T22:00:00-03:30", AT],
)
def test_one_instant_in_many_zones(text: str) -> None:
    assert parse_event(WHOLE | {"at": text}).at == parse_instant(AT)


@pytest.mark.parametrize("depth", [50, 5_000])
def test_a_deep_value_is_refused_not_a_crash(depth: int) -> None:
    deep: Any = "x"
    for _ in range(depth):
        deep = [deep]
    assert refusal(WHOLE | {"title": deep}).startswith("title: ")


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+08:00"])
def test_a_time_that_is_no_date_in_utc_is_refused(name: str, text: str) -> None:
    # It could be stored, but nothing could write it down again.
    assert refusal(WHOLE | {name: text}).startswith(f"{name}: ")
