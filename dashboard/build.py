"""Which build this is: a hash of everything the browser runs or shows, by which pages and files are told apart."""

import hashlib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]

FOLDERS: Final = ("assets", "layouts", "callbacks")
"""What the browser gets is made in these."""

KINDS: Final = (".css", ".js", ".json", ".py", ".toml")


def build_id() -> str:
    """A hash of everything the browser runs or shows: a page of another build reloads."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in KINDS:
                digest.update(path.read_bytes())
    return digest.hexdigest()
