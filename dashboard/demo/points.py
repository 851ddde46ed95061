"""The service points of the synthetic district: one hall, 30 centres, 270 stations, one at least in every community."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shapely import Polygon

from dashboard.demo.district import DemoArea, District
from dashboard.demo.statistics.report import Point
from data_access.store.vocabulary import Term

HALL: Final = "hall"
POINTS: Final = 301
CENTRES: Final = 30
_WINDOWS: Final = {"hall": 42, "centre": 12, "station": 3}


def service_points(district: District) -> tuple[Term, ...]:
    """The points as words of the kind point: lon, lat (WGS-84), the community they stand in, and hall, centre or
    station."""
    communities = district.at_level("community")
    grids: defaultdict[str, list[DemoArea]] = defaultdict(list)
    for grid in sorted(district.at_level("grid"), key=lambda one: -one.population):
        grids[grid.parent or ""].append(grid)
    found: list[Term] = []
    seats: set[str] = set()
    for street in district.at_level("street"):
        # The centre stands where most people of the street live, the hall where most of the first street's do.
        busiest = max((one for one in communities if one.parent == street.code), key=lambda one: one.population)
        seats.add(busiest.code)
        places = grids[busiest.code]
        if not found:
            found.append(_hall(district.areas[0], busiest, places[-1]))
        name, name_en = f"{street.name}便民服务中心", f"{street.name_en} Service Centre"
        found.append(_point(f"centre-{street.code[6:9]}", "centre", name, name_en, busiest.code, places[0].geometry))
    others = sorted((one for one in communities if one.code not in seats), key=lambda one: -one.population)
    found.extend(_branch(one, grids[one.code][0]) for one in others[: CENTRES - len(seats)])
    return (*found, *_stations(communities, grids, POINTS - len(found)))


def _hall(root: DemoArea, community: DemoArea, grid: DemoArea) -> Term:
    name, name_en = f"{root.name}政务服务中心", f"{root.name_en.removesuffix(' District')} Service Hall"
    return _point(HALL, HALL, name, name_en, community.code, grid.geometry)


def _branch(community: DemoArea, grid: DemoArea) -> Term:
    name, name_en = _short(community)
    code = f"centre-{community.code[6:12]}"
    return _point(code, "centre", f"{name}便民服务分中心", f"{name_en} Service Centre", community.code, grid.geometry)


def _stations(communities: Sequence[DemoArea], grids: Mapping[str, Sequence[DemoArea]], count: int) -> Iterator[Term]:
    """A station in every community, then one in each of the grids where most people live."""
    busy = sorted((grid for some in grids.values() for grid in some[1:]), key=lambda one: -one.population)
    further: defaultdict[str, list[DemoArea]] = defaultdict(list)
    for grid in busy[: count - len(communities)]:
        further[grid.parent or ""].append(grid)
    for one in communities:
        name, name_en = _short(one)
        places = [one.geometry, *(grid.geometry for grid in further[one.code])]
        for place, ground in enumerate(places, start=1):
            code, number, number_en = f"station-{one.code[6:12]}", "", ""
            if place > 1:
                code, number, number_en = f"{code}-{place}", f"第{place}", f" {place}"
            zh, en = f"{name}{number}便民服务站", f"{name_en}{number_en} Service Station"
            yield _point(code, "station", zh, en, one.code, ground)


def _short(community: DemoArea) -> tuple[str, str]:
    return community.name.removesuffix("社区"), community.name_en.removesuffix(" Community")


def points_of(district: District) -> dict[str, tuple[Point, ...]]:
    """The service points by the community they stand in."""
    found: defaultdict[str, list[Point]] = defaultdict(list)
    for term in service_points(district):
        kind = term.attributes["kind"]
        found[term.attributes["area"]].append(Point(term.code, kind, _WINDOWS[kind]))
    return {area: tuple(some) for area, some in found.items()}


def _point(code: str, kind: str, zh: str, en: str, area: str, ground: Polygon) -> Term:
    spot = ground.representative_point()
    attributes = {"lon": round(spot.x, 6), "lat": round(spot.y, 6), "area": area, "kind": kind}
    return Term("point", code, zh, en, attributes)
