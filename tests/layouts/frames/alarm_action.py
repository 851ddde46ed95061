"""The same frame as the band's."""

from tests.layouts.frames.alarm_band import ALWAYS, full

__all__ = ["ALWAYS", "full"]
