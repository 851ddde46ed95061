"""When cases come in: hour of day, day of week, by source; local time is UTC+8 without daylight saving."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

LOCAL_OFFSET: Final = 8 * 3600
LOCAL_ZONE: Final = timezone(timedelta(seconds=LOCAL_OFFSET))
MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
SLOT: Final = 600
SLOTS_A_DAY: Final = DAY // SLOT

# Weight of each hour from 0 to 23; only the shape counts.
_WALKING: Final = (1, 1, 1, 1, 1, 3, 10, 30, 70, 95, 90, 62, 34, 40, 72, 88, 80, 60, 36, 26, 18, 9, 4, 2)
_CALLING: Final = (10, 7, 6, 6, 6, 8, 16, 34, 60, 70, 66, 52, 42, 42, 54, 62, 60, 54, 48, 46, 42, 34, 22, 14)
_WATCHING: Final = (
    26,
    24,
    22,
    22,
    22,
    24,
    36,
    52,
    60,
    62,
    60,
    54,
    46,
    48,
    58,
    60,
    60,
    58,
    54,
    50,
    46,
    40,
    34,
    28,
)
_OFFICE: Final = (1, 1, 1, 1, 1, 1, 2, 10, 60, 90, 85, 45, 15, 30, 80, 85, 70, 35, 10, 5, 4, 3, 2, 1)
_WORKWEEK: Final = (1.08, 1.1, 1.06, 1.04, 1.08, 0.86, 0.78)
_EVEN_WEEK: Final = (1.04, 1.02, 1.0, 1.0, 1.04, 0.98, 0.92)
_OFFICE_WEEK: Final = (1.3, 1.25, 1.25, 1.2, 1.2, 0.45, 0.35)

SHARES: Final = {
    "grid_worker": 0.72,
    "hotline_12345": 0.072,
    "leader_mailbox": 0.013,
    "public_opinion": 0.024,
    "superior": 0.016,
    "video_patrol": 0.079,
    "enforcement": 0.031,
    "resident_app": 0.045,
}
_HOURS: Final = {
    "grid_worker": (_WALKING, _WORKWEEK),
    "hotline_12345": (_CALLING, _EVEN_WEEK),
    "leader_mailbox": (_CALLING, _EVEN_WEEK),
    "public_opinion": (_CALLING, _EVEN_WEEK),
    "superior": (_OFFICE, _OFFICE_WEEK),
    "video_patrol": (_WATCHING, _EVEN_WEEK),
    "enforcement": (_WALKING, _WORKWEEK),
    "resident_app": (_CALLING, _EVEN_WEEK),
}


def seconds(moment: datetime) -> int:
    """An aware datetime as whole seconds since the Unix epoch; ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"time {moment.isoformat()!r} has no zone; expected an aware datetime")
    return int(moment.astimezone(UTC).timestamp())


def iso(second: int) -> str:
    """ISO 8601 in local time, e.g. 2026-11-22T09:30:00+08:00."""
    return datetime.fromtimestamp(second, LOCAL_ZONE).isoformat()


def local_day(second: int) -> int:
    """Days since the epoch by the local calendar."""
    return (second + LOCAL_OFFSET) // DAY


def local_hour(second: int) -> float:
    """The hour of the local day, 0 <= hour < 24."""
    return (second + LOCAL_OFFSET) % DAY / HOUR


def next_morning(second: int, hour: float) -> int:
    """`second` itself inside 8:00-20:00 local time, else `hour` of the next morning."""
    now = local_hour(second)
    if 8 <= now < 20:
        return second
    midnight = second - (second + LOCAL_OFFSET) % DAY
    return midnight + int(hour * HOUR) + (DAY if now >= 20 else 0)


class Rhythm:
    """Expected cases per ten-minute slot and source for a mean of `daily` cases a day over a week."""

    def __init__(self, daily: float) -> None:
        self._table: list[tuple[float, tuple[float, ...]]] = []
        for weekday in range(7):
            for slot in range(SLOTS_A_DAY):
                running: list[float] = []
                total = 0.0
                for source, share in SHARES.items():
                    hours, days = _HOURS[source]
                    total += daily * share * days[weekday] * 7 / sum(days) * _per_slot(hours, slot)
                    running.append(total)
                self._table.append((total, tuple(running)))

    def at(self, second: int) -> tuple[float, tuple[float, ...]]:
        """The expectation for the slot that holds `second`: in all, and summed up along `SHARES`."""
        day = local_day(second)
        weekday = (day + 3) % 7
        slot = int((second + LOCAL_OFFSET) % DAY // SLOT)
        return self._table[weekday * SLOTS_A_DAY + slot]


def _per_slot(hours: tuple[int, ...], slot: int) -> float:
    """The share of a day's cases that falls into one slot, gliding from hour to hour."""
    position = (slot + 0.5) * SLOT / HOUR - 0.5
    before = int(position // 1)
    fraction = position - before
    weight = hours[before % 24] * (1 - fraction) + hours[(before + 1) % 24] * fraction
    return weight / sum(hours) * SLOT / HOUR
