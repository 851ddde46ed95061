"""Exports of the command line: made, written down in the audit, then put in their place whole or not at all."""

import getpass
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.export.files import write_whole
from dashboard.settings import Settings
from data_access.audit.journal import Action, Entry, Journal, Proof, Result
from data_access.store.store import Store


@dataclass(frozen=True, slots=True)
class Made:
    """An export: its bytes, the name that it has by itself, and the data version it is of."""

    content: bytes
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the audit says was asked for: what, as what, in which view."""

    subject: str
    form: str
    query: str


def deliver(store: Store, settings: Settings, asked: Asked, make: Callable[[], Made], out: Path | None) -> str:
    """Make an export and write it to `out`, a file, a folder, or none for here; a line that says so. What goes wrong is
    written down too, and raised."""
    journal = Journal(store, settings.audit_days)

    def note(result: Result, reason: str = "") -> None:
        origin = f"command line of {socket.gethostname()}"
        who = getpass.getuser()
        journal.record(
            Entry(who, Proof.LOGIN, origin, Action.EXPORT, asked.subject, asked.form, asked.query, result, reason)
        )

    try:
        made = make()
        path = Path(made.name) if out is None else out / made.name if out.is_dir() else out
        note(Result.GIVEN)
        write_whole(path, made.content)
    except Exception as error:
        note(Result.REFUSED if isinstance(error, ValueError | LookupError) else Result.FAILED, str(error))
        raise
    return f"{path}: {len(made.content):,} bytes, as of data version {made.version}"
