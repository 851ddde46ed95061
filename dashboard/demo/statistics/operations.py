"""系统运行: subsystems, links, the four levels of the centre, staffing, the ledger of matters."""

from typing import Final

from dashboard.demo.rhythm import DAY, HOUR, MINUTE
from dashboard.demo.statistics.feeds import Feed
from dashboard.demo.statistics.oddities import STILL
from dashboard.demo.statistics.report import Report, office, split
from dashboard.demo.statistics.video import SEATS

_PARTS: Final = {
    "display": 24, "machine_room": 18, "meeting": 12, "iot": 346, "integration": 26, "dispatch": 40, "ar": 16,
    "model": 6,
}  # fmt: skip
_SUBCENTRE: Final = {"display": 2, "meeting": 1, "iot": 0, "dispatch": 5}
_STILL: Final = "ar"
"""The subsystem that stopped reporting."""

_LINKS: Final = {"province": 940, "city": 2_600, "district": 5_100, "urban": 1_750, "police": 3_300, "hotline": 420}
"""Records exchanged an hour."""

_STREET_LINKS: Final = ("district", "urban")
_CHECKS: Final = 60
_LEDGER: Final = 8_510
_TYPED: Final = 8_183
_TYPES: Final = {f"t{number:02d}": 1.0 / (2.0 + (number * 7) % 31) for number in range(1, 32)}


def _subsystems(report: Report) -> None:
    told = {name: n for name, n in _PARTS.items() if name != _STILL}
    broken = {name: int(report.jitter.random() < 0.12) + int(n * 0.016) for name, n in told.items()}
    healthy = {name: n - broken[name] for name, n in told.items()}
    # The platform's own total counts the parts of all; of those nobody hears from it assumes the best.
    report.put("subsystem.parts", sum(_PARTS.values()))
    report.put("subsystem.healthy", sum(healthy.values()) + _PARTS[_STILL])
    report.put_by("subsystem.parts", "subsystem", told, total=False)
    report.put_by("subsystem.healthy", "subsystem", healthy, total=False)


def _still(report: Report) -> None:
    report.put_by("subsystem.parts", "subsystem", {_STILL: _PARTS[_STILL]}, total=False)
    report.put_by("subsystem.healthy", "subsystem", {_STILL: _PARTS[_STILL]}, total=False)


def _subcentre(report: Report) -> None:
    parts = {name: n if name != "iot" else round(_PARTS["iot"] * report.place.share) for name, n in _SUBCENTRE.items()}
    report.put_by("subsystem.parts", "subsystem", parts)
    report.put_by("subsystem.healthy", "subsystem", {n: k - (report.jitter.random() < 0.01) for n, k in parts.items()})


def _links(report: Report) -> None:
    names = _LINKS if report.place.level == "district" else _STREET_LINKS
    made = report.so_far(_CHECKS)
    answered = {name: _CHECKS - (report.rng.random() < 0.05) for name in names}
    answered["urban"] = int(_CHECKS * report.rng.uniform(0.93, 0.98))
    records = {name: report.so_far(report.amount(_LINKS[name] * report.place.share, 0.15)) for name in names}
    report.put_by("link.checks", "link", dict.fromkeys(names, made))
    report.put_by("link.answered", "link", {name: min(made, report.so_far(n)) for name, n in answered.items()})
    report.put_by("link.records", "link", records)


def _sites(report: Report) -> None:
    place = report.place
    centre = int(place.code == report.world.seat)
    listed = {"centre": centre, "subcentre": 1, "station": len(place.communities), "grid": place.grids}
    off = int(report.world.oddities.silent in place.communities)
    lost = sum(report.jitter.random() < 0.025 for _ in range(place.grids))
    online = {
        "centre": centre,
        "subcentre": int(place.code != report.world.oddities.away),
        "station": len(place.communities) - off,
        "grid": place.grids - lost,
    }
    report.put_by("site.listed", "tier", listed)
    report.put_by("site.online", "tier", online)


def _posts(report: Report) -> None:
    centre = int(report.place.code == report.world.seat)
    planned = {"centre_leader": 2 * centre, "centre_seat": 8 * centre, "street_leader": 1, "street_seat": 4}
    filled = {
        "centre_leader": centre,
        "centre_seat": 4 * centre,
        "street_leader": 1,
        "street_seat": 4 - (report.steady.random() < 0.4),
    }
    report.put_by("post.planned", "post", planned)
    report.put_by("post.filled", "post", filled)


def _load(report: Report) -> None:
    busy = office(report.start)
    handled = {seat: report.amount(report.steady.uniform(52, 96) * busy) for seat in SEATS}
    report.put_by("seat.handled", "seat", {seat: report.so_far(count) for seat, count in handled.items()})


def _ledger(report: Report) -> None:
    # The types fall short of the ledger by the same number every day; those of a street are complete.
    if report.place.level != "district":
        total = round((_TYPED + 9 * report.day) * report.place.share)
        report.put("ledger.total", total)
        report.put_by("ledger.typed", "case_type", split(total, _TYPES))
        return
    report.put("ledger.total", _LEDGER + 9 * report.day)
    report.put_by("ledger.typed", "case_type", split(_TYPED + 9 * report.day, _TYPES))


FEEDS: Final = (
    Feed("subsystem", "district", HOUR, 5 * MINUTE, _subsystems, dense=24, step=6, detail=24),
    Feed("subsystem-still", "district", HOUR, 6 * HOUR, _still, dense=24, step=6, detail=24, phase=STILL),
    Feed("subsystem-street", "street", HOUR, 10 * MINUTE, _subcentre, days=1),
    Feed("link-street", "street", HOUR, 10 * MINUTE, _links, flow=True, days=1, detail=24),
    Feed("link", "district", HOUR, 5 * MINUTE, _links, flow=True, dense=24, step=6, detail=24),
    Feed("site", "street", HOUR, 10 * MINUTE, _sites, dense=4, step=24),
    Feed("post", "street", DAY, 2 * HOUR, _posts, dense=14),
    Feed("seat", "district", HOUR, 10 * MINUTE, _load, flow=True, dense=336, detail=48),
    Feed("ledger", "district", DAY, DAY, _ledger, dense=14),
    Feed("ledger-street", "street", DAY, DAY, _ledger, days=2, detail=1),
)
"""The feeds of the scene."""
