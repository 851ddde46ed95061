"""Looking at a wall's page: what it shows, and whether what it shows is drawn properly."""

from collections.abc import Mapping
from typing import Any, Final

from playwright.sync_api import Page, expect

from data_access.view import View
from layouts import format as written
from layouts.panels.kpis import RATES
from layouts.text import Text

WAIT: Final = 40_000
"""Milliseconds that a page on a busy machine is given."""

_PAINTED: Final = "view => window.gridscope?.painted && (view === null || gridscope.painted.view === view)"


_MOUNTED: Final = """() => {
  // Those of other scenes are mounted too, and drawn when their scene is shown.
  const seen = (graph) => graph.closest('.p').checkVisibility();
  const graphs = [...document.querySelectorAll('.dash-graph')].filter(seen);
  return graphs.length && graphs.every((graph) => graph.querySelector('.js-plotly-plot .main-svg'));
}"""


def show(page: Page, url: str) -> None:
    """Open an address and wait for its picture, charts and all."""
    page.goto(url)
    painted(page)
    page.wait_for_function(_MOUNTED, timeout=WAIT)


def change_to(page: Page, query: str) -> None:
    """Change the address to another view, as a link on the page does, and wait for its picture."""
    view = View.from_query(query).to_query()
    page.evaluate("search => window.dash_clientside.set_props('url', { search })", f"?{query}")
    painted(page, view)


def painted(page: Page, view: str | None = None) -> None:
    """Wait until the picture of a view (of any) is painted."""
    page.wait_for_function(_PAINTED, arg=view, timeout=WAIT)


def figures(page: Page) -> dict[str, str]:
    """The figures of the tape by measure."""
    names = ("reported", "closed", "open", "overdue", "on_time_rate", "response_p50", "satisfaction")
    return dict(zip(names, page.locator(".kpi .fg").all_inner_texts(), strict=True))


def expected_figures(row: Mapping[str, Any], language: str = "zh") -> dict[str, str]:
    """The same as the API's row says them."""
    text = Text(language)
    found = {name: written.number(row[name]) for name in ("reported", "closed", "open", "overdue")}
    found |= {name: written.rate(row[name]["value"]) for name in RATES}
    return found | {"response_p50": written.duration_parts(text, row["response_seconds"]["p50"])[0]}


def expect_figure(page: Page, measure: str, shown: str) -> None:
    """Wait until a figure of the tape is shown."""
    place = ("reported", "closed", "open", "overdue").index(measure)
    expect(page.locator(".kpi .fg").nth(place)).to_have_text(shown, timeout=WAIT)


_SETTLED: Final = """() => {
  const width = (element) => element.getBoundingClientRect().width;
  const plots = [...document.querySelectorAll('.js-plotly-plot')];
  const seen = plots.filter((plot) => plot.closest('.p').checkVisibility());
  return seen.every((plot) => Math.abs(width(plot.querySelector('.main-svg')) - plot.clientWidth) < 2);
}"""


def resize(page: Page, width: int, height: int) -> None:
    """Give the page another size and wait until its charts and its map have taken it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(_SETTLED, timeout=WAIT)
    # Two frames: the first lays out, the second has the map's labels where they belong.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


KEEP: Final = """() => {
  window.kept = {
    map: document.querySelector('.leaflet-container'),
    paths: document.querySelector('.leaflet-overlay-pane svg g'),
    plots: [...document.querySelectorAll('.js-plotly-plot')],
    page: document.querySelector('.wall'),
  };
  return window.kept.plots.length;
}"""

SAME: Final = """() => {
  const { map, paths, plots, page } = window.kept;
  return {
    map: map === document.querySelector('.leaflet-container'),
    paths: paths === document.querySelector('.leaflet-overlay-pane svg g'),
    plots: plots.every((plot) => plot.isConnected && plot.classList.contains('js-plotly-plot')),
    page: page === document.querySelector('.wall'),
  };
}"""

# Text as it is seen: each line's box, cut by everything around it that clips.
DEFECTS: Final = r"""({ wall, scrolls }) => {
  const u = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push(`scrolls sideways: ${root.scrollWidth} > ${innerWidth}`);
  if (!scrolls && root.scrollHeight > innerHeight) found.push(`scrolls: ${root.scrollHeight} > ${innerHeight}`);
  const clipped = (box, element) => {
    let seen = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const frame = one.getBoundingClientRect();
      const give = style.overflowX === 'clip' ? parseFloat(style.overflowClipMargin) || 0 : 0;
      seen = {
        left: Math.max(seen.left, frame.left - give), right: Math.min(seen.right, frame.right + give),
        top: Math.max(seen.top, frame.top - give), bottom: Math.min(seen.bottom, frame.bottom + give),
      };
    }
    return seen;
  };
  const held = (element) =>
    Boolean(element) && (getComputedStyle(element).position === 'fixed' || held(element.parentElement));
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const words = node.data.trim();
    const element = node.parentElement;
    if (!words || element.closest('script, style, .dash-dropdown-focus-target')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      // A line box is higher than its letters.
      const trim = 0.2 * box.height;
      const letters = { left: box.left, right: box.right, top: box.top + trim, bottom: box.bottom - trim };
      const seen = clipped(letters, element);
      if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) continue;
      const size = parseFloat(getComputedStyle(element).fontSize) / u;
      if (wall && size < 14.95 && !element.closest('.rhythm-marks')) found.push(`small: ${size.toFixed(1)}u ${words}`);
      if (seen.bottom - seen.top < 0.8 * (letters.bottom - letters.top)) found.push(`cut in height: ${words}`);
      const mayEnd = '.nm, .a, .b, .pl, .to, .pill, .crumb > *, h1, .dash-dropdown-value, .sg, label, .slot h2';
      const dots = element.closest(mayEnd);
      const marked = dots && getComputedStyle(dots).textOverflow === 'ellipsis';
      if (!marked && letters.right - seen.right > 2) found.push(`cut in width: ${words}`);
      if (seen.left < -1 || seen.right > innerWidth + 1) found.push(`outside: ${words}`);
      if (!scrolls && (seen.top < -1 || seen.bottom > innerHeight + 1)) found.push(`outside: ${words}`);
      lines.push({ words, seen, node, held: held(element) });
    }
  }
  lines.forEach((one, place) => {
    for (const other of lines.slice(place + 1)) {
      // A bar that stays while the page scrolls lies over whatever comes to stand below it.
      if (other.node === one.node || (scrolls && other.held !== one.held)) continue;
      const wide = Math.min(one.seen.right, other.seen.right) - Math.max(one.seen.left, other.seen.left);
      const high = Math.min(one.seen.bottom, other.seen.bottom) - Math.max(one.seen.top, other.seen.top);
      if (wide > 1.5 && high > 1.5) found.push(`on each other: ${one.words} | ${other.words}`);
    }
  });
  document.querySelectorAll('.sit .cl').forEach((clause, place) => {
    const boxes = [...clause.getClientRects()].filter((box) => box.width > 1);
    const whole = boxes.filter((box) => {
      const seen = clipped(box, clause);
      return seen.right - seen.left > box.width - 2 && seen.bottom - seen.top > 0.8 * box.height;
    });
    const left = whole.length === 0 && place > 0;
    if (!left && whole.length < boxes.length) found.push(`clause cut: ${clause.textContent}`);
  });
  for (const element of document.querySelectorAll('.kpi, .kpi *, .sit, .sit *')) {
    if (getComputedStyle(element).textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth) {
      found.push(`ellipsis: ${element.textContent}`);
    }
  }
  return [...new Set(found)];
}"""
