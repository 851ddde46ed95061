"""Pictures are taken once while the data stand, and where the panel is shown; the press only notes what is asked."""

from typing import Any, cast

import pytest

from dashboard.export.pictures import KEPT, Pictures
from dashboard.export.wishes import Wish
from dashboard.printing.chromium import Frame
from dashboard.printing.press import IncompleteError, NotShownError, Press, Shot
from data_access.view import View

PNG = Wish("png")
VIEW = View(window="7d", as_of=1)


class FakePress:
    """Shows panels on desks alone; data are at version 7."""

    def __init__(self, missing: tuple[tuple[str, str], ...] = (), least: int = 1200) -> None:
        self.asked: list[tuple[str, str, int, int]] = []
        self.missing = missing
        self.least = least

    def panel(self, query: str, panel: str, frame: Frame, **_: Any) -> Shot:
        self.asked.append((query, panel, frame.width, frame.height))
        if frame.height < self.least:
            raise NotShownError("not here")
        return Shot(b"png", 7, 1, self.missing)

    def scene(self, query: str, frame: Frame, **_: Any) -> Shot:
        self.asked.append((query, "", frame.width, frame.height))
        return Shot(b"png", 7, 1, self.missing)


def pictures(**options: Any) -> tuple[Pictures, FakePress]:
    press = FakePress(**options)
    return Pictures(cast(Press, press)), press


def test_a_panel_that_is_left_out_is_found_and_remembered_there() -> None:
    found, press = pictures()
    assert found.panel(VIEW, "areas", PNG, 7).content == b"png"
    assert [size for *_, size in press.asked] == [1080, 1655]
    press.asked.clear()
    found.panel(VIEW.replaced(window="24h"), "areas", PNG, 7)
    assert [size for *_, size in press.asked] == [1655], "not looked for in vain again"


def test_a_panel_that_is_shown_nowhere_is_named() -> None:
    found, _ = pictures(least=9999)
    with pytest.raises(NotShownError, match="no page of 1920 x 1080 shows panel 'areas'"):
        found.panel(VIEW, "areas", PNG, 7)


def test_the_same_is_taken_once_while_the_data_stand() -> None:
    found, press = pictures()
    for _ in range(2):
        found.scene(VIEW, PNG, 7)
    found.scene(VIEW, PNG, 8)
    found.scene(VIEW, Wish("png", scale=2), 7)
    assert len(press.asked) == 3
    for number in range(KEPT):
        found.scene(VIEW.replaced(as_of=number + 2), PNG, 7)
    found.scene(VIEW, PNG, 7)
    assert len(press.asked) == 3 + KEPT + 1, "only so many are kept"


def test_what_is_incomplete_is_neither_given_nor_kept() -> None:
    found, press = pictures(missing=(("areas", "not painted"),))
    for _ in range(2):
        with pytest.raises(IncompleteError, match="areas: not painted"):
            found.scene(VIEW, PNG, 7)
    assert len(press.asked) == 2


def test_what_the_drawer_holds_is_on_no_other_panel() -> None:
    found, press = pictures(least=0)
    opened = VIEW.replaced(focus="why:open")
    found.panel(opened, "areas", PNG, 7)
    found.panel(opened, "why", PNG, 7)
    assert ["why" in query for query, *_ in press.asked] == [False, True]
