from layouts.panels.metric_table import content, table
from tests.layouts.metric_frames import MEANING, area, full, row, share, sheet
from tests.layouts.reading import components, links_of, text_of


def rows_of(children: list[object]) -> list[object]:
    return [one for one in components(children) if "mt-row" in (getattr(one, "className", None) or "").split()]


def test_the_whole_stands_above_the_areas_that_lead_down() -> None:
    made = content(sheet(full(), window="7d", focus="surface:risk"))
    whole, *lines = rows_of(made)
    assert text_of(whole) == "合计1,23496.0"
    assert [text_of(line) for line in lines] == ["第110099.0", "第220099.0", "第330099.0"]
    assert links_of(made) == ["?area=s1&window=7d", "?area=s2&window=7d", "?area=s3&window=7d"]


def test_a_status_has_its_mark_and_a_fault_its_words() -> None:
    late = area(1, status="crit", flags=["repeated"])
    line = rows_of(content(sheet([row(), late])))[1]
    assert "crit" in line.className
    marks = [one.className for one in components(line) if getattr(one, "className", "").startswith("sym")]
    assert marks == ["sym crit", "sym warn"]
    assert text_of(line) == "第11,234疑似重复"
    value = next(one for one in components(line) if "v crit" in getattr(one, "className", ""))
    assert "第1街道 · 摄像机：1,234 台" in value.title


def test_values_of_a_dimension_lead_nowhere_and_a_metric_without_it_stays_blank() -> None:
    rows = [row(), share(), row("row", key="road", name="道路交通")]
    made = content(sheet(rows, by="sector"))
    assert links_of(made) == []
    assert text_of(rows_of(made)[1]) == "道路交通1,234"


def test_without_anything_below_a_row_a_metric() -> None:
    made = content(sheet([row(), share()]))
    assert [text_of(one) for one in rows_of(made)] == ["摄像机1,234 台", "在线率96.0%目标 98%"]


def test_an_unknown_figure_is_a_dash_and_never_nought() -> None:
    rows = [row(), area(1, value=None, at=None, flags=["missing"])]
    assert text_of(rows_of(content(sheet(rows)))[1]) == "第1—无数据"


def test_heads_have_room_for_their_names_and_units() -> None:
    def head(*labels: str, unit: str = "") -> str:
        held = sheet([row(metric=f"m{number}") for number in range(len(labels))] + [area(1, "m0")])
        held.meanings = {
            f"m{number}": {**MEANING, "label": label, "unit": unit if number else "台"}
            for number, label in enumerate(labels)
        }
        (made,) = table(held, held.lines)
        height: str = made.style["--head"]
        return height

    one = head("在线率", unit="台")
    assert head("在线率", "完好率", unit="台") == one
    assert head("在线率", "完好率", unit="%") > one
    assert head("平均办理用时", "完好率", unit="台") == head("在线率", "完好率", unit="%")
    assert head("Queue per window", "Online", unit="台") == head("平均办理用时长度", "完好率", unit="%")


def test_beside_a_map_only_the_first_metrics() -> None:
    made = table(sheet(full()), sheet(full()).lines, 1)
    assert "96.0" not in text_of(made)
    assert "1,234" in text_of(made)
