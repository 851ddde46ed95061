from typing import Any

import pandas as pd

from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.index import SHOWN, IndexId, draw
from tests.layouts import samples
from tests.layouts.frames import index as sample
from tests.layouts.reading import components, links_of, text_of


def drawn(frame: pd.DataFrame | None = None, **view: str) -> dict[str, Any]:
    return draw(sample.full() if frame is None else frame, samples.context(**view))


def test_a_row_opens_its_area() -> None:
    rows = drawn(window="7d")[IndexId.ROWS]["children"]
    assert links_of(rows)[:2] == ["?window=7d&focus=index:s0", "?window=7d&focus=index:s1"]
    assert text_of(rows[0]) == "东门092"
    assert rows[0].className == "risk-row crit chosen"
    assert "近期强度 27.6 / 30 分" in rows[0].title


def test_a_part_that_is_not_known_has_no_bar() -> None:
    last = drawn()[IndexId.ROWS]["children"][-1]
    bars = [one.className for one in components(last) if getattr(one, "className", "").startswith("bar")]
    assert bars == ["bars", "bar", "bar", "bar", "bar", "bar out"]


def test_the_opened_area_explains_its_parts() -> None:
    drawing = drawn()
    parts = [text_of(one) for one in drawing[IndexId.PARTS]["children"]]
    assert parts[0] == "近期强度27.6 / 30加权 628.9 ÷ 33.8 千人，全域 5.2 倍"
    assert parts[1].endswith("近一日 236 件，常态 222.8，收缩后 1.04 倍")
    assert parts[2].endswith("超期 5 ÷ 在办 104，收缩后 3.8%")
    assert parts[4].endswith("热点内 81.8 ÷ 236 件，34.7%")
    assert text_of(drawing[IndexId.HERO]["children"]) == "东门0街道92.0所在区域 24.5"
    assert links_of(drawing[IndexId.HERO]["children"]) == ["?area=s0"]
    assert "100 米内" in drawing[IndexId.PARTS]["children"][3].title


def test_what_is_left_out_and_scaled_is_said() -> None:
    frame = sample.full()
    frame.attrs.update(opened="s7", chosen=True)
    drawing = drawn(frame, focus="index:s7")
    assert text_of(drawing[IndexId.PARTS]["children"][4]) == "热点占比— / 10末级区域不判热点，已剔除，其余权重折算"
    assert "按已知权重 90 折算" in text_of(drawing[IndexId.HERO]["children"])
    assert links_of(drawing[IndexId.HERO]["children"])[-1] == "?"


def test_the_cases_say_how_late_they_are() -> None:
    cases = [text_of(one) for one in drawn()[IndexId.CASES]["children"]]
    assert cases == ["5路面塌陷+2:00", "1积水\N{MINUS SIGN}1:00", "23在办 2.5 时"]
    frame = sample.full()
    frame.attrs["cases"] = []
    assert text_of(drawn(frame)[IndexId.CASES]["children"]) == "没有在办事件"


def test_the_unit_states_scale_time_version_and_what_is_cut() -> None:
    said = text_of(drawn(sample.full(SHOWN + 2))[unit_of(PanelId.INDEX)]["children"])
    assert said == f"0–100 · 件数截至 14:32 · 规则 2026.1 · 前 {SHOWN} 个，共 {SHOWN + 2} 个"


def test_nothing_known_says_so() -> None:
    frame = sample.full()
    frame["index"] = None
    assert "数据不足" in text_of(drawn(frame)[empty_of(PanelId.INDEX)]["children"])
