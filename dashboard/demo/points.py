"""The service points of the synthetic district: one hall, a centre in every street, a station in every community."""

from collections import defaultdict
from typing import Final

from shapely import Polygon

from dashboard.demo.district import DemoArea, District
from dashboard.demo.statistics.report import Point
from data_access.store.vocabulary import Term

HALL: Final = "hall"
_WINDOWS: Final = {"hall": 42, "centre": 12, "station": 3}


def service_points(district: District) -> tuple[Term, ...]:
    """The points as words of the kind point: lon, lat (WGS-84), the community they stand in, and hall, centre or
    station."""
    root = district.areas[0]
    communities = district.at_level("community")
    grids: defaultdict[str, list[DemoArea]] = defaultdict(list)
    for grid in district.at_level("grid"):
        grids[grid.parent or ""].append(grid)
    found: list[Term] = []
    for street in district.at_level("street"):
        below = [one for one in communities if one.parent == street.code]
        # The centre stands where most people of the street live, the hall where most of the first street's do.
        busiest = max(below, key=lambda one: one.population)
        places = sorted(grids[busiest.code], key=lambda one: -one.population)
        if not found:
            name, name_en = f"{root.name}政务服务中心", f"{root.name_en} Service Hall"
            found.append(_point(HALL, HALL, name, name_en, busiest.code, places[-1].geometry))
        name, name_en = f"{street.name}便民服务中心", f"{street.name_en} Service Centre"
        found.append(_point(f"centre-{street.code[6:9]}", "centre", name, name_en, busiest.code, places[0].geometry))
    for one in communities:
        name = f"{one.name.removesuffix('社区')}便民服务站"
        name_en = f"{one.name_en.removesuffix(' Community')} Service Station"
        found.append(_point(f"station-{one.code[6:12]}", "station", name, name_en, one.code, one.geometry))
    return tuple(found)


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
