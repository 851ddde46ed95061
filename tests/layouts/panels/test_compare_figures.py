from layouts.panels.compare_figures import CompareFiguresId, draw
from tests.layouts import samples
from tests.layouts.frames import compare_figures
from tests.layouts.reading import components, explained_in, text_of

ROWS = CompareFiguresId.ROWS


def rows(**view: str) -> dict[str, list[object]]:
    frame = compare_figures.full(areas="against" in view and view["against"] != "previous")
    drawn = draw(frame, samples.context(**view))[ROWS]["children"]
    return dict(zip(frame["measure"], drawn, strict=True))


def test_a_row_says_both_values_what_they_are_made_of_and_their_difference() -> None:
    shown = {name: text_of(row) for name, row in rows().items()}
    assert shown["reported"] == "上报233151+82+54%明显不同"
    assert shown["open"] == "在办9693期末+3+3%差别不明显"
    assert shown["on_time_rate"] == "按期办结率90.0%180 / 20099.0%198 / 200−9.0 点明显较差"
    assert shown["response_p50"] == "响应中位16.4分20 件22分28 件−5.9 分−27%明显较好"
    assert shown["handling_p90"] == "处置 P9019.7时214 件—0 件—"
    assert shown["source_diversity"] == "来源多样性1.67233 件3.47151 件−1.80−52%"


def test_counts_of_areas_are_also_told_per_head() -> None:
    shown = rows(area="s1", against="area:s2")
    assert text_of(shown["reported"]) == "上报233每千人 2.00151每千人 20.5+82每千人 −18.5明显不同"


def test_each_value_leads_to_its_own_explanation() -> None:
    before = rows(scene="compare", against="previous")["on_time_rate"]
    assert explained_in(before) == ["on_time_rate", "on_time_rate/window:previous"]
    other = rows(scene="compare", area="s1", against="area:s2")["reported"]
    assert explained_in(other) == ["reported", "reported/area:s2"]
    # Of what is not known there is nothing to explain.
    assert explained_in(rows()["handling_p90"]) == ["handling_p90"]


def test_only_what_is_sure_stands_out_and_worse_has_a_shape() -> None:
    def classes(name: str) -> set[str]:
        return {part for one in components([rows()[name]]) for part in (getattr(one, "className", "") or "").split()}

    assert {"gap", "quiet"} <= classes("open")
    assert {"sym", "note", "worse"} <= classes("on_time_rate")
    assert "sure" in classes("reported")
    assert not {"sure", "quiet"} & classes("source_diversity")


def test_bars_of_a_row_share_a_scale() -> None:
    bars = next(one for one in components([rows()["reported"]]) if getattr(one, "className", "") == "cmp-bars")
    assert [one.style["width"] for one in bars.children] == ["100.00%", "64.81%"]
