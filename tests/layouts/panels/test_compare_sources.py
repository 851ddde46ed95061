from layouts.panels.compare_sources import CompareSourcesId, draw
from tests.layouts import samples
from tests.layouts.frames import compare_sources
from tests.layouts.reading import components, explained_in, text_of


def test_rows_carry_both_counts_on_one_scale_and_their_difference() -> None:
    rows = draw(compare_sources.full(), samples.context())[CompareSourcesId.ROWS]["children"]
    assert [text_of(row) for row in rows] == ["来源 a12040+80", "来源 b6061−1", "未填20+2"]
    widths = [one.style["width"] for one in components(rows) if getattr(one, "style", None)]
    assert widths == ["100.00%", "33.33%", "50.00%", "50.83%", "1.67%", "0.00%"]
    assert "60.0% 对 40.0%" in rows[0].children[0].title


def test_each_count_leads_to_its_explanation() -> None:
    rows = draw(compare_sources.full(), samples.context(scene="compare", area="s1", against="area:s2"))
    told = explained_in(rows[CompareSourcesId.ROWS]["children"][0])
    assert told == ["reported/source:a", "reported/area:s2+source:a"]
