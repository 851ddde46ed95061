"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from dashboard.export.files import write_whole
from tests.dashboard.export.disks import small_disk


def test_a_file_is_put_in_its_place_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / ("长" * 80 + ".csv")
    for content in (b"first", b"second"):
        write_whole(file, content)
        assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [(file.name, content)]


@pytest.mark.parametrize("there", [None, b"of last week"])
def test_a_disk_that_fills_up_half_way_leaves_what_was_there(tmp_path: Path, there: bytes | None) -> None:
    file = tmp_path / "a.png"
    if there is not None:
        file.write_bytes(there)
    with small_disk(4096), pytest.raises(OSError, match="File too large") as caught:
        write_whole(file, b"x" * 5000)
    assert caught.value.filename == str(file)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == ([] if there is None else [there])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere") as caught:
        write_whole(tmp_path / "nowhere" / "a.png", b"x")
    assert caught.value.filename == str(tmp_path / "nowhere" / "a.png")
