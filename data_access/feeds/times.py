"""Times as a source writes them, made into ISO 8601 with a zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

UNIX_FORMATS: Final = ("unix", "unix_ms")
"""Time formats beside those of strptime: seconds or milliseconds since 1970."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Times:
    """The formats tried in turn (strptime or UNIX_FORMATS; none: ISO 8601) and the zone of times that name none.

    Of a local time that comes twice, when clocks go back, the first is meant.
    """

    zone: ZoneInfo | None = None
    formats: tuple[str, ...] = ()

    def iso(self, text: str) -> str:
        """The time as ISO 8601 with its zone. ValueError for one that fits no format or that clocks skip.

        Without formats, text that is not ISO 8601, or has no zone where none is known, is left for the contract.
        """
        if not self.formats and self.zone is None:
            return text
        moment = self._parsed(text)
        if moment is None or (moment.tzinfo is None and self.zone is None):
            return text
        return (moment if moment.tzinfo is not None else self._placed(moment)).isoformat()

    def _parsed(self, text: str) -> datetime | None:
        if not self.formats:
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                return None
        for form in self.formats:
            try:
                if form == "unix":
                    return _EPOCH + timedelta(seconds=float(text))
                if form == "unix_ms":
                    return _EPOCH + timedelta(milliseconds=float(text))
                return datetime.strptime(text, form)
            except (ValueError, OverflowError):
                continue
        raise ValueError(f"time {text!r} fits no time_format; expected {' or '.join(self.formats)}")

    def _placed(self, local: datetime) -> datetime:
        moment = local.replace(tzinfo=self.zone)
        offset = moment.utcoffset()
        try:
            there = moment.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            raise ValueError(f"time {local.isoformat()!r} lies outside the years 1 to 9999") from None
        if offset is None or there != local:
            raise ValueError(f"time {local.isoformat()!r} does not exist in {self.zone}: clocks went forward over it")
        # A fixed offset, because text cannot say which of two equal local times is meant.
        return local.replace(tzinfo=timezone(offset))
