"""Free text of feeds as it may be shown: numbers that reach or identify a person lose their middle, and no mark turns
the direction of what follows."""

import re
from typing import Final

_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?<!\d)(1[3-9]\d)([ -]?)\d{4}([ -]?)(\d{4})(?!\d)")
_FIXED: Final = re.compile(r"(?<!\d)(0\d{2,3}[ -]?)\d{4}(\d{3,4})(?!\d)")
LEAST_DIGITS: Final = 10
"""A text of fewer digits holds no number that is masked."""
_TURNING: Final = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def masked(text: str) -> str:
    """The text with the middle of identity numbers (18 places), mobile and fixed telephone numbers as asterisks, and
    without marks of direction, which could also hide a number."""
    text = text.translate(_TURNING)
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1\2****\3\4", text)
    return _FIXED.sub(r"\1****\2", text)
