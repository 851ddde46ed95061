"""专项行动: visits in the grids, enforcement, special groups, the roll-outs."""

from typing import Final

from dashboard.demo.rhythm import DAY, HOUR
from dashboard.demo.statistics.feeds import Feed
from dashboard.demo.statistics.report import Counts, Report, own_weights, split

MISSING_STEP: Final = "hearing"
"""The step of an enforcement case that nobody reports."""

_STEPS: Final = {
    "accepted": 0.16, "filed": 0.2, "evidence": 0.24, "penalty": 0.1, "executed": 0.12, "archived": 0.13,
    "inspected": 0.05,
}  # fmt: skip
_CLOSED: Final = ("archived", "inspected")
"""Steps that have no deadline."""

_CASES: Final = 428
_SPECIAL: Final = {
    "elderly_alone": 0.009, "left_children": 0.0006, "disabled": 0.003, "hardship": 0.0042, "orphans": 0.0004,
    "bereaved": 0.0006, "veterans": 0.0022, "rehabilitation": 0.0003,
}  # fmt: skip
"""Of each group, how many per resident."""

_VISITED: Final = {
    "elderly_alone": 0.985, "left_children": 0.955, "disabled": 0.975, "hardship": 0.98, "orphans": 0.99,
    "bereaved": 0.965, "veterans": 0.93, "rehabilitation": 0.86,
}  # fmt: skip
"""Of each group, how many are visited in a month."""

_TASKS: Final = {"centre": 6, "order": 7, "market": 7, "emergency": 6, "service": 8, "grid": 9}
_BUILT: Final = {"centre": 1.0, "order": 0.95, "market": 0.82, "emergency": 0.86, "service": 0.93, "grid": 0.97}
_CITY_GRIDS: Final = 68_000
_CITY_PEOPLE: Final = 400_000
_CITY_VISITS: Final = 9_231
_CITY_COMMUNITIES: Final = 6_040
"""The city around the district; visits in tens of thousands."""

_HOUSEHOLD: Final = 2.9
_VISITS: Final = 9_200
_PEOPLE: Final = 1_840


def _visits(report: Report) -> None:
    households = int(report.place.population / _HOUSEHOLD)
    share = report.steady.gauss(0.77, 0.11) + 0.022 * report.day
    report.put("campaign.households", households)
    report.put("campaign.visited", int(households * min(1.0, max(0.05, share))))


def _effort(report: Report) -> None:
    people = report.amount(_PEOPLE * report.place.share, 0.06)
    report.put("campaign.people", report.so_far(people))
    report.put("campaign.visits", report.so_far(report.amount(_VISITS * report.place.share, 0.08)))


def _cases(report: Report) -> Counts:
    total = round(_CASES * report.place.share + 1.4 * report.day * report.place.share)
    return split(total, own_weights(_STEPS, report.rng, 0.15))


def _enforcement(report: Report) -> None:
    cases = _cases(report)
    live = {step: n for step, n in cases.items() if step not in _CLOSED}
    report.put_by("enforcement.cases", "enforcement_step", cases)
    closed = dict.fromkeys(_CLOSED, 0)
    report.put_by("enforcement.due_soon", "enforcement_step", report.kept(live, 0.14, 0.03) | closed)
    report.put_by("enforcement.overdue", "enforcement_step", report.kept(live, report.rate(0.003, 0.002)) | closed)


def _deadlines(report: Report) -> None:
    days = {step: report.rng.randrange(1, 9) for step in _STEPS if step not in _CLOSED}
    report.put("enforcement.next_due", min(days.values()))
    report.put_by("enforcement.next_due", "enforcement_step", days, total=False)


def _special(report: Report) -> None:
    people = {
        group: int(report.place.population * share * report.steady.lognormvariate(0.0, 0.35) + 0.5)
        for group, share in _SPECIAL.items()
    }
    report.put_by("special.people", "special_group", people)
    report.put_by(
        "special.visited",
        "special_group",
        report.kept(people, {group: report.rate(share, 0.03) for group, share in _VISITED.items()}),
    )


def _rollout(report: Report) -> None:
    good = report.steady.gauss(0.0, 0.08)
    done = {part: int(n * min(1.0, _BUILT[part] + good) + 0.5) for part, n in _TASKS.items()}
    report.put_by("rollout.tasks", "rollout_part", _TASKS)
    report.put_by("rollout.done", "rollout_part", done)


def _smart(report: Report) -> None:
    covered = report.steady.random() < 0.97
    users = int(report.place.population * report.rate(0.24, 0.06)) if covered else 0
    report.put("smart.communities", 1)
    report.put("smart.covered", int(covered))
    report.put("smart.users", users)
    report.put("smart.active", int(users * report.rate(0.33, 0.05)))


def _city(report: Report) -> None:
    report.put("city.grids", _CITY_GRIDS)
    report.put("city.people", int(_CITY_PEOPLE * report.rng.uniform(0.94, 1.03)))
    report.put("city.visits", int(_CITY_VISITS + 80 * report.day))
    report.put("city.communities", _CITY_COMMUNITIES + report.day)


FEEDS: Final = (
    Feed("campaign", "grid", DAY, DAY, _visits, dense=1, step=5, days=6),
    Feed("campaign-effort", "street", DAY, HOUR, _effort, flow=True, dense=14),
    Feed("enforcement", "street", DAY, 2 * HOUR, _enforcement, dense=14, detail=3),
    Feed("enforcement-deadline", "district", DAY, 2 * HOUR, _deadlines, dense=14, detail=7),
    Feed("enforcement-deadline-street", "street", DAY, 2 * HOUR, _deadlines, dense=2),
    Feed("special", "community", DAY, DAY, _special, step=6),
    Feed("rollout", "street", DAY, DAY, _rollout, dense=14),
    Feed("smart", "community", DAY, DAY, _smart, step=6),
    Feed("city", "district", DAY, DAY, _city, dense=14),
)
"""The feeds of the scene."""
