import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from data_access.events.contract import EventMessage
from data_access.feeds.mapping import EventMapping, load_mapping, read_mapping
from data_access.feeds.tables import MappingError
from data_access.store.vocabulary import Term

WIDE = """
zone = "America/New_York"
time_format = "%Y-%m-%d %H:%M"
datum = "gcj02"

[columns]
number = { column = "no", pattern = '\\d+' }

[fields]
event_id = { template = "X-{number}" }
source = "channel"
category = { template = "{kind}/{detail}" }
department = "agency"
area = { first_of = ["grid", { constant = "d" }] }
self_handled = { column = "self", values = { "是" = "true", "否" = "false" } }

[values.source]
PHONE = "hotline"

[[transitions]]
stage = "collected"
at = "created"
fields = { title = "detail" }

[[transitions]]
stage = "handled"
at = "closed"
when = "closed"
inherit = false
fields = { department = "closer" }

[[transitions]]
stage = "voided"
at = "changed"
when = { column = "status", equals = ["Void", 9] }
inherit = false

[vocabulary.source]
hotline = { zh = "热线", en = "Hotline", cadence_minutes = 15, datum = "bd09" }
patrol = { en = "Patrol" }
"""
ROW = {
    "no": "no 7", "channel": "PHONE", "kind": "city", "detail": "stall", "agency": "A", "grid": "", "self": "是",
    "created": "2026-07-01 09:00", "closed": "2026-07-02 09:00", "closer": "B", "status": "Open", "changed": "",
}  # fmt: skip


def mapped(row: dict[str, str], text: str = WIDE) -> list[Any]:
    return list(read_mapping(tomllib.loads(text)).messages(row))


def test_a_wide_row_gives_one_message_for_each_transition_that_applies() -> None:
    collected, handled = mapped(ROW)
    assert collected.value == {
        "event_id": "X-7",
        "source": "hotline",
        "category": "city/stall",
        "department": "A",
        "area": "d",
        "self_handled": True,
        "stage": "collected",
        "at": "2026-07-01T09:00:00-04:00",
        "title": "stall",
    }
    assert handled.value == {
        "event_id": "X-7",
        "source": "hotline",
        "stage": "handled",
        "at": "2026-07-02T09:00:00-04:00",
        "department": "B",
    }
    EventMessage.model_validate(collected.value)


def test_conditions() -> None:
    stages = [
        one.value["stage"] for one in mapped({**ROW, "closed": " ", "status": "Void", "changed": "2026-07-02 10:00"})
    ]
    assert stages == ["collected", "voided"]
    assert len(mapped({**ROW, "status": "9", "changed": "2026-07-02 10:00"})) == 3


def test_a_row_to_which_no_transition_applies_is_not_lost() -> None:
    text = FIELDS + STEP + 'when = "c"'
    (one,) = mapped({"a": "1", "c": ""}, text)
    assert one.error == "no transition of the mapping applies to it"
    assert json.loads(one.raw) == {"a": "1", "c": ""}


def test_a_time_that_does_not_exist_is_an_error_of_its_message_alone() -> None:
    broken, handled = mapped({**ROW, "created": "2026-03-08 02:30"})
    assert "at: time '2026-03-08T02:30:00' does not exist in America/New_York" in broken.error
    assert json.loads(broken.raw)["at"] == "2026-03-08 02:30"
    assert handled.error is None


def test_what_else_a_mapping_says() -> None:
    found = read_mapping(tomllib.loads(WIDE))
    assert found.datum == "gcj02"
    assert found.terms == (
        Term("source", "hotline", "热线", "Hotline", {"datum": "bd09", "cadence_minutes": 15}),
        Term("source", "patrol", "Patrol", "Patrol", {}),
    )
    columns = {"no", "channel", "kind", "detail", "agency", "grid", "self", "created", "closed", "closer", "status"}
    assert found.columns() == columns | {"changed"}
    assert not found.takes_contract


def test_without_fields_the_columns_carry_the_contracts_names() -> None:
    found = read_mapping({"vocabulary": {"source": {"a": {"zh": "甲"}}}})
    assert found.takes_contract
    row = {"event_id": "1", "source": "a", "stage": "handled", "at": "2026-01-01T00:00:00Z", "title": "", "other": "x"}
    (one,) = found.messages(row)
    assert one.value == {name: row[name] for name in ("event_id", "source", "stage", "at")}
    assert list(EventMapping().messages(row)) == [one]


FIELDS = '[fields]\nevent_id = "a"\nsource = "b"\n'
STEP = '[[transitions]]\nstage = "handled"\nat = "c"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('zones = "UTC"', "zones: not a key known here; expected one of datum, zone, time_format"),
        ("[areas]", "areas: not a key known here"),
        ('datum = "wgs"', "datum: 'wgs': expected one of wgs84, gcj02, bd09"),
        ('zone = "Mars/Base"', "zone: 'Mars/Base': not a time zone"),
        ('time_format = "%Q"', "time_format: '%Q': cannot be read; expected a format such as"),
        ('time_format = ["%Y", 3]', "time_format: .*: expected text or a list of texts"),
        ('encoding = "latin-1"', "encoding: 'latin-1': expected one of utf-8, gb18030"),
        ('delimiter = "::"', "delimiter: '::': expected one character"),
        ("fields = 3", "fields: 3: expected a table"),
        ('[fields]\nevent = "a"', "fields.event: not a key known here; expected one of event_id, source"),
        ('[fields]\nevent_id = "a"', "fields.source: is missing; expected a column"),
        (FIELDS, "fields.stage: is missing"),
        (FIELDS + '[values.source]\nA = ["x"]\n' + STEP, r"values.source.A: \['x'\]: expected text"),
        (FIELDS + '[values.color]\nA = "x"\n' + STEP, "values.color: neither fields.color nor columns.color is set"),
        (FIELDS + 'stage = "x"\n' + STEP, "fields.stage: each of .* has its own"),
        (FIELDS + "transitions = 3", "fields.transitions: not a key"),
        ("transitions = []", r"transitions: \[\]: expected \[\[transitions\]\]"),
        (
            FIELDS + '[[transitions]]\nstage = "done"\nat = "c"',
            r"transitions\[0\].stage: 'done': expected one of collected",
        ),
        (FIELDS + '[[transitions]]\nat = "c"', r"transitions\[0\].stage: is missing"),
        (FIELDS + '[[transitions]]\nstage = "handled"', r"transitions\[0\].at: is missing"),
        (FIELDS + STEP + 'If = "d"', r"transitions\[0\].If: not a key known here; expected one of stage, at, when"),
        (FIELDS + STEP + "when = 3", r"transitions\[0\].when: 3: expected a table"),
        (FIELDS + STEP + 'when = { equals = "x" }', r"transitions\[0\].when.column: is missing"),
        (FIELDS + STEP + 'fields = { tittle = "x" }', r"transitions\[0\].fields.tittle: not a key"),
        ('[vocabulary.color]\nred = { zh = "x" }', "vocabulary.color: not a key known here; expected one of source"),
        ("[vocabulary.source]\nred = {}", "vocabulary.source.red: zh and en are missing"),
        ('[vocabulary.source]\nred = "x"', "vocabulary.source.red: 'x': expected a table"),
        ('[vocabulary.level]\nred = { zh = "x", limit = 3 }', "vocabulary.level.red.limit: not a key"),
        ('[vocabulary.source]\na = { zh = "x", cadence_minutes = 0 }', "cadence_minutes: 0: expected a number above 0"),
    ],
)
def test_mappings_that_cannot_be_used_name_the_key(text: str, words: str) -> None:
    with pytest.raises(MappingError, match=words):
        read_mapping(tomllib.loads(text))


def test_a_file_is_named_in_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    for raw, words in (
        (b"a = ", "mapping m.toml is not TOML: Invalid value"),
        (b"a = '\xff'", "mapping m.toml is not UTF-8"),
        (b"zones = 1", "mapping m.toml: zones: not a key"),
    ):
        path.write_bytes(raw)
        with pytest.raises(MappingError, match=words):
            load_mapping(path)
