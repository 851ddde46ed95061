"""Worlds that no demonstration shows: trees and events as awkward as the contract allows, each with its own tree."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any, Final

from shapely import box

from data_access.areas.tree import Area
from data_access.clock import DAY, HOUR, MINUTE
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.data_access.worlds import NOW, TERMS, Clock, accept, areas, said, world

LONG_ZH: Final = "市住房和城乡建设综合行政执法支队第七大队办公"
LONG_EN: Final = "Comprehensive Enforcement Unit No. 7 Desk"


def tree_of(*widths: int, drawn: bool = True) -> list[Area]:
    """A regular tree: one root, under it `widths[0]` areas, under each of them `widths[1]` and so on; the areas of
    a level stand side by side in their parent's box, alternately along one axis and the other."""
    found = [Area("d", "全区", "level0", None, geometry=box(117.0, 34.0, 117.5, 34.5) if drawn else None)]
    above = [("d", (117.0, 34.0, 117.5, 34.5))]
    for depth, width in enumerate(widths, start=1):
        level = []
        for parent, (west, south, east, north) in above:
            for place in range(width):
                low, high = place / width, (place + 1) / width
                if depth % 2:
                    sides = (west + (east - west) * low, south, west + (east - west) * high, north)
                else:
                    sides = (west, south + (north - south) * low, east, south + (north - south) * high)
                code = f"{parent}-{place}"
                shape = box(*sides) if drawn else None
                found.append(Area(code, f"{LONG_ZH}{code}", f"level{depth}", parent, name_en=code, geometry=shape))
                level.append((code, sides))
        above = level
    return found


def leaves(tree: list[Area]) -> list[str]:
    """The codes of a tree's areas without children."""
    parents = {area.parent for area in tree}
    return [area.code for area in tree if area.code not in parents]


def cases(
    places: list[str],
    *,
    count: int = 60,
    departments: tuple[str | None, ...] = ("chengguan", "gongan", None),
    sources: tuple[str, ...] = ("hotline", "worker"),
    categories: tuple[str, ...] = ("city/street", "city/street/stall", "safety"),
    days: int = 6,
    seed: int = 4,
) -> list[dict[str, Any]]:
    """Messages of ordinary cases spread over the last days."""
    rng = Random(seed)
    told = []
    for number in range(count):
        at = NOW - rng.randrange(days * DAY)
        name, source = str(number), sources[number % len(sources)]
        due = at + rng.choice((HOUR, DAY)) if rng.random() < 0.8 else None
        more = {"due_at": due, "severity": rng.choice((None, 1, 5)), "self_handled": rng.choice((None, True, False))}
        where = {"area": rng.choice(places), "category": rng.choice(categories)}
        told.append(said(name, "collected", at, source=source, title=rng.choice((None, "占道经营")), **where, **more))
        department = departments[number % len(departments)]
        stages = ("dispatched", "accepted", "verified", "handled", "evaluated", "archived")[: rng.randrange(7)]
        for stage in (*stages, *rng.sample(("urged", "supervised", "returned", "extended"), rng.randrange(2))):
            at = min(NOW, at + rng.randrange(1, 8) * HOUR)
            score = rng.choice((None, 1, 4, 5)) if stage == "evaluated" else None
            told.append(said(name, stage, at, source=source, department=department, satisfaction=score))
    return told


@contextmanager
def _store(tree: list[Area], terms: tuple[Term, ...], told: list[dict[str, Any]]) -> Iterator[Store]:
    with world(prepared=False, clock=Clock()) as store:
        store.replace_areas(tree)
        store.declare(terms)
        accept(store, told)
        yield store


def _one_event() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return areas(), TERMS, [said("1", "collected", NOW - HOUR)]


def _nothing() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return areas(), TERMS, []


def _one_area() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return tree_of(), TERMS, cases(["d"])


def _one_area_undrawn() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return tree_of(drawn=False), TERMS, cases(["d"])


def _undrawn() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return areas(drawn=False), TERMS, cases(["g1", "g2", "s3", "d"])


def _one_street() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return tree_of(1), TERMS, cases(["d-0"])


def _deep() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    tree = tree_of(1, 2, 2, 2, 2)
    return tree, TERMS, cases([*leaves(tree), "d-0-1", "d-0-1-0"])


def _wide() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    """Forty streets, sixty departments, fifty sources, all with long names."""
    tree = tree_of(40)
    departments = tuple(f"department-{number}" for number in range(60))
    sources = tuple(f"source-{number}" for number in range(50))
    terms = [Term("department", code, LONG_ZH, LONG_EN, {"response_limit_minutes": 30}) for code in departments]
    terms += [Term("source", code, LONG_ZH, LONG_EN, {"cadence_minutes": 60}) for code in sources]
    return tree, tuple(terms), cases(leaves(tree), count=240, departments=departments, sources=sources)


def _one_point() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    """All at one point; fewer than make a placeholder of it."""
    told = [said(str(number), "collected", NOW - number * 20 * MINUTE, lon=117.1, lat=34.2) for number in range(30)]
    return areas(), TERMS, told


def _unlocated() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    told = [said(str(number), "collected", NOW - number * HOUR, lon=10.0, lat=10.0) for number in range(30)]
    return areas(), TERMS, told


def _flat_words() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    """Categories of one level; departments that nobody declared and sources of strange codes."""
    sources = ("?&=", "源/一:二")
    terms = tuple(Term("source", code, code, code) for code in sources)
    departments = ("nobody", "a/b:c", "<b>&\"'", None)
    told = cases(["g1", "g4", "s3"], departments=departments, categories=("x", "y"), sources=sources)
    return areas(), terms, told


def _contrary() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    """Everything in the wrong order: due before collected, handled before dispatched, scores of what was never
    evaluated, stages of cases that were never collected, the future as far as it may be told."""
    told = []
    for number in range(12):
        at, name = NOW - number * 5 * HOUR, str(number)
        told += [
            said(name, "handled", at - 3 * HOUR, department=None, satisfaction=5),
            said(name, "evaluated", at - 2 * HOUR),
            said(name, "collected", at, due_at=at - DAY, area="g1", severity=None),
            said(name, "accepted", at - 4 * HOUR, department="gongan"),
            said(name, "dispatched", at),
            said(name, "archived", at - 5 * HOUR),
            said(f"never-{number}", "urged", at),
            said(f"never-{number}", "handled", at, department="chengguan"),
        ]
    told.append(said("ahead", "collected", NOW + 4 * MINUTE, due_at=NOW + 3 * MINUTE))
    told.append(said("ahead", "dispatched", NOW + 5 * MINUTE, department="chengguan", due_at=NOW + 3_000 * DAY))
    return areas(), TERMS, told


def _ordinary() -> tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]:
    return areas(), TERMS, cases(["g1", "g2", "g3", "g4", "s3", "d"], count=200, days=20)


Made = tuple[list[Area], tuple[Term, ...], list[dict[str, Any]]]

HARD: Final[Mapping[str, Callable[[], Made]]] = {
    "nothing": _nothing,
    "one event": _one_event,
    "ordinary": _ordinary,
    "one area": _one_area,
    "one area without outline": _one_area_undrawn,
    "no outlines": _undrawn,
    "one street": _one_street,
    "six levels": _deep,
    "forty streets": _wide,
    "one point": _one_point,
    "nowhere": _unlocated,
    "undeclared words": _flat_words,
    "contrary order": _contrary,
}
"""What makes each world: its tree, its words, its messages."""


@contextmanager
def hard(name: str) -> Iterator[Store]:
    """A store of one of HARD, removed at the end."""
    with _store(*HARD[name]()) as store:
        yield store
