"""The desk's side of the store: orders carried out and logged, what the screens of a wall say of themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from data_access.clock import DAY, Micros
from data_access.store.schema import warning
from data_access.store.store import Store, bump
from data_access.walls.orders import Control, Order, OrderError, Situation, obey
from data_access.walls.rotation import Anchor
from data_access.walls.tables import wall_control, wall_log, wall_page

FORGOTTEN: Final[Micros] = DAY
"""After so long a browser that said nothing more is not listed."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log."""

    wall: str
    at: Micros
    by: str
    order: str
    detail: str


@dataclass(frozen=True, slots=True)
class Page:
    """A browser that shows a wall: `screen` e.g. "3840x1080@1"; `age` seconds since it last painted."""

    wall: str
    page: str
    seen_at: Micros
    query: str
    screen: str
    build: str
    age: int


def begin(store: Store, walls: Iterable[str], now: Micros) -> None:
    """Let playlists that never ran begin now: all processes count them from the same instant."""
    with store.reading() as connection:
        known = set(connection.execute(select(wall_control.c.wall)).scalars())
    for wall in set(walls) - known:
        with store.writing() as connection:
            if connection.execute(select(wall_control.c.wall).where(wall_control.c.wall == wall)).first() is None:
                _write_control(connection, wall, Control(Anchor(0, now)))


def read_control(connection: Connection, wall: str, now: Micros) -> Control:
    """What a wall was last told; its playlist from its first entry if nothing ever was."""
    row = connection.execute(select(wall_control).where(wall_control.c.wall == wall)).first()
    if row is None:
        return Control(Anchor(0, now))
    sound = None if row.sound is None else bool(row.sound)
    anchor = Anchor(row.place, row.anchored_at)
    return Control(anchor, row.mode, row.query, row.until, row.held, row.dismissed_at, sound, row.revision)


def carry_out(store: Store, order: Order, found: Situation) -> Control:
    """Obey an order in a transaction of its own and log it; OrderError where it names what is not there."""
    name = found.wall.id
    with store.writing() as connection:
        control = obey(order, read_control(connection, name, found.now), found)
        if order.order == "hold":
            _expect_warning(connection, order.warning)
        _write_control(connection, name, control)
        log(connection, Logged(name, found.now, order.by, order.order, order.detail))
        bump(connection)
    store.changed()
    return control


def log(connection: Connection, line: Logged) -> None:
    """Add a line to the log."""
    values = {"wall": line.wall, "at": line.at, "by": line.by, "order": line.order, "detail": line.detail}
    connection.execute(insert(wall_log).values(values))


def read_log(
    connection: Connection, *, count: int = 20, wall: str | None = None, until: Micros | None = None
) -> list[Logged]:
    """The last lines of the log, of one wall or all, up to an instant; the newest first."""
    asked = select(wall_log).order_by(wall_log.c.at.desc(), wall_log.c.id.desc()).limit(count)
    if wall is not None:
        asked = asked.where(wall_log.c.wall == wall)
    if until is not None:
        asked = asked.where(wall_log.c.at <= until)
    return [Logged(row.wall, row.at, row.by, row.order, row.detail) for row in connection.execute(asked)]


def see(store: Store, page: Page) -> None:
    """Keep what a browser says of itself; those long silent are forgotten."""
    values = {
        "seen_at": page.seen_at, "query": page.query, "screen": page.screen, "build": page.build, "age": page.age
    }  # fmt: skip
    _put(store, wall_page, {"wall": page.wall, "page": page.page}, values, forget=page.seen_at - FORGOTTEN)


def read_pages(connection: Connection) -> list[Page]:
    """The browsers that show walls, by wall, the one seen last first."""
    asked = select(wall_page).order_by(wall_page.c.wall, wall_page.c.seen_at.desc())
    return [
        Page(row.wall, row.page, row.seen_at, row.query, row.screen, row.build, row.age)
        for row in connection.execute(asked)
    ]


def _put(store: Store, table: Any, key: Mapping[str, Any], values: Mapping[str, Any], forget: Micros) -> None:
    with store.writing() as connection:
        chosen = update(table).where(*(table.c[name] == value for name, value in key.items()))
        if not connection.execute(chosen.values(values)).rowcount:
            connection.execute(insert(table).values({**key, **values}))
        connection.execute(delete(table).where(table.c.seen_at < forget))


def _expect_warning(connection: Connection, number: int) -> None:
    if connection.execute(select(warning.c.id).where(warning.c.id == number)).first() is None:
        raise OrderError(f"warning {number} is not known; expected the id of a warning")


def _write_control(connection: Connection, wall: str, control: Control) -> None:
    values = {
        "revision": control.revision,
        "mode": control.mode,
        "query": control.query,
        "place": control.anchor.place,
        "anchored_at": control.anchor.at,
        "until": control.until,
        "held": control.held,
        "dismissed_at": control.dismissed_at,
        "sound": None if control.sound is None else int(control.sound),
    }
    chosen = update(wall_control).where(wall_control.c.wall == wall)
    if not connection.execute(chosen.values(values)).rowcount:
        connection.execute(insert(wall_control).values({"wall": wall, **values}))
