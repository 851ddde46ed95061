"""A mapping: from a source's own columns and values to event messages, described in TOML.

docs/examples/README.md lists every key; docs/examples/nyc311.toml is a complete one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data_access.areas.datum import DATUMS
from data_access.events.contract import EventMessage
from data_access.events.stages import Stage
from data_access.feeds.lines import ENCODINGS
from data_access.feeds.tables import MappingError, Section, read_toml, scalar
from data_access.feeds.times import UNIX_FORMATS, Times
from data_access.feeds.values import Row, Value, read_value
from data_access.feeds.words import read_terms
from data_access.ingest.receipt import Incoming
from data_access.store.vocabulary import Term

FIELDS: Final = tuple(EventMessage.model_fields)
KEYS: Final = (
    *("datum", "zone", "time_format", "encoding", "delimiter"),
    *("columns", "fields", "values", "transitions", "vocabulary"),
)

_TIMES: Final = ("at", "due_at")
_FLAGS: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class When:
    """The condition of a transition: a column is not empty, or is one of `equals`."""

    column: str
    equals: tuple[str, ...] = ()

    def holds(self, row: Row) -> bool:
        text = row.get(self.column, "").strip()
        return text in self.equals if self.equals else bool(text)


@dataclass(frozen=True, slots=True)
class Step:
    """One transition that a row gives: its fields, all included, and its condition."""

    fields: Mapping[str, Value]
    when: When | None = None


def _own_names() -> tuple[Step, ...]:
    return (Step({name: Value(column=name) for name in FIELDS}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMapping:
    """How rows of text become messages. Without `[fields]` the columns carry the contract's own names."""

    steps: tuple[Step, ...] = field(default_factory=_own_names)
    derived: Mapping[str, Value] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    datum: str | None = None
    encoding: str | None = None
    delimiter: str = ","
    terms: tuple[Term, ...] = ()
    own_names: bool = True

    @property
    def takes_contract(self) -> bool:
        """Whether JSON lines are the contract itself, to be taken as they are."""
        return self.own_names and not self.derived and self.times == Times()

    def columns(self) -> frozenset[str]:
        """The source's columns it reads."""
        values = [*self.derived.values(), *(value for step in self.steps for value in step.fields.values())]
        conditions = [step.when.column for step in self.steps if step.when is not None]
        return frozenset().union(conditions, *(value.columns() for value in values)) - self.derived.keys()

    def messages(self, row: Row) -> Iterator[Incoming]:
        """The messages of a row; one that cannot be made holds its error, and its fields as far as they got."""
        if self.derived:
            row = dict(row)
            for name, value in self.derived.items():
                row[name] = value.text(row)
        count = 0
        for step in self.steps:
            if step.when is None or step.when.holds(row):
                count += 1
                yield self._message(step, row)
        if not count:
            yield Incoming(raw=json.dumps(row, ensure_ascii=False), error="no transition of the mapping applies to it")

    def _message(self, step: Step, row: Row) -> Incoming:
        message: dict[str, Any] = {}
        error: str | None = None
        for name, value in step.fields.items():
            text = value.text(row)
            if not text:
                continue
            if name in _TIMES:
                try:
                    text = self.times.iso(text)
                except ValueError as wrong:
                    error = error or f"{name}: {wrong}"
            message[name] = _FLAGS.get(text.lower(), text) if name == "self_handled" else text
        if error is None:
            return Incoming(message)
        return Incoming(raw=json.dumps(message, ensure_ascii=False), error=error)


def load_mapping(path: str | Path) -> EventMapping:
    """The mapping of a TOML file; MappingError naming file and key, OSError where it cannot be read."""
    file = Path(path)
    values = read_toml(file)
    try:
        return read_mapping(values)
    except MappingError as error:
        raise MappingError(f"mapping {file.name}: {error}") from None


def read_mapping(values: Mapping[str, Any]) -> EventMapping:
    """The mapping that TOML tables describe; MappingError naming the key that cannot be used."""
    section = Section(values, "", KEYS)
    tables = Section(values.get("values", {}), "values")
    columns = Section(values.get("columns", {}), "columns")
    fields = Section(values.get("fields", {}), "fields", FIELDS)
    for name in tables.values:
        if name not in fields.values and name not in columns.values:
            raise MappingError(f"values.{name}: neither fields.{name} nor columns.{name} is set; expected one of them")
    shared = _values(fields, tables)
    steps = _steps(values.get("transitions", []), shared) if "transitions" in values else (Step(shared),)
    own_names = not fields.values and "transitions" not in values
    delimiter = section.text("delimiter") or ","
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise MappingError(f"delimiter: {delimiter!r}: expected one character")
    if not own_names:
        _complete(steps)
    return EventMapping(
        steps=_own_names() if own_names else steps,
        derived=_values(columns, tables),
        times=Times(_zone(section), _formats(section)),
        datum=section.choice("datum", DATUMS),
        encoding=section.choice("encoding", ENCODINGS),
        delimiter=delimiter,
        terms=read_terms(values.get("vocabulary", {})),
        own_names=own_names,
    )


def _values(section: Section, tables: Section) -> dict[str, Value]:
    return {name: read_value(spec, section.name(name), tables.pairs(name)) for name, spec in section.values.items()}


def _steps(specs: object, shared: Mapping[str, Value]) -> tuple[Step, ...]:
    if not isinstance(specs, list) or not specs:
        raise MappingError(f"transitions: {specs!r}: expected [[transitions]], at least one")
    for name in ("stage", "at"):
        if name in shared:
            raise MappingError(f"fields.{name}: each of [[transitions]] has its own; expected it there only")
    steps = []
    for place, spec in enumerate(specs):
        section = Section(spec, f"transitions[{place}]", ("stage", "at", "when", "inherit", "fields"))
        stage = section.choice("stage", [one.value for one in Stage])
        if stage is None or "at" not in section.values:
            missing = "stage" if stage is None else "at"
            raise MappingError(f"{section.name(missing)}: is missing; expected a value")
        inherit = section.flag("inherit", True)
        passed = {name: value for name, value in shared.items() if inherit or name in ("event_id", "source")}
        own = Section(section.values.get("fields", {}), section.name("fields"), FIELDS)
        fields = {name: read_value(spec, own.name(name)) for name, spec in own.values.items()}
        at = read_value(section.values["at"], section.name("at"))
        steps.append(Step({**passed, "stage": Value(constant=stage), "at": at, **fields}, _when(section)))
    return tuple(steps)


def _when(section: Section) -> When | None:
    spec = section.values.get("when")
    if spec is None:
        return None
    if isinstance(spec, str) and spec:
        return When(spec)
    inner = Section(spec, section.name("when"), ("column", "equals"))
    column = inner.text("column")
    if column is None:
        raise MappingError(f"{inner.name('column')}: is missing; expected the name of a column")
    equals = inner.values.get("equals", [])
    given = equals if isinstance(equals, list) else [equals]
    return When(column, tuple(scalar(one, inner.name("equals")) for one in given))


def _complete(steps: tuple[Step, ...]) -> None:
    for step in steps:
        for name in ("event_id", "source", "stage", "at"):
            if name not in step.fields:
                raise MappingError(f"fields.{name}: is missing; expected a column, or a table with a constant")


def _zone(section: Section) -> ZoneInfo | None:
    name = section.text("zone")
    try:
        return None if name is None else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise MappingError(f"zone: {name!r}: not a time zone; expected a name such as Asia/Shanghai") from None


def _formats(section: Section) -> tuple[str, ...]:
    formats = section.texts("time_format")
    for form in formats:
        try:
            fits = form in UNIX_FORMATS or bool(datetime.strptime(datetime(2001, 2, 3).strftime(form), form))
        except ValueError:
            fits = False
        if not fits or not form:
            expected = f"expected a format such as '%Y-%m-%d %H:%M:%S', {' or '.join(UNIX_FORMATS)}"
            raise MappingError(f"time_format: {form!r}: cannot be read; {expected}")
    return formats
