import pytest

from layouts.names import name_class, short_name, short_place, width
from layouts.text import Text

ZH, EN = Text("zh"), Text("en")


@pytest.mark.parametrize(
    ("name", "above", "text", "shown"),
    [
        ("东门街道", "泓川区", ZH, "东门"),
        ("泓川区第3网格", "泓川区", ZH, "第3"),
        ("红杉树社区居委会", "", ZH, "红杉树"),
        ("杨西村委会", "", ZH, "杨西"),
        ("Dongmen Street", "", EN, "Dongmen"),
        ("东门街道", "东门街道", ZH, "东门"),
    ],
)
def test_short_names(name: str, above: str, text: Text, shown: str) -> None:
    assert short_name(name, above, text) == shown


def test_width_counts_chinese_as_two_latin_letters_or_so() -> None:
    assert width("东门") == 2
    assert 0.9 < width("ab") < 1.2
    assert name_class("东门街道") == "nm"
    assert name_class("Department of Housing Preservation") == "nm long"


@pytest.mark.parametrize(
    ("room", "shown"),
    [(20, "东门街道 · 鼓楼社区"), (8, "东门 · 鼓楼"), (3, "鼓楼")],
)
def test_a_place_gives_up_levels_then_the_upper_area(room: float, shown: str) -> None:
    assert short_place("东门街道 · 鼓楼社区", room, ZH) == shown
