"""How one field comes out of a source's row: a column, a constant, a template or the first of several."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NewType

from data_access.feeds.tables import MappingError, Section

Row = Mapping[str, str]
"""A source's row: text by column, "" for nothing."""

SHAPES: Final = ("column", "constant", "template", "first_of")
OPTIONS: Final = ("pattern", "values", "default", "replace", "lower", "strip", "slug")

_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_NOT_WORD: Final = re.compile(r"[\W_]+")

Template = NewType("Template", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One of column, constant, template or first_of, then, in this order: strip, pattern, values, replace, lower, slug.

    A template with an empty part is empty. `pattern` keeps its first group (or its match), nothing where it does
    not match. What `values` holds is final; what it does not hold becomes `default` if there is one. `default`
    also stands for an empty text. `slug` is lower-case words joined by "-".
    """

    column: str | None = None
    constant: str | None = None
    template: Template | None = None
    first_of: "tuple[Value, ...]" = ()
    pattern: re.Pattern[str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    replace: Mapping[str, str] = field(default_factory=dict)
    lower: bool = False
    strip: bool = True
    slug: bool = False

    def text(self, row: Row) -> str:
        """The value in a row, "" for none."""
        text = self._source(row)
        if self.strip:
            text = text.strip()
        if self.pattern is not None:
            found = self.pattern.search(text)
            text = "" if found is None else found[1 if self.pattern.groups else 0] or ""
        if text in self.values:
            return self.values[text]
        if self.default is not None and (self.values or not text):
            return self.default
        for old, new in self.replace.items():
            text = text.replace(old, new)
        if self.lower:
            text = text.lower()
        if self.slug:
            text = _NOT_WORD.sub("-", text.lower()).strip("-")
        return text

    def _source(self, row: Row) -> str:
        if self.column is not None:
            return row.get(self.column, "")
        if self.template is not None:
            parts = {name: row.get(name, "").strip() for name in _PLACE.findall(self.template)}
            return _PLACE.sub(lambda place: parts[place[1]], self.template) if all(parts.values()) else ""
        if self.constant is not None:
            return self.constant
        return next(filter(None, (one.text(row) for one in self.first_of)), "")

    def columns(self) -> frozenset[str]:
        """The columns it reads."""
        own = [] if self.column is None else [self.column]
        named = [] if self.template is None else _PLACE.findall(self.template)
        return frozenset(own).union(named, *(one.columns() for one in self.first_of))


def read_value(spec: object, path: str, table: Mapping[str, str] | None = None) -> Value:
    """The value a mapping describes: text is the name of a column, a table has one of SHAPES and any OPTIONS.

    `table` is the value table kept for it under `[values]`. MappingError naming the key that cannot be used.
    """
    if isinstance(spec, str) and spec:
        return Value(column=spec, values=table or {})
    if not isinstance(spec, Mapping):
        raise MappingError(f"{path}: {spec!r}: expected the name of a column, or a table with {', '.join(SHAPES)}")
    section = Section(spec, path, (*SHAPES, *OPTIONS))
    shapes = [shape for shape in SHAPES if shape in section.values]
    if len(shapes) != 1:
        raise MappingError(f"{path}: found {' and '.join(shapes) or 'none'}; expected one of {', '.join(SHAPES)}")
    if table and "values" in section.values:
        raise MappingError(f"{section.name('values')}: there is a table of values for it already; expected one of them")
    template = section.text("template")
    if template is not None and not _PLACE.search(template):
        raise MappingError(f"{section.name('template')}: {template!r}: expected columns in braces, e.g. '{{a}}/{{b}}'")
    return Value(
        column=section.text("column"),
        constant=section.scalar("constant"),
        template=None if template is None else Template(template),
        first_of=_alternatives(section),
        pattern=_pattern(section),
        values=section.pairs("values") or table or {},
        default=section.scalar("default"),
        replace=section.pairs("replace"),
        lower=section.flag("lower", False),
        strip=section.flag("strip", True),
        slug=section.flag("slug", False),
    )


def _alternatives(section: Section) -> tuple[Value, ...]:
    if "first_of" not in section.values:
        return ()
    specs, path = section.values["first_of"], section.name("first_of")
    if not isinstance(specs, list) or not specs:
        raise MappingError(f"{path}: {specs!r}: expected a list of values")
    return tuple(read_value(spec, f"{path}[{place}]") for place, spec in enumerate(specs))


def _pattern(section: Section) -> re.Pattern[str] | None:
    text = section.text("pattern")
    if text is None:
        return None
    try:
        return re.compile(text)
    except re.error as error:
        raise MappingError(f"{section.name('pattern')}: {text!r}: not a regular expression ({error})") from None
