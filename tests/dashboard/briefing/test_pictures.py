import struct
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dashboard.briefing.pictures import GLYPHS, PAPER, SCREEN, as_page, sized, stamped, take_pictures, united
from data_access.view import View
from tests.dashboard.briefing.cameras import Camera, pdf, png

MILLIMETRES = 297


def test_a_picture_for_paper_is_a4_when_it_is_printed() -> None:
    picture = sized(png(3840, 2716), PAPER)
    with Image.open(BytesIO(picture)) as opened:
        opened.load()
        across, _ = opened.info["dpi"]
        assert opened.width / across * 25.4 == pytest.approx(MILLIMETRES, abs=0.1)
        assert across > 300
    at = picture.index(b"pHYs")
    assert struct.unpack(">IIB", picture[at + 4 : at + 13])[2] == 1
    assert sized(picture, PAPER) == picture
    assert sized(png(384, 216), SCREEN) == png(384, 216)


def test_a_stamp_leaves_the_size_on_paper_and_what_is_below() -> None:
    plain = sized(png(384, 272), PAPER)
    with Image.open(BytesIO(stamped(plain, "不完整：热点"))) as opened, Image.open(BytesIO(plain)) as before:
        assert opened.size == before.size
        assert opened.info["dpi"] == before.info["dpi"]
        assert opened.getpixel((2, 2)) != before.getpixel((2, 2))
        assert opened.crop((0, 40, 384, 272)).tobytes() == before.convert("RGB").crop((0, 40, 384, 272)).tobytes()


def test_a_stamped_picture_makes_a_page_of_a4() -> None:
    page = as_page(png(3840, 2716))
    box = page[page.index(b"/MediaBox") :].split(b"]")[0].split(b"[")[1].split()
    wide, high = (float(one) / 72 * 25.4 for one in box[2:4])
    assert (wide, high) == (pytest.approx(297, abs=1), pytest.approx(210, abs=1))


def test_what_no_font_has_is_said_in_the_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def stamp(content: bytes, words: str) -> bytes:
        said.append(words)
        return content

    monkeypatch.setattr("dashboard.briefing.pictures.stamped", stamp)
    camera = Camera({"flow": [("sankey", "gone"), (GLYPHS, "\U0002f800")]})
    incomplete, _ = take_pictures(camera, tmp_path, View(language="en"), scenes=("flow", "risk"), pdf=False)
    assert [one.file for one in incomplete] == ["flow-a4.png", "flow-3840x2160.png"]
    assert set(said) == {"Incomplete: Source → category → stage, missing glyphs: \U0002f800"}
    assert camera.expected == [view.to_query() for view, _ in camera.asked[:2]]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError("pdfunite"), "pdfunite is not installed"),
        (subprocess.CalledProcessError(1, "pdfunite", stderr=b"Syntax Error: broken\n"), "Syntax Error: broken"),
    ],
)
def test_a_pdf_that_cannot_be_put_together_says_why(tmp_path: Path, error: Exception, words: str) -> None:
    page = tmp_path / ".page-01.pdf"
    page.write_bytes(pdf())

    def fails(*_: Any, **__: Any) -> None:
        raise error

    with pytest.raises(OSError, match=words):
        united([page], tmp_path / "briefing.pdf", run=fails)
    assert not page.exists()
