"""Briefings in the audit: who had one made, to whom it was sent, and how that ended."""

import getpass
import socket
from typing import Final

from dashboard.briefing.places import Place, folder_of
from dashboard.settings import Settings
from data_access.audit.journal import Action, Entry, Journal, Proof, Result
from data_access.store.store import Store

FORM: Final = "briefing"


class Notes:
    """Writes lines of the audit of a store."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._journal = Journal(store, settings.audit_days)

    def made(self, place: Place, error: Exception | None = None) -> None:
        """A briefing was made by whoever runs this process, or could not be."""
        origin = f"command line of {socket.gethostname()}"
        self._record(getpass.getuser(), Proof.LOGIN, origin, place, FORM, error)

    def sent(self, place: Place, name: str, way: str, error: Exception | None = None) -> None:
        """A briefing was handed over for a recipient of the plan, or not taken."""
        self._record(name, Proof.SAID, "plan of the briefings", place, way, error)

    def _record(self, who: str, proof: Proof, origin: str, place: Place, form: str, error: Exception | None) -> None:
        refused = isinstance(error, ValueError | LookupError)
        result = Result.GIVEN if error is None else Result.REFUSED if refused else Result.FAILED
        subject = f"briefing {folder_of(place.area)}/{place.name}"
        reason = "" if error is None else str(error)
        self._journal.record(
            Entry(who, proof, origin, Action.EXPORT, subject, form, f"area={place.area}", result, reason)
        )
