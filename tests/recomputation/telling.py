"""A story told to the product, and the same as the recomputation sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from shapely import box

from data_access.areas.tree import Area
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.recomputation.cases import cases_at, chosen, transitions
from tests.recomputation.stories import DEPARTMENTS, SOURCES, Question, Story, batches


@dataclass(frozen=True)
class Loaded:
    """A story, the store that took it in, and the same as the recomputation sees it."""

    story: Story
    store: Store
    happened: pd.DataFrame


@contextmanager
def loaded(told: Story, rng: Random) -> Iterator[Loaded]:
    """A story told to a store in random batches."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'story.db'}")
        store.migrate()
        store.replace_areas([_area(told, code, parent) for code, parent in told.areas])
        names = [("source", name) for name in SOURCES] + [("department", name) for name in DEPARTMENTS if name]
        store.declare([Term(kind, name, name, name) for kind, name in names])
        ingestor = Ingestor(store)
        for batch in batches(rng, told.messages):
            receipt = ingestor.ingest([Incoming(message) for message in batch], "story")
            assert [refusal.reason for refusal in receipt.quarantined] == []
            assert receipt.accepted + receipt.duplicate == len(batch)
        yield Loaded(told, store, transitions(told.messages, told.locate))
        store.close()


def _area(told: Story, code: str, parent: str | None) -> Area:
    return Area(code, code, "area", parent, geometry=box(*told.boxes[code]) if code in told.boxes else None)


def view_of(asked: Question) -> View:
    """The view that asks a question."""
    return View(area=asked.area, window=asked.window, as_of=None if asked.now else asked.as_of, **filters_of(asked))


def cases_of(known: Loaded, asked: Question) -> pd.DataFrame:
    """E of a question, recomputed."""
    cases = cases_at(known.happened, asked.as_of)
    return chosen(cases, known.story.areas, area=asked.area, **filters_of(asked))


def filters_of(asked: Question) -> dict[str, Any]:
    """The filters of a question by name, None where there is none."""
    return {"department": asked.department, "source": asked.source, "category": asked.category}
