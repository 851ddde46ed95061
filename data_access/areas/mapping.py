"""How an area file's columns or properties become areas: names, constants and code prefixes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from data_access.areas.datum import check_datum
from data_access.areas.tree import AreaProblem

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "code12", "code9", "code6", "adcode", "area_code", "代码", "编码", "区划代码"),
    "name": ("name", "name_zh", "area_name", "名称"),
    "level": ("level", "级别", "层级"),
    "parent": ("parent", "parent_code", "parent.adcode", "上级", "上级代码"),
    "name_en": ("name_en", "english_name", "英文名称"),
    "population": ("population", "人口", "常住人口"),
}
"""Where each field is looked for when the mapping does not say, in this order, in any case."""

_ROUNDED_NUMBER = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_WHOLE_NUMBER = re.compile(r"(\d+)(\.0*)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """An area as read, before it is known to stand in a tree; `level` '' where the file has none."""

    where: str
    code: str
    name: str
    level: str
    parent: str | None
    name_en: str | None
    population: int | None
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, kw_only=True)
class AreaMapping:
    """Which column or property holds each field of an area; unset ones are looked for under ALIASES.

    A dotted name reaches into nested properties. `codes` gives a code by name, before the file's own,
    `levels` renames levels. The parent is a property, `parent_constant` ('' for no parent), or the
    code's first `parent_prefix` characters followed by `parent_suffix`. `code_prefix` goes before the
    code and before a parent that is not constant. `datum` is that of this file alone.
    """

    code: str | None = None
    name: str | None = None
    level: str | None = None
    parent: str | None = None
    name_en: str | None = None
    population: str | None = None
    level_constant: str | None = None
    parent_constant: str | None = None
    parent_prefix: int | None = None
    parent_suffix: str = ""
    code_prefix: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    datum: str | None = None

    def __post_init__(self) -> None:
        ways = [name for name in ("parent", "parent_constant", "parent_prefix") if getattr(self, name) is not None]
        if len(ways) > 1:
            raise ValueError(f"areas mapping sets {' and '.join(ways)}: expected at most one of them")
        if self.level is not None and self.level_constant is not None:
            raise ValueError("areas mapping sets level and level_constant: expected at most one of them")
        if self.datum is not None:
            check_datum(self.datum)
        if self.parent_prefix is not None and self.parent_prefix < 1:
            raise ValueError(f"areas mapping parent_prefix {self.parent_prefix}: expected a number from 1")

    @classmethod
    def from_table(cls, table: Mapping[str, object]) -> "AreaMapping":
        """The mapping a TOML table `[areas]` gives; ValueError naming a key it cannot use."""
        known = [item.name for item in fields(cls)]
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                raise ValueError(f"areas mapping key {key!r}: expected one of {', '.join(known)}")
            if key in ("codes", "levels"):
                fits = isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values())
                expected = "a table of text"
            elif key == "parent_prefix":
                fits, expected = isinstance(value, int) and not isinstance(value, bool), "a whole number"
            else:
                fits, expected = isinstance(value, str), "text"
            if not fits:
                raise ValueError(f"areas mapping {key} {value!r}: expected {expected}")
            values[key] = value
        return cls(**values)

    def missing_columns(self, header: Iterable[str]) -> list[tuple[str, str]]:
        """(field, expected) for each field a table with this header cannot give."""
        columns: dict[str, object] = dict.fromkeys(header, "")
        wanted = {"code", "name"} | {name for name in ALIASES if getattr(self, name) is not None}
        if self.parent_constant is None and self.parent_prefix is None:
            wanted.add("parent")
        return [
            (name, f"a column {getattr(self, name) or ' or '.join(ALIASES[name])}")
            for name in ALIASES
            if name in wanted and not self._find(name, columns)[0]
        ]

    def draft(self, properties: Mapping[str, object], where: str) -> tuple[Draft | None, list[AreaProblem]]:
        """The area these properties describe, None if it has no code, and what is wrong with it."""
        texts: dict[str, str] = {}
        wrong: list[tuple[str, object, str]] = []
        for name in ("code", "name", "name_en", "level", "parent"):
            _, value = self._find(name, properties)
            if self._is_given(name):
                value = None
            text = _text(value)
            if text is None:
                wrong.append((name, value, "text or a whole number"))
            texts[name] = text or ""
        if _ROUNDED_NUMBER.fullmatch(texts["code"]):
            wrong.append(("code", texts["code"], "the whole code, not a number rounded by a spreadsheet"))
        own = self.codes.get(texts["name"], texts["code"])
        if not own and not any(name == "code" for name, _, _ in wrong):
            expected = f"a value in {self.code}" if self.code else "a value"
            wrong.append(("code", texts["code"], expected))
        parent = texts["parent"]
        if self.parent_prefix is not None and own:
            parent = own[: self.parent_prefix] + self.parent_suffix
            if len(own) <= self.parent_prefix or parent == own:
                wrong.append(("code", own, f"more than parent_prefix = {self.parent_prefix} characters"))
        parent = self.code_prefix + parent if parent else self.parent_constant or ""
        _, value = self._find("population", properties)
        population = _whole(value)
        if population is None and _text(value) != "":
            wrong.append(("population", value, "a whole number from 0"))
        code = self.code_prefix + own if own else ""
        problems = [AreaProblem(code, name, value, expected, where) for name, value, expected in wrong]
        if not code:
            return None, problems
        level = self.level_constant or self.levels.get(texts["level"], texts["level"])
        name_en = texts["name_en"] or None
        return Draft(where, code, texts["name"], level, parent or None, name_en, population), problems

    def _is_given(self, name: str) -> bool:
        if name == "level":
            return self.level_constant is not None
        return name == "parent" and (self.parent_constant is not None or self.parent_prefix is not None)

    def _find(self, name: str, properties: Mapping[str, object]) -> tuple[bool, object]:
        """(found, value) of the field under its mapped name, else under the first alias that is there."""
        mapped: str | None = getattr(self, name)
        if mapped is not None:
            return _reach(properties, mapped)
        folded = {key.strip().casefold(): value for key, value in properties.items()}
        for alias in ALIASES[name]:
            found, value = _reach(folded, alias)
            if found and not isinstance(value, Mapping):
                return True, value
        return False, None


def _reach(properties: Mapping[str, object], path: str) -> tuple[bool, object]:
    if path in properties:
        return True, properties[path]
    head, dot, rest = path.partition(".")
    inner = properties.get(head)
    return _reach(inner, rest) if dot and isinstance(inner, Mapping) else (False, None)


def _text(value: object) -> str | None:
    """The value as text, '' for none; None if it is neither text nor a whole number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else None


def _whole(value: object) -> int | None:
    match = _WHOLE_NUMBER.fullmatch(_text(value) or "")
    return int(match[1]) if match else None
