"""The text of a file that may be UTF-8, with or without a mark, or GB18030."""

from data_access.areas.tree import AreaError, AreaProblem


def decode(raw: bytes, name: str) -> str:
    """The text of `raw`; AreaError with the file's `name` and the line of the first bad byte."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error
    # GB18030 accepts nearly any bytes: text that is UTF-8 but for a damaged place must not be read as it.
    lenient = raw.decode("utf-8", "replace")
    replaced = lenient.count("\ufffd")
    if sum(not character.isascii() for character in lenient) > 2 * replaced:
        raise _undecodable(raw, bad, name, "UTF-8 text, which the rest of the file is (cut short or damaged?)")
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(raw, error, name, "text in UTF-8 or GB18030") from None


def _undecodable(raw: bytes, error: UnicodeDecodeError, name: str, expected: str) -> AreaError:
    line = raw.count(b"\n", 0, error.start) + 1
    value = raw[error.start : error.start + 4]
    return AreaError([AreaProblem("", "bytes", value, expected, f"{name} line {line}")])
