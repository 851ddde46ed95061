"""Views: what a URL can say, what it cannot, and the windows."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import DAY, HOUR, MINUTE, format_instant, parse_instant
from data_access.view import View, ViewError

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
T = parse_instant("2026-11-22T12:34:56+08:00")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
INSTANTS = st.integers(parse_instant("1975-01-01T00:00:00Z"), parse_instant("2190-01-01T00:00:00Z"))
FOCI = st.from_regex(r"[a-z]{1,8}:[^\s/]\S{0,20}", fullmatch=True, alphabet=st.characters(exclude_categories=["Cs"]))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start = draw(INSTANTS)
    length = draw(st.integers(1, 400 * DAY))
    if draw(st.booleans()):
        return f"{format_instant(start)}/{format_instant(start + length)}"
    return f"{format_instant(start)}/P{draw(st.integers(0, 9))}DT{draw(st.integers(1, 99))}H"


VIEWS = st.builds(
    View,
    scene=TEXT,
    area=TEXT | st.just(""),
    window=st.sampled_from(["today", "24h", "7d", "30d"]) | intervals(),
    department=st.none() | TEXT,
    source=st.none() | TEXT,
    category=st.none() | TEXT,
    as_of=st.none() | INSTANTS,
    focus=st.just("") | FOCI,
    against=st.sampled_from(["", "previous"]) | TEXT.map("area:{}".format),
    language=st.sampled_from(["zh", "en"]),
    beside=st.just("") | TEXT,
)


@given(VIEWS)
def test_a_view_survives_its_url(view: View) -> None:
    query = view.to_query()
    assert View.from_query(query) == View.from_query(f"?{query}") == view
    assert View.from_query(query).to_query() == query
    assert hash(View.from_query(query)) == hash(view)


def test_the_plain_view_is_the_empty_query() -> None:
    assert View().to_query() == ""
    assert View.from_query("") == View.from_query("?") == View()
    assert View.from_query("area=&window=&lang=&as_of=&department=") == View()


def test_a_query_reads_like_its_view() -> None:
    view = View(area="s1", window="7d", category="city/street", as_of=T, language="en")
    assert view.to_query() == "area=s1&window=7d&category=city/street&as_of=2026-11-22T04:34:56Z&lang=en"


def test_the_focus_reads_like_what_it_opens() -> None:
    view = View(scene="scores", window="7d", focus="area:990101003/on_time")
    assert view.to_query() == "scene=scores&window=7d&focus=area:990101003/on_time"
    assert View.from_query("focus=") == View()
    assert View(focus=f"a:{'x' * 198}").opened("a") == ("x" * 198, "")


@pytest.mark.parametrize(
    ("focus", "kind", "opened"),
    [
        ("department:zhujian", "department", ("zhujian", "")),
        ("department:zhujian/on_time", "department", ("zhujian", "on_time")),
        ("department:zhujian/", "department", ("zhujian", "")),
        ("department:zhujian", "area", None),
        ("department:zhujian", "depart", None),
        ("department:zhujian", "", None),
        ("", "department", None),
        ("", "", None),
        # A code may hold what parts the focus: of several strokes the last one is it.
        ("event:hotline:17", "event", ("hotline:17", "")),
        ("category:city/street-order/", "category", ("city/street-order", "")),
        ("category:city/street-order/open", "category", ("city/street-order", "open")),
    ],
)
def test_what_is_opened_is_found_by_its_kind(focus: str, kind: str, opened: tuple[str, str] | None) -> None:
    assert View(focus=focus).opened(kind) == opened


@given(st.from_regex("[a-z]{1,8}", fullmatch=True), TEXT, st.from_regex("[a-z_]{0,9}", fullmatch=True))
def test_a_focus_opens_what_it_was_made_of(kind: str, code: str, part: str) -> None:
    named = f"{kind}:{code}/{part}"
    try:
        view = View(focus=named)
    except ViewError:
        assert code.startswith("/") or any(letter.isspace() for letter in code)
        return
    assert view.opened(kind) == (code, part)
    assert View.from_query(view.to_query()).opened(kind) == (code, part)
    assert view.opened(f"{kind}x") is None


def test_a_plus_that_arrived_as_a_space_is_mended() -> None:
    assert View.from_query("as_of=2026-11-22T12:34:56+08:00").as_of == T
    assert View.from_query("as_of=2026-11-22T12:34:56%2B08:00").as_of == T
    window = "2026-11-22T00:00:00+08:00/2026-11-22T12:00:00+08:00"
    assert View.from_query(f"window={window}").window == window


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour=red", "parameter 'colour' is not known; expected one of scene, area, window"),
        ("language=en", "parameter 'language' is not known"),
        ("focus=department", "focus 'department' is not known; expected kind:code or kind:code/part"),
        ("focus=department:", "focus 'department:' is not known; expected kind:code"),
        ("focus=:zhujian", "focus ':zhujian' is not known"),
        ("focus=Department:zhujian", "focus 'Department:zhujian' is not known"),
        ("focus=department:/on_time", "focus 'department:/on_time' is not known"),
        ("focus=department:zhu%20jian", "focus 'department:zhu jian' is not known"),
        ("focus=department:zhujian%0A", "focus 'department:zhujian\\n' is not known"),
        (f"focus=a:{'x' * 199}", f"focus 'a:{'x' * 58}' is not known"),
        ("against=before", "against 'before' is not known; expected previous or area:<code>"),
        ("against=area:", "against 'area:' is not known; expected previous or area:<code>"),
        ("against=Previous", "against 'Previous' is not known"),
        ("lang=fr", "language 'fr' is not known; expected one of zh, en"),
        ("window=25h", "window '25h' is not known; expected one of today, 24h"),
        ("window=2026-11-22T00:00:00Z/", "window '2026-11-22T00:00:00Z/'"),
        ("window=/2026-11-22T00:00:00Z", "window '/2026-11-22T00:00:00Z'"),
        ("window=2026-11-22T00:00:00/PT1H", "has no zone"),
        ("window=2026-11-22T00:00:00Z/2026-11-22T00:00:00Z", "ends at or before its start"),
        ("window=2026-11-23T00:00:00Z/2026-11-22T00:00:00Z", "ends at or before its start"),
        ("window=2026-11-22T00:00:00Z/PT0H", "ends at or before its start"),
        ("window=2026-11-22T00:00:00Z/P", "duration 'P'"),
        ("window=2026-11-22T00:00:00Z/P1Y", "duration 'P1Y'"),
        ("window=2026-11-22T00:00:00Z/PT", "duration 'PT'"),
        ("window=2026-11-22T00:00:00Z/P99999999999D", "window"),
        ("window=P1D/P1D", "window"),
        ("as_of=yesterday", "as_of: time 'yesterday' is not ISO 8601"),
        ("as_of=2026-11-22", "as_of: time '2026-11-22"),
        ("as_of=2026-11-22T00:00:00", "has no zone"),
        ("as_of=9999-12-31T23:59:59-12:00", "as_of: time"),
    ],
)
def test_what_cannot_be_shown_is_named(query: str, words: str) -> None:
    with pytest.raises(ViewError) as caught:
        View.from_query(query)
    assert words in str(caught.value)


def test_rolling_windows_end_at_the_moment() -> None:
    for name, length in (("24h", DAY), ("7d", 7 * DAY), ("30d", 30 * DAY)):
        assert View(window=name).interval(T, SHANGHAI) == (T - length, T)
        assert View(window=name).previous(T, SHANGHAI) == (T - 2 * length, T - length)


def test_today_begins_at_local_midnight() -> None:
    midnight = parse_instant("2026-11-22T00:00:00+08:00")
    assert View(window="today").interval(T, SHANGHAI) == (midnight, T)
    assert View(window="today").previous(T, SHANGHAI) == (midnight - DAY, T - DAY)
    assert View(window="today").interval(midnight, SHANGHAI) == (midnight, midnight)
    assert View(window="today").previous(midnight, SHANGHAI) == (midnight - DAY, midnight - DAY)


def test_today_and_yesterday_when_the_clocks_change() -> None:
    # In 2026 New York goes back on 1 November (a day of 25 hours) and forward on 8 March (23 hours).
    autumn = parse_instant("2026-11-01T23:30:00-05:00")
    start, _ = View(window="today").interval(autumn, NEW_YORK)
    assert start == parse_instant("2026-11-01T00:00:00-04:00")
    assert autumn - start == 24 * HOUR + 30 * MINUTE
    # Yesterday had no such hour: it ends with the day.
    assert View(window="today").previous(autumn, NEW_YORK) == (start - DAY, start)
    spring = parse_instant("2026-03-09T12:00:00-04:00")
    before, end = View(window="today").previous(spring, NEW_YORK)
    assert before == parse_instant("2026-03-08T00:00:00-05:00")
    assert end - before == 12 * HOUR


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("UTC")])
@given(moment=INSTANTS, window=st.sampled_from(["today", "24h", "7d", "30d"]) | intervals())
def test_windows_never_end_after_the_moment(zone: ZoneInfo, moment: int, window: str) -> None:
    start, end = View(window=window).interval(moment, zone)
    assert start <= end <= moment
    before, until = View(window=window).previous(moment, zone)
    assert before <= until <= start
    assert until - before == end - start or window == "today"


def test_a_named_interval_is_cut_at_the_moment() -> None:
    view = View(window=f"{format_instant(T - HOUR)}/PT3H")
    assert view.interval(T, SHANGHAI) == (T - HOUR, T)
    assert view.interval(T + DAY, SHANGHAI) == (T - HOUR, T + 2 * HOUR)
    assert view.interval(T - DAY, SHANGHAI) == (T - DAY, T - DAY)
    assert View(window=f"P1W/{format_instant(T)}").interval(T, SHANGHAI) == (T - 7 * DAY, T)
    assert View(window=f"{format_instant(T - HOUR)}/PT1H").interval(T, SHANGHAI) == (T - HOUR, T)


def test_replaced_leaves_the_rest() -> None:
    view = View(area="s1", window="7d")
    assert view.replaced(area="c1") == View(area="c1", window="7d")
    assert view.area == "s1"
    with pytest.raises(ViewError):
        view.replaced(window="never")


def test_another_scene_stands_alone_unless_it_is_said_otherwise() -> None:
    view = View(scene="flow", beside="overview", window="7d")
    assert view.replaced(area="s1").beside == "overview"
    assert view.replaced(scene="flow").beside == "overview"
    assert view.replaced(scene="risk") == View(scene="risk", window="7d")
    assert view.replaced(scene="risk", beside="overview").beside == "overview"


def test_what_a_view_is_compared_with_goes_where_it_means_something() -> None:
    before = View(scene="compare", area="s1", against="previous")
    other = before.replaced(against="area:s2")
    assert (before.rival, other.rival, View().rival) == ("", "s2", "")
    assert other.to_query() == "scene=compare&area=s1&against=area:s2"
    assert before.replaced(area="c1").against == "previous"
    assert other.replaced(area="c1").against == ""
    assert other.replaced(area="s3", against=other.against).against == "area:s2"
    assert other.replaced(window="7d", area="s1").against == "area:s2"
    assert other.replaced(scene="flow") == View(scene="flow", area="s1")
    assert View(area="s1").replaced(scene="compare", against="previous").against == "previous"
