"""`gridscope load`: areas, events and statistics from files."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.boundary_tables import print_snapped
from dashboard.commands.reporting import print_receipt, progress_bar
from dashboard.opening import open_store
from dashboard.settings import load_settings
from data_access.areas.files import read_area_files
from data_access.areas.mapping import AreaMapping
from data_access.areas.snapping import TOLERANCE, snap_areas
from data_access.areas.tree import AreaTree
from data_access.feeds.area_mapping import load_area_mapping
from data_access.feeds.files import load_events
from data_access.feeds.mapping import load_mapping
from data_access.feeds.statistic_files import load_statistics
from data_access.ingest.rebuild import replace_areas
from data_access.store.vocabulary import Term

app = typer.Typer(help="Load areas, events or statistics from files.", no_args_is_help=True, rich_markup_mode=None)

Datum = Annotated[
    str | None, typer.Option(help="Datum of the coordinates: wgs84, gcj02 or bd09; a mapping may name its own.")
]


@app.command()
def areas(
    files: Annotated[list[Path], typer.Argument(help="One or several .geojson, .json or .csv files: one tree.")],
    mapping: Annotated[
        list[Path] | None,
        typer.Option(help="TOML with [areas] and [vocabulary]; one for all files, or one each in their order."),
    ] = None,
    root: Annotated[str | None, typer.Option(help="code=name of the area put above all that have no parent.")] = None,
    datum: Datum = None,
    mend: Annotated[bool, typer.Option("--mend", help="Rebuild outlines that cross themselves.")] = False,
    snap: Annotated[bool, typer.Option("--snap", help="Mend the outlines of every level to the level above.")] = False,
    tolerance: Annotated[float, typer.Option(help="Metres that --snap may move a line.")] = TOLERANCE,
) -> None:
    """Replace the area tree by the areas of the files; what was counted before is placed anew."""
    mappings, terms = _area_mappings(files, mapping or [])
    above = _root(root)
    pairs = list(zip(files, mappings, strict=True))
    found = read_area_files(pairs, datum=datum or "wgs84", root=above, mend=mend)
    snapped = snap_areas(found, tolerance) if snap else None
    store = open_store(load_settings())
    if terms:
        store.declare(terms)
    with progress_bar("placing events") as progress:
        tree, placed = replace_areas(store, found if snapped is None else snapped.areas, progress=progress)
    _print_tree(tree)
    if snapped is not None:
        print_snapped(snapped)
    if placed:
        typer.echo(f"placed {placed} events anew")


@app.command()
def events(
    file: Annotated[Path, typer.Argument(help="A .csv, .jsonl, .ndjson or .json file.")],
    mapping: Annotated[Path | None, typer.Option(help="TOML that maps the file's columns; see docs/examples.")] = None,
    feed: Annotated[
        str | None, typer.Option(help="Name of the feed in the records; the file's name by default.")
    ] = None,
    datum: Datum = None,
) -> None:
    """Load events; loading a file again changes nothing."""
    chosen = None if mapping is None else load_mapping(mapping)
    store = open_store(load_settings())
    with progress_bar(file.name) as progress:
        name = feed if feed is not None else file.stem[:64]
        receipt = load_events(store, file, chosen, feed=name, datum=datum, progress=progress)
    print_receipt(receipt)


@app.command()
def statistics(
    file: Annotated[Path, typer.Argument(help="A .csv, .jsonl, .ndjson or .json file.")],
    feed: Annotated[
        str | None, typer.Option(help="Name of the feed in the records; the file's name by default.")
    ] = None,
) -> None:
    """Load statistics of the metric catalogue; loading a file again changes nothing."""
    store = open_store(load_settings())
    with progress_bar(file.name) as progress:
        name = feed if feed is not None else file.stem[:64]
        receipt = load_statistics(store, file, feed=name, progress=progress)
    print_receipt(receipt)


def _area_mappings(files: list[Path], given: list[Path]) -> tuple[list[AreaMapping | None], list[Term]]:
    if not given:
        return [None] * len(files), []
    if len(given) not in (1, len(files)):
        raise typer.BadParameter(f"{len(given)} of --mapping for {len(files)} files; expected one, or one each")
    read = [load_area_mapping(one) for one in given]
    mappings: list[AreaMapping | None] = [one.areas for one in read]
    return mappings * (len(files) if len(given) == 1 else 1), [term for one in read for term in one.terms]


def _root(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    code, equals, name = (part.strip() for part in text.partition("="))
    if not equals or not code or not name:
        raise typer.BadParameter(f"--root {text!r}: expected code=name")
    return code, name


def _print_tree(tree: AreaTree) -> None:
    bare = sum(area.geometry is None for area in tree)
    typer.echo(f"read {len(tree)}, accepted {len(tree)}, duplicate 0, quarantined 0, unlocated {bare}")
    levels = [f"{sum(area.level == level for area in tree)} {level}" for level in tree.levels]
    typer.echo(f"  {', '.join(levels)}; {bare} without an outline")
