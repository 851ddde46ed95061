"""Exports over HTTP: the same rows in every format, and clear refusals."""

import csv
import io
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient

from data_access.store.store import Store
from tests.data_access.worlds import accept, said

AREAS = "/api/v1/panels/areas?window=7d"


@pytest.fixture(autouse=True)
def cases(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00"), said("2", "collected", "22 12:00", title="=1+1")])


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_all_formats_have_the_same_rows(client: FlaskClient) -> None:
    told = client.get(AREAS)
    as_of = told.headers["X-Gridscope-As-Of"]
    table = client.get(f"{AREAS}&format=csv&as_of={as_of}")
    assert table.mimetype == "text/csv"
    assert table.get_data().startswith("\ufeff".encode())
    assert table.headers["X-Gridscope-As-Of"] == as_of
    assert table.headers["X-Gridscope-Version"] == str(told.json["version"])
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{AREAS}&format=xlsx&as_of={as_of}").data))
    head, *cells = book["数据"].iter_rows(values_only=True)
    reported = [row["reported"] for row in told.json["rows"]]
    assert sum(reported) == 2
    assert [int(row["上报"]) for row in rows_of(table.text)] == reported
    assert [row[head.index("上报")] for row in cells] == reported


def test_the_second_sheet_says_what_it_is(client: FlaskClient) -> None:
    answer = client.get(f"{AREAS}&format=xlsx&area=s1&department=chengguan")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert said["时段"] == "近 7 天"
    assert said["数据版本"] == answer.headers["X-Gridscope-Version"]
    assert said["导出人"] == "本机"
    assert said["程序版本"]
    assert said["来源"] == "全部"
    assert said["部门"] != "全部"
    assert said["上报"].startswith("近 7 天采集的事件数")
    who = client.get(f"{AREAS}&format=xlsx", environ_base={"REMOTE_ADDR": "10.0.0.7"})
    sheet = openpyxl.load_workbook(io.BytesIO(who.data))["说明"]
    assert ("导出人", "10.0.0.7") in list(sheet.iter_rows(values_only=True))
    named = client.get(f"{AREAS}&format=xlsx", environ_overrides={"REMOTE_USER": "李主任"})
    sheet = openpyxl.load_workbook(io.BytesIO(named.data))["说明"]
    assert ("导出人", "李主任") in list(sheet.iter_rows(values_only=True))


def test_files_have_a_chinese_name(client: FlaskClient) -> None:
    told = client.get("/api/v1/panels/departments?format=csv").headers["Content-Disposition"]
    plain, chinese = told.split("; ")[1:]
    assert plain.startswith('filename="departments_')
    assert unquote(chinese.removeprefix("filename*=UTF-8''")).startswith("部门响应时效_")


def test_text_is_not_run_by_a_spreadsheet(client: FlaskClient) -> None:
    rows = rows_of(client.get("/api/v1/panels/ticker?format=csv").text)
    assert "'=1+1" in [row["标题"] for row in rows]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/panels/areas?format=pdf", 400, "format 'pdf' is not offered"),
        ("/api/v1/panels/areas?format=csv&theme=brief", 400, "theme 'brief' means nothing to format 'csv'"),
        ("/api/v1/panels/areas?format=png&area=nowhere", 400, "area 'nowhere' is not in the area tree"),
        ("/api/v1/panels/areas?against=before", 400, "against 'before' is not known; expected previous or area:<code>"),
        ("/api/v1/panels/areas?against=area:nowhere", 400, "against 'area:nowhere' is not in the area tree"),
        ("/api/v1/measures?against=area:nowhere", 400, "against 'area:nowhere' is not in the area tree"),
        ("/api/v1/panels/compare?format=png", 400, "focus '' opens no panel 'compare'; expected focus=compare:..."),
        ("/api/v1/panels/nothing?format=png", 404, "panel 'nothing' is not known"),
        ("/api/v1/scenes/nothing", 400, "scene 'nothing' is not known"),
        ("/api/v1/scenes/flow?scene=risk", 400, "scene 'risk' is not that of the address; expected 'flow'"),
        ("/api/v1/scenes/flow?format=csv", 400, "format 'csv' is not offered; expected one of png, pdf"),
        ("/api/v1/scenes/flow?colour=red", 400, "parameter 'colour' is not known"),
    ],
)
def test_what_cannot_be_made_is_said(client: FlaskClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.json["error"]


def test_a_comparison_is_exported_like_any_panel(client: FlaskClient, store: Store) -> None:
    accept(store, [said("0", "collected", "20 09:00")])
    path = "/api/v1/panels/compare?window=today&focus=compare:areas&against=previous"
    told = client.get(path)
    assert told.json["view"]["against"] == "previous"
    s1 = {row["column"]: row for row in told.json["rows"] if row["key"] == ["s1"]}
    assert (s1["reported"]["value"], s1["reported"]["other_value"], s1["reported"]["difference"]) == (2, 0, 2)
    rows = [row for row in rows_of(client.get(f"{path}&format=csv").text) if row["行"] == "名s1"]
    assert [row["本侧值"] for row in rows if row["指标"] == "上报"] == ["2"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}&format=xlsx").data))
    assert ("对比对象", "previous") in list(book["说明"].iter_rows(values_only=True))
    # The drawer's other panels are tables too.
    assert client.get("/api/v1/panels/why?focus=why:open&format=xlsx").status_code == 200


def test_without_a_browser_it_is_said_how_to_get_one(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    answer = client.get("/api/v1/scenes/flow")
    assert answer.status_code == 501
    assert "apt-get install chromium" in answer.json["error"]
    assert "未安装浏览器" in answer.json["error"]
    assert client.get("/api/v1/panels/areas?format=csv").status_code == 200, "tables need none"


def test_the_page_before_the_camera_gets_what_it_needs(client: FlaskClient) -> None:
    told = client.get("/print/scene?search=%3Fwindow%3D7d&panels=map").json
    assert told["names"] == ["map"]
    assert set(told["ages"]) == {"map", "ticker"}, "the newest cases on the map are the live list's"
    assert "map-areas" in told["props"]
    assert told["view"] == "window=7d"
    whole = client.get("/print/scene?search=").json
    assert "departments" in whole["names"]
    assert "chrome" not in whole["names"]
    assert "map-areas" not in client.get("/print/scene?search=&panels=areas").json["props"]
    refused = client.get("/print/scene?search=&panels=stuck")
    assert refused.status_code == 400
    assert "panel 'stuck' is not in scene 'overview'" in refused.json["error"]
