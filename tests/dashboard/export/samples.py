"""The sample frames of the panels, by panel."""

import importlib
import pkgutil
from typing import Any, Final

from tests.layouts import frames

SAMPLES: Final[dict[str, Any]] = {
    one.name.replace("_", "-"): importlib.import_module(f"{frames.__name__}.{one.name}")
    for one in pkgutil.iter_modules(frames.__path__)
}
"""Each has `full()`, a frame as the panel gets it."""
