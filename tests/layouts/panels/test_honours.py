from typing import Any

from layouts import ids
from layouts.ids import PanelId
from layouts.panels.honours import HonoursId, draw
from tests.layouts import samples
from tests.layouts.frames import honours
from tests.layouts.reading import components, links_of, text_of


def _groups(frame: Any, **view: Any) -> list[Any]:
    groups: list[Any] = draw(frame, samples.context(**view))[HonoursId.GROUPS]["children"]
    return groups


def test_the_first_and_the_last_of_each_ranking() -> None:
    areas, departments, *_ = _groups(honours.full())
    assert text_of(areas) == "街道红榜1东门096.02东门193.03东门290.0黑榜10东门387.09东门484.08东门581.0"
    assert text_of(departments).startswith("部门红榜1部门096.0")
    assert links_of(areas)[0] == "?focus=area:area0"
    assert sum(getattr(one, "className", "") == "sym warn" for one in components(areas)) == 3


def test_without_posts_it_says_no_data() -> None:
    assert text_of(_groups(honours.full())[2]) == "岗位无数据：上报中没有岗位"
    assert text_of(_groups(honours.full(posts=True))[2]).startswith("岗位红榜1部门0")


def test_nobody_ranked_is_not_no_data() -> None:
    frame = honours.full()
    frame.attrs["posts"] = True
    assert text_of(_groups(frame)[2]) == "岗位无可排名者"


def test_a_list_may_be_empty_by_itself() -> None:
    frame = honours.full()
    red = frame[frame["list"] != "black"]
    black = frame[frame["list"] != "red"]
    assert "黑榜无其他参评者" in text_of(_groups(red)[0])
    assert "红榜无合格者" in text_of(_groups(black)[0])


def test_urged_and_supervised() -> None:
    group = _groups(honours.full())[3]
    assert text_of(group) == "催办 / 督办zhujian9 / 1gongan2 / 1"
    frame = honours.full()
    assert text_of(_groups(frame[frame["list"] != "urged"])[3]) == "催办 / 督办没有催办、督办"


def test_what_events_do_not_hold_of_the_hotline_is_said() -> None:
    group = _groups(honours.full())[4]
    assert text_of(group) == "热线三率合计 90.6响应率 —无数据解决率 —无数据满意率 90.6%"
    titles = [one.title for one in components(group) if getattr(one, "title", None)]
    assert titles[0] == "事件数据中没有这项回访答复；权重 30 不计"
    assert titles[-1] == "有效回访（有评分的办结评价）138 件，满意 125 件；权重 35"


def test_nothing_to_score() -> None:
    drawing = draw(honours.full().iloc[:0], samples.context())
    assert drawing[ids.empty_of(PanelId.HONOURS)]["children"] is not None
