"""The demo's moments are those that its history really has."""

from datetime import timedelta

from dashboard.demo.district import build_district
from dashboard.demo.moments import HOTLINE, moments_of
from dashboard.demo.simulator import Simulator
from data_access.clock import SECOND, from_micros
from tests.data_access.worlds import NOW

END = from_micros(NOW)
START = END - timedelta(days=30)


def test_rainstorms_and_outages_of_the_hotline_as_they_were() -> None:
    simulator = Simulator(build_district(7), start=START, now=END)
    found = list(moments_of(simulator.script, START, END))
    rains = [(moment, at) for moment, at in found if moment.kind == "weather"]
    downs = [(moment, at) for moment, at in found if moment.kind == "incident"]
    assert len(rains) >= 4, "two streets, now and nine days ago"
    assert downs
    for moment, at in found:
        assert at <= NOW
        assert at == (moment.start if moment.end is None else moment.end)
    for moment, _ in rains:
        burst = simulator.script.burst(moment.start // SECOND)
        assert burst is not None
        assert moment.area in burst.streets
        assert moment.start == burst.start * SECOND
        assert moment.end == (None if burst.end * SECOND > NOW else burst.end * SECOND)
    for moment, _ in downs:
        assert moment.end is not None
        for second in (moment.start // SECOND, moment.end // SECOND - 1):
            assert simulator.script.is_silent(HOTLINE, second)
        assert not simulator.script.is_silent(HOTLINE, moment.end // SECOND)
    assert any(moment.end is None for moment, _ in rains), "the one that goes on has no end yet"
