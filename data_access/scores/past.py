"""As of a past T: what the present counts differ by. Only events that changed after T differ, so their present states
are taken from the present counts, and their states as of T are put in their place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from sqlalchemy import FromClause, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.acceptance import LIMIT, limits
from data_access.clock import MINUTE, Micros
from data_access.reader import Question, Reader
from data_access.rollups.contributions import SATISFIED_FROM
from data_access.scores.cohorts import Stepped
from data_access.scores.keys import COLUMN, Keys
from data_access.scores.scoring import Counts
from data_access.store.schema import event, event_version

NOBODY: Final = ""
"""The code of what belongs to none of those that are scored."""

_WORDS: Final = ("area", "department", "post", "source")
_NUMBERS: Final = (
    "collected_at",
    "dispatched_at",
    "closed_at",
    "evaluated_at",
    "due_at",
    "response",
    "reworked",
    "self_handled",
    "proven",
    "satisfaction",
)


def present(question: Question) -> Question:
    """The question as the present states answer it."""
    return question if question.live else replace(question, live=True)


def states_in_parts(reader: Reader, question: Question) -> list[tuple[FromClause, list[ColumnElement[bool]]]]:
    """The tables and conditions of Reader.states in parts that add up: as of the past, what has not changed since is
    read from the present states, whose indexes know their instants, and only the rest from the versions."""
    if question.live:
        return [reader.states(question)]
    counted = [event.c.collected_at.is_not(None), event.c.ended_at.is_(None)]
    unchanged = [*counted, event.c.valid_from <= question.moment, *reader.matching(event, question)]
    return [(event, unchanged), _versions(reader, question)]


def _versions(reader: Reader, question: Question) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """The versions as of T, in E, of the events that changed after T."""
    c = event_version.c
    later = select(event.c.id).where(event.c.valid_from > question.moment)
    # Written so that the events find their versions, not the half of all versions that began before T.
    held = [c.valid_from + 0 <= question.moment, c.valid_to + 0 > question.moment]
    conditions = [c.id.in_(later), *held, c.collected_at.is_not(None), c.ended_at.is_(None)]
    return event_version, [*conditions, *reader.matching(event_version, question)]


def corrections(
    reader: Reader, question: Question, keys: Keys, wants: frozenset[str], start: Micros, end: Micros, step: Micros
) -> Stepped:
    """What has to be added to the present counts of [start, end), in steps that end at `end`, so that they are those
    as of T; nothing for the present itself. Names are those of `cohorts`; NOBODY has a code of its own."""
    if question.live:
        return {}
    rows = _changed(reader, question)
    code = rows[COLUMN[keys.kind]].map(_codes(keys, rows[COLUMN[keys.kind]]))
    found: Stepped = {}
    for want, (instant, sums) in _cohorts(reader, question, rows).items():
        within = rows[instant].between(start, end, inclusive="left")
        if want == "satisfaction":
            within &= rows["satisfaction"].notna()
        if want not in wants or not within.any():
            continue
        chosen = rows[within]
        back = (end - 1 - chosen[instant].astype("int64")) // step
        flags = pd.DataFrame({name: flag[within].astype("int64") for name, flag in sums.items()})
        totals = flags.mul(chosen["sign"], axis=0).groupby([code[within], back]).sum()
        for (one, place), row in zip(totals.index, totals.to_dict("records"), strict=True):
            counts = found.setdefault((one, int(place)), Counts())
            for name, total in row.items():
                setattr(counts, str(name), getattr(counts, str(name)) + int(total))
        if want == "reported" and "diversity" in wants:
            by_source = chosen["sign"].groupby([code[within], back, chosen["source"]]).sum()
            for (one, place, source), total in zip(by_source.index.tolist(), by_source.tolist(), strict=True):
                found[one, int(place)].sources[source] += int(total)
    return found


def _codes(keys: Keys, values: "pd.Series[Any]") -> Mapping[Any, str]:
    return {value: keys.key(value) or NOBODY for value in values.unique()}


def _changed(reader: Reader, question: Question) -> pd.DataFrame:
    """The states in E of the events that changed after T: those as of T with sign 1, those of now with sign -1."""
    memo = ("scores", "changed", question.area, tuple(sorted(question.filters.items())), question.moment)
    found: pd.DataFrame | None = reader.memory.get(memo)
    if found is not None:
        return found
    now, conditions = reader.states(present(question))
    parts = []
    for sign, (table, which) in (
        (-1, (now, [*conditions, now.c.valid_from > question.moment])),
        (1, _versions(reader, question)),
    ):
        chosen = select(*(table.c[name] for name in (*_WORDS, *_NUMBERS))).where(*which)
        rows = reader.connection.execute(chosen).all()
        part = pd.DataFrame([tuple(row) for row in rows], columns=[*_WORDS, *_NUMBERS], dtype=object)
        parts.append(part.assign(sign=sign))
    found = pd.concat(parts, ignore_index=True)
    found[list(_NUMBERS)] = found[list(_NUMBERS)].astype("float64")
    # A missing word is a value of its own.
    found[list(_WORDS)] = found[list(_WORDS)].where(found[list(_WORDS)].notna(), None)
    reader.memory[memo] = found
    return found


def _cohorts(
    reader: Reader, question: Question, rows: pd.DataFrame
) -> dict[str, tuple[str, dict[str, "pd.Series[bool]"]]]:
    """The cohorts of cohorts.py: the instant that puts a case into one, and what is counted of it."""
    every = rows["sign"] != 0
    own = rows["self_handled"] > 0
    limit = rows["department"].map(limits(reader, LIMIT, MINUTE)).astype("float64")
    judged = rows["response"].notna() | (rows["dispatched_at"] + limit < question.moment)
    return {
        "reported": ("collected_at", {"filed": every}),
        "due": (
            "due_at",
            {"due": every, "due_closed": rows["closed_at"].notna(), "on_time": rows["closed_at"] <= rows["due_at"]},
        ),
        "closed": (
            "closed_at",
            {
                "closed": every,
                "reworked": rows["reworked"] > 0,
                "self_closed": own,
                "unproven": own & (rows["proven"].fillna(0) == 0),
            },
        ),
        "satisfaction": ("evaluated_at", {"scored": every, "satisfied": rows["satisfaction"] >= SATISFIED_FROM}),
        "acceptance": (
            "dispatched_at",
            {
                "accepted": rows["response"] <= limit,
                "acceptable": limit.notna() & judged,
                "unlimited": limit.isna(),
            },
        ),
    }
