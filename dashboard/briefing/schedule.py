"""Carrying out the plan: each briefing made once, in its recipients' scope, told to them; old ones removed."""

import logging
import threading
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from apscheduler.schedulers.blocking import BlockingScheduler

from dashboard.briefing.making import Made, make
from dashboard.briefing.noting import Notes
from dashboard.briefing.order import Order
from dashboard.briefing.pictures import Camera
from dashboard.briefing.places import MANIFEST, Place, remove_old
from dashboard.briefing.plan import Plan, Recipient, trigger_of
from dashboard.briefing.sending import Parcel, Wait, hand_over, parcels, try_again
from dashboard.briefing.studio import studio
from dashboard.settings import Settings
from data_access.briefing.weeks import Week
from data_access.clock import from_micros
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store

log = logging.getLogger(__name__)

GRACE: Final = 6 * 3600
"""Seconds for which a run that was missed, the machine being asleep or off, is made up for."""


def run_plan(
    settings: Settings, store: Store, plan: Plan, out: Path, *, week: Week | None = None, wait: Wait | None = None
) -> list[str]:
    """Make and send the briefings of a week, the last that is over if none is given; what went wrong, in words. One
    that fails, or cannot be sent at once, does not hold up the others."""
    wrong: list[str] = []
    left: list[tuple[Parcel, str]] = []
    told, notes = week or _last(store), Notes(store, settings)
    with ExitStack() as stack:
        camera: Camera | None = None
        for recipients in _alike(plan.recipient):
            first = recipients[0]
            forms = frozenset(form for one in recipients for form in one.forms)
            order = Order(told, first.area, first.language, None, forms)
            try:
                if order.pictured and camera is None:
                    # One browser for all; none is kept until next week.
                    camera = stack.enter_context(studio(settings, store))
                made = make(store, order, out, camera, scope=order.area)
            except Exception as error:
                log.exception("the briefing of %s for %s could not be made", told, first.name)
                wrong.append(f"{first.name}: {type(error).__name__}: {error}")
                continue
            notes.made(made.place)
            if not made.complete:
                wrong.append(f"{first.name}: the briefing of {told} is incomplete; see {made.folder}")
            for one in recipients:
                left += hand_over(parcels(plan, one, made, settings.briefing_smtp_password, store.clock), notes)
            _prune(made, out, plan.keep_weeks)
    return wrong + try_again(left, notes, threading.Event().wait if wait is None else wait)


def watch(settings: Settings, store: Store, plan: Plan, out: Path) -> None:
    """Carry out the plan whenever it is due, at once where it was missed lately, until the process is ended."""
    scheduler = BlockingScheduler(timezone=settings.zone)
    trigger = trigger_of(plan.when, settings.zone)
    options = {"misfire_grace_time": GRACE, "coalesce": True, "max_instances": 1}

    def run() -> None:
        for line in run_plan(settings, store, plan, out):
            log.error("%s", line)

    scheduler.add_job(run, trigger, id="briefing", **options)
    if missed(store, plan, out, settings.zone):
        log.info("the briefings of %s were missed; they are made now", _last(store))
        scheduler.add_job(run, id="missed", **options)
    scheduler.start()


def missed(store: Store, plan: Plan, out: Path, zone: str) -> bool:
    """Whether the plan was due within GRACE and one of its briefings is not there."""
    now = from_micros(store.clock())
    due: datetime | None = trigger_of(plan.when, zone).get_next_fire_time(None, now - timedelta(seconds=GRACE))
    if due is None or due > now:
        return False
    week = _last(store)
    with open_reader(store, WHOLE) as reader:
        root = reader.tree.root.code
    places = [Place(one.area or root, week, one.language) for one in plan.recipient]
    return any(not (place.under(out) / MANIFEST).is_file() for place in places)


def _last(store: Store) -> Week:
    return Week.of(store.clock(), store.zone).shifted(-1)


def _prune(made: Made, out: Path, weeks: int) -> None:
    for gone in remove_old(out, made.place.area, weeks):
        log.info("the briefing %s of %s was removed: it was older than %s weeks", gone.name, gone.area, weeks)


def _alike(recipients: Iterable[Recipient]) -> list[list[Recipient]]:
    """Recipients of one area and language share a briefing."""
    groups: dict[tuple[str, str], list[Recipient]] = {}
    for one in recipients:
        groups.setdefault((one.area, one.language), []).append(one)
    return list(groups.values())
