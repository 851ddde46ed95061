"""What a case is called where it is listed."""

from data_access.frames.titles import title_of
from data_access.store.store import Store
from tests.data_access.worlds import reading


def test_a_title_is_masked_and_the_category_stands_in(store: Store) -> None:
    with reading(store) as reader:
        told = title_of(reader, "来电 13912345678 反映", "city", "zh")
        assert told == "来电 139****5678 反映"
        assert title_of(reader, None, "city", "zh") == title_of(reader, "", "city", "zh") == "城市管理"
