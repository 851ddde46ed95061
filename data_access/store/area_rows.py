"""The area tree in the store."""

import json
from collections.abc import Iterable
from typing import Any

import shapely
from sqlalchemy import Connection, delete, select

from data_access.areas.tree import Area, AreaTree
from data_access.store.bulk import insert_rows
from data_access.store.schema import area, backdrop


def save_areas(connection: Connection, areas: Iterable[Area]) -> AreaTree:
    """Replace the tree; AreaError when the areas are not one tree."""
    tree = AreaTree(areas)
    connection.execute(delete(area))
    columns = ("code", "name", "name_en", "level", "parent", "population", "geometry", "preorder")
    rows = [
        (
            one.code,
            one.name,
            one.name_en,
            one.level,
            one.parent,
            one.population,
            None if one.geometry is None else shapely.to_wkb(one.geometry, hex=True),
            tree.preorder(one.code),
        )
        for one in tree
    ]
    insert_rows(connection, area, columns, rows)
    return tree


def load_areas(connection: Connection) -> AreaTree | None:
    """The tree, or None when no area has been loaded yet."""
    rows = connection.execute(select(area)).all()
    if not rows:
        return None
    return AreaTree(
        Area(
            code=row.code,
            name=row.name,
            level=row.level,
            parent=row.parent,
            name_en=row.name_en,
            population=row.population,
            geometry=None if row.geometry is None else shapely.from_wkb(row.geometry),
        )
        for row in rows
    )


def save_backdrop(connection: Connection, kind: str, geojson: dict[str, Any] | None) -> None:
    """Replace what is drawn behind the areas, e.g. kind "water"; None leaves nothing there."""
    connection.execute(delete(backdrop).where(backdrop.c.kind == kind))
    if geojson is None:
        return
    insert_rows(connection, backdrop, ("kind", "geojson"), [(kind, json.dumps(geojson, separators=(",", ":")))])


def load_backdrop(connection: Connection, kind: str) -> dict[str, Any] | None:
    """What is drawn behind the areas, or None."""
    found = connection.execute(select(backdrop.c.geojson).where(backdrop.c.kind == kind)).scalar()
    return None if found is None else dict(json.loads(found))
