"""What the hotline's platform counts is what arrived."""

from collections import Counter
from datetime import datetime, timedelta

from dashboard.demo.district import District
from dashboard.demo.rhythm import local_day, seconds
from dashboard.demo.statistics.hotline import HotlineCount, Overheard
from dashboard.demo.statistics.simulator import StatisticSimulator
from tests.dashboard.demo.conftest import NOW, START, Month


def _day(text: str) -> int:
    return local_day(seconds(datetime.fromisoformat(text)))


def test_counts_what_stands_by_the_day_on_which_it_came(month: Month) -> None:
    count = HotlineCount()
    count.hear(month.history)
    gone = {m["event_id"] for m in month.history if m["stage"] in ("voided", "withdrawn")}
    ours = [m for m in month.collected if m["source"] == "hotline_12345" and m["event_id"] not in gone]
    assert dict(count) == Counter(_day(message["at"]) for message in ours)
    assert len(count) == 31
    assert local_day(seconds(NOW)) + 1 not in count


def test_the_platform_reports_days_that_ended(district: District, month: Month) -> None:
    count = HotlineCount()
    count.hear(month.history)
    told = [
        m
        for m in StatisticSimulator(district, now=NOW, hotline=count).history(START, NOW)
        if m["metric"] == "hotline.orders"
    ]
    assert len(told) == 13
    for message in told:
        day = _day(message["period"].partition("/")[0])
        assert message["value"] == count[day]
        assert _day(message["at"]) > day


def test_nothing_is_reported_of_a_day_that_nobody_counted(district: District) -> None:
    messages = StatisticSimulator(district, now=NOW).messages(NOW + timedelta(days=1))
    assert not [message for message in messages if message["metric"] == "hotline.orders"]


class Said:
    """Tells one message once."""

    def messages(self, until: datetime) -> list[dict[str, str]]:
        """That message."""
        return [{"event_id": "1", "source": "hotline_12345", "stage": "collected", "at": until.isoformat()}]


def test_a_count_overhears_what_is_told() -> None:
    count = HotlineCount()
    heard = Overheard(Said(), count)
    assert len(heard.messages(NOW)) == 1
    assert dict(count) == {local_day(seconds(NOW)): 1}
