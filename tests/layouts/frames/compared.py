"""What the samples of comparisons say of their two sides."""

from typing import Any

from data_access.clock import DAY
from tests.layouts.samples import NOW

BEFORE: dict[str, Any] = {
    "before": True,
    "own_area": "鼓楼区",
    "own_start": NOW - DAY,
    "own_end": NOW,
    "own_known": True,
    "other_area": "鼓楼区",
    "other_start": NOW - 2 * DAY,
    "other_end": NOW - DAY,
    "other_known": True,
}
"""A day against the day before."""

AREAS: dict[str, Any] = {
    **BEFORE,
    "before": False,
    "own_area": "东门街道",
    "other_area": "滨江街道",
    "other_start": NOW - DAY,
    "other_end": NOW,
}
"""An area against another."""
