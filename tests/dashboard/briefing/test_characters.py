import subprocess

import pytest

from dashboard.briefing import characters
from dashboard.briefing.characters import missing_glyphs, printable


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert printable("a\x00b\x1fc\ufffe") == "a\ufffdb\ufffdc\ufffd"
    assert printable("甲\t乙\n丙") == "甲\t乙\n丙"


def test_every_character_of_an_ordinary_text_has_a_glyph() -> None:
    assert missing_glyphs("泓川区 · 2026 年第 48 周（A）：上升 12.5%，▲ ◆ ○ − ÷ —\u200b\u3000\n") == ""


def test_a_character_that_no_font_has_is_found_once() -> None:
    """No font draws what Unicode has not assigned, nor what is private to some other font."""
    assert missing_glyphs("甲\U000e0fff乙\U000e0fff\U00010ffd") == "\U000e0fff\U00010ffd"


def test_where_nobody_can_be_asked_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError("fc-list")

    monkeypatch.setattr(subprocess, "run", gone)
    characters._drawable.cache_clear()
    try:
        assert missing_glyphs("\U000e0fff") == ""
    finally:
        characters._drawable.cache_clear()
