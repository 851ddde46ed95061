from pathlib import Path

import pytest

from data_access.feeds.lines import FileError, read_lines


def write(folder: Path, raw: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "编号,名称\r\n1,店外经营".encode(encoding))
    assert [(line.number, line.text) for line in read_lines(path)] == [(1, "编号,名称\r\n"), (2, "1,店外经营")]


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = write(tmp_path, "编号,名称,来源,区域\n1,店外\n".encode() + b"2,\xe5\xba\n" + "3,经营\n".encode())
    first, second, third, fourth = read_lines(path)
    assert [line.error for line in (first, second, fourth)] == [None, None, None]
    assert third.error == "byte 0xe5 at position 2 is not UTF-8 text"
    assert third.text == "2,\\xe5\\xba\n"


def test_the_encoding_may_be_given(tmp_path: Path) -> None:
    path = write(tmp_path, "编号\n".encode("gb18030"))
    assert next(read_lines(path, "gb18030")).text == "编号\n"
    assert next(read_lines(path, "utf-8")).error is not None


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, b"line\n" * 2500)
    told: list[tuple[int, int]] = []
    assert len(list(read_lines(path, progress=lambda done, total: told.append((done, total))))) == 2500
    assert told == [(5000, 12500), (10000, 12500), (12500, 12500)]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "file.csv is empty"),
        (b"\xef\xbb\xbf \n", "file.csv is empty"),
        ("id\n".encode("utf-16"), "is UTF-16; expected text in UTF-8 or GB18030"),
        (b"PK\x03\x04....", "spreadsheet or an archive"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, raw: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words):
        list(read_lines(write(tmp_path, raw)))
