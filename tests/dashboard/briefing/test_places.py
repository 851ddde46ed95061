from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.briefing.places import Place, area_of, folder_of, kept, place_of, remove_old, replacing
from data_access.briefing.weeks import Week


def _put(out: Path, area: str, week: Week, language: str = "zh") -> None:
    folder = Place(area, week, language).under(out)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=30))
def test_whatever_is_in_a_code_it_stays_one_folder_below(code: str) -> None:
    name = folder_of(code)
    assert "/" not in name
    assert not name.startswith(".")
    assert area_of(name) == code


@pytest.mark.parametrize("name", ["2026-W99", "2026-W46-fr", ".2026-W46", "2026-W46-en-x", "notes"])
def test_what_is_no_briefing_is_no_place(name: str) -> None:
    assert place_of("d", name) is None


def test_the_newest_first_and_nothing_half_written(tmp_path: Path) -> None:
    for week in (45, 46):
        _put(tmp_path, "d", Week(2026, week))
    _put(tmp_path, "s1", Week(2026, 46), "en")
    (tmp_path / "d" / ".2026-W47.new-00ff").mkdir()
    (tmp_path / "d" / "2026-W44").mkdir()
    (tmp_path / "notes.txt").write_text("")
    assert [(one.area, one.name) for one in kept(tmp_path)] == [
        ("d", "2026-W46"),
        ("s1", "2026-W46-en"),
        ("d", "2026-W45"),
    ]
    assert kept(tmp_path / "nowhere") == []


def test_old_ones_go_in_both_languages_those_of_other_areas_stay(tmp_path: Path) -> None:
    for week in (43, 44, 45, 46):
        _put(tmp_path, "d", Week(2026, week))
    _put(tmp_path, "d", Week(2026, 44), "en")
    _put(tmp_path, "s1", Week(2026, 43))
    gone = remove_old(tmp_path, "d", 2)
    assert sorted(one.name for one in gone) == ["2026-W43", "2026-W44", "2026-W44-en"]
    assert [(one.area, one.name) for one in kept(tmp_path)] == [
        ("d", "2026-W46"),
        ("d", "2026-W45"),
        ("s1", "2026-W43"),
    ]


def test_the_place_changes_hands_whole(tmp_path: Path) -> None:
    place = Place("d", Week(2026, 46), "zh")
    for words in ("first", "second"):
        with replacing(tmp_path, place) as folder:
            (folder / "manifest.json").write_text(words)
            standing = place.under(tmp_path)
            assert not standing.exists() or (standing / "manifest.json").read_text() == "first"
        assert (place.under(tmp_path) / "manifest.json").read_text() == words
    assert [one.name for one in (tmp_path / "d").iterdir() if one.is_dir()] == ["2026-W46"]
