"""The counts of a window for every department, area or post: from the rollups what they hold, from the states the
rest."""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import select

from data_access.measures import Interval, measure
from data_access.reader import UNASSIGNED, UNLOCATED, Question, Reader
from data_access.scores.cohorts import cohorts
from data_access.scores.keys import keys_of
from data_access.scores.past import NOBODY, corrections, present
from data_access.scores.rules import Kind, Rules
from data_access.scores.scoring import Counts
from data_access.store.schema import event

ALWAYS: Final = frozenset({"reported", "due", "closed"})
"""What tells how many cases a score rests on."""

APART: Final = frozenset({"acceptance", "diversity"})
"""What the rollups do not tell, limits differ by department, or tell no faster than the states of a window."""

_MORE: Final[Mapping[str, str]] = {
    "satisfaction": "satisfaction",
    "diversity": "diversity",
    "acceptance": "acceptance",
}


def wants_of(measures: Iterable[str]) -> frozenset[str]:
    """What has to be counted for some measures."""
    return ALWAYS | {_MORE[name] for name in measures if name in _MORE}


def counts(
    reader: Reader, question: Question, kind: Kind, rules: Rules, window: Interval
) -> tuple[dict[str, Counts], int]:
    """The counts of a window by code: the codes known beforehand in their order, then others that were met; and how
    many cases filed count for nobody, being in no child or unassigned. Cases without a post are not counted."""
    keys = keys_of(reader, question, kind)
    wants = wants_of(rules.weights(kind))
    now = present(question)
    found = {code: Counts() for code in keys.codes}
    nobody = 0
    if kind == "post":
        from_states = wants if has_posts(reader) else frozenset()
    else:
        from_states = wants & APART
        by = "child" if kind == "area" else "department"
        for code, tally in measure(reader, now, by, wants - APART, window=window).items():
            if code in (UNASSIGNED, UNLOCATED):
                nobody += tally.reported
            else:
                found.setdefault(code, Counts()).add_tally(tally)
    start, end = window
    if start < end:
        span = (start, end, end - start)
        for (code, _), counted in cohorts(reader, now, keys, from_states, *span).items():
            found.setdefault(code, Counts()).add(counted)
        for (code, _), counted in corrections(reader, question, keys, wants, *span).items():
            if code == NOBODY:
                nobody += counted.filed
            else:
                found.setdefault(code, Counts()).add(counted)
    known = len(reader.vocabulary.of("source"))
    for counted in found.values():
        counted.known = known
    # Who is not known beforehand and had nothing yet as of T was not met yet.
    return {code: counted for code, counted in found.items() if code in keys.codes or counted.any}, nobody


def has_posts(reader: Reader) -> bool:
    """Whether any feed has ever named a post; what it has named it never takes back."""
    if "has-posts" not in reader.memory:
        named = select(event.c.post).where(event.c.post.is_not(None)).limit(1)
        reader.memory["has-posts"] = reader.connection.execute(named).first() is not None
    return bool(reader.memory["has-posts"])
