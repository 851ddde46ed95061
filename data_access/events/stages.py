"""The stages of a case, in the order that breaks ties of `at`."""

from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Stages in order 采集..归档, then marks, then ends."""

    COLLECTED = "collected"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    HANDLED = "handled"
    EVALUATED = "evaluated"
    ARCHIVED = "archived"
    RETURNED = "returned"
    REWORKED = "reworked"
    EXTENDED = "extended"
    URGED = "urged"
    SUPERVISED = "supervised"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


RANK: Final = {stage.value: rank for rank, stage in enumerate(Stage)}
"""Position of each stage in the order that breaks ties."""

MAIN: Final = tuple(stage.value for stage in Stage)[:7]
"""The seven stages a case is in; marks and ends do not move a case from its stage."""

SHOWN: Final = tuple(stage for stage in MAIN if stage != Stage.ACCEPTED)
"""The six stages of the wall; accepted counts into dispatched."""

REOPENING: Final = frozenset({Stage.RETURNED.value, Stage.REWORKED.value})
ENDS: Final = frozenset({Stage.VOIDED.value, Stage.WITHDRAWN.value})
