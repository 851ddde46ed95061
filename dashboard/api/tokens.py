"""Who asks: the feed whose bearer token a request carries, or a page of ours."""

import hmac
from collections.abc import Mapping

from flask import Response, request

from dashboard.api.answers import refusal


def feed_of(tokens: Mapping[str, str]) -> str | None:
    """The name of the feed (`tokens`: name -> token) that a request speaks for; None without a token that is known."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        return None
    for name, token in tokens.items():
        if hmac.compare_digest(given.strip().encode(), token.encode()):
            return name
    return None


def refused(tokens: Mapping[str, str]) -> Response | None:
    """Why a request may not change anything: a token that is not known, or a page that is not ours. None if it may."""
    if request.headers.get("Authorization", "").strip():
        if feed_of(tokens) is not None:
            return None
        reason = "the bearer token is not known; expected the token of a feed, or none"
        return refusal(401, reason, **{"WWW-Authenticate": "Bearer"})
    # A foreign page can make a browser post to us, but not as JSON, which the browser would ask our leave for first.
    if request.mimetype != "application/json":
        return refusal(415, f"content type {request.mimetype or 'none'!r} is not taken; expected application/json")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return refusal(403, "the request comes from another site")
    return None
