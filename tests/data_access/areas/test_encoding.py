import pytest

from data_access.areas.encoding import decode
from data_access.areas.tree import AreaError

TEXT = "code,name\n1,鼓楼区\n2,黄楼街道\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_chinese_tables(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "t.csv") == TEXT


def test_rare_characters_of_gb18030() -> None:
    text = "1,𠮷村\n"
    assert decode(text.encode("gb18030"), "t.csv") == text


def test_utf8_cut_inside_a_character_is_not_read_as_gb18030() -> None:
    with pytest.raises(AreaError, match=r"t\.csv line 3: bytes .*: expected UTF-8 text, which the rest"):
        decode(TEXT.encode()[:-2], "t.csv")


def test_bytes_that_are_neither() -> None:
    with pytest.raises(AreaError, match=r"t\.csv line 2: bytes .*: expected text in UTF-8 or GB18030"):
        decode(b"code\n\xff\xff\xff", "t.csv")
