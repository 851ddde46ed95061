"""GET /api/v1/warnings and POST /api/v1/warnings/<id>/acknowledge."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from dashboard.api.tokens import refused
from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.alerts.keeping import AcknowledgeError, UnknownWarning
from data_access.alerts.outbox import Wish
from data_access.alerts.standing import STATES, standing
from data_access.clock import format_instant
from data_access.frames.warnings import rows_of
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View

log = logging.getLogger(__name__)

LARGEST: Final = 2**63 - 1

PARAMETERS: Final = ("area", "department", "source", "category", "as_of", "lang")


def blueprint(store: Store, tokens: Mapping[str, str], wishes: Sequence[Wish] = ()) -> Blueprint:
    """The routes for warnings; `tokens` are feed name -> token, `wishes` those of the webhooks."""
    routes = Blueprint("warnings", __name__)

    @routes.get("/api/v1/warnings")
    def listing() -> Response:
        given = request.args.to_dict()
        state = given.pop("state", "") or "standing"
        if state not in STATES:
            return refusal(400, f"state {state!r} is not known; expected one of {', '.join(STATES)}")
        if unknown := sorted(set(given) - set(PARAMETERS)):
            known = ", ".join((*PARAMETERS, "state"))
            return refusal(400, f"parameter {unknown[0]!r} is not known; expected one of {known}")
        view = View.from_mapping(given)
        with open_reader(store, WHOLE) as reader:
            question = reader.question(view)
            found = standing(reader, view.replaced(as_of=question.moment), state)
            rows = [_written(row) for row in rows_of(reader, question, found.warnings)]
            evaluated = found.evaluated_at
            return answer(
                {
                    "area": question.area,
                    "state": state,
                    "as_of": format_instant(question.moment),
                    "version": reader.version.version,
                    "basis": found.basis,
                    "evaluated_at": None if evaluated is None else format_instant(evaluated),
                    "counts": found.counts(),
                    "rows": rows,
                }
            )

    @routes.post("/api/v1/warnings/<int:number>/acknowledge")
    def acknowledge(number: int) -> Response:
        no = refused(tokens)
        if no is not None:
            return no
        try:
            said = Acknowledgement.of(json.loads(request.get_data()))
        except (ValueError, RecursionError) as error:
            words = str(error) if isinstance(error, AcknowledgeError) else "the body is not JSON"
            return refusal(422, f'{words}; expected {{"by": "...", "note": "..."}}')
        if number > LARGEST:
            return refusal(404, f"warning {str(number)[:20]}... is not known; expected the id of a warning")
        try:
            told = acknowledge_warning(store, number, said, wishes)
        except UnknownWarning as error:
            return refusal(404, str(error))
        except AcknowledgeError as error:
            return refusal(409, str(error))
        log.info("warning %s was acknowledged by %r", number, said.by)
        return answer({"id": number, "state": told.change, "severity": told.severity, "by": said.by, "note": said.note})

    refuse_alike(routes)
    return routes


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its instants as ISO 8601; evidence keeps microseconds out of sight in the same way."""
    evidence = {name: _instant(name, value) for name, value in row["evidence"].items()}
    return {**{name: _instant(name, value) for name, value in row.items()}, "evidence": evidence}


def _instant(name: str, value: Any) -> Any:
    instant = name.endswith("_at") or name in ("since", "start", "end")
    return format_instant(value) if instant and isinstance(value, int) else value
