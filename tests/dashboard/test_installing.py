"""The manifest, the icons and the worker as a browser gets them."""

import json
import struct

import pytest
from flask.testing import FlaskClient

from dashboard.build import build_id


def test_the_manifest_in_both_languages(client: FlaskClient) -> None:
    found = client.get("/manifest.webmanifest?lang=zh")
    assert found.mimetype == "application/manifest+json"
    zh, en = json.loads(found.text), json.loads(client.get("/manifest.webmanifest?lang=en").text)
    assert (zh["lang"], en["lang"]) == ("zh-CN", "en")
    assert zh["name"] != en["name"]
    assert (zh["display"], zh["start_url"], en["start_url"]) == ("standalone", "/", "/?lang=en")
    preferred = client.get("/manifest.webmanifest", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert json.loads(preferred.text) == en
    assert json.loads(client.get("/manifest.webmanifest?lang=xx").text)["lang"] == "zh-CN"


def test_every_icon_is_what_it_says(client: FlaskClient) -> None:
    icons = json.loads(client.get("/manifest.webmanifest").text)["icons"]
    assert {icon.get("purpose", "any") for icon in icons} == {"any", "maskable"}
    for icon in [*icons, {"src": "/assets/icons/apple-180.png", "type": "image/png", "sizes": "180x180"}]:
        with client.get(icon["src"]) as found:
            assert (found.status_code, found.mimetype) == (200, icon["type"])
            if icon["type"] == "image/png":
                assert "{}x{}".format(*struct.unpack(">II", found.data[16:24])) == icon["sizes"]


def test_the_worker_is_that_of_the_build_and_is_never_kept(client: FlaskClient) -> None:
    found = client.get("/worker.js")
    assert found.mimetype == "text/javascript"
    assert found.headers["Cache-Control"] == "no-cache"
    assert f"const BUILD = '{build_id()}'" in found.text
    assert "__" not in found.text.replace("/_dash", "")


def test_the_page_without_a_network_stands_alone(client: FlaskClient) -> None:
    found = client.get("/offline")
    assert found.mimetype == "text/html"
    assert "没有网络" in found.text
    assert "No network" in found.text
    assert "__" not in found.text
    assert "src=" not in found.text


@pytest.mark.parametrize("part", ['rel="manifest"', 'name="theme-color"', "viewport-fit=cover", "apple-touch-icon"])
def test_the_page_tells_of_them(client: FlaskClient, part: str) -> None:
    assert part in client.get("/").text
