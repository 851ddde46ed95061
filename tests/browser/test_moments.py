"""A moment that is told stands on the axes of open pages within seconds, legibly, and goes when it is removed."""

import json
import urllib.request
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.looking import WAIT, show
from tests.browser.walls import TOKEN, WallServer

HOURS = (20, 19.5, 8, 3)
BOXES = """() => [...document.querySelectorAll('.balance .moment-label')].flatMap((one) => {
  if (!one.checkVisibility()) return [];
  const box = one.getBoundingClientRect(), plot = one.parentElement.getBoundingClientRect();
  const type = parseFloat(getComputedStyle(one).fontSize) / gridscope.unit();
  return { left: box.left - plot.left, right: plot.right - box.right, end: box.right - plot.left, type };
}).sort((one, other) => one.left - other.left)"""


def ask(server: WallServer, method: str, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, {"Authorization": f"Bearer {TOKEN}"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def test_told_shown_and_taken_away(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?scene=flow")
    names = page.locator(".balance .moment-label:visible")
    expect(names).to_have_count(0)
    height = page.locator(".balance-box").bounding_box()
    now = datetime.now().astimezone()
    numbers = []
    try:
        for place, hours in enumerate(HOURS):
            moment = {"start": (now - timedelta(hours=hours)).isoformat(), "kind": "policy", "zh": f"新规{place}"}
            numbers.append(ask(wall_server, "POST", "/api/v1/moments", moment)["id"])
        expect(names.first).to_contain_text("新规0 +1", timeout=WAIT)
        expect(names.last).to_contain_text("新规3", timeout=WAIT)
        boxes = page.evaluate(BOXES)
        for box in boxes:
            assert box["type"] >= 15
            assert min(box["left"], box["right"]) >= -1
        assert all(one["end"] <= other["left"] for one, other in pairwise(boxes))
        assert "政策：新规1" in str(names.first.get_attribute("title"))
    finally:
        for number in numbers:
            ask(wall_server, "DELETE", f"/api/v1/moments/{number}")
    expect(names).to_have_count(0, timeout=WAIT)
    # The strip above the plot is there only for names.
    assert page.locator(".balance-box").bounding_box() == height
