"""GET /api/v1/walls, a wall's state and stream, POST of orders, and what screens say of themselves."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, request

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from dashboard.api.tokens import refused
from dashboard.live.routes import RETRY_AFTER
from dashboard.live.stream import StreamsFull
from dashboard.walls.director import Director, UnknownWall, written
from data_access.clock import format_instant
from data_access.walls.desk import Page, read_log, read_pages, see
from data_access.walls.orders import Order, OrderError

DESK: Final = "/?scene=walls"
"""The view from which walls are ordered."""

_LENGTHS: Final = {"page": 40, "query": 2000, "screen": 64, "build": 32}
_INSTANTS: Final = ("since", "until")


def blueprint(director: Director, tokens: Mapping[str, str]) -> Blueprint:
    """The routes of the walls; `tokens` are feed name -> token."""
    routes = Blueprint("walls", __name__)

    @routes.get("/desk")
    def desk() -> Any:
        return redirect(DESK)

    @routes.get("/api/v1/walls")
    def listing() -> Response:
        with director.store.reading() as connection:
            pages, lines = read_pages(connection), read_log(connection, count=100)
        seen = [{**_plain(page), "seen_at": format_instant(page.seen_at)} for page in pages]
        rows = [
            {
                **_state(director, wall.id),
                "zh": wall.zh,
                "en": wall.en,
                "screens": [page for page in seen if page["wall"] == wall.id],
            }
            for wall in director.book.walls
        ]
        log = [{**_plain(line), "at": format_instant(line.at)} for line in lines]
        return answer({"rows": rows, "log": log})

    @routes.get("/api/v1/walls/<name>")
    def one(name: str) -> Response:
        return answer(_state(director, name))

    @routes.get("/api/v1/walls/<name>/live")
    def live(name: str) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(director.stream(name), mimetype="text/event-stream", headers=headers)

    @routes.post("/api/v1/walls/<name>/orders")
    def order(name: str) -> Response:
        no = refused(tokens)
        if no is not None:
            return no
        try:
            given = Order.of(_body())
            director.order(name, given)
        except OrderError as error:
            return refusal(422, str(error))
        return answer(_state(director, name))

    @routes.post("/api/v1/walls/<name>/seen")
    def seen(name: str) -> Response:
        no = refused(tokens)
        if no is not None:
            return no
        wall = director.wall(name)
        try:
            page, sounded = _page(wall.id, _body(), director.store.clock())
        except OrderError as error:
            return refusal(422, str(error))
        see(director.store, page)
        if sounded:
            director.sounded(wall.id, sounded)
        return Response(status=204)

    @routes.errorhandler(UnknownWall)
    def unknown(error: UnknownWall) -> Response:
        return refusal(404, str(error))

    @routes.errorhandler(StreamsFull)
    def full(error: StreamsFull) -> Response:
        return refusal(503, str(error), **{"Retry-After": RETRY_AFTER})

    refuse_alike(routes)
    return routes


def _state(director: Director, name: str) -> dict[str, Any]:
    """The state of a wall with its instants as ISO 8601."""
    told = written(director.wall(name), director.shown(name), None)
    instants = {key: format_instant(told[key]) for key in _INSTANTS if told[key] is not None}
    return {**told, **instants}


def _body() -> Any:
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise OrderError("the body is not JSON; expected an object") from None


def _page(wall: str, given: Any, now: int) -> tuple[Page, int]:
    if not isinstance(given, dict):
        raise OrderError("the body is not an object; expected page, query, screen, build and age")
    words = {}
    for name, longest in _LENGTHS.items():
        value = given.get(name)
        if not isinstance(value, str) or len(value) > longest or not re.fullmatch(r"[\x20-\x7e]*", value):
            raise OrderError(f"{name} {value!r:.60} is not text; expected at most {longest} plain characters")
        words[name] = value
    numbers = [given.get(name, 0) for name in ("age", "sounded")]
    if any(type(one) is not int or not 0 <= one < 2**31 for one in numbers):
        raise OrderError(f"age and sounded {numbers!r:.60} are no numbers; expected whole numbers")
    age, sounded = numbers
    return Page(wall, words["page"], now, words["query"], words["screen"], words["build"], age), sounded


def _plain(value: Page | Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
