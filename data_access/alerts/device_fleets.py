"""Fleets of devices from the statistics: whatever is counted by a metric NAME.total and its part NAME.online."""

from collections.abc import Sequence
from typing import Final

from data_access.alerts.fleets import Fleet
from data_access.clock import DAY, Micros
from data_access.reader import Question, Reader
from data_access.statistics.figures import figures_of
from data_access.view import View

_ALL: Final = ".total"
_ONLINE: Final = ".online"


def device_fleets(reader: Reader, moment: Micros, areas: Sequence[str]) -> Sequence[Fleet] | None:
    """The fleets of some areas as of T, as last reported; an area that never reported has none. None where nobody
    reports any: nothing is known then, rather than that all is well."""
    question = Question(View(as_of=moment), reader.tree.root.code, moment - DAY, moment, moment, False)
    found = []
    for sort in _sorts(reader):
        totals = figures_of(reader, question, sort + _ALL, areas)
        online = figures_of(reader, question, sort + _ONLINE, areas)
        for whole, part in zip(totals, online, strict=True):
            if whole.value is None or part.value is None:
                continue
            total = round(whole.value)
            offline = max(total - round(part.value), 0)
            found.append(Fleet(whole.area, sort, total, offline, part.start if offline else None))
    return found or None


def _sorts(reader: Reader) -> list[str]:
    """The sorts of devices that the catalogue counts."""
    metrics = reader.metrics.metrics.values()
    return [one.id.removesuffix(_ONLINE) for one in metrics if one.of == one.id.removesuffix(_ONLINE) + _ALL]
