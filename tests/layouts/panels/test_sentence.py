from layouts.ids import PanelId, body_of
from layouts.panels.sentence import draw
from tests.layouts import samples
from tests.layouts.reading import text_of

BODY = body_of(PanelId.SENTENCE)


def said(language: str = "zh", **facts: object) -> str:
    return text_of(draw(samples.sentence(**facts), samples.context(language=language))[BODY]["children"])


def test_names_the_level_and_the_three_most_urgent_facts() -> None:
    assert said() == (
        "态势偏紧滨江街道近 1 小时上报 91 件，常态 26 件；水务局响应 P90 52 分，时限 30 分；超期 37 件，较此前多 9 件。"
    )


def test_a_calm_day_states_what_happened() -> None:
    quiet = said(level="calm", worst_department=None, surge_area=None, overdue=0)
    assert quiet.startswith("态势平稳近 24 小时上报 1,284 件")
    assert quiet.endswith("没有超期事件。")


def test_overdue_without_a_past_makes_no_comparison() -> None:
    assert "较此前" not in said(overdue_previous=None)
    assert "少 3 件" in said(overdue_previous=40)
    assert "持平" in said(overdue_previous=37)


def test_a_silent_source_is_named_with_its_silence() -> None:
    assert "Resident app silent for 3.2 h" in said("en", silent_source="Resident app", silent_seconds=11_520.0)


def test_the_level_is_the_class() -> None:
    assert draw(samples.sentence(level="critical"), samples.context())[BODY]["className"] == "sit critical"


def test_each_clause_is_one_run_with_the_mark_before_it() -> None:
    runs = draw(samples.sentence(), samples.context())[BODY]["children"][1].children
    assert [text_of(run)[0] for run in runs] == ["滨", "；", "；"]
    assert text_of(runs[-1]).endswith("。")
