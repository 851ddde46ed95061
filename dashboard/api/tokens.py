"""Who asks: the feed whose bearer token a request carries."""

import hmac
from collections.abc import Mapping

from flask import request


def feed_of(tokens: Mapping[str, str]) -> str | None:
    """The name of the feed (`tokens`: name -> token) that a request speaks for; None without a token that is known."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        return None
    for name, token in tokens.items():
        if hmac.compare_digest(given.strip().encode(), token.encode()):
            return name
    return None
