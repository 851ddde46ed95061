"""The line at the foot of a wall: how each feed is. The browser keeps counting the ages."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.clock import SECOND, Micros
from data_access.frames.feeds import HAS_STOPPED, IS_LATE, NEVER, NORMAL, Feed, Feeds
from data_access.statistics.arrivals import Arrivals
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, span
from layouts.ids import PageId
from layouts.panel import Drawing
from layouts.text import Text

SYMBOLS: Final = {NORMAL: "n", IS_LATE: "warn", HAS_STOPPED: "gone", NEVER: "none"}
"""The shape of each status: dot, diamond, and a hollow circle for what does not come."""

HIGH: Final = 60.0
"""From so many seconds on a lag is told on every screen."""

MANY: Final = 20
"""From so many cases an hour on the usual is a whole number."""


def draw_feeds(feeds: Feeds, context: Context) -> Drawing:
    """The entries, the worst first: the sources, of which those that find no room are left out whole, then the
    statistics as one, then what waits in quarantine."""
    entries = [_source(feed, context, feeds.live) for feed in feeds.sources]
    ends = [*([_statistics(feeds.statistics, context)] if feeds.statistics else []), *_held(feeds, context.text)]
    caption = span("feeds-title", context.text("feeds.title"))
    return {PageId.FEEDS: {"children": [caption, div("feeds-list", *entries), div("feeds-ends", *ends)]}}


def sample_mark(text: Text, samples: list[str]) -> dict[str, Any]:
    """What the header says when a view counts samples; `samples` names their sources."""
    if not samples:
        return {"children": None, "title": None}
    words = [html.Span(text("sample.long"), className="long"), html.Span(text("sample.short"), className="short")]
    return {"children": words, "title": text("sample.explained", sources=text("sample.joint").join(samples))}


def _source(feed: Feed, context: Context, live: bool) -> Component:
    text = context.text
    parts: list[Child] = [span("nm", feed.label)]
    if feed.sample:
        parts.append(span("smp", text("sample.mark")))
    parts.append(_age(feed, text, live))
    if feed.lag is not None and feed.status == NORMAL:
        parts.append(_lagging(text, feed.lag))
    if feed.rate is not None:
        parts.append(span("rt", _rate(feed, text)))
    if feed.held:
        parts.append(span("hd-held", text("feeds.held_here", count=written.number(feed.held))))
    symbol = span(f"sym {SYMBOLS[feed.status]}", **{"aria-hidden": "true"})
    return span(f"feed {feed.status}", symbol, *parts, title=_explained(feed, context))


def _age(feed: Feed, text: Text, live: bool) -> Component:
    """The age of the newest message; of the newest case where those are late, and as of a past T."""
    if feed.status == NEVER:
        return span("ago", text("feeds.never"))
    if feed.status in (IS_LATE, HAS_STOPPED):
        return _counting(feed.case_at, feed.status)
    return _counting(feed.received_at if live else feed.case_at)


def _counting(since: Micros | None, word: str = "") -> Component:
    if since is None:
        return span("ago", written.UNKNOWN)
    counted: dict[str, Any] = {"data-since": str(since), **({"data-word": word} if word else {})}
    return span("ago", **counted)


def _rate(feed: Feed, text: Text) -> str:
    rate = written.number(feed.rate)
    if feed.usual is None:
        return text("feeds.rate", rate=rate)
    return text("feeds.rate_usual", rate=rate, usual=_usual(feed.usual))


def _usual(usual: float) -> str:
    return written.number(usual, 0 if usual >= MANY else 1).removesuffix(".0")


def _lagging(text: Text, seconds: float) -> Component:
    """How late messages come in; what is not worth a word on a small screen stands apart."""
    return span("lg high" if seconds >= HIGH else "lg", text("feeds.lag", lag=_lag(text, seconds)))


def _lag(text: Text, seconds: float) -> str:
    return written.duration(text, round(seconds))


def _statistics(found: Arrivals, context: Context) -> Component:
    text = context.text
    status = HAS_STOPPED if found.stopped else IS_LATE if found.late else NORMAL
    parts: list[Child] = [span("nm", text("feeds.statistics")), _counting(found.received_at)]
    if found.lag is not None and status == NORMAL:
        parts.append(_lagging(text, found.lag))
    if found.late:
        parts.append(span("ago", text("feeds.metrics_late", count=written.number(found.late))))
    if found.stopped:
        parts.append(span("ago", text("feeds.metrics_stopped", count=written.number(found.stopped))))
    explained = text(
        "feeds.statistics_explained",
        time=_instant(found.received_at, context),
        lag=written.UNKNOWN if found.lag is None else _lag(text, found.lag),
        rate=written.number(found.rate),
        metrics=written.number(found.metrics),
        late=written.number(found.late),
        stopped=written.number(found.stopped),
    )
    symbol = span(f"sym {SYMBOLS[status]}", **{"aria-hidden": "true"})
    return span(f"feed {status}", symbol, *parts, title=explained)


def _held(feeds: Feeds, text: Text) -> list[Component]:
    today, waiting = written.number(feeds.held_today), written.number(feeds.held)
    words = text("feeds.held", today=today, waiting=waiting)
    explained = text("feeds.held_explained", today=today, waiting=waiting)
    return [span("held some" if feeds.held_today else "held", words, title=explained)]


def _explained(feed: Feed, context: Context) -> str:
    text = context.text
    words = [
        text(
            "feeds.explained",
            source=feed.label,
            received=_instant(feed.received_at, context),
            case=_instant(feed.case_at, context),
            lag=written.UNKNOWN if feed.lag is None else _lag(text, feed.lag),
            rate=written.number(feed.rate),
            usual=written.UNKNOWN if feed.usual is None else _usual(feed.usual),
        )
    ]
    if feed.cadence is not None:
        words.append(text("feeds.cadence", cadence=written.duration(text, feed.cadence / SECOND)))
    if feed.held:
        words.append(text("feeds.held_of", count=written.number(feed.held)))
    if feed.sample:
        words.append(text("sample.source"))
    return " ".join(words)


def _instant(instant: Micros | None, context: Context) -> str:
    return written.clock(instant, context.zone, "%Y-%m-%d %H:%M:%S")
