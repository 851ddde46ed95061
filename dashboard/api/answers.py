"""The shapes of answers that all routes share: JSON, and one shape of error."""

import json
from typing import Any

from flask import Response
from plotly.utils import PlotlyJSONEncoder


def answer(value: Any, status: int = 200) -> Response:
    """A JSON answer; numbers that are not numbers become null."""
    text = json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, mimetype="application/json")


def refusal(status: int, reason: str, **headers: str) -> Response:
    """{"error": reason}: every error of the API has this shape."""
    found = answer({"error": reason}, status)
    found.headers.update(headers)
    return found
