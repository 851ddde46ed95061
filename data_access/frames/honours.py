"""Red and black list, how often departments were urged and supervised, and the hotline's three rates."""

from typing import Any

import pandas as pd

from data_access.frames.standings import label_of, level_of
from data_access.reader import Reader
from data_access.scores.board import Board, board
from data_access.scores.ranking import Ranking, Standing, black_list, red_list
from data_access.scores.rules import KINDS
from data_access.view import View

COLUMNS = (
    "list",
    "kind",
    "code",
    "label",
    "rank",
    "total",
    "change",
    "status",
    "urged",
    "supervised",
    "weight",
    "numerator",
    "denominator",
    "value",
    "left_out",
)
RED, BLACK, URGED, HOTLINE = "red", "black", "urged", "hotline"


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of `list` "red" and "black" for areas, departments and posts, the best and the worst first; "urged" for
    departments that were urged or supervised in the window, the most first; "hotline" for each of the three rates.

    attrs: `ranked` (how many of each kind are), `posts` (whether the feed names any), `hotline` (the rates together),
    `hotline_sources`, `gap` (the weight of the rates that are not held), `version`, `level` (the word for that of the
    areas).
    """
    found = board(reader, view)
    rows: list[dict[str, Any]] = []
    for kind in KINDS:
        ranking = found.rankings[kind]
        rows += _listed(reader, RED, red_list(ranking), view.language)
        rows += _listed(reader, BLACK, black_list(ranking), view.language)
    rows += _urged(reader, found, view.language)
    for part in found.hotline.parts:
        ratio = part.ratio
        rate = {"numerator": ratio.numerator, "denominator": ratio.denominator, "value": ratio.value}
        rows.append({"list": HOTLINE, "code": part.key, "weight": part.weight, **rate, "left_out": ratio.left_out})
    said = [any(_scored(ranking) for ranking in found.rankings.values()), found.urged, found.hotline.total is not None]
    cells = [tuple(row.get(name) for name in COLUMNS) for row in rows] if any(said) else []
    table = pd.DataFrame(cells, columns=list(COLUMNS), dtype=object)
    table.attrs.update(
        ranked={kind: len(ranking.ranked) for kind, ranking in found.rankings.items()},
        posts=bool(found.rankings["post"].standings),
        hotline=found.hotline.total,
        hotline_sources=list(found.rules.hotline.sources),
        gap=found.hotline.gap,
        version=found.rules.version,
        level=level_of(reader, reader.area(view).code, view.language),
    )
    return table


def _scored(ranking: Ranking) -> bool:
    return any(one.score.total is not None for one in ranking.standings)


def _listed(reader: Reader, name: str, listed: tuple[Standing, ...], language: str) -> list[dict[str, Any]]:
    return [
        {
            "list": name,
            "kind": one.kind,
            "code": one.code,
            "label": label_of(reader, one.kind, one.code, language),
            "rank": one.rank,
            "total": one.score.total,
            "change": one.change,
            "status": one.status,
        }
        for one in listed
    ]


def _urged(reader: Reader, found: Board, language: str) -> list[dict[str, Any]]:
    order = sorted(found.urged.items(), key=lambda item: (-item[1].supervised, -item[1].urged, item[0]))
    return [
        {
            "list": URGED,
            "kind": "department",
            "code": code,
            "label": label_of(reader, "department", code, language),
            "urged": counted.urged,
            "supervised": counted.supervised,
        }
        for code, counted in order
    ]
