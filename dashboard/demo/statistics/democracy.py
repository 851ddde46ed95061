"""基层民主: the five democracies, decisions step by step, anomalies, elections, demands of residents."""

from typing import Final

from dashboard.demo.rhythm import DAY, HOUR
from dashboard.demo.statistics.feeds import Feed
from dashboard.demo.statistics.report import Report, own_weights, split

_FORMS: Final = {"election": 2, "consultation": 5, "decision": 4, "management": 5, "supervision": 5}
_DONE: Final = {"election": 0.8, "consultation": 0.92, "decision": 0.89, "management": 0.95, "supervision": 0.87}
_STEPS: Final = {
    "proposed": 0.24, "discussed": 0.2, "reviewed": 0.16, "resolved": 0.12, "published": 0.18, "reported": 0.1,
}  # fmt: skip
_ANOMALIES: Final = {"skipped": 0.015, "quorum": 0.02, "unpublished": 0.04, "turnout": 0.0, "objection": 0.02}
_CHANNELS: Final = {"public": 0.24, "shared": 0.49, "private": 0.27}
_ANSWERED: Final = {"public": 0.93, "shared": 0.98, "private": 0.99}
_ADULT: Final = 0.62
_VOTING_STILL: Final = 0.11


def _democracies(report: Report) -> None:
    planned = {form: n + report.steady.randrange(0, 3) for form, n in _FORMS.items()}
    report.put_by("democracy.planned", "democracy", planned)
    good = report.steady.gauss(0.0, 0.06)
    share = {form: value + good + 0.003 * report.day for form, value in _DONE.items()}
    report.put_by(
        "democracy.done", "democracy", {form: int(n * min(1.0, share[form]) + 0.5) for form, n in planned.items()}
    )
    anomalies = {kind: int(report.rng.random() < chance) for kind, chance in _ANOMALIES.items()}
    report.put_by("democracy.anomalies", "anomaly", anomalies)


def _decisions(report: Report) -> None:
    open_now = 3 + report.steady.randrange(6)
    report.put_by("decision.open", "decision_step", split(open_now, own_weights(_STEPS, report.rng, 0.5)))


def _elections(report: Report) -> None:
    voters = int(report.place.population * _ADULT)
    voting = report.steady.random() < _VOTING_STILL
    turnout = report.steady.uniform(0.76, 0.93)
    if voting:
        turnout *= min(0.95, 0.12 + 0.3 * report.done + 0.08 * max(0, report.day + 3))
    report.put("election.voters", voters)
    report.put("election.voted", int(voters * turnout))
    report.put("election.communities", 1)
    report.put("election.finished", 0 if voting else 1)


def _demands(report: Report) -> None:
    raised = split(report.amount(4 + 320 * report.place.share), own_weights(_CHANNELS, report.rng, 0.2))
    answered = report.kept(raised, {key: v * report.rate(0.995, 0.02) for key, v in _ANSWERED.items()})
    report.put_by("demand.raised", "channel", {key: report.so_far(n) for key, n in raised.items()})
    report.put_by("demand.answered", "channel", {key: report.so_far(n) for key, n in answered.items()})


FEEDS: Final = (
    Feed("democracy", "community", DAY, DAY, _democracies, step=4),
    Feed("decision", "community", DAY, 4 * HOUR, _decisions, dense=1, step=6, detail=1),
    Feed("election", "community", DAY, 2 * HOUR, _elections, step=6),
    Feed("demand", "community", DAY, 2 * HOUR, _demands, flow=True, dense=14),
)
"""The feeds of the scene."""
