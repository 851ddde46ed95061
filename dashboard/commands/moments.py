"""`gridscope moments`: what stands on the axes of time, such as the start of a policy or a storm."""

from typing import Annotated, Final

import typer

from dashboard.opening import open_store
from dashboard.settings import load_settings
from data_access.moments import register
from data_access.moments.concern import concerning
from data_access.moments.contract import Kind, read_moment
from data_access.reader import WHOLE, open_reader
from data_access.view import View
from layouts import format as written

BY: Final = "command line"

app = typer.Typer(
    help="List, add and remove moments: named instants and spans on the axes of time.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(
    area: Annotated[str, typer.Option(help="Code of an area: what concerns it.")] = "",
    as_of: Annotated[str, typer.Option(help="ISO time with zone: what was known then.")] = "",
) -> None:
    """Show moments in order of their start: number, start, end, kind, area, label."""
    store = open_store(load_settings())
    with open_reader(store, WHOLE) as reader:
        rows = concerning(reader, reader.question(View.from_mapping({"area": area, "as_of": as_of})))
    for row in rows:
        told = row.moment
        times = (written.clock(one, store.zone, "%Y-%m-%d %H:%M") for one in (told.start, told.end))
        typer.echo("  ".join((str(row.id), *times, told.kind, told.area or written.UNKNOWN, told.zh)))
    typer.echo(f"{len(rows)} moments")


@app.command()
def add(
    start: Annotated[str, typer.Argument(help="ISO time with zone at which it began or will begin.")],
    zh: Annotated[str, typer.Argument(help="Its name, short.")],
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(Kind)}.")],
    end: Annotated[str | None, typer.Option(help="ISO time with zone at which a span ends.")] = None,
    en: Annotated[str | None, typer.Option(help="Its name in English; without one the other stands.")] = None,
    area: Annotated[str | None, typer.Option(help="Code of the area concerned; the whole without one.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="Category concerned, repeatable; all without one.")] = None,
    by: Annotated[str, typer.Option(help="Your name or post.")] = BY,
) -> None:
    """Record a moment; open walls show it within a second."""
    given = {"start": start, "end": end, "kind": kind, "zh": zh, "en": en, "area": area, "categories": category or []}
    found, fresh = register.add(open_store(load_settings()), read_moment(given), by)
    typer.echo(f"moment {found.id} {'recorded' if fresh else 'stands already'}")


@app.command()
def remove(
    number: Annotated[int, typer.Argument(help="Number in the list.")],
    by: Annotated[str, typer.Option(help="Your name or post.")] = BY,
) -> None:
    """Take a moment off every axis from now on."""
    try:
        register.remove(open_store(load_settings()), number, by)
    except register.UnknownMoment as error:
        raise ValueError(str(error)) from None
    typer.echo(f"moment {number} removed")
