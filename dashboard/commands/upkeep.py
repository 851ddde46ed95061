"""`gridscope verify` and `gridscope rebuild`: what is derived against what is true."""

from typing import Final

import typer

from dashboard.commands.reporting import progress_bar
from dashboard.opening import open_store
from dashboard.settings import load_settings
from data_access.ingest import rebuild as derived

DIFFERENCES_SHOWN: Final = 50


def verify() -> None:
    """Prove that states and rollups equal the fold of the transitions; exit code 1 if they do not."""
    store = open_store(load_settings())
    with progress_bar("verifying") as progress:
        differences = derived.verify(store, progress)
    for line in differences[:DIFFERENCES_SHOWN]:
        typer.echo(line)
    if len(differences) > DIFFERENCES_SHOWN:
        typer.echo(f"... and {len(differences) - DIFFERENCES_SHOWN} more")
    if differences:
        typer.echo(f"{len(differences)} differences; gridscope rebuild derives everything anew")
        raise typer.Exit(1)
    typer.echo("no differences")


def rebuild() -> None:
    """Derive places, states and rollups anew from the transitions."""
    store = open_store(load_settings())
    with progress_bar("rebuilding") as progress:
        count = derived.rebuild(store, progress)
    typer.echo(f"rebuilt {count} events")
