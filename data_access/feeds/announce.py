"""Telling the other processes that the data changed: the new data version on a Redis channel."""

import logging
from collections.abc import Callable
from typing import Final

import redis

CHANNEL: Final = "gridscope:version"

_log = logging.getLogger(__name__)


def announce(client: redis.Redis, version: int) -> bool:
    """Publish a data version; False, with a line in the log, when Redis cannot be reached.

    The data are committed already, and who watches the channel also looks at the store now and then.
    """
    try:
        client.publish(CHANNEL, str(version))
    except redis.RedisError as error:
        _log.warning("data version %d was not announced: %s", version, error)
        return False
    return True


def announcer(redis_url: str) -> Callable[[int], None]:
    """A listener for `Store.on_change` that announces each version; it connects when first called."""
    client = redis.Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=2)

    def listener(version: int) -> None:
        announce(client, version)

    return listener
