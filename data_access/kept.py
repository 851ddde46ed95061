"""Answers that cost too much to give anew for every picture: worked out once a tick, for all panels and viewers.

A live answer may be a tick old; it says as of when it holds by what the caller puts into it. An answer about the past
is kept until the data change.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from data_access.clock import MINUTE, Micros
from data_access.reader import Question, Reader
from data_access.store.keeper import Answer

T = TypeVar("T")


def kept(
    reader: Reader,
    question: Question,
    name: str,
    compute: Callable[[], T],
    *,
    tick: Micros = MINUTE,
    extra: Hashable = (),
) -> T:
    """What `compute` gives for a question, at most a tick old where it is asked as of now, else as of its exact T.

    `name` and `extra` tell computations apart; the question's area, filters and window do the rest. The value is
    shared: nobody may change it.
    """
    keeper, version = reader.kept, reader.version
    filters = tuple(sorted(question.filters.items()))
    asked: Hashable = (name, question.area, filters, question.view.window, question.view.language, extra)
    # A view frozen after the newest event is live too, but its T stands still: no tick would ever end.
    current = question.live and question.moment == reader.now
    key = asked if current else (asked, question.moment)

    def holds(answer: Answer) -> bool:
        if answer.areas != version.areas:
            return False
        if answer.version == version.version and answer.moment == question.moment:
            return True
        if not current:
            return answer.version == version.version
        # A history that is being loaded runs through weeks in seconds: what was said before it came is void.
        leap = (version.newest_at or 0) - (answer.newest_at or 0)
        return 0 <= question.moment - answer.moment < tick and leap < 2 * tick

    found = keeper.find(key, holds)
    if found is None:
        with keeper.working(key):
            found = keeper.find(key, holds)
            if found is None:
                found = Answer(question.moment, version.newest_at, version.version, version.areas, compute())
                keeper.put(key, found)
    value: T = found.value
    return value
