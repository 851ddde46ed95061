"""The words a mapping declares: `[vocabulary.source.phone]` with zh, en and the attributes of that kind."""

from collections.abc import Mapping
from typing import Any, Final

from data_access.areas.datum import DATUMS
from data_access.feeds.tables import MappingError, Section
from data_access.store.vocabulary import KINDS, Term

ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "source": ("cadence_minutes", "datum"),
    "department": ("response_limit_minutes", "handling_limit_hours"),
    "category": (),
    "level": (),
}
"""What a word may carry beside its labels."""


def read_terms(value: object, path: str = "vocabulary") -> tuple[Term, ...]:
    """The terms of a `[vocabulary]` table, in its order; a label left out is the other language's.

    MappingError naming the key that cannot be used.
    """
    terms = []
    kinds = Section(value, path, KINDS)
    for kind, words in kinds.values.items():
        inner = Section(words, kinds.name(kind))
        for code, labels in inner.values.items():
            terms.append(_term(kind, code, Section(labels, inner.name(code), ("zh", "en", *ATTRIBUTES[kind]))))
    return tuple(terms)


def _term(kind: str, code: str, section: Section) -> Term:
    zh, en = section.text("zh"), section.text("en")
    label = zh or en
    if label is None:
        raise MappingError(f"{section.path}: zh and en are missing; expected at least one label")
    attributes: dict[str, Any] = {}
    if datum := section.choice("datum", DATUMS):
        attributes["datum"] = datum
    for name in ATTRIBUTES[kind]:
        number = section.values.get(name)
        if name == "datum" or number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < 1e6:
            raise MappingError(f"{section.name(name)}: {number!r}: expected a number above 0")
        attributes[name] = number
    return Term(kind, code, zh or label, en or label, attributes)
