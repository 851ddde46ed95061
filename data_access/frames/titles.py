"""What a case is called where it is listed."""

from data_access.cases.masking import masked
from data_access.reader import Reader


def title_of(reader: Reader, title: str | None, category: str | None, language: str) -> str | None:
    """Its title, personal numbers masked; without one the label of its category."""
    return masked(title) if title else reader.label("category", category, language)
