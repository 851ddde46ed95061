from layouts.ids import PanelId, unit_of
from layouts.panels.returns import ReturnsId, download, draw
from tests.layouts import samples
from tests.layouts.frames.returns import detail, full
from tests.layouts.reading import components, links_of, text_of


def table(frame: object, **view: object) -> list[object]:
    (found,) = draw(frame, samples.context(**view))[ReturnsId.ROWS]["children"]
    return [one for one in components(found) if str(getattr(one, "className", "")).startswith("mt-row ")]


def test_an_area_says_given_returned_spoiled_and_rate_and_is_a_way_there() -> None:
    rows = table(full(label="北街道"))
    assert text_of(rows[0]) == "北街道20/244420.0%"
    assert links_of(rows)[0] == "?area=s0"


def test_an_area_that_gave_nothing_has_no_rate() -> None:
    assert text_of(table(full(1, given=0, rate=None, label="北街道"))[0]) == "北街道0/2444—"


def test_figures_come_with_their_age_what_came_back_first_and_the_worst_of_what_was_given() -> None:
    rows = table(detail())
    assert [text_of(row) for row in rows] == [
        "办结12近 24 小时",
        "按期办结率75.0%近 24 小时",
        "满意率—近 24 小时",
        "指标 form.returned1,234 条60 分",
        "指标 given.stale1,234 条60 分停报",
        "指标 given.missing—60 分缺报",
        "指标 given.late1,234 条60 分迟报",
        "指标 given.suppressed不足公布数60 分",
        "指标 given.current1,234 条60 分",
    ]


def test_the_file_is_that_of_the_view() -> None:
    context = samples.context(area="s1", window="7d", language="en", scene="gathering")
    unit = draw(full(1), context)[unit_of(PanelId.RETURNS)]["children"]
    (link,) = [one for one in components(unit) if getattr(one, "href", None)]
    assert link.href == "api/v1/returns?area=s1&window=7d&lang=en&format=csv"
    assert download(samples.context().view) == "api/v1/returns?format=csv"


def test_the_unit_says_rate_and_what_is_late_or_missing() -> None:
    unit = draw(full(1), samples.context())[unit_of(PanelId.RETURNS)]["children"]
    assert text_of(unit) == "回流率 20.0% · 下载 CSV · 1 项迟报 · 3 项缺报"
