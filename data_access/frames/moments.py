"""What every frame with an axis of time tells beside its rows: the moments that lie in it."""

from typing import Any

from data_access.clock import Micros
from data_access.moments.concern import concerning
from data_access.reader import Question, Reader


def told_moments(reader: Reader, question: Question, start: Micros, end: Micros) -> list[dict[str, Any]]:
    """The moments of a question that touch [start, end], in order: `start_at`, `end_at` (None for an instant), `kind`,
    `label` in the view's language, and `areas`, the names of those it was told of (none: the whole). One that was told
    of several areas comes once."""
    language = question.view.language
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in concerning(reader, question):
        moment = one.moment
        last = moment.start if moment.end is None else moment.end
        if last < start or moment.start > end:
            continue
        label = moment.label(language)
        key = (moment.start, moment.end, moment.kind, label)
        told: dict[str, Any] = {
            "start_at": moment.start,
            "end_at": moment.end,
            "kind": str(moment.kind),
            "label": label,
            "areas": [],
        }
        areas = found.setdefault(key, told)["areas"]
        areas.append(None if moment.area is None else reader.area_label(moment.area, language))
    return [{**told, "areas": [] if None in told["areas"] else told["areas"]} for told in found.values()]
