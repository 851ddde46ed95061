import pytest

from data_access.cases.masking import masked


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("联系张先生13812345678。", "联系张先生138****5678。"),
        ("138-1234-5678 或 138 1234 5678", "138-****-5678 或 138 **** 5678"),
        ("身份证32031119800101123X", "身份证320311********123X"),
        ("电话0516-83712345", "电话0516-****2345"),
        ("编号SJ20261122000123，面积138平方米", "编号SJ20261122000123，面积138平方米"),
        ("经度117.19123456", "经度117.19123456"),
        ("\u202e反转\u202c 1381234\u200e5678", "反转 138****5678"),
        ("", ""),
    ],
)
def test_numbers_of_persons_lose_their_middle(told: str, shown: str) -> None:
    assert masked(told) == shown
    assert masked(shown) == shown
