from typing import Any

import pandas as pd
import pytest

from data_access.clock import HOUR, MINUTE, SECOND
from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.warnings import FORM_WORDS, SHOWN, WarningsId, draw
from tests.layouts.frames.warnings import full, row
from tests.layouts.reading import components, links_of, text_of
from tests.layouts.samples import NOW, context


def rows_of(frame: pd.DataFrame, **view: Any) -> list[Any]:
    drawn: list[Any] = draw(frame, context(**view))[WarningsId.ROWS]["children"]
    return drawn


def one(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame([row(**changes)], dtype=object)


def buttons(node: Any) -> list[Any]:
    return [each for each in components(node) if type(each).__name__ == "Button"]


def unit(frame: pd.DataFrame, **view: Any) -> str:
    return text_of(draw(frame, context(**view))[unit_of(PanelId.WARNINGS)]["children"])


def test_what_where_since_and_by_which_figures() -> None:
    (drawn,) = rows_of(one())
    words = text_of(drawn)
    assert "东门街道激增，近 1 小时 41 件" in words
    assert "13:32 · 常态 9 件 · 4.6 倍" in words
    assert "已 60 分" in words
    assert drawn.className == "wn warn"
    assert "规则 surge（1-abcd）" in drawn.title
    assert "最近一次成立 2026-11-22 14:31:08" in drawn.title


def test_a_click_opens_it_and_a_replayed_one_leads_to_its_area() -> None:
    assert links_of(rows_of(one(), area="s1")) == ["?scene=takeover&area=s1&focus=warning:7"]
    assert links_of(rows_of(one(id=None))) == ["?area=s1"]
    assert links_of(rows_of(one(id=None, area=None))) == []


def test_only_the_first_is_filled_while_it_is_critical_and_unseen() -> None:
    two = pd.DataFrame([row(severity="crit"), row(severity="crit")], dtype=object)
    assert [each.className for each in rows_of(two)] == ["wn crit filled", "wn crit"]
    assert rows_of(one())[0].className == "wn warn"
    seen = row(severity="crit", state="acknowledged", acknowledged_by="甲", acknowledged_at=NOW)
    after = pd.DataFrame([seen, row(severity="crit")], dtype=object)
    assert [each.className for each in rows_of(after)] == ["wn crit ack", "wn crit filled"]


def test_who_has_seen_it_stands_in_the_row_and_the_note_in_its_title() -> None:
    given = {"acknowledged_by": "值班长", "acknowledged_note": "已派人", "acknowledged_at": NOW - MINUTE}
    (drawn,) = rows_of(one(state="acknowledged", **given))
    assert "值班长 14:31 已确认" in text_of(drawn)
    assert "已派人" in drawn.title
    assert buttons(drawn) == []


def test_a_button_says_what_it_acknowledges() -> None:
    (button,) = buttons(rows_of(one()))
    plain = button.to_plotly_json()["props"]
    assert plain["data-warning"] == "7"
    assert plain["aria-label"] == "确认这条预警: 东门街道激增，近 1 小时 41 件"
    assert set(plain) == {"children", "className", "title", "data-warning", "aria-label"}


@pytest.mark.parametrize(("changes", "view"), [({"id": None}, {}), ({}, {"as_of": NOW}), ({"state": "cleared"}, {})])
def test_what_is_past_has_no_button(changes: dict[str, Any], view: dict[str, Any]) -> None:
    assert buttons(rows_of(one(**changes), **view)) == []


@pytest.mark.parametrize(
    ("kind", "due_at", "label", "figure"),
    [
        ("deadline_near", NOW + 24 * MINUTE, "剩余", "0:24"),
        ("deadline_passed", NOW - 90 * MINUTE, "已超", "1:30"),
        ("deadline_passed", NOW - 200 * HOUR, "已超", "8 天"),
    ],
)
def test_a_deadline_counts(kind: str, due_at: int, label: str, figure: str) -> None:
    (drawn,) = rows_of(one(kind=kind, due_at=due_at))
    assert f"{label}{figure}" in text_of(drawn)
    (counting,) = [each for each in components(drawn) if "data-due" in each.to_plotly_json()["props"]]
    assert counting.to_plotly_json()["props"]["data-due"] == str(due_at)
    # What is past stands still.
    (frozen,) = rows_of(one(kind=kind, due_at=due_at), as_of=NOW)
    assert not [each for each in components(frozen) if "data-due" in each.to_plotly_json()["props"]]


def test_how_long_it_stands_in_whole_minutes() -> None:
    assert "刚刚" in text_of(rows_of(one(raised_at=NOW - MINUTE + 1)))
    assert "已 1 分" in text_of(rows_of(one(raised_at=NOW - MINUTE)))
    # A clock that is behind does not count backwards.
    assert "刚刚" in text_of(rows_of(one(raised_at=NOW + HOUR)))


def test_a_replayed_one_does_not_say_since_when() -> None:
    assert "—" in text_of(rows_of(one(id=None, raised_at=NOW), as_of=NOW))


def test_the_unit_counts_what_stands_and_says_what_is_wrong() -> None:
    frame = full()
    assert unit(frame) == "10 条有效"
    frame.attrs["lost"] = 2
    assert unit(frame) == "10 条有效 ·  2 条消息未送达"
    frame.attrs |= {"lost": 0, "evaluated_at": NOW - 5 * MINUTE - SECOND}
    assert unit(frame) == "10 条有效 ·  评估停于 14:27"
    assert unit(frame, as_of=NOW) == "10 条有效"
    frame.attrs["basis"] = "replayed"
    assert unit(frame, as_of=NOW) == "10 条有效 · 按规则回放"


def test_nothing_stands_or_nothing_was_evaluated() -> None:
    frame = full().iloc[:0]
    frame.attrs = {"basis": "kept", "counts": {}}
    assert text_of(draw(frame, context())[empty_of(PanelId.WARNINGS)]["children"]).startswith("当前没有预警")
    frame.attrs = {"basis": "not_yet", "counts": {}}
    assert text_of(draw(frame, context())[empty_of(PanelId.WARNINGS)]["children"]).startswith("预警评估尚未运行")


def test_no_more_rows_than_could_be_seen() -> None:
    frame = pd.DataFrame([row(id=number) for number in range(SHOWN + 5)], dtype=object)
    assert len(rows_of(frame)) == SHOWN


def test_the_form_gets_its_words() -> None:
    words = draw(full(), context())[WarningsId.FORM]
    assert words["data-by"] == "姓名或岗位"
    assert len(words) == len(FORM_WORDS)
    assert all(words.values())
