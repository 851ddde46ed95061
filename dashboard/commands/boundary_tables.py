"""What commands print of outlines: the defects of every level, and what mending changed."""

from typing import Final

import typer

from data_access.areas.boundaries import KINDS, Boundaries, Defect
from data_access.areas.snapping import Snapped

_CODES: Final = 4
"""So many of the areas around a gap are named."""


def print_boundaries(found: Boundaries, limit: int) -> None:
    """A table of the levels, then the largest defects; a dash where nothing could be judged."""
    _print_levels(found)
    for defect in found.defects[:limit]:
        typer.echo(f"  {_told(defect)}")
    if len(found.defects) > limit:
        typer.echo(f"  and {len(found.defects) - limit} more")


def print_snapped(snapped: Snapped) -> None:
    """What was wrong, what was changed per level, and what is left."""
    typer.echo("boundaries before mending:")
    _print_levels(snapped.before)
    typer.echo("mended:")
    rows: list[tuple[str, ...]] = [("level", "areas changed", "largest move m", "m2 moved")]
    for level in snapped.before.levels:
        own = [change for change in snapped.changes if change.level == level.level]
        moved = max((change.moved for change in own), default=0.0)
        size = sum(change.square_metres for change in own)
        rows.append((level.level, f"{len(own)}", f"{moved:.2f}", f"{size:,.0f}"))
    _print_table(rows)
    left = snapped.after.defects
    typer.echo(f"left: {len(left)} defects, {sum(one.square_metres for one in left):,.0f} m2")
    for defect in left[:20]:
        typer.echo(f"  {_told(defect)}")
    if len(left) > 20:
        typer.echo(f"  and {len(left) - 20} more: gridscope check boundaries")


def _print_levels(found: Boundaries) -> None:
    names = [name for kind in KINDS for name in (kind, f"{kind} m2")]
    rows: list[tuple[str, ...]] = [("level", "areas", "drawn", *names, "slivers m2")]
    for level in found.levels:
        cells = [cell for kind in KINDS for cell in (_number(level.counts[kind]), _number(level.square_metres[kind]))]
        rows.append((level.level, f"{level.areas}", f"{level.drawn}", *cells, _number(level.sliver_metres, 1)))
    _print_table(rows)
    typer.echo(f"  slivers are thinner than {found.sliver:g} m; - where there is nothing to judge by")


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        typer.echo("  " + "  ".join(cells).rstrip())


def _number(value: float | None, digits: int = 0) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def _told(defect: Defect) -> str:
    size = f"{defect.kind} of {defect.square_metres:,.1f} m2"
    named = ", ".join(defect.codes[:_CODES]) + (", ..." if len(defect.codes) > _CODES else "")
    if defect.kind == "gap":
        return f"{size} in {defect.parent}" + (f", beside {named}" if named else "")
    if defect.kind == "overlap":
        return f"{size} of {named} in {defect.parent}"
    return f"{size}: {named} outside {defect.parent}"
