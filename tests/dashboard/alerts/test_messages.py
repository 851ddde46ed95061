"""What robots are sent: within their limits, and nothing in it that they would read as markup."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from dashboard.alerts.messages import LIMITS, Telling, address, payload, plain, trial
from dashboard.alerts.targets import Target
from tests.data_access.worlds import NOW
from tests.layouts.frames.warnings import row

ZONE = ZoneInfo("Asia/Shanghai")
AWKWARD = '"东门**街道**" <@all> [点我](http://evil.example/) `x` # 1\n> 引用 😀 <font color="warning">@13800000000'


def target(kind: str, **more: Any) -> Target:
    return Target(name="t", kind=kind, url="https://robot.example/send?key=k", **more)


def telling(change: str = "raised", **more: Any) -> Telling:
    person, note = more.pop("person", None), more.pop("note", None)
    return Telling(change, 1, NOW, "crit", person, note, row(**more))


def content(body: dict[str, Any]) -> str:
    found: str = body["text"]["content"] if body["msgtype"] == "text" else next(iter(body["markdown"].values()))
    return body["markdown"]["text"] if "text" in body.get("markdown", {}) else found


def sent(kind: str, *tellings: Telling, site: str = "指挥屏", **more: Any) -> str:
    return content(payload(target(kind, **more), tellings, site, ZONE))


def test_wecom_markdown() -> None:
    assert sent("wecom", telling()) == (
        "**指挥屏预警 1 条**\n"
        "紧急 · 发出：东门街道激增，近 1 小时 41 件\n"
        "> 11-22 12:34 常态 9 件 · 4.6 倍 · 多为占道经营 30 件"
    )


def test_dingtalk_markdown() -> None:
    body = payload(target("dingtalk"), [telling()], "指挥屏", ZONE)
    assert body["msgtype"] == "markdown"
    assert body["markdown"]["title"] == "指挥屏预警 1 条"
    assert body["markdown"]["text"].startswith("#### 指挥屏预警 1 条\n\n- 紧急 · 发出：东门街道激增")


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
def test_text(kind: str) -> None:
    body = payload(target(kind, form="text"), [telling(), telling("cleared")], "指挥屏", ZONE)
    assert body["msgtype"] == "text"
    lines = body["text"]["content"].splitlines()
    assert lines[0] == "指挥屏预警 2 条"
    assert lines[3].startswith("紧急 · 解除：")


def test_in_english() -> None:
    assert "critical · raised: Surge in" in sent("wecom", telling(), language="en")


def test_who_acknowledged() -> None:
    assert sent("wecom", telling("acknowledged", person="值班长", note="已派人")).endswith("> 值班长 确认：已派人")


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
@pytest.mark.parametrize("form", ["markdown", "text"])
def test_nothing_in_a_text_is_read_as_markup(kind: str, form: str) -> None:
    told = telling("acknowledged", area_path=AWKWARD, category_label=AWKWARD, person=AWKWARD, note=AWKWARD)
    raised = telling(area_path=AWKWARD, category_label=AWKWARD)
    words = sent(kind, told, raised, site=AWKWARD, form=form)
    bare = words.replace("**", "").replace("> ", "").replace("#### ", "").replace("- ", "")
    assert not set(bare) & set("*<>[]()`#@")
    assert "http://" not in words
    assert "😀" in words
    # Still one line a line.
    assert len([line for line in words.splitlines() if line.strip()]) == 5


def test_plain_text_stays_readable() -> None:
    assert plain("湖东街道 · 12 件, 38.0") == "湖东街道 · 12 件, 38.0"
    assert plain("a\n b\t c") == "a b c"
    assert plain(None) == ""
    assert plain("1 < 2 & *3*") == "1 \uff1c 2 \uff06 \uff0a3\uff0a"


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
@pytest.mark.parametrize("form", ["markdown", "text"])
def test_no_message_is_longer_than_a_robot_takes(kind: str, form: str) -> None:
    many = [telling(area_path="很长的名字" * 60, category_label="😀" * 300) for _ in range(10)]
    words = sent(kind, *many, form=form)
    assert len(words.encode()) <= LIMITS[kind] + 8
    assert "\ufffd" not in words
    assert words.encode().decode() == words


def test_json_for_programs() -> None:
    body = payload(target("json"), [telling("escalated"), telling(area_path='"\\ 😀')], "指挥屏", ZONE)
    assert body["site"] == "指挥屏"
    one = body["changes"][0]
    assert (one["id"], one["change"], one["at"], one["severity"]) == (
        "7-1",
        "escalated",
        "2026-11-22T04:34:56Z",
        "crit",
    )
    assert one["warning"]["evidence"]["count"] == 41
    assert one["warning"]["headline"] == "东门街道激增，近 1 小时 41 件"
    assert json.loads(json.dumps(body, allow_nan=False)) == body
    assert body["changes"][1]["warning"]["area_path"] == '"\\ 😀'


@pytest.mark.parametrize("kind", ["json", "wecom", "dingtalk"])
def test_titles_of_cases_are_told_to_nobody(kind: str) -> None:
    told = telling(kind="deadline_passed", title=None, category_label="占道经营", evidence={"event_id": "SJ1"})
    assert "占道经营 SJ1" in json.dumps(payload(target(kind), [told], "x", ZONE), ensure_ascii=False)


def test_dingtalk_signs_with_the_time() -> None:
    signed = urlsplit(address(target("dingtalk", secret="SEC"), NOW))
    query = parse_qs(signed.query)
    stamp = str(NOW // 1000)
    expected = hmac.new(b"SEC", f"{stamp}\nSEC".encode(), hashlib.sha256).digest()
    assert query["key"] == ["k"]
    assert query["timestamp"] == [stamp]
    assert base64.b64decode(query["sign"][0]) == expected
    assert address(target("dingtalk"), NOW) == target("dingtalk").url


@pytest.mark.parametrize("kind", ["json", "wecom", "dingtalk"])
def test_a_trial_says_that_it_is_one(kind: str) -> None:
    assert "测试" in json.dumps(trial(target(kind), "指挥屏"), ensure_ascii=False)
