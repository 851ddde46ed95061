"""Office files in which nothing tells when they were written: made twice of the same figures, they are the same
bytes."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def seal(path: Path, moment: datetime) -> None:
    """Write a file anew with `moment` for every time in it. OSError where it cannot be written."""
    path.write_bytes(sealed(path.read_bytes(), moment))


def sealed(content: bytes, moment: datetime) -> bytes:
    """A zip of parts, workbooks of charts within it included, with one time for all."""
    told = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    written = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(written, "w", ZIP_DEFLATED) as taken:
        for part in given.infolist():
            inner = given.read(part)
            if part.filename.endswith(".xlsx"):
                inner = sealed(inner, moment)
            elif part.filename == "docProps/core.xml":
                inner = _TIMES.sub(rb"\g<1>" + told + rb"\g<2>", inner)
            entry = ZipInfo(part.filename, _EPOCH)
            entry.compress_type, entry.external_attr = part.compress_type, part.external_attr
            taken.writestr(entry, inner)
    return written.getvalue()
