"""The register of moments: adding, removing, and what was known as of any T."""

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, or_, select, update

from data_access.clock import Micros, format_instant
from data_access.moments.contract import Moment, check_place
from data_access.moments.table import moment as table
from data_access.store.store import Store, bump

BY_LIMIT: Final = 64
LARGEST: Final = 2**63 - 1


class UnknownMoment(LookupError):
    """There is no moment of that number, or it was removed already."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Recorded:
    """A moment as the register holds it."""

    id: int
    moment: Moment
    at: Micros
    by: str

    def as_json(self) -> dict[str, Any]:
        """As the contract has it, with number, and when and by whom it was recorded."""
        told = self.moment
        return {
            "id": self.id,
            "start": format_instant(told.start),
            "end": None if told.end is None else format_instant(told.end),
            "kind": str(told.kind),
            "zh": told.zh,
            "en": told.en,
            "area": told.area,
            "categories": list(told.categories),
            "recorded_at": format_instant(self.at),
            "recorded_by": self.by,
        }


def add(store: Store, moment: Moment, by: str) -> tuple[Recorded, bool]:
    """Record a moment; (as it is held, whether it is new): one that stands already in every field is not doubled.
    MomentError for an area or category that the site does not have, NoAreasError before there are areas."""
    with store.writing() as connection:
        check_place(moment, store.site(connection))
        now = store.clock()
        same = next((one for one in known(connection, now) if one.moment == moment), None)
        if same is not None:
            return same, False
        found = record(connection, moment, by, now)
        bump(connection)
    store.changed()
    return found, True


def record(connection: Connection, moment: Moment, by: str, at: Micros) -> Recorded:
    """Write a moment as recorded at an instant, unchecked."""
    values = {
        "start_at": moment.start,
        "end_at": moment.end,
        "kind": str(moment.kind),
        "zh": moment.zh,
        "en": moment.en,
        "area": moment.area,
        "categories": json.dumps(moment.categories, ensure_ascii=False),
        "recorded_at": at,
        "recorded_by": by[:BY_LIMIT],
    }
    number = connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    return Recorded(number, moment, at, by[:BY_LIMIT])


def remove(store: Store, number: int, by: str) -> None:
    """Take a moment off every axis from now on; UnknownMoment where none of that number stands."""
    with store.writing() as connection:
        now = store.clock()
        row = None
        if 0 < number <= LARGEST:
            row = connection.execute(select(table.c.removed_at).where(table.c.id == number)).first()
        if row is None:
            raise UnknownMoment(f"moment {str(number)[:20]} is not known; expected a number of the list")
        if row.removed_at is not None:
            when = format_instant(row.removed_at)
            raise UnknownMoment(f"moment {number} was removed at {when}; expected a number of the list")
        values = {"removed_at": now, "removed_by": by[:BY_LIMIT]}
        connection.execute(update(table).where(table.c.id == number).values(values))
        bump(connection)
    store.changed()


def known(connection: Connection, at: Micros) -> list[Recorded]:
    """The moments recorded at or before an instant and not removed by then, in order of their start."""
    standing = or_(table.c.removed_at.is_(None), table.c.removed_at > at)
    asked = select(table).where(table.c.recorded_at <= at, standing).order_by(table.c.start_at, table.c.id)
    return [_recorded(row) for row in connection.execute(asked)]


def _recorded(row: Any) -> Recorded:
    # Checked when it was written; times are numbers by now.
    held = Moment.model_construct(
        start=row.start_at,
        end=row.end_at,
        kind=row.kind,
        zh=row.zh,
        en=row.en,
        area=row.area,
        categories=tuple(json.loads(row.categories)),
    )
    return Recorded(row.id, held, row.recorded_at, row.recorded_by)
