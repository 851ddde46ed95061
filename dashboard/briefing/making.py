"""Making a briefing: figures first, then text, tables and slides, then pictures; in place whole at the end."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dashboard.briefing.characters import missing_glyphs
from dashboard.briefing.composing import compose
from dashboard.briefing.document import Document
from dashboard.briefing.markup import to_html, to_markdown
from dashboard.briefing.order import Order, OrderError
from dashboard.briefing.papers import paper_of
from dashboard.briefing.pictures import SCREEN, SIZES, Camera, Incomplete, stamped, take_pictures, united
from dashboard.briefing.places import MANIFEST, Place, replacing
from dashboard.briefing.sealing import sealed
from dashboard.briefing.slides import slides
from dashboard.briefing.workbook import workbook
from dashboard.build import build_id
from dashboard.ledger.searchable import searchable
from data_access.alerts.watching import rules_in_force
from data_access.briefing.figures import Figures
from data_access.briefing.gathering import area_told, briefing_view, gather
from data_access.briefing.weeks import Period, period_of
from data_access.clock import format_instant, from_micros
from data_access.reader import Reader, Scope, open_reader
from data_access.store.store import DERIVATION, Store
from layouts.scenes import MAIN
from layouts.text import Text

STEM: Final = "briefing"
FIGURES: Final = "figures.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing that was made: its folder, its place, its words, and what is incomplete."""

    folder: Path
    place: Place
    document: Document
    incomplete: tuple[Incomplete, ...]
    missing_glyphs: str

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.incomplete and not self.missing_glyphs


@dataclass(frozen=True, slots=True)
class _Prepared:
    figures: Figures
    document: Document
    facts: Mapping[str, Any]


def make(store: Store, order: Order, out: Path, camera: Camera | None = None, *, scope: str = "") -> Made:
    """Make a briefing and put it in its place under OUT. `camera` may be None where no picture is wanted. ViewError,
    WeekError, OutsideScope for what cannot be told; BriefingBusyError while another process makes it; OSError where
    it cannot be written. Nothing is left of what failed."""
    if order.pictured and camera is None:
        raise OrderError("pictures are wanted but nothing can take them; expected a camera or other forms")
    period, place = checked(store, order, scope)
    try:
        with replacing(out, place) as folder:
            with open_reader(store, Scope(scope)) as reader:
                prepared = _prepare(reader, order, period)
            glyphs = missing_glyphs(prepared.document.words())
            (folder / FIGURES).write_text(prepared.figures.canonical() + "\n", encoding="utf-8")
            incomplete = [] if camera is None else _picture(camera, folder, prepared, order, glyphs)
            _write_texts(folder, prepared, order)
            _write_manifest(folder, prepared, order, incomplete, glyphs)
    except OSError as error:
        said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
        raise OSError(f"the briefing {place.name} of {place.area} was not made: {said}") from error
    return Made(place.under(out), place, prepared.document, tuple(incomplete), glyphs)


def checked(store: Store, order: Order, scope: str = "") -> tuple[Period, Place]:
    """What an order is about, if it can be carried out; errors as of `make`."""
    with open_reader(store, Scope(scope)) as reader:
        period = period_of(order.week, reader.zone, reader.now, order.as_of)
        return period, Place(area_told(reader, order.area, period), order.week, order.language)


def _prepare(reader: Reader, order: Order, period: Period) -> _Prepared:
    figures = gather(reader, order.area, period)
    versions = {
        "derivation": DERIVATION,
        "warnings": rules_in_force(reader.connection).version,
        "scores": reader.score_rules.at(period.end, reader.zone).version,
        "risk": reader.risk_rules.version,
        "metrics": reader.metrics.version,
    }
    build, text = build_id(), Text(order.language)
    told = [
        text("briefing.number.part", name=text(f"briefing.rules.{name}"), value=version)
        for name, version in versions.items()
    ]
    notes = [
        ("version", str(reader.version.version)),
        ("rules", text("briefing.number.parts").join(told)),
        ("build", build),
    ]
    document = compose(reader, figures, text("briefing.title"), order.language, notes)
    labels = {name: reader.area_label(figures.area, name) for name in ("zh", "en")}
    facts = {"data_version": reader.version.version, "rules": versions, "build": build, "label": labels}
    return _Prepared(figures, document, facts)


def _picture(camera: Camera, folder: Path, prepared: _Prepared, order: Order, glyphs: str) -> list[Incomplete]:
    figures, text = prepared.figures, Text(order.language)
    view = briefing_view(figures.area, figures.period).replaced(language=order.language)
    png, pdf = "png" in order.forms, "pdf" in order.forms
    incomplete, pages = take_pictures(camera, folder, view, png=png, pdf=pdf) if png or pdf else ([], [])
    lacking = text("briefing.missing_glyphs", glyphs=glyphs) if glyphs else ""
    if lacking:
        done = {one.file for one in incomplete}
        for file in sorted(folder.glob("*.png")):
            if file.name not in done:
                file.write_bytes(stamped(file.read_bytes(), text("briefing.stamp", panels=lacking)))
    if pdf:
        first = folder / ".page-00.pdf"
        wrong = [*([lacking] if lacking else []), *(one.file.partition("#")[2] or one.file for one in incomplete)]
        stamp = text("briefing.stamp", panels=text("briefing.list_join").join(wrong)) if wrong else ""
        first.write_bytes(searchable(camera.html_pdf(to_html(prepared.document, stamp))))
        united([first, *pages], folder / f"{STEM}.pdf")
    return incomplete


def _write_texts(folder: Path, prepared: _Prepared, order: Order) -> None:
    document = prepared.document
    writers: dict[str, Callable[[], bytes]] = {
        "xlsx": lambda: workbook(document),
        "pptx": lambda: slides(document, _slides_pictures(folder, order)),
        "docx": lambda: paper_of(document),
    }
    for form in sorted(order.forms & writers.keys()):
        content = sealed(writers[form](), from_micros(prepared.figures.period.as_of))
        (folder / f"{STEM}.{form}").write_bytes(content)
    if "md" in order.forms:
        (folder / f"{STEM}.md").write_text(to_markdown(document), encoding="utf-8")


def _slides_pictures(folder: Path, order: Order) -> Sequence[tuple[str, Path]]:
    text = Text(order.language)
    # Slides are as wide as screens, paper is not.
    size = next(name for name, frame in SIZES if frame is SCREEN)
    found = [(text(f"scene.{scene.id}"), folder / f"{scene.id}-{size}.png") for scene in MAIN]
    return [(title, picture) for title, picture in found if picture.exists()]


def _write_manifest(
    folder: Path, prepared: _Prepared, order: Order, incomplete: Iterable[Incomplete], glyphs: str
) -> None:
    figures, period = prepared.figures, prepared.figures.period
    files = [
        {"name": one.name, "size": one.stat().st_size, "sha256": hashlib.sha256(one.read_bytes()).hexdigest()}
        for one in sorted(folder.iterdir())
    ]
    missing = [{"file": one.file, "missing": [list(pair) for pair in one.missing]} for one in incomplete]
    manifest = {
        "week": str(period.week),
        "area": figures.area,
        "language": order.language,
        "start": format_instant(period.start),
        "end": format_instant(period.end),
        "as_of": format_instant(period.as_of),
        "whole_week": period.whole,
        "compared": {
            "last": None if figures.last is None else str(figures.last.week),
            "same": None if figures.same is None else str(figures.same.week),
        },
        **prepared.facts,
        "figures_sha256": figures.digest(),
        "said": [{"title": title, "sentences": said} for title, said in prepared.document.chapters()],
        "complete": not missing and not glyphs,
        "incomplete": missing,
        "missing_glyphs": glyphs,
        "files": files,
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(written, encoding="utf-8")
