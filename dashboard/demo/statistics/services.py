"""政务与服务: service points, enterprises, joined-up matters, groups of residents, the hotline."""

from typing import Final

from dashboard.demo.rhythm import DAY, HOUR, MINUTE, local_day
from dashboard.demo.statistics.feeds import Feed
from dashboard.demo.statistics.report import Counts, Report, split, wave

_MATTERS: Final = {
    "birth": 0.07, "school": 0.12, "job": 0.05, "card": 0.24, "home": 0.16, "retire": 0.06, "disabled": 0.03,
    "death": 0.05, "start": 0.11, "food": 0.05, "credit": 0.02, "close": 0.04,
}  # fmt: skip
_DAYS: Final = {
    "birth": 3.1, "school": 4.7, "job": 2.2, "card": 1.0, "home": 4.2, "retire": 8.9, "disabled": 6.1,
    "death": 3.8, "start": 1.4, "food": 4.4, "credit": 2.9, "close": 4.3,
}  # fmt: skip
MATTERS: Final = 10_640
"""Joined-up matters done in the district this year."""

_PER_HOUSEHOLD: Final = 2.6
_NOBODY: Final = 0.06


def _open(report: Report) -> bool:
    weekday = (local_day(report.at) + 3) % 7
    return weekday < 6 and 8.5 <= report.hour < 17.5


def _points(report: Report) -> None:
    if not report.place.points:
        return
    busy = max(wave(report.hour, 10.2, 1.4), 0.8 * wave(report.hour, 15.3, 1.5)) if _open(report) else 0.0
    opened, staffed, queue = {}, {}, {}
    for point in report.place.points:
        shut = not _open(report) or (point.kind == "station" and report.rng.random() < _NOBODY)
        opened[point.code] = 0 if shut else 1
        staffed[point.code] = 0 if shut else max(1, round(point.windows * report.jitter.uniform(0.7, 1.0)))
        crowd = report.steady.lognormvariate(0.75, 0.45) * point.windows * report.jitter.uniform(0.7, 1.2)
        queue[point.code] = 0 if shut else int(busy * crowd)
    report.put_by("point.open", "point", opened)
    report.put_by("point.staffed", "point", staffed)
    report.put_by("point.queue", "point", queue)


def _windows(report: Report) -> None:
    points = report.place.points
    report.put_by("point.listed", "point", {point.code: 1 for point in points})
    report.put_by("point.windows", "point", {point.code: point.windows for point in points})


def _reviews(report: Report) -> None:
    told = {point.code: report.amount(9.0 * point.windows) for point in report.place.points}
    good = report.kept(told, report.rate(0.988, 0.008))
    report.put_by("point.reviews", "point", {code: report.so_far(count) for code, count in told.items()})
    report.put_by("point.good", "point", {code: report.so_far(count) for code, count in good.items()})


def _enterprises(report: Report) -> None:
    asked = report.amount(44 * report.place.share)
    report.put("enterprise.asked", report.so_far(asked))
    report.put("enterprise.answered", report.so_far(int(asked * report.rng.uniform(0.8, 1.1))))
    report.put("enterprise.hours", round(report.steady.uniform(11.0, 34.0) * report.rng.uniform(0.9, 1.1), 1))
    report.put("policy.granted", report.so_far(report.amount(27 * report.place.share)))


def _matters(report: Report) -> None:
    total = round((MATTERS + 31 * report.day) * report.place.share)
    done = split(total, _MATTERS)
    slow = report.steady.uniform(0.8, 1.25)
    report.put_by("matter.done", "matter", done)
    report.put_by("matter.days", "matter", {key: round(n * _DAYS[key] * slow) for key, n in done.items()})


def _groups(report: Report) -> None:
    place = report.place
    households = int(place.population / _PER_HOUSEHOLD)
    reached = int(households * report.rate(0.93, 0.05))
    report.put("group.grids", place.grids)
    report.put("group.count", place.grids)
    report.put("group.households", households)
    report.put("group.reached", reached)
    report.put("group.receipts", int(reached * min(1.0, report.rate(0.84, 0.07) + report.rng.gauss(0.0, 0.03))))
    report.put("group.workers", place.grids + report.steady.choice((-1, 0, 0, 0, 1, 1)))


def _notices(report: Report) -> None:
    report.put("group.notices", report.so_far(report.amount(0.3)))


def _hotline(report: Report) -> None:
    called = report.amount(46 * report.place.share)
    counts: Counts = {"responded": called, "resolved": called, "satisfied": called}
    told = report.kept(counts, {"responded": 0.995, "resolved": report.rate(0.925, 0.03), "satisfied": 0.95}, 0.01)
    report.put("hotline.called", report.so_far(called))
    for name, count in told.items():
        report.put(f"hotline.{name}", report.so_far(count))


def _orders(report: Report) -> None:
    """What the 12345 platform says it sent on the day that ended; it tells nothing of the running one."""
    sent = report.world.hotline.get(local_day(report.start))
    if report.at >= report.end and sent is not None:
        report.put("hotline.orders", sent)


FEEDS: Final = (
    Feed("point", "community", HOUR, 15 * MINUTE, _points, dense=24, step=24, days=4),
    Feed("point-windows", "community", DAY, DAY, _windows, step=6),
    Feed("point-reviews", "community", DAY, 2 * HOUR, _reviews, flow=True, dense=14, detail=3),
    Feed("enterprise", "street", DAY, HOUR, _enterprises, flow=True, dense=14),
    Feed("matter", "street", DAY, DAY, _matters, dense=14),
    Feed("group", "community", DAY, DAY, _groups, step=6),
    Feed("group-notices", "community", DAY, 2 * HOUR, _notices, flow=True, dense=14),
    Feed("hotline", "street", DAY, HOUR, _hotline, flow=True, dense=14),
    Feed("hotline-orders", "district", DAY, DAY, _orders, flow=True, dense=14),
)
"""The feeds of the scene."""
