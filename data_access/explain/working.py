"""Numbers worked out from the cases that they count, whole and by the areas below."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from sqlalchemy import func, select

from data_access.cases.rules import Figure, Rule
from data_access.cases.selecting import Selection
from data_access.clock import SECOND
from data_access.reader import UNLOCATED, Reader
from data_access.rollups.histogram import percentiles
from data_access.tally import diversity

WHOLE: Final = ""
"""The key of the number itself."""


@dataclass(slots=True)
class _Sum:
    """What was found for one key: `cases` by list, times, lengths in microseconds, cases by source."""

    cases: Counter[str] = field(default_factory=Counter)
    times: int = 0
    lengths: list[int] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)


def worked_out(reader: Reader, rule: Rule, chosen: Mapping[str, Selection], *, below: bool) -> dict[str, Figure]:
    """The figure by WHOLE and, where `below`, by each area below with what is in none of them, in the order of the
    tree. `chosen` are the number's lists by part."""
    sums: defaultdict[str, _Sum] = defaultdict(_Sum)
    question = next(iter(chosen.values())).question
    keys = _Keys(reader, question.area, below)
    for part, selection in chosen.items():
        for table, where in selection.parts:
            amount = None if rule.kind not in ("times", "duration") else selection.amount(table.c)
            if amount is None:
                source = (table.c.source,) if rule.kind == "variety" else ()
                counted = select(table.c.area, func.count(), *source).where(*where).group_by(table.c.area, *source)
                for area, count, *sources in reader.connection.execute(counted).all():
                    for key in keys.of(area):
                        sums[key].cases[part] += count
                        sums[key].sources.update(dict.fromkeys(sources, count))
                continue
            for area, length in reader.connection.execute(select(table.c.area, amount).where(*where)).all():
                for key in keys.of(area):
                    sums[key].cases[part] += 1
                    sums[key].times += int(length or 0)
                    sums[key].lengths.append(int(length or 0))
    shown = [WHOLE, *(keys.order if below else ())]
    found = {key: _figure(rule, sums[key]) for key in shown}
    if below and not sums[UNLOCATED].cases.total():
        del found[UNLOCATED]
    return found


class _Keys:
    """Which keys a case in an area counts for."""

    def __init__(self, reader: Reader, area: str, below: bool) -> None:
        self.reader, self.area, self.below = reader, area, below
        self.order = [*(one.code for one in reader.tree.children(area)), UNLOCATED]
        self.known: dict[str | None, tuple[str, ...]] = {}

    def of(self, code: str | None) -> tuple[str, ...]:
        """The number itself and the area below that holds it."""
        if not self.below:
            return (WHOLE,)
        if code not in self.known:
            tree = self.reader.tree
            child = tree.child_of(self.area, code) if code is not None and code in tree else None
            self.known[code] = (WHOLE, UNLOCATED if child is None else child.code)
        return self.known[code]


def _figure(rule: Rule, found: _Sum) -> Figure:
    if rule.kind == "rate":
        over, under = found.cases["numerator"], found.cases["denominator"]
        return (over / under if under else None), over, under
    if rule.kind == "times":
        return found.times, None, found.cases["all"]
    if rule.kind == "duration":
        seconds: Any = np.array(found.lengths, dtype=np.float64) / SECOND
        value = percentiles(seconds, np.ones(len(seconds), dtype=np.int64), (rule.quantile,))[0]
        return value, None, len(seconds)
    if rule.kind == "variety":
        return diversity(found.sources.values()), None, found.sources.total()
    return found.cases["all"], None, None
