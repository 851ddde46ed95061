"""The audit of the HTTP interface and of the page: every export and every single event that is opened leaves a line."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.answers import refusal
from dashboard.api.tokens import feed_of
from data_access.audit.journal import Action, Entry, Journal, Proof, Result
from data_access.cases.naming import opened_event
from data_access.view import View, ViewError

log = logging.getLogger(__name__)

RETRY_AFTER: Final = "5"

WHO: Final = "X-Gridscope-User"
"""The header in which a client says who asks, where nothing else tells."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks and from where; `name` is "" where nobody said."""

    name: str
    proof: Proof
    origin: str


@dataclass(frozen=True, slots=True)
class Doing:
    """What a request does that is audited, in which view."""

    action: Action
    subject: str
    form: str
    query: str


def watch(server: Flask, journal: Journal, tokens: Mapping[str, str]) -> None:
    """Have every request of the server audited that exports something or opens an event. What cannot be written down
    is not given: 503."""

    @server.before_request
    def ask() -> None:
        g.caller = _caller(tokens)

    @server.after_request
    def note(response: Response) -> Response:
        read = _DOINGS.get(request.endpoint or "")
        doing = None if read is None else read()
        if doing is None:
            return response
        try:
            journal.record(_entry(doing, g.caller, response))
        except SQLAlchemyError as error:
            log.error("%s %s was not given: the audit did not take it: %s", request.method, request.path, error)
            response.close()
            reason = "this has to be written down before it is given, and the database did not take it; try again"
            return refusal(503, reason, **{"Retry-After": RETRY_AFTER})
        return response


def _caller(tokens: Mapping[str, str]) -> Caller:
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    address = request.remote_addr or "unknown"
    origin = f"{forwarded} via {address}" if forwarded else address
    feed = feed_of(tokens)
    if feed is not None:
        return Caller(feed, Proof.TOKEN, origin)
    if request.remote_user:
        return Caller(request.remote_user, Proof.LOGIN, origin)
    basic = request.authorization.username if request.authorization and request.authorization.type == "basic" else ""
    name = request.headers.get(WHO, "").strip() or basic or ""
    return Caller(name, Proof.SAID if name else Proof.NONE, origin)


def _entry(doing: Doing, caller: Caller, response: Response) -> Entry:
    status = response.status_code
    result = Result.GIVEN if status < 400 else Result.REFUSED if status < 500 else Result.FAILED
    reason = "" if result == Result.GIVEN else f"{status}: {_error(response)}"
    return Entry(
        caller.name,
        caller.proof,
        caller.origin,
        doing.action,
        doing.subject,
        doing.form,
        doing.query,
        result,
        reason,
    )


def _error(response: Response) -> str:
    told = response.get_json(silent=True) if response.is_json else response.get_data(as_text=True)
    return str(told.get("error", "")) if isinstance(told, dict) else str(told or "")


def _arguments() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name != "format"}


def _query(**more: str) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted({**_arguments(), **more}.items()))


def _given(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))


def _panel() -> Doing:
    return Doing(Action.EXPORT, f"panel {_given('name')}", request.args.get("format") or "json", _query())


def _scene() -> Doing:
    return Doing(Action.EXPORT, f"scene {_given('scene')}", request.args.get("format") or "png", _query())


def _record() -> Doing:
    subject = _event(_given("source"), _given("event_id"))
    return Doing(Action.EXPORT, subject, request.args.get("format") or "json", _query())


def _cases() -> Doing | None:
    """The list is looked at page by page; all of it leaves as a file."""
    if request.args.get("format") != "csv":
        return None
    return Doing(Action.EXPORT, f"cases behind {request.args.get('measure', '')}", "csv", _query())


def _returns() -> Doing:
    return Doing(Action.EXPORT, "returns", request.args.get("format") or "json", _query())


def _briefing() -> Doing:
    file = "/".join(_given(name) for name in ("folder", "name", "file"))
    return Doing(Action.EXPORT, f"briefing {file}", file.rpartition(".")[2], _query())


def _opened(name: str) -> Callable[[], Doing | None]:
    """What opens an event by the view in one argument of the address."""
    return lambda: _of_view(request.args.get(name, ""))


def _of_view(search: str) -> Doing | None:
    try:
        view = View.from_query(search)
        opened = opened_event(view)
    except ViewError:
        return None
    return None if opened is None else Doing(Action.EVENT, _event(*opened), "page", view.to_query())


def _event(source: str, event_id: str) -> str:
    return f"event {source} {event_id}"


_DOINGS: Final[Mapping[str, Callable[[], Doing | None]]] = {
    "exports.panel": _panel,
    "exports.scene": _scene,
    "event.event": _record,
    "cases.cases": _cases,
    "returns.returns": _returns,
    "briefings.one_file": _briefing,
    "live.live": _opened("view"),
    "live.scene": _opened("search"),
    "printing.scene": _opened("search"),
}
"""By endpoint, what it does that is audited."""
