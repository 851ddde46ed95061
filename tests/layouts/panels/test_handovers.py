from layouts.ids import PanelId, unit_of
from layouts.panels.handovers import HandoversId, draw
from tests.layouts import samples
from tests.layouts.frames.handovers import full
from tests.layouts.reading import components, links_of, text_of


def test_departments_say_what_they_took_and_pushed() -> None:
    rows = draw(full(), samples.context())[HandoversId.ROWS]["children"]
    assert text_of(rows[0]) == "部门 0401025.010 分2.5 时"
    assert "sym warn" in [getattr(one, "className", "") for one in components(rows[0])]
    assert "退回 9 次" in rows[0].title
    assert links_of(rows)[:2] == ["?department=department-0", "?department=department-1"]


def test_an_acceptance_beyond_the_limit_is_marked_only_with_enough_cases() -> None:
    rows = draw(full(), samples.context())[HandoversId.ROWS]["children"]
    assert [any(one.className == "n p90 late" for one in components(row)) for row in rows[:2]] == [True, False]
    frame = full(1)
    frame["n"] = 3
    row = draw(frame, samples.context())[HandoversId.ROWS]["children"][0]
    assert "n p90 few" in [getattr(one, "className", "") for one in components(row)]
    assert "仅 3 件" in row.title


def test_ways_and_chains_are_written_with_arrows() -> None:
    drawing = draw(full(), samples.context())
    assert text_of(drawing[HandoversId.PAIRS]["children"][1]) == "部门 0 → 部门 17"
    chains = drawing[HandoversId.CHAINS]["children"]
    assert text_of(chains[0]) == "反复改派 6 件"
    assert text_of(chains[1]) == "城管局→住建局→城管局2 次 · 在办 · 屋面渗漏"
    assert text_of(chains[6]).startswith("城管局→住建局→城管局2 次 · 已办结")
    assert links_of(chains)[0] == "?area=s1"


def test_counts_stand_beside_the_title_and_no_chain_is_said() -> None:
    drawing = draw(full(chains=0), samples.context())
    assert "改派 22 次 · 退回 24 次" in text_of(drawing[unit_of(PanelId.HANDOVERS)]["children"])
    assert text_of(drawing[HandoversId.CHAINS]["children"]) == "没有改派两次以上的事件"
