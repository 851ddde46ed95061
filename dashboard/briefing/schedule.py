"""Carrying out the plan: each briefing made once, in its recipients' scope, told to them; old ones removed."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from apscheduler.schedulers.blocking import BlockingScheduler

from dashboard.briefing.making import Made, make
from dashboard.briefing.order import Order
from dashboard.briefing.places import remove_old
from dashboard.briefing.plan import Plan, Recipient, trigger_of
from dashboard.briefing.sending import Wait, tell
from dashboard.briefing.studio import studio
from dashboard.settings import Settings
from data_access.briefing.weeks import Week
from data_access.store.store import Store

log = logging.getLogger(__name__)

GRACE: Final = 6 * 3600
"""Seconds for which a run that was missed, the machine being asleep, is made up for."""


def run_plan(
    settings: Settings, store: Store, plan: Plan, out: Path, *, week: Week | None = None, wait: Wait | None = None
) -> list[str]:
    """Make and send the briefings of a week, the last that is over if none is given; what went wrong, in words. One
    that fails does not keep the others from being made."""
    wrong: list[str] = []
    told = week or Week.of(store.clock(), store.zone).shifted(-1)
    for recipients in _alike(plan.recipient):
        first = recipients[0]
        forms = frozenset(form for one in recipients for form in one.forms)
        order = Order(told, first.area, first.language, None, forms)
        try:
            made = _made(settings, store, order, out)
        except Exception as error:
            log.exception("the briefing of %s for %s could not be made", told, first.name)
            wrong.append(f"{first.name}: {type(error).__name__}: {error}")
            continue
        if not made.complete:
            wrong.append(f"{first.name}: the briefing of {told} is incomplete; see {made.folder}")
        for one in recipients:
            wrong += tell(plan, one, made, settings.briefing_smtp_password, store.clock(), wait=wait)
        for gone in remove_old(out, made.place.area, plan.keep_weeks):
            log.info(
                "the briefing %s of %s was removed: it was older than %s weeks", gone.name, gone.area, plan.keep_weeks
            )
    return wrong


def watch(settings: Settings, store: Store, plan: Plan, out: Path) -> None:
    """Carry out the plan whenever it is due, until the process is ended."""
    scheduler = BlockingScheduler(timezone=settings.zone)
    trigger = trigger_of(plan.when, settings.zone)
    options = {"misfire_grace_time": GRACE, "coalesce": True, "max_instances": 1}
    scheduler.add_job(lambda: run_plan(settings, store, plan, out), trigger, id="briefing", **options)
    scheduler.start()


def _made(settings: Settings, store: Store, order: Order, out: Path) -> Made:
    # A browser for each: between two of them it would wait a week.
    if not order.pictured:
        return make(store, order, out, scope=order.area)
    with studio(settings, store) as camera:
        return make(store, order, out, camera, scope=order.area)


def _alike(recipients: Iterable[Recipient]) -> list[list[Recipient]]:
    """Recipients of one area and language share a briefing."""
    groups: dict[tuple[str, str], list[Recipient]] = {}
    for one in recipients:
        groups.setdefault((one.area, one.language), []).append(one)
    return list(groups.values())
