import pytest

from layouts.text import Text


@pytest.mark.parametrize(
    ("count", "words"), [("1", "1 case"), (1, "1 case"), ("2", "2 cases"), ("1,001", "1,001 cases")]
)
def test_one_is_not_several(count: object, words: str) -> None:
    assert Text("en")("warning.count", count=count) == words


def test_other_formats_are_those_of_python() -> None:
    assert Text("zh")("state.empty.scope", window="24h").count("24h") == 1
