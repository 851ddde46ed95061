"""From figures to text: what is said where something changed, and that nothing is where nothing did."""

from collections.abc import Iterator
from functools import cache

import pytest

from dashboard.briefing.composing import compose
from dashboard.briefing.document import TABLE_ROWS, Document
from dashboard.briefing.markup import to_html, to_markdown
from data_access.briefing.gathering import gather
from data_access.briefing.weeks import Week, period_of
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.dashboard.briefing.conftest import NAUGHTY, WEEK
from tests.data_access.worlds import accept, reading, said, world


@cache
def _document(store: Store, week: Week = WEEK, area: str = "", language: str = "zh") -> Document:
    with reading(store) as reader:
        period = period_of(week, reader.zone, reader.now)
        return compose(reader, gather(reader, area, period), "简报", language, [])


@pytest.fixture(scope="module")
def quiet() -> Iterator[Store]:
    """Two weeks that are the same day by day, of a source that is a sample."""
    with world() as found:
        found.declare([Term("source", "worker", "网格员", "Grid worker", {"sample": True})])
        told = []
        for number in range(140):
            day = f"{2 + number % 14:02d}"
            told.append(said(f"E{number}", "collected", f"{day} 09:00", source="worker", due_at=f"{day} 20:00"))
            told.append(said(f"E{number}", "handled", f"{day} 19:00", source="worker"))
        accept(found, told)
        yield found


def test_where_nothing_is_significant_nothing_is_said_of_any_change(quiet: Store) -> None:
    for language, moved in (("zh", ("较", "上升", "下降")), ("en", (" on last week,", "more than", "less than"))):
        document = _document(quiet, language=language)
        told = "\n".join(sentence for _, sentences in document.chapters() for sentence in sentences)
        assert not any(word in told for word in moved), told
        assert len(document.chapters()) == 2, "what the week came to, and what stands"
    document = _document(quiet)
    assert document.unchanged == (
        "总体情况、辖区情况、部门办理、事件来源、事件类别与上周相比无显著变化。各项考核得分均未跨越合格线或警戒线。"
    )
    said_of_week, unchanged = document.chapters()[0][1]
    assert said_of_week == "本周名d上报事件 70 件，办结 70 件，期末在办 0 件，超期未结 0 件，按期办结率 100%。"
    assert unchanged == document.unchanged


def test_topics_in_which_something_changed_are_not_called_unchanged(store: Store) -> None:
    document = _document(store)
    titles = [title for title, _ in document.chapters()]
    assert titles[:3] == ["一、总体情况", "二、辖区情况", "三、部门办理"]
    assert document.unchanged == "各项考核得分均未跨越合格线或警戒线。", "everything else did change"


def test_without_a_week_before_that_is_all_that_is_said(store: Store) -> None:
    document = _document(store, Week(2026, 45))
    assert document.unchanged == "历史数据不足，未与上周比较。"
    assert [title for title, _ in document.chapters()] == ["一、总体情况", "二、预警与热点"]


def test_samples_are_called_so(quiet: Store, store: Store) -> None:
    assert "全部数据为样例数据，仅供演示，不代表实际情况。" in _document(quiet).remarks
    assert not any("样例" in remark for remark in _document(store).remarks)


def test_a_week_that_is_not_over_is_told_up_to_now(store: Store) -> None:
    document = _document(store, Week(2026, 47), language="en")
    assert document.remarks[0] == "Data as of 2026-11-22 12:34"
    assert document.remarks[1].startswith("The week is not over")


def test_midnight_is_the_end_of_the_day_before(store: Store) -> None:
    assert _document(store).remarks[0] == "数据截至 2026 年 11 月 15 日 24 时"
    assert _document(store, language="en").remarks[0] == "Data as of the end of 2026-11-15"
    assert _document(store).subtitle == "名d · 2026 年 11 月 9 日至 2026 年 11 月 15 日"


def test_tables_are_numbered_after_the_text_and_cut_where_they_are_long(store: Store) -> None:
    document = _document(store)
    text = to_markdown(document)
    assert text.index("## 附表") > text.index("预警与热点")
    titles = [table.title for table in document.annex()]
    assert titles[0] == "表 1　主要指标"
    assert all(title.startswith(f"表 {number}　") for number, title in enumerate(titles, start=1))
    assert all(table.rows for table in document.annex())
    assert TABLE_ROWS == 12


def test_names_are_no_markup(store: Store) -> None:
    html, text = to_html(_document(store), stamp="不完整：<b>"), to_markdown(_document(store))
    assert "不完整：&lt;b&gt;" in html
    assert NAUGHTY not in text
    assert "=cmd\\|' /C calc'!A0" in text
    assert "=cmd|&#x27; /C calc&#x27;!A0" in html


def test_every_word_is_looked_at_for_glyphs(store: Store) -> None:
    document = _document(store)
    words = document.words()
    for _, sentences in document.chapters():
        assert all(sentence in words for sentence in sentences)
    assert NAUGHTY in words
