"""The command line: `gridscope`. An error is a line on stderr and exit code 2."""

import sys

import redis
import typer
from sqlalchemy.exc import SQLAlchemyError
from typer.exceptions import TyperException

from dashboard.commands import audit, check, export, load, moments, quarantine, warnings
from dashboard.commands.briefing import briefing
from dashboard.commands.demo import demo, simulate
from dashboard.commands.ingest import ingest
from dashboard.commands.reporting import error_text
from dashboard.commands.serve import serve
from dashboard.commands.systems import systems
from dashboard.commands.upkeep import rebuild, verify
from data_access.store.store import NoAreasError

app = typer.Typer(
    name="gridscope",
    help="Real-time command screen for grassroots governance.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(load.app, name="load")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(warnings.app, name="warnings")
app.add_typer(moments.app, name="moments")
app.add_typer(audit.app, name="audit")
app.add_typer(check.app, name="check")
app.add_typer(export.app, name="export")
for command in (demo, serve, ingest, simulate, verify, rebuild, systems, briefing):
    app.command()(command)

_EXPECTED = (ValueError, KeyError, OSError, NoAreasError, SQLAlchemyError, redis.RedisError)
"""Errors whose own words say what to do; any other is a fault of ours and keeps its trace."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0, 1 where a command found something wrong, 2 for an error, 130 for Ctrl-C."""
    try:
        code = app(arguments, prog_name="gridscope", standalone_mode=False)
    except TyperException as error:
        _fail(error.format_message())
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        sys.stderr.close()
        sys.exit(0)
    except _EXPECTED as error:
        _fail(error_text(error))
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _fail(text: str) -> None:
    typer.echo(text if text.startswith("Usage:") else f"gridscope: {text}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
