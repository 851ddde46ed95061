"""The store as a whole: its engine, its area tree and words, its version, and who is told of a change."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import SQLAlchemyError

from data_access.areas import boundary_record
from data_access.areas.boundaries import check_boundaries
from data_access.areas.locate import Locator
from data_access.areas.shapes import Shapes
from data_access.areas.tree import Area, AreaTree
from data_access.clock import MINUTE, Micros, now_micros
from data_access.risk import index_rules
from data_access.risk.index_rules import RiskRules
from data_access.scores.rules import RuleBook, shipped
from data_access.statistics.catalogue import MetricSource
from data_access.store.area_rows import load_areas, load_backdrop, save_areas, save_backdrop
from data_access.store.bulk import insert_rows
from data_access.store.engine import open_engine, reading, writing
from data_access.store.keeper import Keeper
from data_access.store.schema import data_version
from data_access.store.vocabulary import Term, Vocabulary, load_vocabulary, save_terms
from data_access.walls.book import WallBook
from data_access.walls.book import shipped as shipped_walls

log = logging.getLogger(__name__)

DEFAULT_ZONE: Final = "Asia/Shanghai"

DERIVATION: Final = 2
"""The number of the rules by which states, marks and rollups are derived: a store of another number is rebuilt."""


class NoAreasError(RuntimeError):
    """The store has no area tree yet."""

    def __init__(self) -> None:
        super().__init__("no areas are loaded; run `gridscope load areas FILE` first")


@dataclass(frozen=True, slots=True)
class DataVersion:
    """`version` counts commits that changed the data; `newest_at` is the latest `at` of any transition."""

    version: int
    newest_at: Micros | None
    areas: int


@dataclass(frozen=True, slots=True)
class Site:
    """What changes rarely: the tree, its point locator and the words, as of one count of `areas`."""

    areas: int
    tree: AreaTree
    locator: Locator
    vocabulary: Vocabulary
    shapes: Shapes


class Store:
    """One database. Safe to share between threads; make a new one after a fork."""

    def __init__(
        self,
        url: str,
        *,
        zone: str = DEFAULT_ZONE,
        clock: Callable[[], Micros] = now_micros,
        clock_tolerance: Micros = 5 * MINUTE,
        score_rules: RuleBook | None = None,
        risk_rules: RiskRules | None = None,
        metrics: MetricSource | None = None,
        walls: WallBook | None = None,
    ) -> None:
        self.url = url
        self.engine = open_engine(url)
        self.zone = ZoneInfo(zone)
        self.clock = clock
        self.clock_tolerance = clock_tolerance
        self.score_rules = shipped() if score_rules is None else score_rules
        self.risk_rules = index_rules.shipped() if risk_rules is None else risk_rules
        self.metrics = MetricSource(clock=clock) if metrics is None else metrics
        self.walls = shipped_walls() if walls is None else walls
        self.kept = Keeper()
        self._site: Site | None = None
        self._listeners: list[Callable[[int], None]] = []
        self._lock = threading.Lock()

    def migrate(self) -> None:
        """Bring the schema up to date."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        with writing(self.engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if connection.execute(select(data_version.c.id)).first() is None:
                columns = ("id", "version", "areas", "derivation")
                insert_rows(connection, data_version, columns, [(1, 0, 0, DERIVATION)])

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction that sees one state of the store."""
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is the only writer."""
        with writing(self.engine) as connection:
            yield connection

    def version(self) -> DataVersion:
        """The data version now."""
        with self.engine.connect() as connection:
            return read_version(connection)

    def site(self, connection: Connection) -> Site:
        """The tree, locator and words as this connection sees them; NoAreasError before areas are loaded."""
        count = read_version(connection).areas
        found = self._site
        if found is not None and found.areas == count:
            return found
        with self._lock:
            tree = load_areas(connection)
            if tree is None:
                raise NoAreasError
            shapes = Shapes(tree, load_backdrop(connection, "water"))
            found = Site(count, tree, Locator(tree), load_vocabulary(connection), shapes)
            self._site = found
            return found

    def declare(self, terms: Iterable[Term]) -> None:
        """Add or replace words; words already equal change nothing. ValueError for a kind that does not exist."""
        terms = tuple(terms)
        Vocabulary(terms)
        with self.writing() as connection:
            known = load_vocabulary(connection)
            fresh = [term for term in terms if not _same(known.get(term.kind, term.code), term)]
            if fresh:
                save_terms(connection, fresh)
                bump(connection, areas=True)
        self.changed()

    def replace_areas(self, areas: Iterable[Area], *, water: dict[str, Any] | None = None) -> AreaTree:
        """Replace the area tree of a store without events, and the water (GeoJSON) drawn behind it. With events,
        `data_access.ingest.rebuild.replace_areas` places them anew in the same transaction."""
        with self.planting(areas, water) as (_, site):
            pass
        self.changed()
        return site.tree

    @contextmanager
    def planting(self, areas: Iterable[Area], water: dict[str, Any] | None) -> Iterator[tuple[Connection, Site]]:
        """A writing transaction in which the tree has been replaced, with the site that it makes."""
        try:
            with self.writing() as connection:
                tree = save_areas(connection, areas)
                save_backdrop(connection, "water", water)
                save_backdrop(connection, boundary_record.KIND, boundary_record.to_geojson(check_boundaries(tree)))
                bump(connection, areas=True)
                yield connection, self.site(connection)
        except BaseException:
            # The site of a tree that was never committed must not be met again.
            self._site = None
            raise

    def on_change(self, listener: Callable[[int], None]) -> None:
        """Call `listener(version)` after every commit of this process that changed the data."""
        self._listeners.append(listener)

    def changed(self) -> None:
        """Tell the listeners that something was committed."""
        if not self._listeners:
            return
        try:
            version = self.version().version
        except SQLAlchemyError:
            # What was committed stays committed; those who poll will see it.
            log.exception("a commit could not be told to the listeners")
            return
        for listener in self._listeners:
            listener(version)


def read_version(connection: Connection) -> DataVersion:
    """The data version as this connection sees it."""
    row = connection.execute(select(data_version.c.version, data_version.c.newest_at, data_version.c.areas)).one()
    return DataVersion(row.version, row.newest_at, row.areas)


def bump(connection: Connection, *, newest_at: Micros | None = None, areas: bool = False) -> None:
    """Count a change of the data, and of tree or words if `areas`; `newest_at` never goes back."""
    values = {"version": data_version.c.version + 1}
    if areas:
        values["areas"] = data_version.c.areas + 1
    connection.execute(update(data_version).values(values))
    if newest_at is not None:
        older = data_version.c.newest_at.is_(None) | (data_version.c.newest_at < newest_at)
        connection.execute(update(data_version).where(older).values(newest_at=newest_at))


def _same(known: Term | None, term: Term) -> bool:
    if known is None:
        return False
    attributes = {name: value for name, value in known.attributes.items() if name != "order" or name in term.attributes}
    return (known.zh, known.en, attributes) == (term.zh, term.en, dict(term.attributes))
