"""视频与会商: cameras, patrols, the joined-up cameras above the district, conference, handsets, consultation."""

from typing import Final

from dashboard.demo.rhythm import DAY, HOUR, MINUTE
from dashboard.demo.statistics.feeds import Feed
from dashboard.demo.statistics.report import Counts, Report, office, split, wave
from dashboard.demo.vocabulary import DEPARTMENTS

CAMERAS: Final = 10_460
"""Cameras of the district."""

_SECTORS: Final = {
    "highpoint": 0.012, "road": 0.24, "campus": 0.085, "site": 0.05, "tourism": 0.04, "estate": 0.42, "city": 0.153,
}  # fmt: skip
_INTACT: Final = {
    "highpoint": 0.995, "road": 0.988, "campus": 0.992, "site": 0.955, "tourism": 0.985, "estate": 0.983, "city": 0.986,
}  # fmt: skip
SEATS: Final = tuple(f"s{number}" for number in range(1, 10))
"""The desks that patrol by video and deal with events."""

_PLANNED: Final = 418_000
_JOINED: Final = 411_900
_JOINED_A_DAY: Final = 540
_CALLED: Final = ("gongan", "yingji", "chengguan", "shuiwu", "jiaotong", "zhujian")
_ABSENT: Final = "zhujian"
_CONSULTED: Final = 37 * MINUTE
"""How long the consultation has gone on by now."""

_CONSULTS: Final = 150 * MINUTE
_CONSULT_EVERY: Final = 20 * HOUR


def _sectors(report: Report) -> Counts:
    # Cameras belong to a community whatever feed tells of them, so their weights follow from its number.
    number = int(report.place.code[-3:])
    weights = {
        key: w * (1.0 + 0.3 * ((number * (place + 3)) % 7 - 3) / 3) for place, (key, w) in enumerate(_SECTORS.items())
    }
    return split(round(CAMERAS * report.place.share), weights)


def _cameras(report: Report) -> None:
    total = _sectors(report)
    report.put_by("camera.total", "sector", total)
    lost = 1.0 - report.rate(0.972, 0.012)
    if report.place.code in report.world.oddities.dark:
        lost += report.world.oddities.outage(report.at) * report.steady.uniform(0.45, 0.7)
    online = {}
    for key, count in total.items():
        exact = count * min(1.0, lost * report.jitter.uniform(0.7, 1.3))
        online[key] = count - int(exact) - (report.jitter.random() < exact % 1)
    report.put_by("camera.online", "sector", online)


def _diagnosis(report: Report) -> None:
    good = report.steady.gauss(0.0, 0.006)
    report.put_by("camera.intact", "sector", report.kept(_sectors(report), {k: v + good for k, v in _INTACT.items()}))
    required = 12 + report.steady.randrange(22)
    report.put("camera.required", required)
    report.put("camera.covered", required - (report.steady.random() < 0.05) * report.steady.randrange(1, 4))


def _patrols(report: Report) -> None:
    busy = office(report.start)
    for metric, least, most in (("patrol.rounds", 190.0, 330.0), ("patrol.finds", 3.0, 9.0)):
        found = {seat: report.amount(report.steady.uniform(least, most) * busy) for seat in SEATS}
        report.put_by(metric, "seat", {seat: report.so_far(count) for seat, count in found.items()})


def _skynet(report: Report) -> None:
    joined = min(_PLANNED, _JOINED + _JOINED_A_DAY * report.day + report.rng.randrange(60))
    report.put("skynet.planned", _PLANNED)
    report.put("skynet.joined", joined)
    report.put("skynet.online", int(joined * report.rng.uniform(0.952, 0.966)))


def _rooms(report: Report) -> None:
    away = report.place.code == report.world.oddities.away
    report.put("meeting.required", 1)
    report.put("meeting.connected", 0 if away else 1)
    report.put("incident.active", int(report.rng.random() < 0.22) + int(away))


def _handsets(report: Report) -> None:
    day = max(wave(report.hour, 10.5, 3.0), wave(report.hour, 16.0, 3.0), 0.18)
    total = round(report.place.grids * 1.37 * day)
    online = round(total * report.jitter.uniform(0.9, 1.0))
    report.put("handset.total", total)
    report.put("handset.online", online)
    report.put("handset.contact", round(3.0 + 7.0 * (1.0 - day) + report.steady.uniform(0.0, 6.0), 1))


def _command(report: Report) -> None:
    since = (report.at - report.world.now + _CONSULTED) % _CONSULT_EVERY
    active = since < _CONSULTS
    report.put("plan.started", 1 if active else 0)
    report.put("consult.active", 1 if active else 0)
    report.put("consult.minutes", since // MINUTE if active else 0)
    called = {term.code: int(active and term.code in _CALLED) for term in DEPARTMENTS}
    report.put_by("consult.called", "department", called)
    # They come in one by one over the first minutes; one does not come at all.
    come = {
        code: int(bool(n) and code != _ABSENT and since >= 3 * MINUTE * place)
        for place, (code, n) in enumerate(called.items())
    }
    report.put_by("consult.joined", "department", come)


def _plans(report: Report) -> None:
    report.put("plan.ready", 34)


FEEDS: Final = (
    Feed("camera", "community", HOUR, 12 * MINUTE, _cameras, dense=24, step=48),
    Feed("camera-diagnosis", "community", DAY, DAY, _diagnosis, step=4),
    Feed("patrol", "district", HOUR, 10 * MINUTE, _patrols, flow=True, dense=336, detail=48),
    Feed("skynet", "district", DAY, DAY, _skynet, dense=14),
    Feed("meeting", "street", HOUR, 5 * MINUTE, _rooms, dense=24, step=12),
    Feed("handset", "community", HOUR, 15 * MINUTE, _handsets, dense=3, step=24, days=4),
    Feed("command", "district", HOUR, MINUTE, _command, dense=24, step=6, detail=24),
    Feed("plan", "district", DAY, DAY, _plans, dense=14),
)
"""The feeds of the scene."""
