"""One score opened: from 100 down to the score, part by part, and the cases that a part was lost by."""

from typing import Any

import pandas as pd

from data_access.clock import SECOND
from data_access.frames.asking import place
from data_access.frames.score_subject import Subject, subject
from data_access.frames.standings import label_of, parts
from data_access.frames.titles import title_of
from data_access.measures import measure
from data_access.reader import Reader
from data_access.scores.board import Board, board
from data_access.scores.cases import AMOUNTS, CASED, CLOSED, LATE, Case, lost_cases
from data_access.scores.ranking import Standing
from data_access.scores.scoring import INVERSE, Part
from data_access.view import View

PART = (
    "part",
    "weight",
    "used",
    "numerator",
    "denominator",
    "value",
    "points",
    "lost",
    "left_out",
    "excluded",
    "part_status",
)
CASE = ("event_id", "source", "title", "area_path", "department_label", "amount")
COLUMNS = ("row", *PART, *CASE)
SHOWN = 12


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of `row` "part", one a part of the score, then "case", at most 12 cases that the chosen part was lost by:
    the worst or the newest first. `amount` is seconds late, times reworked, the resident's score, or the instant of
    closing, as attrs `amounts` says. For volume there are rows "band", for diversity rows "source" in their place.

    attrs: `kind`, `code`, `label`, `chosen` (by the focus), `rank`, `ranked`, `total`, `change`, `grade`, `status`,
    `unranked`, `cases`, `gap`, `version`, `version_before`, `pass_line`, `least`, `opened` (the chosen part),
    `lost_cases` (how many cases it was lost by in all, None for parts of all cases together).
    """
    found = board(reader, view)
    about = subject(found, view)
    rows = [] if about is None else _rows(reader, view, found, about)
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    if about is not None:
        table.attrs.update(_attributes(reader, view, found, about))
    return table


def _rows(reader: Reader, view: View, found: Board, about: Subject) -> list[tuple[Any, ...]]:
    one, opened = about.standing, about.part
    no_case, no_part = (None,) * len(CASE), (None,) * len(PART)
    rows: list[tuple[Any, ...]] = [("part", *cells, *no_case) for cells in parts(one, found.rules)]
    if opened is None:
        return rows
    if opened.key == "volume":
        return rows + _bands(found, one, no_case)
    if opened.key == "diversity":
        return rows + _sources(reader, view, found, one)
    cases = lost_cases(reader, view, one.kind, one.code, opened.key, found.window, SHOWN)
    return rows + [("case", *no_part, *_case(reader, view, case, opened.key)) for case in cases]


def _bands(found: Board, one: Standing, no_case: tuple[None, ...]) -> list[tuple[Any, ...]]:
    """The volume bands: first and last case as numerator and denominator; value 1 marks the one that holds."""
    bands = found.rules.volume_of(one.code if one.kind == "department" else None)
    part = one.score.part("volume")
    filed = 0 if part is None else part.ratio.numerator
    rows: list[tuple[Any, ...]] = []
    for band in bands.bands:
        holds = band.first <= filed and (band.last is None or filed <= band.last)
        cells = dict.fromkeys(PART) | {
            "part": "volume",
            "numerator": band.first,
            "denominator": band.last,
            "value": int(holds),
            "points": band.points,
        }
        rows.append(("band", *cells.values(), *no_case))
    return rows


def _sources(reader: Reader, view: View, found: Board, one: Standing) -> list[tuple[Any, ...]]:
    """What was filed by source, the most first; `amount` is the count. A post's are not kept by source."""
    if one.kind == "post":
        return []
    of_it = view.replaced(area=one.code) if one.kind == "area" else view.replaced(department=one.code)
    tallies = measure(reader, reader.question(of_it), "source", {"reported"}, window=found.window)
    counts = sorted(((tally.reported, code) for code, tally in tallies.items() if tally.reported), reverse=True)
    label = reader.vocabulary.label
    nothing = (None,) * len(PART)
    return [
        ("source", *nothing, None, code, label("source", code, view.language), None, None, count)
        for count, code in counts
    ]


def _case(reader: Reader, view: View, case: Case, measure: str) -> tuple[Any, ...]:
    question = reader.question(view)
    title = title_of(reader, case.title, case.category, view.language)
    department = reader.label("department", case.department, view.language)
    amount = case.amount / SECOND if AMOUNTS[measure] == LATE else case.amount
    if AMOUNTS[measure] == CLOSED:
        amount = int(amount)
    return (case.event_id, case.source, title, place(reader, question, case.area), department, amount)


def _attributes(reader: Reader, view: View, found: Board, about: Subject) -> dict[str, Any]:
    one, opened = about.standing, about.part
    return {
        "kind": one.kind,
        "code": one.code,
        "label": label_of(reader, one.kind, one.code, view.language),
        "chosen": about.chosen,
        "rank": one.rank,
        "ranked": len(found.rankings[one.kind].ranked),
        "total": one.score.total,
        "change": one.change,
        "grade": one.score.grade,
        "status": one.status,
        "unranked": one.unranked,
        "cases": one.score.cases,
        "gap": one.score.gap,
        "version": found.rules.version,
        "version_before": found.rules_before.version if found.before else None,
        "pass_line": found.rules.pass_line,
        "least": found.rules.least_cases,
        "opened": None if opened is None else opened.key,
        "amounts": None if opened is None else AMOUNTS.get(opened.key),
        "lost_cases": None if opened is None else _lost(opened),
    }


def _lost(part: Part) -> int | None:
    if part.key not in CASED:
        return None
    ratio = part.ratio
    return int(ratio.numerator if part.key in INVERSE else ratio.denominator - ratio.numerator)
