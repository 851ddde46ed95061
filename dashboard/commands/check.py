"""`gridscope check`: whether everything that a running installation needs is there, and `check boundaries`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import redis
import typer
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.commands.boundary_tables import print_boundaries
from dashboard.commands.reporting import error_text
from dashboard.opening import open_store
from dashboard.settings import Settings, SettingsError, load_settings
from data_access.areas.boundaries import SLIVER, check_boundaries
from data_access.statistics.catalogue import load_catalogue, metric_paths
from data_access.store import store as store_module
from data_access.store.engine import open_engine, reading
from data_access.store.store import NoAreasError, Store

app = typer.Typer(rich_markup_mode=None)


@app.command()
def boundaries(
    sliver: Annotated[float, typer.Option(min=0, help="Metres: what is thinner is counted apart.")] = SLIVER,
    limit: Annotated[int, typer.Option(min=0, help="Most defects listed, the largest first.")] = 20,
) -> None:
    """Check the outlines of the loaded areas, level against level; exit code 1 if a defect is found."""
    store = open_store(load_settings(), announcing=False)
    with store.reading() as connection:
        found = check_boundaries(store.site(connection).tree, sliver)
    print_boundaries(found, limit)
    if found.defects:
        raise typer.Exit(1)


class _Failure(Exception):
    """A check that failed, in words."""


@app.callback(invoke_without_command=True)
def check(context: typer.Context) -> None:
    """Check settings, database, areas, metrics and Redis; a line each, exit code 1 if one fails. Changes nothing."""
    if context.invoked_subcommand is not None:
        return
    try:
        settings = load_settings()
    except SettingsError as error:
        typer.echo(f"fail settings: {error}")
        raise typer.Exit(1) from None
    typer.echo("ok   settings")
    checks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("database", _database),
        ("areas", _areas),
        ("metrics", _metrics),
        ("redis", _redis),
    )
    results = [_line(name, one, settings) for name, one in checks]
    if not all(results):
        raise typer.Exit(1)


def _line(name: str, one: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        typer.echo(f"ok   {name}: {one(settings)}")
    except (_Failure, SQLAlchemyError, NoAreasError, redis.RedisError, OSError) as error:
        typer.echo(f"fail {name}: {error_text(error)}")
        return False
    return True


def _database(settings: Settings) -> str:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise _Failure(f"{url.database} is not there yet; any gridscope load makes it")
    engine = open_engine(settings.database_url)
    try:
        with reading(engine) as connection:
            known = inspect(connection).has_table("alembic_version")
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    finally:
        engine.dispose()
    config = Config()
    folder = Path(store_module.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    head = ScriptDirectory.from_config(config).get_current_head()
    if found != head:
        raise _Failure(f"schema {found or 'none'}, expected {head}; any gridscope load brings it up to date")
    return f"{url.render_as_string(hide_password=True)}, schema {found}"


def _areas(settings: Settings) -> str:
    _database(settings)
    store = Store(settings.database_url, zone=settings.zone)
    try:
        with store.reading() as connection:
            tree = store.site(connection).tree
    finally:
        store.close()
    return f"{len(tree)} areas, levels {', '.join(tree.levels)}"


def _metrics(settings: Settings) -> str:
    """The catalogue is read like the settings, and meets the levels of this tree."""
    catalogue = load_catalogue(*metric_paths(settings.metrics))
    _database(settings)
    store = Store(settings.database_url, zone=settings.zone)
    try:
        with store.reading() as connection:
            levels = store.site(connection).tree.levels
    finally:
        store.close()
    counts = (len(catalogue.metrics), len(catalogue.panels), len(catalogue.checks))
    text = "{} metrics, {} panels, {} checks".format(*counts)
    strange = sorted({one.level for one in catalogue.metrics.values()} - {"", *levels})
    if strange:
        # A site without such a level may still feed these metrics: only their coverage is not known.
        text += f"; levels {', '.join(strange)} are not in the area tree, nobody is expected to report there"
    return text


def _redis(settings: Settings) -> str:
    if settings.redis_url is None:
        return "not set; one process serves everything"
    client = redis.Redis.from_url(settings.redis_url, socket_timeout=3, socket_connect_timeout=3)
    try:
        client.ping()
    finally:
        client.close()
    return "answers"
