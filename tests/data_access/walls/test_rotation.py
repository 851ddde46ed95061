"""What a playlist shows is a function of the clock: as if every turn had been walked."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_access.clock import DAY, HOUR, MINUTE, SECOND, Micros, parse_instant
from data_access.walls.book import Entry, Playlist
from data_access.walls.hours import WEEK
from data_access.walls.rotation import Anchor, Turn, following, preceding, turn
from tests.data_access.walls.playing import SHANGHAI, everything, playlist, walked
from tests.data_access.worlds import NOW, moment

START = parse_instant("2025-03-07T00:00:00Z")
"""Two days before the clock of New York leaps."""

clocks = st.sampled_from(["00:00", "01:30", "02:30", "03:00", "08:00", "12:10", "20:00", "24:00"])
entries = st.fixed_dictionaries(
    {"scene": st.sampled_from(["flow", "risk", "gone"]), "seconds": st.sampled_from([3, 25, 61, 600, 3600, 40_000])},
    optional={
        "from": clocks,
        "to": clocks,
        "days": st.lists(st.sampled_from(WEEK), min_size=1, max_size=7),
    },
)
playlists = st.lists(entries, min_size=1, max_size=5).map(lambda given: playlist(*given))
NEW_YORK = ZoneInfo("America/New_York")
zones = st.sampled_from([NEW_YORK, SHANGHAI])


def shown(entry: Entry) -> bool:
    return entry.scene != "gone"


def places(played: Playlist, at: list[Micros], usable: Callable[[Entry], bool] = everything) -> list[int]:
    return [turn(played, Anchor(0, moment("22 00:00")), one, SHANGHAI, usable).place for one in at]


@settings(max_examples=60)
@given(playlists, st.integers(0, 40), st.integers(0, 3 * 24 * 3600), zones)
@example(playlist({"seconds": 61}, {"from": "02:30", "to": "03:00", "seconds": 600}), 0, 3 * 86_400, NEW_YORK)
def test_it_is_as_if_every_turn_had_been_walked(played: Playlist, place: int, seconds: int, zone: ZoneInfo) -> None:
    anchor = Anchor(place, START)
    # A walk of many short turns takes its time: it is as long as a round is.
    cycle = max(sum(entry.seconds for entry in played.entries), 60)
    now = START + min(seconds, 400 * cycle) * SECOND
    assert turn(played, anchor, now, zone, shown) == walked(played, anchor, now, zone, shown)


@settings(max_examples=60)
@given(playlists, st.integers(0, 40), st.lists(st.integers(0, 60 * DAY // SECOND), min_size=2, max_size=4), zones)
def test_counted_from_a_later_turn_it_is_the_same(
    played: Playlist, place: int, seconds: list[int], zone: ZoneInfo
) -> None:
    anchor = reached = Anchor(place, START)
    for after in sorted(seconds):
        now = START + after * SECOND
        found = turn(played, reached, now, zone, shown)
        assert found == turn(played, anchor, now, zone, shown)
        assert found.since <= now
        assert found.until is None or now < found.until
        reached = Anchor(found.place, found.since)


def test_weeks_ahead_it_is_where_a_walk_would_be() -> None:
    day = {"from": "08:00", "to": "20:00"}
    played = playlist(
        {"seconds": 61}, {"seconds": 25, **day}, {"seconds": 40, **day, "days": ["mon", "sat"]}, {"seconds": 999}
    )
    anchor, now = Anchor(2, NOW), NOW + 23 * DAY + 7 * HOUR + 11 * SECOND
    assert turn(played, anchor, now, SHANGHAI, everything) == walked(played, anchor, now, SHANGHAI, everything)


def test_entries_follow_each_other_and_begin_again() -> None:
    played = playlist({"seconds": 10}, {"seconds": 20}, {"seconds": 30})
    begin = moment("22 00:00")
    found = places(played, [begin + second * SECOND for second in (0, 9, 10, 29, 30, 59, 60, 69, 70)])
    assert found == [0, 0, 1, 1, 2, 2, 0, 0, 1]
    assert turn(played, Anchor(0, begin), begin + 10 * SECOND, SHANGHAI, everything) == Turn(
        1, begin + 10 * SECOND, begin + 30 * SECOND
    )


def test_hours_that_do_not_hold_are_passed_over() -> None:
    played = playlist({"seconds": 60}, {"seconds": 60, "from": "08:00", "to": "20:00"})
    assert set(places(played, [moment("22 03:00") + place * 30 * SECOND for place in range(9)])) == {0}
    assert set(places(played, [moment("22 09:00") + place * 30 * SECOND for place in range(9)])) == {0, 1}


def test_an_entry_that_began_in_its_hours_stays_its_time() -> None:
    played = playlist({"seconds": 3600, "to": "08:00"}, {"seconds": 600, "from": "08:00"})
    begun = Anchor(0, moment("22 07:50"))
    assert turn(played, begun, moment("22 08:49"), SHANGHAI, everything).place == 0
    assert turn(played, begun, moment("22 08:50"), SHANGHAI, everything) == Turn(
        1, moment("22 08:50"), moment("22 09:00")
    )


def test_before_its_anchor_the_entry_stands_to_begin_there() -> None:
    played = playlist({"seconds": 10}, {"seconds": 20})
    found = turn(played, Anchor(1, NOW), NOW - MINUTE, SHANGHAI, everything)
    assert found == Turn(1, NOW, NOW + 20 * SECOND)


def test_a_single_entry_stands_for_good() -> None:
    found = turn(playlist({"seconds": 10}), Anchor(0, NOW), NOW + 25 * SECOND, SHANGHAI, everything)
    assert found == Turn(0, NOW + 20 * SECOND, None)


def test_where_no_hour_holds_the_first_that_can_stands_for_all() -> None:
    night = {"from": "22:00", "to": "06:00"}
    played = playlist({"scene": "gone", **night}, {"scene": "flow", **night}, {"scene": "risk", **night})
    assert turn(played, Anchor(2, NOW), NOW + DAY - 12 * HOUR, SHANGHAI, shown).place in (1, 2)
    assert turn(played, Anchor(2, NOW), NOW + HOUR, SHANGHAI, shown).place == 1


def test_what_cannot_be_shown_is_passed_over_even_as_the_anchor() -> None:
    played = playlist({"scene": "flow"}, {"scene": "gone"}, {"scene": "risk"})
    assert turn(played, Anchor(1, NOW), NOW, SHANGHAI, shown).place == 2
    assert following(played, 0, NOW, SHANGHAI, shown) == 2
    assert preceding(played, 2, NOW, SHANGHAI, shown) == 0
    nothing = playlist({"scene": "gone"}, {"scene": "gone"})
    assert turn(nothing, Anchor(1, NOW), NOW + DAY, SHANGHAI, shown).place == 0


def test_aside_goes_round() -> None:
    played = playlist({}, {}, {})
    assert [following(played, place, NOW, SHANGHAI, everything) for place in range(3)] == [1, 2, 0]
    assert [preceding(played, place, NOW, SHANGHAI, everything) for place in range(3)] == [2, 0, 1]


def test_a_place_of_a_longer_playlist_is_one_of_this() -> None:
    assert turn(playlist({}, {}), Anchor(7, NOW), NOW, SHANGHAI, everything).place == 1


def test_a_year_is_counted_in_a_moment() -> None:
    """Whole rounds are stepped over: a walk would take millions of steps."""
    asked: list[Entry] = []

    def counted(entry: Entry) -> bool:
        asked.append(entry)
        return True

    played = playlist({"seconds": 3}, {"seconds": 4, "from": "08:00", "to": "20:00"})
    turn(played, Anchor(0, NOW), NOW + 365 * DAY, SHANGHAI, counted)
    assert len(asked) < 365 * 2 * 2 + 20
