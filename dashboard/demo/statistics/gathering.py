"""数据归集: five elements, forms, the resource catalogue, the registers shared with the police, the three lists."""

from random import Random
from typing import Final

from dashboard.demo.rhythm import DAY, HOUR, MINUTE
from dashboard.demo.statistics.feeds import Feed
from dashboard.demo.statistics.oddities import REGISTER_AGE
from dashboard.demo.statistics.report import Counts, Report, own_weights, split
from dashboard.demo.vocabulary import DEPARTMENTS

_ELEMENTS: Final = {"person": 1.0, "place": 0.42, "thing": 0.31, "event": 0.05, "organisation": 0.03}
"""Records per resident."""

_COMPLETE: Final = {"person": 0.975, "place": 0.955, "thing": 0.94, "event": 0.99, "organisation": 0.957}
_OUTDATED: Final = {"person": 0.022, "place": 0.03, "thing": 0.08, "event": 0.008, "organisation": 0.036}
_CLAIMED: Final = 1.017

_FORMS: Final = {
    "gongan": 9, "yingji": 12, "chengguan": 11, "shuiwu": 5, "jiaotong": 6, "huanbao": 8, "shichang": 10,
    "weijian": 13, "minzheng": 17, "zhujian": 9,
}  # fmt: skip
_DUPLICATES: Final = {"minzheng": 5, "weijian": 2, "yingji": 1}

_RESOURCES: Final = {"api": 8, "table": 179, "document": 58, "other": 577}
_CONFIRMED: Final = {"api": 1.0, "table": 0.99, "document": 0.98, "other": 0.99}
_GATHERED: Final = {"api": 1.0, "table": 0.98, "document": 0.93, "other": 0.95}

_REGISTERS: Final = {"address": 0.4, "people": 1.0, "house": 0.38, "unit": 0.03}
_LISTS: Final = {"duty": 312, "demand": 147, "negative": 28}
_LIST_COMPLETE: Final = {"duty": 0.99, "demand": 0.94, "negative": 1.0}
_KEEN: Final = {term.code: 1.0 - 0.015 * place for place, term in enumerate(reversed(DEPARTMENTS))}
"""How well each department does its duties on data."""


def _records(residents: int) -> Counts:
    return {key: int(residents * weight) for key, weight in _ELEMENTS.items()}


def _elements(report: Report) -> None:
    records = _records(report.place.population)
    report.put_by("element.records", "element", records)
    good = report.steady.gauss(0.0, 0.018)
    complete = {key: share + good + 0.0004 * report.day for key, share in _COMPLETE.items()}
    report.put_by("element.complete", "element", report.kept(records, complete))
    old = {key: share * (1.0 - 14.0 * good) for key, share in _OUTDATED.items()}
    report.put_by("element.outdated", "element", report.kept(records, old))


def _claimed(report: Report) -> None:
    """A street's own total, which is more than its communities report."""
    below = sum(sum(_records(report.world.residents[code]).values()) for code in report.place.communities)
    report.put("element.records", int(below * _CLAIMED))


def _forms(report: Report) -> None:
    filled = report.amount(18 * (0.6 + report.place.share * 30))
    fields = filled * (34 + report.steady.randrange(14))
    sent = filled * (9 + report.steady.randrange(7))
    report.put("form.filled", report.so_far(filled))
    report.put("form.fields", report.so_far(fields))
    report.put("form.fields_auto", report.so_far(int(fields * report.rate(0.66, 0.08))))
    report.put("form.uploaded", report.so_far(sent))
    report.put("form.returned", report.so_far(int(sent * report.rate(0.76, 0.12))))


def _forms_in_use(report: Report) -> None:
    duplicates = {code: _DUPLICATES.get(code, 0) for code in _FORMS}
    forms = _FORMS
    if report.place.level != "district":
        forms = {code: 1 + n // 6 for code, n in _FORMS.items()}
        duplicates = {code: int(report.steady.random() < 0.06) for code in _FORMS}
    report.put_by("form.in_use", "department", forms)
    report.put_by("form.duplicate", "department", duplicates)


def _resources(report: Report) -> None:
    # Each kind is dealt to the departments first, so that both breakdowns add up to the same total.
    owners = {term.code: 1.0 for term in DEPARTMENTS}
    sizes = _of_place(report, _RESOURCES)
    cells = {kind: split(n, own_weights(owners, report.steady, 0.5)) for kind, n in sizes.items()}
    _by_both(report, "resource.total", cells)
    for metric, shares in (("resource.confirmed", _CONFIRMED), ("resource.gathered", _GATHERED)):
        done = {
            kind: {code: _some(report, n, shares[kind] * (0.055 + _KEEN[code])) for code, n in cells[kind].items()}
            for kind in cells
        }
        _by_both(report, metric, done)
    lag = {
        kind: {code: int(done[kind][code] * (1.05 - _KEEN[code]) * (8 if kind == "other" else 6)) for code in owners}
        for kind in cells
    }
    _by_both(report, "resource.lag_days", lag)


def _some(report: Report, count: int, share: float) -> int:
    """A share of a count, rounded by a chance of the place's own."""
    return min(count, int(count * share + report.steady.random()))


def _of_place(report: Report, sizes: Counts) -> Counts:
    """How many things the district has, or, much fewer, one of its streets."""
    if report.place.level == "district":
        return sizes
    return {key: 1 + round(n * 0.3 * report.place.share) for key, n in sizes.items()}


def _by_both(report: Report, metric: str, cells: dict[str, Counts]) -> None:
    report.put_by(metric, "resource_type", {kind: sum(some.values()) for kind, some in cells.items()})
    owners = next(iter(cells.values()))
    report.put_by(
        metric, "department", {code: sum(cells[kind][code] for kind in cells) for code in owners}, total=False
    )


def _registers(report: Report) -> None:
    total = {key: int(report.place.population * weight) for key, weight in _REGISTERS.items()}
    report.put_by("register.total", "register", total)
    report.put_by("register.updated", "register", report.kept(total, report.rate(0.025, 0.006), 0.003))
    pending = report.kept(total, report.rate(0.006, 0.002), 0.001)
    report.put_by("register.pending", "register", pending)
    days = report.steady.uniform(1.2, 4.6)
    report.put_by("register.lag_days", "register", {key: int(count * days) for key, count in pending.items()})


def _lists(report: Report) -> None:
    owners = {term.code: 1.0 for term in DEPARTMENTS}
    cells = {key: split(n, own_weights(owners, Random(key), 0.4)) for key, n in _of_place(report, _LISTS).items()}
    _by_lists(report, "list.items", cells)
    done = {
        key: {code: _some(report, n, _LIST_COMPLETE[key] * (0.1 + _KEEN[code])) for code, n in cells[key].items()}
        for key in cells
    }
    _by_lists(report, "list.complete", done)


def _by_lists(report: Report, metric: str, cells: dict[str, Counts]) -> None:
    report.put_by(metric, "list", {key: sum(some.values()) for key, some in cells.items()})
    owners = next(iter(cells.values()))
    report.put_by(metric, "department", {code: sum(cells[key][code] for key in cells) for code in owners}, total=False)


FEEDS: Final = (
    Feed("element", "community", DAY, DAY, _elements, dense=2, step=4),
    Feed("element-claim", "street", DAY, 10 * MINUTE, _claimed, dense=14, only=lambda odd, code: code == odd.claiming),
    Feed("form", "community", DAY, 2 * HOUR, _forms, flow=True, days=10, dense=10),
    Feed("form-root", "district", DAY, DAY, _forms_in_use, dense=14, detail=7),
    Feed("form-street", "street", DAY, DAY, _forms_in_use, days=2, detail=1),
    Feed("resource", "district", DAY, DAY, _resources, dense=14, detail=7),
    Feed("resource-street", "street", DAY, DAY, _resources, days=2, detail=1),
    # The police's register comes in seldom: what is shown of it is older than it should be.
    Feed("register", "community", DAY, 4 * DAY, _registers, dense=14, detail=1, phase=REGISTER_AGE),
    Feed("list", "district", DAY, DAY, _lists, dense=14, detail=7),
    Feed("list-street", "street", DAY, DAY, _lists, days=2, detail=1),
)
"""The feeds of the scene."""
