"""The words of a site: its sources, departments, categories and area levels, each with labels and attributes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select

from data_access.store.bulk import insert_rows
from data_access.store.schema import vocabulary

KINDS: Final = ("source", "department", "category", "level", "point", "post")


@dataclass(frozen=True, slots=True)
class Term:
    """One word: `attributes` may hold cadence_minutes, datum and sample (source), response_limit_minutes and
    handling_limit_hours (department), lon, lat, area and kind hall, centre or station (point)."""

    kind: str
    code: str
    zh: str
    en: str
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """The word in zh or en."""
        return self.en if language == "en" else self.zh


class Vocabulary:
    """All terms of a site by kind and code; an unknown code is its own label."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, dict[str, Term]] = {kind: {} for kind in KINDS}
        for term in terms:
            if term.kind not in self._terms:
                raise ValueError(
                    f"term {term.code!r}: kind {term.kind!r} is not known; expected one of {', '.join(KINDS)}"
                )
            self._terms[term.kind][term.code] = term

    def of(self, kind: str) -> tuple[Term, ...]:
        """The terms of a kind in the order they were declared."""
        return tuple(self._terms[kind].values())

    def get(self, kind: str, code: str) -> Term | None:
        """The term, or None."""
        return self._terms[kind].get(code)

    def label(self, kind: str, code: str, language: str) -> str:
        """The label of a code; the code itself where no term is declared. A category falls back on its parent's
        label and its own last part."""
        term = self._terms[kind].get(code)
        if term is not None:
            return term.label(language)
        parent, slash, last = code.rpartition("/")
        if kind == "category" and slash and parent in self._terms[kind]:
            return f"{self.label(kind, parent, language)} · {last}"
        return code

    def attribute(self, kind: str, code: str, name: str) -> Any:
        """An attribute of a term, or None."""
        term = self._terms[kind].get(code)
        return None if term is None else term.attributes.get(name)


def load_vocabulary(connection: Connection) -> Vocabulary:
    """The vocabulary kept in the store."""
    rows = connection.execute(select(vocabulary)).all()
    terms = [(json.loads(row.attributes), row) for row in rows]
    terms.sort(key=lambda pair: pair[0].get("order", 0))
    return Vocabulary(Term(row.kind, row.code, row.zh, row.en, attributes) for attributes, row in terms)


def save_terms(connection: Connection, terms: Iterable[Term]) -> None:
    """Add or replace terms; those not named stay."""
    known = {(term.kind, term.code): term for term in terms}
    Vocabulary(known.values())
    offset = len(connection.execute(select(vocabulary.c.code)).all())
    rows = []
    for place, (key, term) in enumerate(known.items()):
        connection.execute(vocabulary.delete().where(vocabulary.c.kind == key[0], vocabulary.c.code == key[1]))
        attributes = {"order": offset + place, **term.attributes}
        rows.append((term.kind, term.code, term.zh, term.en, json.dumps(attributes, ensure_ascii=False)))
    insert_rows(connection, vocabulary, ("kind", "code", "zh", "en", "attributes"), rows)
