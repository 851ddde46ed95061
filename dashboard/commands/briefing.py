"""`gridscope briefing`: make the briefing of a week, or make them by the schedule."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy.exc import SQLAlchemyError

from dashboard.briefing import schedule
from dashboard.briefing.making import Made, checked, make
from dashboard.briefing.noting import Notes
from dashboard.briefing.order import FORMS, PICTURED, Order, OrderError, forms_of
from dashboard.briefing.places import BriefingBusyError
from dashboard.briefing.plan import load_plan
from dashboard.briefing.studio import studio
from dashboard.opening import open_store
from dashboard.printing.press import PressError
from dashboard.settings import Settings, load_settings
from data_access.briefing.weeks import Week
from data_access.clock import parse_instant
from data_access.store.store import Store
from data_access.view import LANGUAGES

INCOMPLETE: Final = 3
BUSY: Final = 4


def briefing(
    week: Annotated[str, typer.Option(help="ISO week such as 2026-W47; none: the last one that is over.")] = "",
    area: Annotated[str, typer.Option(help="Code of an area; none: the whole tree.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of the briefings; none: GRIDSCOPE_BRIEFING_OUT.")] = None,
    as_of: Annotated[str, typer.Option(help="ISO time with zone: as it was known then; none: the week's end.")] = "",
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    only: Annotated[str, typer.Option(help=f"Some of {','.join(FORMS)}; none: all.")] = "",
    pictures: Annotated[bool, typer.Option(help="Pictures and PDF, which need a browser.")] = True,
    send: Annotated[bool, typer.Option("--send", help="Make those of the plan, send them, remove old ones.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Do that whenever the plan says, until stopped.")] = False,
) -> None:
    """Make the briefing of a week: pictures, PDF, slides, text, workbook. Exit code 3 if something in it is
    incomplete, 4 if another process is making it."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"lang {lang!r} is not known; expected one of {', '.join(LANGUAGES)}")
    began = time.monotonic()
    settings = load_settings()
    place = settings.briefing_out if out is None else out
    if send or watch:
        planned = {"--area": area, "--as-of": as_of, "--only": only, "--week": week if watch else ""}
        for name, value in planned.items():
            if value:
                raise OrderError(f"{name} {value!r} does not go with {'--watch' if watch else '--send'}; the plan says")
        _planned(settings, place, Week.parse(week) if week else None, watching=watch)
        return
    forms = forms_of(only) if only else frozenset(FORMS)
    forms = forms if pictures else forms - PICTURED
    if not forms:
        raise OrderError(f"only {only!r} names pictures alone; expected others with --no-pictures")
    moment = _instant(as_of) if as_of else None
    given = Week.parse(week) if week else None
    store = open_store(settings, announcing=False)
    named = given or Week.of(store.clock(), store.zone).shifted(-1)
    order = Order(named, area, lang, moment, forms)
    # Before a browser is started for it.
    _, told = checked(store, order)
    notes = Notes(store, settings)
    try:
        made = _made(settings, store, order, place)
    except BriefingBusyError as error:
        typer.echo(f"gridscope: {error}", err=True)
        raise typer.Exit(BUSY) from None
    except Exception as error:
        # A disk that is full may not take this either: what went wrong first is what is said.
        with suppress(SQLAlchemyError):
            notes.made(told, error)
        raise
    notes.made(told)
    _tell(made, time.monotonic() - began)
    if not made.complete:
        raise typer.Exit(INCOMPLETE)


def _made(settings: Settings, store: Store, order: Order, out: Path) -> Made:
    if not order.pictured:
        return make(store, order, out)
    try:
        with studio(settings, store) as camera:
            return make(store, order, out, camera)
    except PressError as error:
        raise OrderError(f"the pictures could not be taken: {error}") from None


def _planned(settings: Settings, out: Path, week: Week | None, *, watching: bool) -> None:
    plan = load_plan(settings.briefing_plan)
    if plan is None or not plan.recipient:
        raise OrderError("no recipients are planned; expected them in the file that GRIDSCOPE_BRIEFING_PLAN names")
    store = open_store(settings, announcing=False)
    if watching:
        typer.echo(f"briefings at {plan.when!r} for {len(plan.recipient)} recipients")
        schedule.watch(settings, store, plan, out)
        return
    wrong = schedule.run_plan(settings, store, plan, out, week=week)
    for line in wrong:
        typer.echo(line)
    if wrong:
        raise typer.Exit(1)


def _instant(text: str) -> int:
    try:
        return parse_instant(text)
    except ValueError as error:
        raise ValueError(f"--as-of: {error}") from None


def _tell(made: Made, seconds: float) -> None:
    files = sorted(made.folder.iterdir())
    size = sum(one.stat().st_size for one in files) / 1e6
    typer.echo(f"{made.folder}: {len(files)} files, {size:.1f} MB, {seconds:.1f} s")
    for one in made.incomplete:
        typer.echo(f"  incomplete {one.file}: " + "; ".join(f"{panel}: {why}" for panel, why in one.missing))
    if made.missing_glyphs:
        typer.echo(f"  no font at hand has {made.missing_glyphs}")
