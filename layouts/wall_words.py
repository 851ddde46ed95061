"""A view in words, as the desk speaks of it."""

from data_access.view import WINDOWS, View
from layouts.context import Context


def described(view: View, context: Context, area: str | None = None) -> str:
    """Scene, area where it is not the whole, and window."""
    text = context.text
    window = text(f"window.{view.window}") if view.window in WINDOWS else text("window.interval")
    known = f"scene.{view.scene}"
    scene = text(known) if text.has(known) else view.scene
    if area or view.area:
        return text("panel.walls.scene_in", scene=scene, area=area or view.area, window=window)
    return text("panel.walls.scene", scene=scene, window=window)
