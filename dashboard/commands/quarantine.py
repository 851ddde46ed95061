"""`gridscope quarantine`: what broke the contract - list it, show it, mend it, take it in again."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.commands.reporting import print_receipt
from dashboard.opening import open_store
from dashboard.settings import load_settings
from data_access.clock import format_instant
from data_access.ingest import quarantine
from data_access.store.store import Store

ALL: Final = 1_000_000

app = typer.Typer(
    help="List, show, mend and replay what broke the contract.", no_args_is_help=True, rich_markup_mode=None
)

Number = Annotated[int, typer.Argument(help="Number in the list.")]


@app.command("list")
def list_(limit: Annotated[int, typer.Option(min=1, help="Most lines shown.")] = 50) -> None:
    """Show what waits, newest first: number, time received, feed, reason."""
    store = open_store(load_settings())
    for held in quarantine.waiting(store, limit=limit):
        typer.echo(f"{held.id}  {format_instant(held.received_at)}  {held.feed}  {held.reason}")
    typer.echo(f"{quarantine.count_waiting(store)} waiting")


@app.command()
def show(number: Number) -> None:
    """Show one message: its reason, then the raw text on stdout, as `mend` takes it."""
    held = _held(open_store(load_settings()), number)
    typer.echo(f"{held.feed}, received {format_instant(held.received_at)}: {held.reason}", err=True)
    typer.echo(held.raw)


@app.command()
def mend(
    number: Number,
    raw: Annotated[str | None, typer.Option(help="The message as it should have been, JSON.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file that holds it; without either, stdin does.")] = None,
) -> None:
    """Replace the raw text of a message; `replay` then takes it in."""
    if raw is not None and file is not None:
        raise typer.BadParameter("--raw and --file are both given; expected at most one")
    if raw is None:
        raw = sys.stdin.read() if file is None else file.read_text("utf-8")
    if not raw.strip():
        raise typer.BadParameter("the message is empty; expected a JSON object")
    store = open_store(load_settings())
    quarantine.mend(store, number, raw.strip())
    typer.echo(f"mended {number}")


@app.command()
def replay(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers in the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Take in all that waits.")] = False,
) -> None:
    """Take messages in again; what still breaks the contract is held anew with its new reason."""
    if bool(numbers) == everything:
        raise typer.BadParameter("expected numbers or --all")
    store = open_store(load_settings())
    for number in numbers or []:
        _held(store, number)
    print_receipt(quarantine.replay(store, numbers or None))


def _held(store: Store, number: int) -> quarantine.Held:
    found = next((held for held in quarantine.waiting(store, limit=ALL) if held.id == number), None)
    if found is None:
        raise KeyError(f"quarantine {number}: no such message is waiting")
    return found
