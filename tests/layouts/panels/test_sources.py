from layouts.ids import PanelId, unit_of
from layouts.panels.sources import SourcesId, draw
from tests.layouts import samples
from tests.layouts.frames.sources import full
from tests.layouts.reading import components, explained_in, links_of, text_of


def test_rows_say_how_much_and_how_old() -> None:
    rows = draw(full(), samples.context())[SourcesId.ROWS]["children"]
    assert text_of(rows[0]) == "来源 010020.050.02 分"
    assert "较前期 80 件 +25%" in rows[0].title
    assert links_of(rows)[0] == "?source=source-0"
    chosen = draw(full(1), samples.context(source="source-0"))
    assert links_of(chosen[SourcesId.ROWS]["children"]) == ["?"]


def test_silence_and_no_data_are_said_and_never_nought() -> None:
    rows = draw(full(), samples.context())[SourcesId.ROWS]["children"]
    assert text_of(rows[6]) == "来源 69420.050.0静默 8 时"
    assert "sym warn" in [getattr(one, "className", "") for one in components(rows[6])]
    assert text_of(rows[7]) == "来源 7———无数据"


def test_the_effective_number_stands_beside_the_title() -> None:
    unit = draw(full(), samples.context())[unit_of(PanelId.SOURCES)]["children"]
    assert text_of(unit) == "有效来源 3.1 / 8 · 前期 3.3"
    (figure,) = [one for one in components(unit) if getattr(one, "href", None)]
    assert "香农熵" in figure.title
    assert explained_in(unit) == ["source_diversity"]
