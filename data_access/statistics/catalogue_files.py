"""From TOML files to a catalogue: the entries of each are checked by themselves, then all of them together."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from data_access.statistics.catalogue_checks import BY_CHILD, BY_NONE, problems
from data_access.statistics.entries import Catalogue, CatalogueError, Metric, entry_types

_SPREAD: Final = frozenset({"bars", "table", "map"})
"""The kinds of panels that show the areas below unless they say otherwise."""

_REPORTED_ONLY: Final = (
    *("kind", "rollup", "weight", "level", "breakdowns", "period", "of", "repeats"),
    *("min", "max", "suppress"),
)
_ADAPTERS: Final = {table: TypeAdapter(kind) for table, kind in entry_types().items()}
_FIELDS: Final = tuple(dict.fromkeys(field.name for kind in entry_types().values() for field in fields(kind)))
_TABLES: Final = {
    "unit": "units",
    "dimension": "dimensions",
    "metric": "metrics",
    "panel": "panels",
    "check": "checks",
}
_SHOWN: Final = 20
_ALTERNATIVES: Final = ("float", "constrained-str")
"""What stands in a place of an error beside the field where one of several kinds is allowed."""

Found = dict[tuple[str, str], tuple[Path, Mapping[str, Any]]]
"""Entries by table and id, each with its file."""


def load_catalogue(*paths: Path) -> Catalogue:
    """The catalogue of files and folders of .toml files; what a later path declares replaces an earlier one's entry
    of the same id. CatalogueError naming everything that is wrong."""
    texts = [(path, [(file, _text(file)) for file in catalogue_files(path)]) for path in paths]
    found: Found = {}
    for path, files in texts:
        found |= _entries(path, files)
    entries: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
    wrong: list[str] = []
    for (table, name), (file, values) in found.items():
        try:
            entries[table][name] = _ADAPTERS[table].validate_json(_as_json(_completed(table, name, values)))
        except ValidationError as error:
            wrong += (f"{_where(file, table, name)} {line}" for line in _lines(error))
        except ValueError as error:
            wrong.append(f"{_where(file, table, name)} {error}")
    if not wrong:
        digest = hashlib.blake2b(digest_size=8)
        for _, files in texts:
            for _, text in files:
                digest.update(text.encode())
        entries["metric"] = _derived(entries["metric"])
        declared = {_TABLES[table]: some for table, some in entries.items()}
        catalogue = Catalogue(**declared, version=digest.hexdigest())
        wrong = problems(catalogue, lambda table, name: _where(found[table, name][0], table, name))
        if not wrong:
            return catalogue
    shown = wrong[:_SHOWN] + ([f"and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else [])
    raise CatalogueError("; ".join(shown))


def catalogue_files(path: Path) -> tuple[Path, ...]:
    """The files of a folder in order of name, or the file itself; CatalogueError for what is neither."""
    if path.is_dir():
        return tuple(sorted(path.glob("*.toml")))
    if not path.is_file():
        raise CatalogueError(f"{path}: is not there; expected a TOML file of metrics or a folder of such files")
    return (path,)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise CatalogueError(f"{file}: {error.strerror}; expected a TOML file that can be read") from None
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file} is not UTF-8: byte {error.object[error.start]:#04x} at {error.start}") from None


def _entries(path: Path, files: Iterable[tuple[Path, str]]) -> Found:
    found: Found = {}
    for file, text in files:
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(f"{file} is not TOML: {error}") from None
        for table, some in content.items():
            if table not in _TABLES:
                raise CatalogueError(f"{file}: table {table!r} is not known; expected one of {', '.join(_TABLES)}")
            if not isinstance(some, dict):
                raise CatalogueError(f"{file}: {table} = {some!r}: expected tables such as [{table}.name]")
            for name, values in some.items():
                if not isinstance(values, dict):
                    raise CatalogueError(f"{file}: {table} {name!r} = {values!r}: expected a table")
                if (table, name) in found:
                    first = found[table, name][0]
                    raise CatalogueError(f"{file}: {table} {name!r} stands in {first.name} too; expected it once")
                found[table, name] = (file, values)
    return found


def _completed(table: str, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's fields with its id and with what follows from others; ValueError for fields that exclude others."""
    given = {"code" if table == "unit" else "id": name, **values}
    if table == "panel":
        if ("system" in values) == ("systems" in values):
            raise ValueError("system, systems: expected exactly one of them")
        if "system" in given:
            given["systems"] = [given.pop("system")]
        given.setdefault("by", BY_CHILD if given.get("kind") in _SPREAD else BY_NONE)
    if table == "metric" and "ratio" in values:
        excluded = [field for field in _REPORTED_ONLY if field in values]
        if excluded:
            raise ValueError(
                f"{excluded[0]} = {values[excluded[0]]!r}: a ratio has none of its own; expected it left out"
            )
    elif table == "metric":
        if values and all(isinstance(value, dict) for value in values.values()):
            # What TOML makes of an id with a dot that is not quoted.
            inner = f"{name}.{next(iter(values))}"
            raise ValueError(f'holds tables only; expected an id in quotes: [metric."{inner}"]')
        if "period" not in values:
            near = get_close_matches("period", values, n=1)
            meant = f" ({near[0]!r} is not known)" if near else ""
            raise ValueError(f"period is missing{meant}; expected the length of its periods, e.g. PT1H or P1D")
        given.setdefault("fresh", given["period"])
    return given


def _as_json(values: Mapping[str, Any]) -> str:
    # Strict reading takes lists for tuples and tables for entries from JSON alone; times have no place in a catalogue.
    return json.dumps(values, ensure_ascii=False, default=str)


def _derived(metrics: Mapping[str, Metric]) -> dict[str, Metric]:
    """Ratios take from their numerator what they do not say: kind, level, period, breakdowns shared by both; they are
    as fresh as the slower of the two."""
    found = dict(metrics)
    for name, metric in metrics.items():
        over, under = (metrics.get(part) for part in metric.ratio or ("", ""))
        if over is None or under is None:
            continue
        found[name] = replace(
            metric,
            system=metric.system or over.system,
            kind=over.kind,
            rollup=over.rollup,
            level=over.level,
            breakdowns=tuple(names for names in over.breakdowns if names in under.breakdowns),
            period=over.period,
            fresh=max(over.fresh, under.fresh),
            returned=metric.returned or over.returned,
        )
    return found


def _where(file: Path, table: str, name: str) -> str:
    return f"{file}: {table} {name!r}"


def _lines(error: ValidationError) -> Iterable[str]:
    seen = set()
    for one in error.errors(include_url=False):
        field = ".".join(str(part) for part in one["loc"] if part not in _ALTERNATIVES)
        if field in seen:
            continue
        seen.add(field)
        if one["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
            yield f"{field} is missing; expected a value"
        elif one["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
            near = get_close_matches(field, _FIELDS, n=1)
            expected = repr(near[0]) if near else "a field of docs/statistics.md"
            yield f"{field} is not known; expected {expected}"
        else:
            words = one["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
            yield f"{field} = {one['input']!r}: {words}"
