"""Rankings as frames: a row for every part of every score, so that nothing has to be taken apart again."""

from typing import Any

import pandas as pd

from data_access.reader import Reader
from data_access.scores.board import Board
from data_access.scores.ranking import Standing, part_status
from data_access.scores.rules import Kind, Rules
from data_access.scores.trend import Trend

COLUMNS = (
    "code",
    "label",
    "rank",
    "moved",
    "total",
    "change",
    "grade",
    "status",
    "unranked",
    "cases",
    "gap",
    "version",
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
    "trend",
)


def standings(reader: Reader, found: Board, line: Trend, kind: Kind, language: str) -> pd.DataFrame:
    """COLUMNS, a row a part, the best score first, those not ranked last; `trend` holds the score of each of twelve
    weeks. attrs: `pass_line`, `alarm_line`, `least`, `version`, `version_before` (of the window before, None where
    it is not known), `nobody` (cases that count for none of them), `ranked`."""
    ranking = found.rankings[kind]
    rows = []
    for one in ranking.standings:
        weeks = line.totals(kind, one.code, found.rules.least_cases)
        rows += [(*head(reader, one, language), *cells, weeks) for cells in parts(one, found.rules)]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(
        pass_line=found.rules.pass_line,
        alarm_line=found.rules.alarm_line,
        least=found.rules.least_cases,
        version=found.rules.version,
        version_before=found.rules_before.version if found.before else None,
        nobody=found.nobody[kind],
        ranked=len(ranking.ranked),
    )
    return table


def label_of(reader: Reader, kind: Kind, code: str, language: str) -> str:
    """The name of a department, area or post; a post is its own."""
    if kind == "area":
        return reader.area_label(code, language)
    return reader.vocabulary.label("department", code, language) if kind == "department" else code


def level_of(reader: Reader, area: str, language: str) -> str | None:
    """The word for the level of an area's children, None for a leaf."""
    children = reader.tree.children(area)
    return reader.vocabulary.label("level", children[0].level, language) if children else None


def head(reader: Reader, one: Standing, language: str) -> tuple[Any, ...]:
    """What a row says of the whole score: the columns code to version."""
    found = one.score
    label = label_of(reader, one.kind, one.code, language)
    standing = (one.rank, one.moved, found.total, one.change, found.grade, one.status, one.unranked)
    return (one.code, label, *standing, found.cases, found.gap, found.version)


def parts(one: Standing, rules: Rules) -> list[tuple[Any, ...]]:
    """What a row says of a part: the columns part to part_status."""
    return [
        (
            part.key,
            part.weight,
            part.used,
            part.ratio.numerator,
            part.ratio.denominator,
            part.ratio.value,
            part.points,
            part.lost,
            part.ratio.left_out,
            part.ratio.excluded,
            part_status(part, one.status, rules),
        )
        for part in one.score.parts
    ]
