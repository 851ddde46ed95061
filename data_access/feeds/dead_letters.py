"""Dead letters: a stream with a copy of every message that went to quarantine, for who watches Redis only."""

from collections.abc import Iterable

import redis

from data_access.feeds.entries import Entry


def bury(client: redis.Redis, dead: str, feed: str, refused: Iterable[tuple[Entry, str]]) -> None:
    """Add the refused entries to the stream `dead`: data, reason, id (in the stream it came from), feed."""
    # One command each and no transaction: in a cluster the two streams live on different nodes.
    with client.pipeline(transaction=False) as pipeline:
        for entry, reason in refused:
            text = entry.text.encode("utf-8", "backslashreplace")
            pipeline.xadd(dead, {"data": text, "reason": reason, "id": entry.id, "feed": feed})
        pipeline.execute()
