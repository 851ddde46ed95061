"""`gridscope audit`: who exported what, or opened a single event."""

from typing import Annotated, Final

import typer

from dashboard.api.csv_text import csv_lines
from dashboard.opening import open_store
from dashboard.settings import load_settings
from data_access.audit.journal import Action, Journal, Line, Proof
from data_access.clock import format_instant, parse_instant

app = typer.Typer(
    help="Who exported what or opened a single event, when, from where, with what result.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FORMS: Final = ("text", "csv")

COLUMNS: Final = (
    *("id", "at", "until", "times", "who", "proof", "origin"),
    *("action", "subject", "form", "query", "result", "reason"),
)


@app.command("list")
def list_(
    since: Annotated[str, typer.Option(help="ISO time with zone: from then on.")] = "",
    until: Annotated[str, typer.Option(help="ISO time with zone: before then.")] = "",
    who: Annotated[str, typer.Option(help="A name, or an address as it is listed.")] = "",
    action: Annotated[str, typer.Option(help=f"One of {', '.join(Action)}.")] = "",
    about: Annotated[str, typer.Option(help="Part of what was exported or opened, or of the view.")] = "",
    form: Annotated[str, typer.Option("--format", help="text, or csv with every column.")] = "text",
    limit: Annotated[int, typer.Option(min=0, help="Most lines shown, 0 for all.")] = 50,
) -> None:
    """Show the audit, newest first: time, who, from where, what, as what, result, view."""
    if action and action not in tuple(Action):
        raise typer.BadParameter(f"action {action!r} is not known; expected one of {', '.join(Action)}")
    if form not in FORMS:
        raise typer.BadParameter(f"format {form!r} is not offered; expected one of {', '.join(FORMS)}")
    settings = load_settings()
    journal = Journal(open_store(settings, announcing=False), settings.audit_days)
    span = {name: parse_instant(told) if told else None for name, told in (("since", since), ("until", until))}
    found = journal.lines(**span, who=who, action=action, about=about, limit=limit or None)
    if form == "csv":
        for line in csv_lines(COLUMNS, map(_row, found)):
            typer.echo(line, nl=False)
        return
    shown = 0
    for one in found:
        typer.echo(_told(one))
        shown += 1
    typer.echo(f"{shown} of {journal.count()}, kept {journal.days} days")


def _row(line: Line) -> dict[str, object]:
    entry = line.entry
    held = {name: getattr(entry, name) for name in COLUMNS[4:]}
    return {
        **held,
        "id": line.id,
        "at": format_instant(line.at),
        "until": format_instant(line.until),
        "times": line.times,
    }


def _told(line: Line) -> str:
    entry = line.entry
    name = entry.who or "anonymous"
    who = f"{name} ({entry.proof})" if entry.proof != Proof.NONE else name
    result = f"{entry.result} ({entry.reason})" if entry.reason else str(entry.result)
    times = f"x{line.times}" if line.times > 1 else ""
    parts = (format_instant(line.at), who, entry.origin, entry.action, entry.subject, entry.form, result, times)
    return "  ".join(part for part in (*parts, f"?{entry.query}" if entry.query else "") if part)
