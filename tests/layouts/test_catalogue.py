import re
import string
from pathlib import Path

import pytest

from layouts.text import Text, catalogue

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _fields(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_both_languages_have_the_same_phrases_and_values() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()
    differing = [key for key in zh if _fields(zh[key]) != _fields(en[key])]
    assert differing == []


def test_english_is_not_left_in_chinese() -> None:
    assert [key for key, phrase in catalogue("en").items() if CHINESE.search(phrase) and key != "language.zh"] == []


@pytest.mark.parametrize("folder", ["layouts", "callbacks", "assets"])
def test_interface_words_live_only_in_the_catalogue(folder: str) -> None:
    files = [path for kind in ("*.py", "*.js", "*.css") for path in (ROOT / folder).rglob(kind)]
    assert files
    assert [path.name for path in files if CHINESE.search(path.read_text(encoding="utf-8"))] == []


def test_a_missing_phrase_is_named() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        Text("zh")("no.such")


def test_emphasis_comes_from_the_phrase_never_from_a_value() -> None:
    runs = Text("zh").rich("sentence.overdue", count="**9**")
    assert runs[1].children == "**9**"
