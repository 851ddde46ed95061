"""Trimming a stream by what is acknowledged, never by length alone."""

from typing import Any

import redis


def trim(client: redis.Redis, stream: str) -> int:
    """Remove the entries that every group of the stream has read and acknowledged; returns how many."""
    # The groups are asked first: what is delivered in between has a higher id than the one they name.
    groups: Any = client.xinfo_groups(stream)
    needed = [_needed(client, stream, group) for group in groups]
    if not needed:
        return 0
    oldest = min(needed)
    removed: Any = client.xtrim(stream, minid=f"{oldest[0]}-{oldest[1]}", approximate=False)
    return int(removed)


def _needed(client: redis.Redis, stream: str, group: Any) -> tuple[int, int]:
    """The first id that a group still needs."""
    milliseconds, sequence = _id(group["last-delivered-id"])
    pending: Any = client.xpending(stream, group["name"])
    if pending["pending"]:
        return _id(pending["min"])
    return milliseconds, sequence + 1


def _id(raw: bytes) -> tuple[int, int]:
    milliseconds, _, sequence = raw.decode().partition("-")
    return int(milliseconds), int(sequence)
