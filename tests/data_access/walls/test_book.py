"""Walls and playlists from a file: what is wrong is named with file, entry, field, value and what was expected."""

from pathlib import Path
from typing import Any

import pytest

from data_access.clock import MINUTE, SECOND
from data_access.view import View
from data_access.walls.book import SHIPPED, WallError, load_walls, shipped
from data_access.walls.hours import WEEK, Hours

GOOD = """
[[playlist]]
id = "day"
[[playlist.entry]]
scene = "overview"
[[playlist.entry]]
scene = "flow"
area = "s1"
seconds = 40
from = "22:00"
to = "06:00"
days = ["sun", "mon", "mon"]

[[wall]]
id = "main"
zh = "主屏"
en = "Main"
playlist = "day"
language = "en"
area = "d"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of a file of walls, not there yet."""
    return tmp_path / "walls.toml"


def load(file: Path, text: str, *scenes: str) -> Any:
    file.write_text(text, "utf-8")
    return load_walls(file, scenes)


def refusal(file: Path, text: str, *scenes: str) -> str:
    with pytest.raises(WallError) as caught:
        load(file, text, *scenes)
    said = str(caught.value)
    assert said.startswith(str(file))
    return said.removeprefix(str(file)).removeprefix(": ")


def test_what_a_file_says(file: Path) -> None:
    book = load(file, GOOD, "overview", "flow")
    wall = book.wall("main")
    assert book.wall("other") is None
    assert (wall.label("zh"), wall.label("en")) == ("主屏", "Main")
    assert (wall.takeover.hold, wall.takeover.longest) == (60 * SECOND, 30 * MINUTE)
    first, second = book.playlist(wall).entries
    assert (first.dwell, second.dwell) == (25 * SECOND, 40 * SECOND)
    assert first.hours.always
    # In the order of the week, each once.
    assert second.days == ("mon", "sun")
    assert second.hours == Hours(22 * 60, 6 * 60, frozenset([0, 6]))
    assert first.view("d", "en") == View(scene="overview", area="d", language="en")
    assert second.view("d", "en") == View(scene="flow", area="s1", language="en")


def test_the_shipped_file() -> None:
    book = shipped()
    assert book is shipped()
    assert book == load_walls(SHIPPED)
    main = book.wall("main")
    assert main is not None
    assert main.takeover.enabled
    assert main.dims
    assert len(book.playlist(main).entries) > 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "day"', 'id = "Day"', "playlist 1 'Day' id = 'Day': "),
        ('scene = "overview"', "", "playlist 1 'day' entry 1 scene: Field required"),
        ('scene = "overview"', "scene = 7", "playlist 1 'day' entry 1 scene = 7: "),
        ("seconds = 40", "seconds = 2", "playlist 1 'day' entry 2 seconds = 2: Input should be greater than or equal"),
        ("seconds = 40", "seconds = 90000", "playlist 1 'day' entry 2 seconds = 90000: Input should be less than"),
        ("seconds = 40", 'seconds = "40"', "playlist 1 'day' entry 2 seconds = '40': "),
        ("seconds = 40", "second = 40", "playlist 1 'day' entry 2 second is not known; expected a field of what"),
        ("seconds = 40", 'window = "year"', "playlist 1 'day' entry 2: window 'year' is not known; expected one of"),
        ("seconds = 40", 'language = "fr"', "playlist 1 'day' entry 2: language 'fr' is not known; expected one of"),
        ('"22:00"', '"22"', "playlist 1 'day' entry 2 from: '22' is no time of day; expected 00:00 to 24:00"),
        ('"06:00"', '"24:30"', "playlist 1 'day' entry 2 to: '24:30' is no time of day; expected 00:00 to 24:00"),
        ('["sun", "mon", "mon"]', "[]", "entry 2 days: [] are no days; expected some of mon, tue,"),
        ('["sun", "mon", "mon"]', '["so"]', "entry 2 days: ['so'] are no days; expected some of mon, tue,"),
        ('["sun", "mon", "mon"]', '"mon"', "entry 2 days: 'mon' are no days; expected some of mon, tue,"),
        ('["sun", "mon", "mon"]', '[["mon"]]', "entry 2 days: [['mon']] are no days; expected some of mon, tue,"),
        ('playlist = "day"', 'playlist = "night"', "wall 'main' playlist 'night' is not known; expected one of day"),
        ('playlist = "day"', "", "wall 1 'main' playlist: Field required"),
        ('zh = "主屏"', 'zh = ""', "wall 1 'main' zh = '': "),
        ('language = "en"', 'language = "fr"', "wall 1 'main' language = 'fr': Input should be 'zh' or 'en'"),
        ('language = "en"', 'theme = "pink"', "wall 1 'main' theme = 'pink': Input should be 'wall' or 'brief'"),
        ('language = "en"', 'preset = "near"', "wall 1 'main' preset = 'near': Input should be '' or 'far'"),
        ('language = "en"', "k = 2.0", "wall 1 'main' k = 2.0: Input should be less than or equal to 1.5"),
        ('language = "en"', "k = nan", "wall 1 'main' k = nan: Input should be a finite number"),
        ('language = "en"', "sound = 1", "wall 1 'main' sound = 1: Input should be a valid boolean"),
        ('language = "en"', "pause_seconds = -1", "wall 1 'main' pause_seconds = -1: "),
        ('area = "d"', "takeover = {hold_seconds = 4000}", "wall 1 'main' takeover hold_seconds = 4000: "),
        ('area = "d"', 'takeover = {least_severity = "bad"}', "wall 1 'main' takeover least_severity = 'bad': Input"),
        (
            'area = "d"',
            'takeover = {kinds = ["sorge"]}',
            "takeover kinds: 'sorge' is no kind of warning; expected some",
        ),
        ('area = "d"', 'takeover = {kinds = "surge"}', "wall 1 'main' takeover kinds = 'surge': "),
        ('area = "d"', "dim = [{level = 0.9}]", "wall 1 'main' dim 1 level = 0.9: Input should be less than or equal"),
        ('area = "d"', "dim = [{}]", "wall 1 'main' dim 1 level: Field required"),
    ],
)
def test_what_is_wrong_is_named(file: Path, old: str, new: str, words: str) -> None:
    assert GOOD.count(old) >= 1
    assert words in refusal(file, GOOD.replace(old, new, 1) if old != 'id = "day"' else GOOD.replace(old, new))


def test_everything_wrong_is_named_at_once(file: Path) -> None:
    said = refusal(file, GOOD.replace("seconds = 40", "seconds = 1").replace('"主屏"', '""'))
    assert "entry 2 seconds = 1" in said
    assert f"; {file}: wall 1 'main' zh = ''" in said


def test_a_name_stands_once(file: Path) -> None:
    walls = GOOD[GOOD.index("[[wall]]") :]
    assert refusal(file, GOOD + walls) == "walls: wall id 'main' stands twice; expected each once"
    playlists = GOOD[: GOOD.index("[[wall]]")]
    assert refusal(file, playlists + GOOD) == "walls: playlist id 'day' stands twice; expected each once"


def test_nothing_at_all(file: Path) -> None:
    said = refusal(file, "")
    assert "playlist: Field required" in said
    assert "wall: Field required" in said
    assert "playlist 1 'day' entry" in refusal(file, GOOD[: GOOD.index("[[playlist.entry]]")] + "entry = []\n")


def test_a_scene_that_does_not_exist(file: Path) -> None:
    assert refusal(file, GOOD, "overview", "risk") == (
        "playlist 'day' entry 2 scene 'flow' is not known; expected one of overview, risk"
    )


def test_a_file_that_is_none(file: Path) -> None:
    with pytest.raises(WallError, match=r"walls\.toml: No such file or directory; expected a TOML file"):
        load_walls(file)
    with pytest.raises(WallError, match=r"Is a directory; expected a TOML file"):
        load_walls(file.parent)
    assert refusal(file, "[[").startswith(" is not TOML: ")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(WallError, match="is not TOML"):
        load_walls(file)


def test_all_days_of_the_week_are_always(file: Path) -> None:
    days = GOOD.replace('["sun", "mon", "mon"]', str(list(reversed(WEEK)))).replace('"22:00"', '"00:00"')
    entry = load(file, days.replace('"06:00"', '"24:00"')).playlists[0].entries[1]
    assert entry.hours.always
