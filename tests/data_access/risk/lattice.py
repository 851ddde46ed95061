"""A district of 10 x 10 square grids in four streets, about a kilometre a side, and cases in them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from shapely import box

from data_access.areas.tree import Area
from data_access.clock import DAY, HOUR, Micros
from data_access.risk.index_rules import RiskRules
from data_access.store.store import Store
from tests.data_access.worlds import NOW, TERMS, accept, said, world

SIDE = 10
SIZE = 0.01
WEST, SOUTH = 117.0, 34.0
CELLS = tuple((column, row) for row in range(SIDE) for column in range(SIDE))


def code(column: int, row: int) -> str:
    """The grid of a column from the west and a row from the south."""
    return f"{street(column, row)}-{column}{row}"


def street(column: int, row: int) -> str:
    """The quarter of the district that a grid lies in: sw, se, nw or ne."""
    return ("s" if row < SIDE // 2 else "n") + ("w" if column < SIDE // 2 else "e")


def areas(*, people: int | None = 1000, drawn: bool = True) -> list[Area]:
    """The district, its streets and grids; every grid has as many residents."""

    def shape(x0: float, y0: float, x1: float, y1: float) -> Any:
        return box(WEST + x0 * SIZE, SOUTH + y0 * SIZE, WEST + x1 * SIZE, SOUTH + y1 * SIZE) if drawn else None

    half = SIDE // 2
    found = [Area("d", "全区", "district", None, geometry=shape(0, 0, SIDE, SIDE))]
    for x, y in ((0, 0), (half, 0), (0, half), (half, half)):
        name = street(x, y)
        found.append(Area(name, f"{name}街道", "street", "d", name_en=name, geometry=shape(x, y, x + half, y + half)))
    for x, y in CELLS:
        geometry = shape(x, y, x + 1, y + 1)
        found.append(
            Area(code(x, y), f"{x}{y}网格", "grid", street(x, y), population=people, geometry=geometry),
        )
    return found


@contextmanager
def lattice(*, people: int | None = 1000, drawn: bool = True, rules: RiskRules | None = None) -> Iterator[Store]:
    """A store on the lattice, without cases."""
    with world(prepared=False) as store:
        store.replace_areas(areas(people=people, drawn=drawn))
        store.declare(TERMS)
        if rules is not None:
            store.risk_rules = rules
        yield store


def case(name: str, at: Micros, column: int, row: int, **more: Any) -> dict[str, Any]:
    """A case in the middle of a grid, or as far from it as `dx` and `dy` say, in sides of a grid."""
    dx, dy = more.pop("dx", 0.0), more.pop("dy", 0.0)
    place = {"lon": WEST + (column + 0.5 + dx) * SIZE, "lat": SOUTH + (row + 0.5 + dy) * SIZE}
    return said(name, "collected", at, area=code(column, row), **{**place, **more})


def ordinary(days: int = 22, *, each: int = 1) -> list[dict[str, Any]]:
    """`each` cases a day in every grid for the days before NOW, at different hours and places."""
    told = []
    for day in range(days):
        for number, (column, row) in enumerate(CELLS):
            for turn in range(each):
                hour = (number * 7 + day * 5 + turn * 11) % 24
                spread = ((day * 13 + number + turn * 29) % 37) / 37 - 0.5
                at = NOW - (day + 1) * DAY + hour * HOUR + 60_000_000
                kind = f"city/{(day + number + turn) % 9}"
                name = f"o{day}-{number}-{turn}"
                told.append(case(name, at, column, row, dx=0.8 * spread, dy=-0.6 * spread, category=kind))
    return told


def burst(
    cells: Sequence[tuple[int, int]], each: int, *, since: Micros = NOW - 20 * HOUR, **more: Any
) -> list[dict[str, Any]]:
    """`each` cases in some grids, one an hour from an instant on."""
    return [
        case(f"b{since}-{column}{row}-{number}", since + number * (HOUR // 2), column, row, dx=number / 50, **more)
        for column, row in cells
        for number in range(each)
    ]


def fill(store: Store, *batches: list[dict[str, Any]]) -> Store:
    """Take in all of it at once."""
    accept(store, [one for batch in batches for one in batch])
    return store
