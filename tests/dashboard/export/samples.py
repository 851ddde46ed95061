"""The sample frames of the panels, by panel."""

import importlib
import pkgutil
from typing import Any, Final

from tests.layouts import frames

MODULES: Final = [
    importlib.import_module(f"{frames.__name__}.{one.name}") for one in pkgutil.iter_modules(frames.__path__)
]

SAMPLES: Final[dict[str, Any]] = {
    one.__name__.rpartition(".")[2].replace("_", "-"): one for one in MODULES if hasattr(one, "full")
}
"""Each has `full()`, a frame as the panel gets it."""
