"""GET /api/v1/returns: what an area gave and what came back to it, as a file for the area."""

from typing import Any, Final

from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.csv_text import csv_text
from dashboard.api.errors import refuse_alike
from dashboard.api.numbers import head, records
from data_access.frames import returns as source
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View, ViewError
from layouts.text import Text

FORMATS: Final = ("json", "csv")
GIVEN: Final = ("area", "window", "as_of", "lang")


def blueprint(store: Store) -> Blueprint:
    """The route of the returns."""
    routes = Blueprint("returns", __name__)

    @routes.get("/api/v1/returns")
    def returns() -> Response:
        given = request.args.to_dict()
        form = given.pop("format", "json") or "json"
        if form not in FORMATS:
            return refusal(400, f"format {form!r} is not offered; expected one of {', '.join(FORMATS)}")
        if unknown := sorted(set(given) - set(GIVEN)):
            raise ViewError(f"parameter {unknown[0]!r} is not known; expected one of {', '.join((*GIVEN, 'format'))}")
        view = View.from_mapping(given)
        with open_reader(store, WHOLE) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            frame = source.frame(reader, view.replaced(as_of=moment))
            rows = _worded(records(frame), Text(view.language))
            if form == "csv":
                return _file(rows, f"returns-{reader.area(view).code}.csv")
            told = {name: frame.attrs[name] for name in ("expected", "given", "returned", "late", "missing", "rate")}
            return answer({**head(reader, view, moment), **told, "rows": rows})

    refuse_alike(routes)
    return routes


def _worded(rows: list[dict[str, Any]], text: Text) -> list[dict[str, Any]]:
    """The rows with the interface's own words for what became of the cases."""
    for row in rows:
        if row["group"] == "outcome":
            row["label"] = text(f"panel.returns.outcome.{row['key']}")
    return rows


def _file(rows: list[dict[str, Any]], name: str) -> Response:
    found = Response(csv_text(source.COLUMNS, rows), mimetype="text/csv")
    safe = "".join(one if one.isascii() and (one.isalnum() or one in ".-_") else "_" for one in name)
    found.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return found
