"""The page of downloads and the files: what is listed can be had, nothing else, and nobody sees beyond an area."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.briefing.making import make
from dashboard.briefing.order import Order
from dashboard.settings import Settings
from data_access.store.store import Store
from tests.dashboard.briefing.cameras import Camera
from tests.dashboard.briefing.conftest import NAUGHTY, TEXTS, WEEK

API = "/api/v1/briefings"


@pytest.fixture(scope="module")
def out(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole tree with pictures, one of them incomplete; s1 in English; and what is no briefing."""
    found: Path = tmp_path_factory.mktemp("briefings")
    make(store, Order(WEEK, forms=frozenset({"png", "md"})), found, Camera({"flow": [("sankey", "gone")]}))
    make(store, Order(WEEK, "s1", "en", forms=TEXTS), found)
    (found / "d" / ".2026-W47.new-1").mkdir()
    (found / "d" / "2026-W44").mkdir()
    (found / "d" / "2026-W44" / "manifest.json").write_text('{"files": [{"name": "../../secret", "size": 1}]}')
    (found / "d" / "2026-W43").mkdir()
    (found / "d" / "2026-W43" / "manifest.json").write_text("{")
    (found / "secret").write_text("not for anybody")
    return found


@pytest.fixture(scope="module")
def client(store: Store, out: Path) -> Iterator[FlaskClient]:
    program = create_app(Settings(database_url=store.url, briefing_out=out), store)
    yield program.server.test_client()
    program.hub.stop()


def _got(client: FlaskClient, url: str) -> tuple[int, bytes, Mapping[str, str]]:
    """Status, content and headers; a file that is sent is closed."""
    with client.get(url) as answer:
        return answer.status_code, answer.data, answer.headers


def _told(client: FlaskClient, url: str) -> Any:
    return json.loads(_got(client, url)[1])


def test_the_list_tells_what_the_manifests_tell_and_where_the_files_are(client: FlaskClient) -> None:
    rows = _told(client, API)["rows"]
    assert [(row["area"], row["language"], row["week"], row["complete"]) for row in rows] == [
        ("d", "zh", "2026-W46", False),
        ("s1", "en", "2026-W46", True),
    ]
    for row in rows:
        assert _told(client, row["manifest"])["figures_sha256"] == row["figures_sha256"]
        for file in row["files"]:
            assert len(_got(client, file["url"])[1]) == file["size"], file["url"]
    assert rows[0]["made_at"].endswith("Z")


def test_an_area_narrows_to_what_is_below_it(client: FlaskClient) -> None:
    assert [row["area"] for row in _told(client, f"{API}?area=s1")["rows"]] == ["s1"]
    assert _told(client, f"{API}?area=s2")["rows"] == []
    assert _got(client, f"{API}/d/2026-W46/briefing.md?area=s1")[0] == 404
    assert _got(client, f"{API}/s1/2026-W46-en/briefing.md?area=s1")[0] == 200
    assert "area 'nowhere'" in _told(client, f"{API}?area=nowhere")["error"]


@pytest.mark.parametrize(
    "path",
    [
        "d/2026-W46/briefing.pdf",
        "d/2026-W46/../../secret",
        "d/2026-W46/%2E%2E%2F%2E%2E%2Fsecret",
        "../x/secret",
        "d/2026-W44/..%2F..%2Fsecret",
        "d/.2026-W47.new-1/manifest.json",
        "d/2026-W43/manifest.json",
        "d/2026-W46-en/manifest.json",
    ],
)
def test_nothing_but_what_a_manifest_lists_can_be_had(client: FlaskClient, path: str) -> None:
    status, content, _ = _got(client, f"{API}/{path}")
    assert status == 404
    assert b"not for anybody" not in content


def test_pictures_open_in_the_page_and_office_files_are_saved(client: FlaskClient) -> None:
    _, _, picture = _got(client, f"{API}/d/2026-W46/overview-a4.png")
    assert (picture["Content-Type"], picture["Content-Disposition"].split(";")[0]) == ("image/png", "inline")
    _, _, slides = _got(client, f"{API}/s1/2026-W46-en/briefing.pptx")
    assert slides["Content-Disposition"] == "attachment; filename=s1-2026-W46-en-briefing.pptx"


def test_the_page_names_areas_weeks_states_and_files(client: FlaskClient) -> None:
    page = _got(client, "/briefings")[1].decode()
    assert '<html lang="zh-CN"' in page
    assert [re.sub("<.*?>", "", one) for one in re.findall("<h2>.*?</h2>", page)] == ["名d", "名s1"]
    assert "不完整" in page
    assert "figures.json" not in page
    assert "本周名d上报事件 200 件" in page, "what the newest says can be read at once"
    assert NAUGHTY not in page
    for url in re.findall(r'href="(/api[^"]+)"', page):
        assert _got(client, url)[0] == 200, url
    english = _got(client, "/briefings?lang=en&area=s1")[1].decode()
    assert [re.sub("<.*?>", "", one) for one in re.findall("<h2>.*?</h2>", english)] == ["Name s1"]
    assert 'href="?area=s1&amp;lang=zh"' in english or 'href="?lang=zh&amp;area=s1"' in english
    assert "还没有简报" in _got(client, "/briefings?area=s2")[1].decode()


def test_another_language_is_refused_by_name(client: FlaskClient) -> None:
    status, content, _ = _got(client, "/briefings?lang=fr")
    assert (status, b"lang 'fr' is not known" in content) == (400, True)
