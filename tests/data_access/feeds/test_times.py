from zoneinfo import ZoneInfo

import pytest

from data_access.clock import parse_instant
from data_access.feeds.times import Times

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("times", "text", "iso"),
    [
        (Times(), "2026-11-22T09:30:00+08:00", "2026-11-22T09:30:00+08:00"),
        (Times(), "2026-11-22 09:30", "2026-11-22 09:30"),
        (Times(), "yesterday", "yesterday"),
        (Times(NEW_YORK), "2026-11-22 09:30", "2026-11-22T09:30:00-05:00"),
        (Times(NEW_YORK), "2026-07-01T09:30:00Z", "2026-07-01T09:30:00+00:00"),
        (Times(NEW_YORK, ("%m/%d/%Y %I:%M %p",)), "07/01/2026 09:30 PM", "2026-07-01T21:30:00-04:00"),
        (Times(NEW_YORK, ("%Y/%m/%d", "%Y-%m-%d")), "2026-01-02", "2026-01-02T00:00:00-05:00"),
        (Times(None, ("%Y-%m-%d",)), "2026-01-02", "2026-01-02"),
        (Times(None, ("%Y-%m-%d %H:%M %z",)), "2026-01-02 03:04 +0800", "2026-01-02T03:04:00+08:00"),
        (Times(None, ("unix",)), "1767225600.5", "2026-01-01T00:00:00.500000+00:00"),
        (Times(None, ("unix_ms",)), "1767225600001", "2026-01-01T00:00:00.001000+00:00"),
    ],
)
def test_times_as_sources_write_them(times: Times, text: str, iso: str) -> None:
    assert times.iso(text) == iso


def test_of_a_local_time_that_comes_twice_the_first_is_meant() -> None:
    twice = Times(NEW_YORK).iso("2026-11-01T01:30:00")
    assert twice == "2026-11-01T01:30:00-04:00"
    assert parse_instant(twice) < parse_instant("2026-11-01T01:30:00-05:00")


@pytest.mark.parametrize(
    ("times", "text", "words"),
    [
        (Times(NEW_YORK), "2026-03-08T02:30:00", "'2026-03-08T02:30:00' does not exist in America/New_York"),
        (Times(NEW_YORK, ("%Y-%m-%d",)), "2026-02-30", "'2026-02-30' fits no time_format; expected %Y-%m-%d"),
        (Times(None, ("unix",)), "nan", "fits no time_format"),
        (Times(None, ("unix_ms",)), "9" * 30, "fits no time_format"),
        (Times(ZoneInfo("Asia/Shanghai")), "0001-01-01T00:00:00", "outside the years 1 to 9999"),
    ],
)
def test_times_that_cannot_be(times: Times, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        times.iso(text)
