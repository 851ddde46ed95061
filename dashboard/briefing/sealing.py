"""Office files in which nothing tells when they were written: made twice of the same figures, they are the same
bytes."""

import re
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def sealed(content: bytes, moment: datetime) -> bytes:
    """An office file, workbooks of charts within it included, with `moment` for every time that is told in it."""
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
