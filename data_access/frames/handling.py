"""Self-handled against forwarded, in total and by the areas below; who files a dominant share of everything."""

import pandas as pd

from data_access.frames.asking import previous_window, previously, shared
from data_access.frames.limits import LIMITS, above
from data_access.reader import UNLOCATED, Reader
from data_access.tally import Tally
from data_access.view import View

COLUMNS = (
    "code",
    "label",
    "drill",
    "reported",
    "self_handled",
    "forwarded",
    "self_value",
    "share",
    "reported_previous",
    "self_previous_value",
    "share_previous",
    "population_share",
    "status",
)
WANTS = ("reported",)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """The area itself first (`drill` None), then one row a child in the order of the tree, then `unlocated` where there
    is any. `share` and `share_previous`: of all reported in the window and in the equal one before; `population_share`:
    of the children's people; `status`: of the dominance of one child. A leaf has the first row only; nothing reported
    in the window gives no row. None where nothing is known (0/0, before history)."""
    question = reader.question(view)
    before = previous_window(reader, question)
    children = reader.tree.children(question.area)
    by = "child" if children else "none"
    tallies = shared(reader, view, by, WANTS)
    known = reader.reaches(before[0])
    pasts = previously(reader, question, by, WANTS) if known else {}
    # The children and what lies in none of them are the area.
    whole, past = _sum(tallies), _sum(pasts)
    if not whole.reported:
        return pd.DataFrame([], columns=list(COLUMNS), dtype=object)
    own = (question.area, reader.area_label(question.area, view.language), None)
    found: list[tuple[object, ...]] = [(*own, *_counts(whole, past, whole, past, known), None, "n")]
    people = sum(child.population or 0 for child in children)
    for code, tally in tallies.items() if children else ():
        place = reader.tree[code] if code != UNLOCATED else None
        label = code if place is None else reader.area_label(code, view.language)
        inhabited = place.population / people if place is not None and place.population and people else None
        counts = _counts(tally, pasts.get(code, Tally()), whole, past, known)
        status = "n" if place is None else _dominance(tally.reported / whole.reported, tally.reported, len(children))
        found.append((code, label, None if place is None else code, *counts, inhabited, status))
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)


def _sum(tallies: dict[str, Tally]) -> Tally:
    parts = tallies.values()
    return Tally(reported=sum(one.reported for one in parts), self_handled=sum(one.self_handled for one in parts))


def _counts(tally: Tally, past: Tally, whole: Tally, whole_past: Tally, known: bool) -> tuple[float | None, ...]:
    return (
        tally.reported,
        tally.self_handled,
        tally.reported - tally.self_handled,
        tally.self_handled / tally.reported if tally.reported else None,
        tally.reported / whole.reported,
        past.reported if known else None,
        past.self_handled / past.reported if past.reported else None,
        past.reported / whole_past.reported if whole_past.reported else None,
    )


def _dominance(share: float, count: int, children: int) -> str:
    """The status of a child's share: only what is well above an equal one dominates."""
    return above("dominance", share, count) if share > LIMITS["dominance"]["fair"] / children else "n"
