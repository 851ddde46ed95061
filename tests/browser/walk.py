"""Walking through the scenes of a wall, and measuring in the page what can be wrong with how each is drawn."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from data_access.view import View
from tests.browser.looking import DEFECTS, WAIT

STAGES: Final = {
    1: ((1366, 768), (1920, 1080), (2560, 1440), (3840, 2160), (1080, 1920)),
    2: ((3840, 1080), (7680, 2160)),
    3: ((5760, 1080),),
}
"""Walls and rooms by how many stages they have: a laptop, the usual wall, 4K, a column; two stages; three."""

PLAIN: Final = {
    ".rhythm-marks": "stands on a cell of a figure, whose colour no style tells; its own is chosen for it",
    ".spot-badge": "stands on a disc of its own",
}
"""Texts whose background the measuring cannot know, by selector, with the reason."""

_ENTERED: Final = """([scene, language]) => {
  if (!window.gridscope?.painted) return false;
  const shown = new URLSearchParams(gridscope.painted.view);
  if ((shown.get('scene') || 'overview') !== scene || (shown.get('lang') || 'zh') !== language) return false;
  if (document.documentElement.lang.slice(0, 2) !== language) return false;
  // A screen with room for two scenes has asked for both.
  const beside = shown.get('beside');
  if (beside && !document.querySelector('.wall').classList.contains(`beside-${beside}`)) return false;
  if (!beside && document.querySelector('.wall').classList.contains('beside')) return false;
  const panels = [...document.querySelectorAll('.main > .p')].filter((panel) => panel.checkVisibility());
  if (!panels.length || panels.some((panel) => !panel.dataset.state)) return false;
  const plots = panels.flatMap((panel) => [...panel.querySelectorAll('.dash-graph')]);
  return plots.every((one) => {
    const drawn = one.querySelector('.js-plotly-plot .main-svg');
    return drawn && Math.abs(drawn.getBoundingClientRect().width - drawn.closest('.js-plotly-plot').clientWidth) < 2;
  });
}"""

_STILL: Final = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

# What looking.DEFECTS does not ask: contrast, titles cut with dots, panels without a picture or without room.
MEASURE: Final = r"""(plain) => {
  const u = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
  const found = [];
  const channels = (colour) => {
    const parts = (colour.match(/[\d.]+(e-?\d+)?/g) || []).map(Number);
    const scale = colour.startsWith('color(') ? 255 : 1;
    return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  // What an element paints below a point of it: its colour, or the flat gradient that covers part of it.
  const painted = (element, style, x) => {
    const [flat, ...others] = style.backgroundImage.match(/(rgba?|color)\([^)]*\)/g) || [];
    if (style.backgroundImage.startsWith('linear-gradient') && others.length === 1 && others[0] === flat) {
      const box = element.getBoundingClientRect();
      const [share] = style.backgroundSize.split(' ');
      const wide = share.endsWith('%') ? parseFloat(share) / 100 : 1;
      if (x <= box.left + wide * box.width) return channels(flat);
    }
    return channels(style.backgroundColor);
  };
  const backdrop = (element, x) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = painted(one, getComputedStyle(one), x);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!words || /^[–—−·/→|•\s]+$/.test(words) || element.closest('script, style') || element.closest(plain)) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) continue;
    const style = getComputedStyle(element);
    let opacity = 1;
    for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
    const halo = style.textShadow !== 'none' && style.textShadow.match(/rgba?\([^)]*\)/);
    const below = halo ? channels(halo[0]) : backdrop(element, box.left + Math.min(box.width, 10 * u) / 2);
    const ink = channels(style.color);
    const ratio = contrast(over([...ink.slice(0, 3), ink[3] * opacity], below), below);
    const size = parseFloat(style.fontSize) / u;
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5) - 0.02) found.push(`contrast ${ratio.toFixed(2)}: ${words} (${style.color})`);
  }
  for (const title of document.querySelectorAll('h1, .ph h2, .ph .un, .tab')) {
    if (!title.checkVisibility() || getComputedStyle(title).textOverflow !== 'ellipsis') continue;
    if (title.scrollWidth > title.clientWidth + 1) found.push(`title cut: ${title.textContent}`);
  }
  for (const panel of document.querySelectorAll('.main > .p')) {
    if (!panel.checkVisibility()) continue;
    const body = panel.querySelector('.pb').getBoundingClientRect();
    if (panel.dataset.state !== 'ready') found.push(`state ${panel.dataset.state}: ${panel.id}`);
    const room = `${(body.width / u).toFixed()} x ${(body.height / u).toFixed()}`;
    if (body.height < 60 * u || body.width < 120 * u) found.push(`no room: ${panel.id} ${room}`);
    const box = panel.getBoundingClientRect();
    const main = panel.parentElement.getBoundingClientRect();
    const beyond = [box.bottom - main.bottom, box.right - main.right, main.left - box.left, main.top - box.top];
    if (Math.max(...beyond) > 1) found.push(`outside the scene: ${panel.id}`);
    for (const other of document.querySelectorAll('.main > .p')) {
      if (other.id <= panel.id || !other.checkVisibility()) continue;
      const its = other.getBoundingClientRect();
      const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
      if (wide > 2 && high > 2) found.push(`panels on each other: ${panel.id} | ${other.id}`);
    }
  }
  return [...new Set(found)];
}"""


def enter(page: Page, scene: str, query: str, language: str) -> None:
    """Change the address to a scene as a link on the page does, and wait until all of it is drawn."""
    search = f"?{View.from_query(f'scene={scene}&lang={language}&{query}').to_query()}"
    page.evaluate("search => window.dash_clientside.set_props('url', { search })", search)
    entered(page, scene, language)


def entered(page: Page, scene: str, language: str) -> None:
    """Wait until all panels of a scene are drawn, and of the one beside it."""
    page.wait_for_function(_ENTERED, arg=[scene, language], timeout=WAIT)
    page.evaluate(_STILL)


def defects(page: Page, *, wall: bool = True) -> list[str]:
    """What is wrong with what the page shows, a line each; a page that is no wall may scroll down."""
    found: list[str] = page.evaluate(DEFECTS, {"wall": wall, "scrolls": not wall})
    more: Any = page.evaluate(MEASURE, ", ".join(PLAIN))
    return [*found, *more]


def lay(page: Page, words: str, style: str) -> None:
    """Lay a text somewhere on the page."""
    page.evaluate(
        """([words, style]) => {
          const made = document.createElement('div');
          made.textContent = words;
          made.style.cssText = 'position:absolute;z-index:999;white-space:nowrap;' + style;
          document.querySelector('.wall').append(made);
        }""",
        [words, style],
    )


def overgrown(database: Path) -> None:
    """Give every area, department, source and category of a closed SQLite file a name of 20 Chinese characters, and
    an English one of 40 letters."""
    chinese, latin = "综合治理与公共服务融合发展示范先行实验", "Comprehensive Enforcement and Services"
    kinds = "('department', 'source', 'category')"
    with closing(sqlite3.connect(database)) as connection, connection:
        areas = "UPDATE area SET name = ? || substr(code, -1), name_en = ? || substr(code, -2)"
        words = f"UPDATE vocabulary SET zh = ? || substr(code, -1), en = ? || substr(code, -2) WHERE kind IN {kinds}"
        for statement in (areas, words):
            connection.execute(statement, (chinese, latin))


def vast(page: Page) -> None:
    """Make the figures of the overview as large as counts get: a million and more."""
    page.evaluate(
        """() => {
          const short = document.documentElement.lang.startsWith('zh') ? '123万' : '1.23M';
          const put = (places, words) => document.querySelectorAll(places).forEach((figure) => {
            if (/^[\\d,]+$/.test(figure.textContent)) figure.textContent = words;
          });
          put('.kpi .fg, .areas-row .n', '1,234,567');
          put('.flow-figures b, .flow-entered span, .inflow-totals .n', short);
          document.querySelectorAll('.kpi .vl').forEach((figure) => figure.classList.add('long'));
          document.querySelectorAll('.flow-figures b').forEach((figure) => figure.classList.add('short'));
        }"""
    )
