"""A printed PDF whose text can be searched and copied.

Chinese fonts draw many a character and the radical it stems from with one glyph, and Chromium writes down the radical,
whose number is the lower one. What is seen stays as it is; what it is read as is put right.
"""

import io
import re
import unicodedata
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter

_RADICALS: Final = (
    "⺂⺃⺅⺉⺋⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺠⺡⺣⺤⺦⺨⺭⺯⺰⺱⺳⺹⺺⺾⻂⻅⻆⻈"
    "⻉⻋⻌⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲⼾"
    "㬵"
)
_READ: Final = (
    "乛乚亻刂㔾尣尢巳幺彑彐忄扌攵旡歺民氵灬爫丬犭礻糹纟罓㓁耂肀艹衤见角讠"
    "贝车辶钅長镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀户"
    "胶"
)
_CHARACTERS: Final = str.maketrans(_RADICALS, _READ)

_KANGXI: Final = range(0x2F00, 0x2FD6)
_LINE: Final = re.compile(rb"^((?:<[0-9A-Fa-f]+> ){1,2})<([0-9A-Fa-f]{4})>$", re.MULTILINE)


def searchable(pdf: bytes) -> bytes:
    """The same document with the text of its fonts' glyphs as people write it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    done: set[int] = set()
    for page in writer.pages:
        for font in _fonts(page):
            told = font.get("/ToUnicode")
            stream: Any = None if told is None else told.get_object()
            if stream is not None and id(stream) not in done:
                done.add(id(stream))
                stream.set_data(_LINE.sub(_corrected, stream.get_data()))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _fonts(page: PageObject) -> list[Any]:
    """The fonts that a page names, none of a blank one."""
    resources: Any = page.get("/Resources")
    named: Any = None if resources is None else resources.get_object().get("/Font")
    return [] if named is None else [font.get_object() for font in named.get_object().values()]


def written(character: str) -> str:
    """The character that a radical stands for; any other stays."""
    found = character.translate(_CHARACTERS)
    return unicodedata.normalize("NFKC", found) if ord(found) in _KANGXI else found


def _corrected(line: "re.Match[bytes]") -> bytes:
    """A line of a map from codes to text. One of a range of several codes tells of the first of them, and is left."""
    codes = line[1].split()
    if len(codes) == 2 and codes[0] != codes[1]:
        return line[0]
    # Half of a pair of surrogates is no character.
    number = int(line[2], 16)
    character = chr(number)
    return line[1] + b"<%04X>" % ord(written(character)) if not 0xD800 <= number < 0xE000 else line[0]
