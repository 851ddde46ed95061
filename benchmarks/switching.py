"""How a wall goes from one scene to the next: how long its picture stands still, and whether any of it is blank.

A real server, a real Chromium at /wall/NAME, orders "next" one after the other. Of each switch: milliseconds from the
order to the new scene (`order`), for which the old picture stood still while the new one was made (`still`), and for
which any visible panel had nothing in it (`blank`, looked at in every frame).
"""

import json
import time
import urllib.request
from typing import Any

from harness import chromium, options, report, spread, start_demo, workspace

WATCH = """() => {
  window.switches = [];
  const bare = () => [...document.querySelectorAll('.main > .p')].some((panel) => {
    if (!panel.offsetParent) return false;
    const body = panel.querySelector('.pb');
    return panel.dataset.state !== 'ready' || !body || !(body.innerText.trim() || body.querySelector('svg, canvas'));
  });
  let last = performance.now();
  const look = (now) => {
    const one = window.switches[window.switches.length - 1];
    if (one && bare()) one.blank_ms += now - last;
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const enter = window.dash_clientside.navigation.enter;
  window.dash_clientside.navigation.enter = (payload) => {
    window.switches.push({ search: payload.search, began: performance.now(), blank_ms: 0 });
    return enter(payload);
  };
}"""
DONE = """(count) => window.switches.length > count && gridscope.switched
  && gridscope.switched.at >= window.switches[count].began"""


def order(address: str, wall: str, name: str) -> None:
    """Send an order to a wall."""
    body = json.dumps({"by": "benchmark", "order": name}).encode()
    asked = urllib.request.Request(f"{address}api/v1/walls/{wall}/orders", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(asked).close()


def measure(browser: Any, address: str, wall: str, count: int, size: str) -> list[dict[str, Any]]:
    """The switches of one wall, in order."""
    width, height = map(int, size.split("x"))
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}wall/{wall}")
    page.wait_for_function("window.gridscope && gridscope.painted && gridscope.director && gridscope.director.told()")
    page.evaluate(WATCH)
    found = []
    for place in range(count):
        began = time.monotonic()
        order(address, wall, "next")
        page.wait_for_function(DONE, arg=place, timeout=30_000, polling=20)
        ended = time.monotonic()
        # What comes late counts as blank: the picture is looked at for a while after.
        page.wait_for_timeout(700)
        one = page.evaluate("(place) => ({...window.switches[place], ended: gridscope.switched.at})", place)
        found.append(
            {
                "scene": one["search"] or "?",
                "order": 1000 * (ended - began),
                "still": one["ended"] - one["began"],
                "blank": one["blank_ms"],
            }
        )
    page.close()
    return found


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--url", help="a server that runs already, with a / at its end; none: one is started")
    parser.add_argument("--wall", default="main", help="the wall to order")
    parser.add_argument("--count", type=int, default=22, help="orders")
    parser.add_argument("--size", default="1920x1080", help="the screen")
    given = parser.parse_args()
    with workspace() as folder, chromium() as browser:
        if given.url:
            found = measure(browser, given.url, given.wall, given.count, given.size)
        else:
            with start_demo(folder, 7) as program:
                program.wait_ready()
                found = measure(browser, f"{program.url}/", given.wall, given.count, given.size)
        names = ("order", "still", "blank")
        rows: list[tuple[Any, ...]] = [(one["scene"], *(one[name] for name in names)) for one in found]
        figures = {name: spread([one[name] for one in found]) for name in names}
        rows += [(what, *(figures[name][what] for name in names)) for what in ("p50", "p95", "max")]
        report(f"switching.py: milliseconds, {given.size}", given, ("", *names), rows, figures=figures)


if __name__ == "__main__":
    main()
