"""Everything that can be derived, derived again: `verify` compares it with what is kept, `rebuild` replaces it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, select, update

from data_access.areas.locate import Locator
from data_access.areas.tree import Area, AreaTree
from data_access.ingest.folding import (
    EVENT_COLUMNS,
    MARK_COLUMNS,
    NOTHING,
    History,
    Refold,
    Subject,
    history,
    load_transitions,
)
from data_access.ingest.placeholders import ZERO, Placeholders, is_placeholder
from data_access.rollups.contributions import COUNTS, HISTOGRAMS, Item, contributions
from data_access.rollups.expand import rollup_rows
from data_access.rollups.histogram import decode
from data_access.statistics.heads import head_differences, rebuild_heads
from data_access.store.bulk import add_to_rollups, insert_rows
from data_access.store.schema import (
    data_version,
    event,
    event_version,
    feed_point,
    feed_state,
    mark,
    rollup,
    transition,
)
from data_access.store.store import DERIVATION, Site, Store, bump

Progress = Callable[[int, int], None]
_CHUNK = 5_000
_FEED_COLUMNS = ("source", "last_at", "last_collected_at", "last_received_at", "transitions", "located")


def verify(store: Store, progress: Progress = lambda done, total: None) -> list[str]:
    """Recompute every state and rollup from the transitions; a line for each difference, none if all agree."""
    with store.reading() as connection:
        tree = store.site(connection).tree
        placeholders = _placeholders(connection)
        differences = _feed_differences(connection, placeholders)
        additions: Counter[Item] = Counter()
        for subjects, histories in _histories(connection, placeholders, progress):
            kept = _kept(connection, event_version, subjects)
            latest = _kept(connection, event, subjects)
            marked = _kept_marks(connection, subjects)
            for subject, (states, marks) in zip(subjects, histories, strict=True):
                name = f"event {subject.source}/{subject.event_id}"
                if kept.get(subject.id, []) != [tuple(state) for state in states]:
                    differences.append(f"{name}: its versions differ from the fold of its transitions")
                if latest.get(subject.id, []) != [tuple(state) for state in states[-1:]]:
                    differences.append(f"{name}: its present state differs from the fold of its transitions")
                if marked.get(subject.id, []) != [tuple(one) for one in marks]:
                    differences.append(f"{name}: its marks differ from those of its transitions")
                additions.update(contributions(subject.source, states))
        differences += _strays(connection) + head_differences(connection)
        return differences + _rollup_differences(connection, rollup_rows(additions, tree))


def rebuild(store: Store, progress: Progress = lambda done, total: None) -> int:
    """Derive places, states, rollups and feed counts anew from the transitions; returns the number of events."""
    with store.writing() as connection:
        count = _derive(connection, store.site(connection), progress)
        bump(connection)
    store.changed()
    return count


def rebuild_if_outdated(store: Store, progress: Progress = lambda done, total: None) -> bool:
    """Rebuild a store whose derived tables were made by the rules of another release; whether anything was rebuilt."""
    with store.reading() as connection:
        if not _outdated(connection):
            return False
    with store.writing() as connection:
        # Of several processes that start at once the first does it for all.
        if not _outdated(connection):
            return False
        filled = connection.execute(select(transition.c.id).limit(1)).first() is not None
        if filled:
            _derive(connection, store.site(connection), progress)
            bump(connection)
        else:
            connection.execute(update(data_version).values(derivation=DERIVATION))
    if filled:
        store.changed()
    return filled


def _outdated(connection: Connection) -> bool:
    return connection.execute(select(data_version.c.derivation)).scalar() != DERIVATION


def replace_areas(
    store: Store,
    areas: Iterable[Area],
    *,
    water: dict[str, Any] | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[AreaTree, int]:
    """Replace the area tree and place every event anew, all at once: nobody sees the one without the other.

    Returns the tree and the number of events placed. AreaError when the areas are not one tree.
    """
    with store.planting(areas, water) as (connection, site):
        count = _derive(connection, site, progress)
    store.changed()
    return site.tree, count


def _derive(connection: Connection, site: Site, progress: Progress) -> int:
    """Everything but the transitions themselves, anew."""
    _relocate(connection, site.locator)
    _recount_feeds(connection)
    placeholders = _placeholders(connection)
    _mark_placeholders(connection, placeholders)
    connection.execute(delete(event))
    connection.execute(delete(event_version))
    connection.execute(delete(mark))
    connection.execute(delete(rollup))
    rebuild_heads(connection)
    additions: Counter[Item] = Counter()
    count = 0
    for subjects, histories in _histories(connection, placeholders, progress):
        refold = Refold()
        for subject, found in zip(subjects, histories, strict=True):
            refold.event(subject, NOTHING, found)
        refold.write(connection, known=False)
        additions.update(refold.additions)
        count += len(subjects)
    add_to_rollups(connection, rollup_rows(additions, site.tree))
    connection.execute(update(data_version).values(derivation=DERIVATION))
    return count


def _histories(
    connection: Connection, placeholders: Placeholders, progress: Progress
) -> Iterator[tuple[list[Subject], list[History]]]:
    number = transition.c.event
    total = int(connection.execute(select(func.count(number.distinct()))).scalar_one())
    done, after = 0, 0
    while True:
        chosen = select(number, func.min(transition.c.source), func.min(transition.c.event_id)).where(number > after)
        rows = connection.execute(chosen.group_by(number).order_by(number).limit(_CHUNK))
        subjects = [Subject(*row) for row in rows]
        if not subjects:
            return
        stored = load_transitions(connection, [one.id for one in subjects])
        yield subjects, [history(one.source, stored[one.id], placeholders) for one in subjects]
        after = subjects[-1].id
        done += len(subjects)
        progress(done, total)


def _kept(connection: Connection, table: Any, subjects: Sequence[Subject]) -> dict[int, list[tuple[Any, ...]]]:
    columns = [table.c[name] for name in (EVENT_COLUMNS[0], *EVENT_COLUMNS[3:])]
    chosen = select(*columns).where(table.c.id.between(subjects[0].id, subjects[-1].id))
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(chosen.order_by(table.c.id, table.c.valid_from)):
        found.setdefault(row[0], []).append(tuple(row)[1:])
    return found


def _kept_marks(connection: Connection, subjects: Sequence[Subject]) -> dict[int, list[tuple[Any, ...]]]:
    chosen = select(mark.c.event, *(mark.c[name] for name in MARK_COLUMNS[2:]))
    chosen = chosen.where(mark.c.event.between(subjects[0].id, subjects[-1].id))
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(chosen.order_by(mark.c.event, mark.c.place)):
        found.setdefault(row[0], []).append(tuple(row)[1:])
    return found


def _strays(connection: Connection) -> list[str]:
    found = []
    for number, what in ((event.c.id, "event"), (event_version.c.id, "version"), (mark.c.event, "mark")):
        lost = select(func.count()).select_from(number.table).where(number.not_in(select(transition.c.event)))
        count = connection.execute(lost).scalar_one()
        if count:
            found.append(f"{count} {what} rows have no transitions")
    return found


def _rollup_differences(connection: Connection, expected: list[tuple[Any, ...]]) -> list[str]:
    columns = ("area", "dimension", "key", "hour", *COUNTS, *HISTOGRAMS)
    wanted = {tuple(row[:4]): _normal(row[4:]) for row in expected}
    found = []
    for row in connection.execute(select(*(rollup.c[name] for name in columns))):
        key, values = tuple(row[:4]), _normal(row[4:])
        right = wanted.pop(key, None)
        if values != right and (right is not None or any(values)):
            found.append(f"rollup {key}: {_named(values)}, the transitions give {_named(right)}")
    return found + [f"rollup {key}: missing, the transitions give {_named(right)}" for key, right in wanted.items()]


def _normal(values: Sequence[Any]) -> tuple[Any, ...]:
    counts = tuple(values[: len(COUNTS)])
    merged = []
    for text in values[len(COUNTS) :]:
        bins, numbers = decode([text])
        merged.append(tuple(zip(bins.tolist(), numbers.tolist(), strict=True)))
    return (*counts, *merged)


def _named(values: tuple[Any, ...] | None) -> str:
    if values is None:
        return "no row"
    return (
        ", ".join(f"{name}={value}" for name, value in zip((*COUNTS, *HISTOGRAMS), values, strict=True) if value)
        or "zeros"
    )


def _point_counts(connection: Connection) -> Counter[tuple[str, float, float]]:
    columns = (transition.c.source, transition.c.lon, transition.c.lat, func.count())
    chosen = (
        select(*columns).where(transition.c.stage == "collected", transition.c.lon.is_not(None)).group_by(*columns[:3])
    )
    return Counter({(row[0], row[1], row[2]): row[3] for row in connection.execute(chosen)})


def _placeholders(connection: Connection) -> Placeholders:
    counts = _point_counts(connection)
    totals: Counter[str] = Counter()
    for (source, _, _), number in counts.items():
        totals[source] += number
    return frozenset(
        point for point, number in counts.items() if point[1:] != ZERO and is_placeholder(number, totals[point[0]])
    )


def _feed_differences(connection: Connection, placeholders: Placeholders) -> list[str]:
    found = []
    kept = {tuple(row) for row in connection.execute(select(*(feed_state.c[name] for name in _FEED_COLUMNS)))}
    for row in sorted(kept ^ set(_feed_states(connection)), key=str):
        found.append(f"feed {row[0]}: its counts differ from those of its transitions")
    columns = (feed_point.c.source, feed_point.c.lon, feed_point.c.lat, feed_point.c.records, feed_point.c.placeholder)
    points = {tuple(row) for row in connection.execute(select(*columns))}
    right = {
        (*point, n, int(point in placeholders)) for point, n in _point_counts(connection).items() if point[1:] != ZERO
    }
    for row in sorted(points ^ right, key=str):
        found.append(f"point {row[:3]}: its records or its mark as a placeholder differ from the transitions")
    return sorted(set(found))


def _mark_placeholders(connection: Connection, placeholders: Placeholders) -> None:
    for source, lon, lat in placeholders:
        spot = (feed_point.c.source == source) & (feed_point.c.lon == lon) & (feed_point.c.lat == lat)
        connection.execute(update(feed_point).where(spot).values(placeholder=1))


def _feed_states(connection: Connection) -> list[tuple[Any, ...]]:
    """The rows of `feed_state` as the transitions give them, in the order of _FEED_COLUMNS."""
    located: Counter[str] = Counter()
    for (source, _, _), number in _point_counts(connection).items():
        located[source] += number
    c = transition.c
    first = select(c.source, func.min(c.at).label("at")).where(c.stage == "collected").group_by(c.source, c.event)
    cases = first.subquery("cases")
    newest = dict(connection.execute(select(cases.c.source, func.max(cases.c.at)).group_by(cases.c.source)).all())
    rows = connection.execute(
        select(c.source, func.max(c.at), func.max(c.received_at), func.count()).group_by(c.source)
    )
    return [
        (source, last_at, newest.get(source), received, count, located[source])
        for source, last_at, received, count in rows
    ]


def _recount_feeds(connection: Connection) -> None:
    connection.execute(delete(feed_state))
    connection.execute(delete(feed_point))
    insert_rows(connection, feed_state, _FEED_COLUMNS, _feed_states(connection))
    points = [(*point, number) for point, number in _point_counts(connection).items() if point[1:] != ZERO]
    insert_rows(connection, feed_point, ("source", "lon", "lat", "records"), points)


def _relocate(connection: Connection, locator: Locator) -> None:
    chosen = select(transition.c.id, transition.c.lon, transition.c.lat, transition.c.located).where(
        transition.c.area.is_(None), transition.c.lon.is_not(None)
    )
    rows = connection.execute(chosen).all()
    if not rows:
        return
    points = np.array([(row.lon, row.lat) for row in rows], dtype=float)
    for row, code in zip(rows, locator.locate(points[:, 0], points[:, 1]), strict=True):
        if code != row.located:
            connection.execute(update(transition).where(transition.c.id == row.id).values(located=code))
