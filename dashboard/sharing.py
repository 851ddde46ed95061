"""Rendered panels shared between workers: through Redis where there is one, else every worker renders for itself."""

import hashlib
from typing import Final

from flask import Flask
from flask_caching import Cache

from dashboard.render import Rendered
from data_access.reader import Scope
from data_access.view import View

LIVE_SECONDS: Final = 1
"""How long a live panel may be taken from another worker: its window ends when it was rendered."""

FROZEN_SECONDS: Final = 60


class SharedThroughCache:
    """Panels in a flask-caching cache; `build` keeps programs of different builds apart."""

    def __init__(self, cache: Cache, build: str) -> None:
        self.cache = cache
        self.build = build

    def get(self, view: View, scope: Scope, name: str, version: int) -> Rendered | None:
        """A panel that another worker has rendered from the same data version, or None."""
        found = self.cache.get(self._key(view, scope, name, version))
        return found if isinstance(found, Rendered) else None

    def put(self, view: View, scope: Scope, name: str, version: int, rendered: Rendered) -> None:
        """Offer a panel to the other workers; one that failed is not offered."""
        if rendered.error is None:
            seconds = LIVE_SECONDS if view.as_of is None else FROZEN_SECONDS
            self.cache.set(self._key(view, scope, name, version), rendered, timeout=seconds)

    def _key(self, view: View, scope: Scope, name: str, version: int) -> str:
        named = "\n".join((self.build, scope.area, view.to_query(), name, str(version)))
        return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()


def shared_panels(server: Flask, redis_url: str | None, build: str) -> SharedThroughCache | None:
    """Sharing through the Redis of the settings, none without."""
    if redis_url is None:
        return None
    config = {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": redis_url, "CACHE_KEY_PREFIX": "gridscope:panel:"}
    return SharedThroughCache(Cache(server, config={**config, "CACHE_IGNORE_ERRORS": True}), build)
