"""GET /api/v1/cases: the cases behind a number, page by page as JSON, all of them as CSV."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.csv_text import csv_lines
from dashboard.api.errors import refuse_alike
from dashboard.api.numbers import head
from data_access.cases.listing import AMOUNT, COLUMNS, Page, every, listed
from data_access.cases.naming import event_focus
from data_access.cases.narrowing import STATUSES, Held
from data_access.cases.selecting import Selection, rule_of, select_cases
from data_access.clock import SECOND, format_instant
from data_access.events.stages import MAIN
from data_access.explain.naming import Asked, read_cut
from data_access.reader import WHOLE, Reader, open_reader
from data_access.store.store import Store
from data_access.view import View, ViewError
from layouts import format as written
from layouts.panels.why import MOST
from layouts.scenes import scene_of
from layouts.text import Text

FORMATS: Final = ("json", "csv")

_INSTANTS: Final = tuple(name for name in COLUMNS if name.endswith("_at"))
_LABELLED: Final = ("category", "source", "department")
_WORDED: Final = ("area", "stage", "status", *_LABELLED)
"""What stands in a CSV by its words."""
_NOTHING: Final = {"area": "area.unlocated", "department": "department.none"}
"""The words for what has no area or no department."""
_CSV: Final = (
    *("event_id", "title", "severity", "status", "stage", "category", "area", "source", "department"),
    *("collected_at", "due_at", "closed_at"),
)


def blueprint(store: Store) -> Blueprint:
    """The route of the lists."""
    routes = Blueprint("cases", __name__)

    @routes.get("/api/v1/cases")
    def cases() -> Response:
        given = request.args.to_dict()
        form = given.pop("format", "json") or "json"
        if form not in FORMATS:
            return refusal(400, f"format {form!r} is not offered; expected one of {', '.join(FORMATS)}")
        number = read_cut(given.pop("measure", ""), given.pop("cut", ""))
        part = given.pop("part", "")
        counted = given.pop("total", "yes") != "no"
        page = _page(given)
        view = View.from_mapping(given)
        scene_of(view)
        text = Text(view.language)
        page = Page(page.start, page.count, page.sort, page.descending, _narrow(text))
        with open_reader(store, WHOLE) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            frozen = view.replaced(as_of=moment)
            chosen = select_cases(reader, frozen, number, part)
            if form == "csv":
                # Asked wrongly, it has to be refused before the first line is sent.
                listed(reader, chosen, Page(0, 1, page.sort, page.descending, page.narrow), counted=False)
                return _csv(store, frozen, number, part, page)
            found = listed(reader, chosen, page, counted=counted)
            told = head(reader, view, moment)
            rows = [_row(reader, chosen, text, row) for row in found.rows]
            named = {"measure": number.measure, "part": part or None, "amount": chosen.rule.told or None}
            return answer({**told, **named, "total": found.total, "start": page.start, "rows": rows})

    refuse_alike(routes)
    return routes


def _page(given: dict[str, str]) -> Page:
    """The page that the parameters name, which are taken out of them."""
    order = given.pop("order", "") or "desc"
    if order not in ("asc", "desc"):
        raise ViewError(f"order {order[:20]!r} is not known; expected asc or desc")
    numbers = {}
    for name, usual in (("start", 0), ("count", 100)):
        written_so = given.pop(name, "") or str(usual)
        if not (written_so.isascii() and written_so.isdigit()) or len(written_so) > 9:
            raise ViewError(f"{name} {written_so[:20]!r} is not a number; expected 0 or more")
        numbers[name] = int(written_so)
    given.pop("where", None)
    given.pop("text", None)
    return Page(numbers["start"], numbers["count"], given.pop("sort", ""), order == "desc")


def _narrow(text: Text) -> tuple[Held, ...]:
    """What the list is narrowed to: `where=column:text`, any number of them, and `text` for titles and numbers."""
    found = []
    for told in request.args.getlist("where"):
        name, colon, sought = told.partition(":")
        if not colon or not sought:
            raise ViewError(f"where {told[:40]!r} is not known; expected column:text")
        if name in ("stage", "status"):
            prefix = "stage" if name == "stage" else "why.status"
            words = {code: text(f"{prefix}.{code}") for code in (MAIN if name == "stage" else STATUSES)}
            found.append(Held(name, sought, _meant(sought.casefold(), words)))
        else:
            nothing = name in _NOTHING and sought.casefold() in text(_NOTHING[name]).casefold()
            found.append(Held(name, sought, nothing=nothing))
    if request.args.get("text"):
        found.append(Held("text", request.args["text"]))
    return tuple(found)


def _meant(sought: str, words: dict[str, str]) -> tuple[str, ...]:
    """The codes that a text names, or one of whose words it is, else those whose words hold it."""
    exact = tuple(code for code, word in words.items() if sought in (code, *word.casefold().split()))
    return exact or tuple(code for code, word in words.items() if sought in word.casefold())


def _row(reader: Reader, chosen: Selection, text: Text, row: dict[str, Any]) -> dict[str, Any]:
    """A case as JSON: codes with their words, instants ISO 8601, and the focus that opens it (null where none can)."""
    language = text.language
    shown: dict[str, Any] = {name: row[name] for name in COLUMNS if name not in _INSTANTS}
    for name in _INSTANTS:
        shown[name] = None if row[name] is None else format_instant(row[name])
    for name in _LABELLED:
        shown[f"{name}_label"] = reader.label(name, row[name], language)
    shown["department_label"] = shown["department_label"] or text("department.none")
    shown["area_label"] = _place(reader, row["area"], text)
    stage = f"stage.{row['stage']}"
    shown["stage_label"] = text(stage) if text.has(stage) else row["stage"]
    shown["status"] = row["status"]
    shown["status_label"] = text(f"why.status.{row['status']}")
    if chosen.rule.told:
        shown[AMOUNT], shown["amount_label"] = _amount(chosen.rule.told, row[AMOUNT], text)
    try:
        shown["focus"] = event_focus(row["source"], row["event_id"])
    except ViewError:
        shown["focus"] = None
    return shown


def _amount(told: str, amount: float | None, text: Text) -> tuple[float | None, str]:
    """What a case adds to the number, lengths in seconds, and the same in words."""
    if amount is None:
        return None, written.UNKNOWN
    if told == "times":
        return int(amount), written.number(amount)
    if told == "score":
        return float(amount), f"{float(amount):g}"
    return amount / SECOND, written.duration(text, amount / SECOND)


def _place(reader: Reader, code: str | None, text: Text) -> str:
    """The areas from below the root down to a case's own."""
    if code is None or code not in reader.tree:
        return text(_NOTHING["area"])
    path = reader.tree.path(code)
    return " / ".join(reader.area_label(one.code, text.language) for one in (path[1:] or path))


def _csv(store: Store, view: View, number: Asked, part: str, page: Page) -> Response:
    text, told = Text(view.language), rule_of(number.measure).told
    titles = {name: text(f"why.column.{name}") for name in _CSV}
    if told:
        name = text(f"why.amount.{told}")
        titles[AMOUNT] = name if told in ("times", "score") else text("why.amount.seconds", name=name)

    def rows() -> Iterator[dict[str, Any]]:
        with open_reader(store, WHOLE) as reader:
            chosen = select_cases(reader, view, number, part)
            for row in every(reader, chosen, page, MOST):
                shown = _row(reader, chosen, text, row)
                yield _named(titles, shown | {name: shown.get(f"{name}_label") for name in _WORDED})

    found = Response(csv_lines(list(titles.values()), rows()), mimetype="text/csv")
    found.headers["Content-Disposition"] = f'attachment; filename="{number.measure}.csv"'
    found.headers["X-Row-Limit"] = str(MOST)
    return found


def _named(titles: dict[str, str], row: dict[str, Any]) -> dict[str, Any]:
    return {title: row[name] for name, title in titles.items()}
