"""What is to be made: which week of which area, in which language and forms."""

from dataclasses import dataclass
from typing import Final

from data_access.briefing.weeks import Week
from data_access.clock import Micros

FORMS: Final = ("png", "pdf", "pptx", "docx", "md", "xlsx")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

KINDS: Final = {
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".md": "text/markdown",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".json": "application/json",
}
"""What the files are called on the way, by their ending: not every machine knows."""

PICTURED: Final = frozenset({"png", "pdf"})


class OrderError(ValueError):
    """An order that cannot be carried out; the message names field, value and what was expected."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: the week of an area ("" for all that the scope holds), as of a T or as of its end, in a language;
    `forms` of FORMS."""

    week: Week
    area: str = ""
    language: str = "zh"
    as_of: Micros | None = None
    forms: frozenset[str] = frozenset(FORMS)

    @property
    def pictured(self) -> bool:
        """Whether a browser is needed."""
        return bool(self.forms & PICTURED)


def forms_of(words: str) -> frozenset[str]:
    """The forms of "png,pptx"; OrderError for one that is not known."""
    found = frozenset(filter(None, (one.strip() for one in words.split(","))))
    if unknown := sorted(found - set(FORMS)):
        raise OrderError(f"only {unknown[0]!r} is not known; expected some of {', '.join(FORMS)}")
    if not found:
        raise OrderError(f"only {words!r} names nothing; expected some of {', '.join(FORMS)}")
    return found
