"""What commands print: progress bars on stderr, summaries on stdout, errors in one line."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import DBAPIError

from data_access.ingest.receipt import Receipt

REASONS_SHOWN: Final = 5
LINES_SHOWN: Final = 20


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, gone at the end; yields a function of (done, total). Nothing where stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_receipt(receipt: Receipt) -> None:
    """The summary of a load in one line, then the first reasons why messages went to quarantine."""
    counts = {
        "read": receipt.read,
        "accepted": receipt.accepted,
        "duplicate": receipt.duplicate,
        "quarantined": len(receipt.quarantined),
        "unlocated": receipt.unlocated,
    }
    typer.echo(", ".join(f"{name} {number}" for name, number in counts.items()))
    reasons = Counter(one.reason for one in receipt.quarantined)
    for reason, number in list(reasons.items())[:REASONS_SHOWN]:
        typer.echo(f"  {reason}" + (f" ({number} times)" if number > 1 else ""))
    if len(reasons) > REASONS_SHOWN:
        typer.echo(f"  and {len(reasons) - REASONS_SHOWN} other reasons")
    if reasons:
        typer.echo("  see them all with: gridscope quarantine list")


def error_text(error: BaseException) -> str:
    """An error for a person: its own words, a list of problems cut at LINES_SHOWN, no statement, no trace."""
    if isinstance(error, DBAPIError):
        text = f"database: {' '.join(str(error.orig).split())}"
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    elif isinstance(error, KeyError) and error.args:
        text = str(error.args[0])
    else:
        text = str(error) or type(error).__name__
    lines = text.splitlines()
    if len(lines) > LINES_SHOWN:
        lines = [*lines[:LINES_SHOWN], f"... and {len(lines) - LINES_SHOWN} more"]
    return "\n".join(lines)
