"""Rendered panels shared between workers: through Redis where there is one, else every worker renders for itself."""

import hashlib
import logging
import time
from typing import Final

from flask import Flask
from flask_caching import Cache
from redis import RedisError

from dashboard.render import Rendered
from data_access.reader import Scope
from data_access.view import View

LIVE_SECONDS: Final = 1
"""How long a live panel may be taken from another worker: its window ends when it was rendered."""

FROZEN_SECONDS: Final = 60

PATIENCE: Final = 0.5
"""Seconds to wait for Redis: rendering anew takes less."""

REST: Final = 5.0
"""Seconds for which a Redis that failed is not asked again."""

log = logging.getLogger(__name__)


class SharedThroughCache:
    """Panels in a flask-caching cache; `site` keeps other builds and other databases apart."""

    def __init__(self, cache: Cache, site: str) -> None:
        self.cache = cache
        self.site = site
        self._resting_until = 0.0

    def get(self, view: View, scope: Scope, name: str, version: int) -> Rendered | None:
        """A panel that another worker has rendered from the same data version, or None."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            found = self.cache.get(self._key(view, scope, name, version))
        except RedisError as error:
            self._rest(error)
            return None
        return found if isinstance(found, Rendered) else None

    def put(self, view: View, scope: Scope, name: str, version: int, rendered: Rendered) -> None:
        """Offer a panel to the other workers; one that failed is not offered."""
        if rendered.error is not None or time.monotonic() < self._resting_until:
            return
        seconds = LIVE_SECONDS if view.as_of is None else FROZEN_SECONDS
        try:
            self.cache.set(self._key(view, scope, name, version), rendered, timeout=seconds)
        except RedisError as error:
            self._rest(error)

    def _rest(self, error: RedisError) -> None:
        """Without Redis every worker renders for itself, and does not wait for it at every panel."""
        self._resting_until = time.monotonic() + REST
        log.warning("rendered panels are not shared for %s s: %s", REST, error)

    def _key(self, view: View, scope: Scope, name: str, version: int) -> str:
        named = "\n".join((self.site, scope.area, view.to_query(), name, str(version)))
        return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()


def shared_panels(server: Flask, redis_url: str | None, site: str) -> SharedThroughCache | None:
    """Sharing through the Redis of the settings, none without."""
    if redis_url is None:
        return None
    config = {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": redis_url, "CACHE_KEY_PREFIX": "gridscope:panel:"}
    options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return SharedThroughCache(Cache(server, config={**config, "CACHE_OPTIONS": options}), site)
