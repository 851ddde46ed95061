"""Names in the interface's words: areas without what is plain from the place, stages in the view's language."""

from layouts.text import Text


def short_name(name: str, above: str, text: Text) -> str:
    """The name without the area above at its start and without its level at its end, unless too little is left."""
    shortened = name.removeprefix(above).strip() if above and name != above else name
    for ending in text("area.endings").split("|"):
        if shortened.endswith(ending) and len(shortened) > len(ending) + 1:
            shortened = shortened.removesuffix(ending)
            break
    return shortened or name


def stage_name(stage: str, label: str | None, text: Text) -> str:
    """A stage or mark in words; one that the catalogue does not know keeps the frame's label."""
    key = f"stage.{stage}"
    return text(key) if text.has(key) else (label or stage)
