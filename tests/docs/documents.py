"""The documents as the tests read them: files, links, code blocks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

_FENCED: Final = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def documents() -> list[Path]:
    """Every Markdown file that a reader may come across."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def text_of(path: Path) -> str:
    """The text of a document."""
    return path.read_text(encoding="utf-8")


def everything() -> str:
    """All documents in one text."""
    return "\n".join(text_of(path) for path in documents())


def blocks(path: Path, language: str) -> Iterator[str]:
    """The contents of a document's code blocks in a language, without their indentation."""
    for indent, named, content in _FENCED.findall(text_of(path)):
        if named == language:
            yield "\n".join(line.removeprefix(indent) for line in content.splitlines())


def prose(path: Path) -> str:
    """A document without its code blocks."""
    return _FENCED.sub("", text_of(path))


def links(path: Path) -> Iterator[str]:
    """The targets of a document's links that lead to other files of ours."""
    for target in _LINK.findall(prose(path)):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]
