"""Lengths and periods as ISO 8601 writes them."""

import pytest

from data_access.clock import DAY, HOUR, MINUTE, format_instant, parse_instant
from data_access.statistics.periods import read_length, read_period


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT1H", HOUR),
        ("PT90M", 90 * MINUTE),
        ("P1D", DAY),
        ("P1W", 7 * DAY),
        ("P1M", 30 * DAY),
        ("P1Y", 365 * DAY),
        ("P1DT12H", 36 * HOUR),
    ],
)
def test_lengths(text: str, length: int) -> None:
    assert read_length(text) == length


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "1H", "PT-1H", "PT1.5H", "P1H"])
def test_what_is_no_length(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected e\.g\. PT1H"):
        read_length(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-22T09:00:00+08:00/PT1H", "2026-11-22T01:00:00Z", "2026-11-22T02:00:00Z"),
        ("2026-11-22T09:00:00+08:00/2026-11-22T10:30:00+08:00", "2026-11-22T01:00:00Z", "2026-11-22T02:30:00Z"),
        ("P1D/2026-11-22T00:00:00+08:00", "2026-11-20T16:00:00Z", "2026-11-21T16:00:00Z"),
        # Months are those of the calendar where the period begins, not thirty days of UTC.
        ("2026-02-01T00:00:00+08:00/P1M", "2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z"),
        ("2026-12-01T00:00:00+08:00/P1M", "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z"),
        ("P1M/2027-01-01T00:00:00+08:00", "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z"),
        ("2028-01-01T00:00:00Z/P1Y", "2028-01-01T00:00:00Z", "2029-01-01T00:00:00Z"),
    ],
)
def test_periods(text: str, start: str, end: str) -> None:
    assert tuple(map(format_instant, read_period(text))) == (start, end)
    assert parse_instant(start) < parse_instant(end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22T09:00:00+08:00",
        "2026-11-22T09:00:00/PT1H",
        "2026-11-22T09:00:00+08:00/1H",
        "2026-11-22T09:00:00+08:00/PT0S",
        "2026-11-22T09:00:00+08:00/2026-11-22T09:00:00+08:00",
        "2026-11-22T09:00:00+08:00/2026-11-22T08:00:00+08:00",
        "2026-01-31T00:00:00+08:00/P1M",
        "2026-01-01T00:00:00+08:00/P367D",
        "9999-12-31T00:00:00+00:00/P30D",
        "0001-01-01T00:00:00+00:00/P1D/P1D",
        "P1D/P1D",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="expected an ISO interval"):
        read_period(text)
