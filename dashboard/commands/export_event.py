"""`gridscope export event`: the record of one event as a file."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from dashboard.settings import load_settings
from data_access.reader import WHOLE
from data_access.view import View


class RecordError(ValueError):
    """A record that cannot be made; the message says why."""


def event(
    source: Annotated[str, typer.Argument(help="Source of the event, such as hotline_12345")],
    event_id: Annotated[str, typer.Argument(help="Its number within the source")],
    form: Annotated[
        str, typer.Option("--format", help="json or pdf; without it by the ending of --out, else json")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="File or folder; without it a name is made here")] = None,
    as_of: Annotated[str, typer.Option(help="ISO time with zone: as it was known then; none: now")] = "",
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Export the record of one event as json or pdf."""
    from dashboard.build import build_id
    from dashboard.commands.delivering import Asked, Made, deliver
    from dashboard.ledger.making import Maker, NoEventError
    from dashboard.opening import open_store
    from dashboard.printing.chromium import NoBrowserError
    from dashboard.printing.press import Press, PressError
    from dashboard.printing.serving import local_server

    view = View.from_mapping({"as_of": as_of, "lang": lang})
    suffix = "" if out is None or out.is_dir() else out.suffix.removeprefix(".").lower()
    if out is not None and not out.is_dir() and not out.parent.is_dir():
        raise RecordError(f"folder {str(out.parent)!r} does not exist; expected one that does")
    settings = load_settings()
    store = open_store(settings, announcing=False)

    def print_pdf(html: str) -> bytes:
        with local_server(settings, store) as address, Press(address, chromium=settings.chromium) as press:
            return press.html_pdf(html)

    wanted = form or suffix or "json"

    def make() -> Made:
        maker = Maker(store, build_id(), print_pdf)
        ledger = maker.make(WHOLE, view, source, event_id, wanted, getpass.getuser())
        return Made(ledger.content, ledger.name, ledger.version)

    asked = Asked(f"event {source} {event_id}", wanted, view.to_query())
    try:
        typer.echo(deliver(store, settings, asked, make, out))
    except (NoEventError, NoBrowserError, PressError) as error:
        raise RecordError(str(error)) from None
    finally:
        store.close()
