import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from dashboard.ledger.searchable import searchable, written

LINES = b"""2 beginbfchar
<01> <2EDA>
<02> <4E00>
endbfchar
2 beginbfrange
<03> <03> <2F94>
<04> <05> <2F00>
endbfrange"""


def document() -> bytes:
    """A page with one font that tells of radicals."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = DecodedStreamObject()
    stream.set_data(LINES)
    font = DictionaryObject({NameObject("/ToUnicode"): writer._add_object(stream)})
    fonts = DictionaryObject({NameObject("/F1"): font, NameObject("/F2"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_radicals_are_read_as_the_characters_they_are_drawn_as() -> None:
    assert [written(one) for one in "⻚⺠⾄⽹⼾⻔"] == ["页", "民", "至", "网", "户", "门"]
    assert [written(one) for one in "页A，１é"] == ["页", "A", "，", "１", "é"]


def test_only_the_text_of_the_fonts_changes() -> None:
    found = PdfReader(io.BytesIO(searchable(document())))
    font = found.pages[0]["/Resources"]["/Font"]["/F1"]
    told = font["/ToUnicode"].get_data()
    assert told == LINES.replace(b"2EDA", b"9875").replace(b"2F94", b"8A00")
