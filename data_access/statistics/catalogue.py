"""The metric catalogue: what figures there are, what they mean and where they are shown; read anew when it changes."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from data_access.clock import SECOND, Micros, now_micros
from data_access.statistics.catalogue_files import catalogue_files, load_catalogue
from data_access.statistics.entries import (
    SCENES,
    SLOTS,
    Catalogue,
    CatalogueError,
    Check,
    Code,
    Dimension,
    Metric,
    MetricPanel,
    Unit,
)

__all__ = [
    "SCENES",
    "SHIPPED",
    "SLOTS",
    "Catalogue",
    "CatalogueError",
    "Check",
    "Code",
    "Dimension",
    "Metric",
    "MetricPanel",
    "MetricSource",
    "Unit",
    "load_catalogue",
    "metric_paths",
    "shipped",
]

SHIPPED: Final = Path(__file__).with_name("metrics")
"""The folder of the catalogue that comes with the program."""

LOOK: Final = 3 * SECOND
"""How often the files are looked at, at most."""

Stamp = tuple[tuple[str, int, int], ...]

_log = logging.getLogger(__name__)


def metric_paths(own: Path | None) -> tuple[Path, ...]:
    """Where a site's catalogue is read from: the shipped one, then its own where it has one."""
    return (SHIPPED,) if own is None else (SHIPPED, own)


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the program."""
    return load_catalogue(SHIPPED)


@lru_cache(maxsize=8)
def _loaded(paths: tuple[Path, ...], stamp: Stamp) -> Catalogue:
    """The catalogue of files in one state: a process with several stores reads them once."""
    return load_catalogue(*paths)


class MetricSource:
    """A catalogue that follows its files. CatalogueError when it is made from files that cannot be used; a later edit
    that cannot be used keeps the last good one and is named by `fault`. Safe to ask from many threads."""

    def __init__(self, paths: Sequence[Path] = (SHIPPED,), clock: Callable[[], Micros] = now_micros) -> None:
        self._paths = tuple(paths)
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp = self._look()
        self._catalogue = _loaded(self._paths, self._stamp)
        self._fault: str | None = None
        self._looked = clock()

    @property
    def current(self) -> Catalogue:
        """The newest catalogue that can be used."""
        now = self._clock()
        # A clock that goes back must not keep the files unread.
        if not 0 <= now - self._looked < LOOK:
            with self._lock:
                if not 0 <= now - self._looked < LOOK:
                    self._looked = now
                    self._follow()
        return self._catalogue

    @property
    def fault(self) -> str | None:
        """What is wrong with the files as they are now; None if they are in use."""
        return self._fault

    def _follow(self) -> None:
        stamp = self._look()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._catalogue = _loaded(self._paths, stamp)
        except CatalogueError as error:
            self._fault = str(error)
            _log.warning("the metric catalogue cannot be used, the one before stays: %s", error)
        else:
            self._fault = None
            _log.info("the metric catalogue was read anew: version %s", self._catalogue.version)

    def _look(self) -> Stamp:
        found = []
        for path in self._paths:
            try:
                for file in catalogue_files(path):
                    state = file.stat()
                    found.append((str(file), state.st_mtime_ns, state.st_size))
            except (CatalogueError, OSError):
                found.append((str(path), 0, 0))
        return tuple(found)
