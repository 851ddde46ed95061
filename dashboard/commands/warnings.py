"""`gridscope warnings`: what stands, acknowledging it, the rules, and a test of the webhooks."""

from typing import Annotated

import typer

from dashboard.alerts.messages import address, trial
from dashboard.alerts.posting import PostError, post
from dashboard.alerts.targets import load_targets
from dashboard.opening import open_store
from dashboard.settings import load_settings
from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.alerts.rules import load_rules
from data_access.alerts.standing import NOT_YET, STATES, standing
from data_access.frames.warnings import rows_of
from data_access.reader import WHOLE, open_reader
from data_access.view import View
from layouts import format as written
from layouts.text import Text
from layouts.warning_words import grounds, headline

app = typer.Typer(
    help="List and acknowledge warnings, show their rules, test the webhooks.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(
    area: Annotated[str, typer.Option(help="Code of an area; its subtree is listed.")] = "",
    state: Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")] = "standing",
    as_of: Annotated[str, typer.Option(help="ISO time with zone: what stood then.")] = "",
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
) -> None:
    """Show warnings, the most severe first: number, severity, state, time raised, what, and by which figures."""
    if state not in STATES:
        raise typer.BadParameter(f"state {state!r} is not known; expected one of {', '.join(STATES)}")
    view = View.from_mapping({"area": area, "as_of": as_of, "lang": lang})
    text = Text(view.language)
    store = open_store(load_settings())
    with open_reader(store, WHOLE) as reader:
        found = standing(reader, view, state)
        rows = rows_of(reader, reader.question(view), found.warnings)
    for row in rows:
        number = written.UNKNOWN if row["id"] is None else str(row["id"])
        raised = written.clock(row["raised_at"], store.zone, "%Y-%m-%d %H:%M")
        parts = (number, row["severity"], row["state"], raised, headline(row, text), grounds(row, text, store.zone))
        typer.echo("  ".join(parts))
    typer.echo("not evaluated yet" if found.basis == NOT_YET else f"{len(rows)} {state}, {found.basis}")


@app.command()
def acknowledge(
    number: Annotated[int, typer.Argument(help="Number in the list.")],
    by: Annotated[str, typer.Option(help="Your name or post.")],
    note: Annotated[str | None, typer.Option(help="What is being done.")] = None,
) -> None:
    """Acknowledge a warning."""
    settings = load_settings()
    said = Acknowledgement.of({"by": by, "note": note})
    wishes = [target.wish for target in load_targets(settings.webhooks)]
    acknowledge_warning(open_store(settings), number, said, wishes)
    typer.echo(f"acknowledged {number} by {said.by}")


@app.command()
def rules() -> None:
    """Check the rules and show them: id, kind, severity, and whether they are in force."""
    settings = load_settings()
    found = load_rules(settings.warning_rules)
    for rule in found.rules:
        typer.echo(f"{rule.id}  {rule.kind}  {rule.severity}  {'in force' if rule.enabled else 'off'}")
    typer.echo(f"version {found.version}, from {settings.warning_rules or 'the program'}")


@app.command("test-webhook")
def try_webhook(
    name: Annotated[str | None, typer.Argument(help="Name of the webhook; all without one.")] = None,
) -> None:
    """Send a message that says it is a test; exit code 1 if one was not taken."""
    settings = load_settings()
    targets = [one for one in load_targets(settings.webhooks) if name is None or one.name == name]
    if not targets:
        wanted = "no webhook is configured" if name is None else f"webhook {name!r} is not configured"
        raise ValueError(f"{wanted}; expected it in GRIDSCOPE_WEBHOOKS")
    clock = open_store(settings).clock
    titles = {"zh": settings.title, "en": settings.title_en}
    failures = 0
    for target in targets:
        try:
            post(address(target, clock()), trial(target, titles[target.language]), robot=target.kind != "json")
            typer.echo(f"{target.name}: taken")
        except PostError as error:
            failures += 1
            typer.echo(f"{target.name}: {error}")
    if failures:
        raise typer.Exit(1)
