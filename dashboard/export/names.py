"""What exported files are called, and how a browser is told so."""

import re
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from data_access.clock import Micros, from_micros

LONGEST: Final = (120, 75)
"""Bytes of a title and of an area in a file name; file systems take 255 for all of it."""

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def file_name(title: str, area: str, as_of: Micros, zone: ZoneInfo, form: str) -> str:
    """E.g. 部门响应时效_全区_2026-11-24T0815.png: of a title and an area what every file system takes."""
    when = from_micros(as_of).astimezone(zone).strftime("%Y-%m-%dT%H%M")
    sizes = zip((title, area), LONGEST, strict=True)
    parts = (_FORBIDDEN.sub("-", part).strip("-. ").encode()[:size].decode(errors="ignore") for part, size in sizes)
    return "_".join([*(part for part in parts if part), when]) + f".{form}"


def disposition(name: str, plain: str) -> str:
    """The header that gives a download its name: `plain` in ASCII for clients that know nothing else (RFC 6266)."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
