"""Areas from a CSV table: one row, one area, no geometry."""

import csv
import io

from data_access.areas.mapping import AreaMapping, Draft
from data_access.areas.tree import AreaProblem


def read_rows(text: str, name: str, mapping: AreaMapping) -> tuple[list[Draft], list[AreaProblem]]:
    """The areas of a CSV text with a header line, and every problem with its line; `name` is the file's."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    drafts: list[Draft] = []
    problems: list[AreaProblem] = []
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            where, line = f"{name} line {line}", reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                problems.extend(_header_problems(header, mapping, where))
                if problems:
                    return [], problems
                continue
            if len(cells) != len(header):
                expected = f"{len(header)} columns, found {len(cells)}"
                problems.append(AreaProblem("", "row", ",".join(cells), expected, where))
                continue
            draft, wrong = mapping.draft(dict(zip(header, cells, strict=True)), where)
            problems.extend(wrong)
            if draft is not None:
                drafts.append(draft)
    except csv.Error as error:
        problems.append(AreaProblem("", "row", str(error), "CSV with closed quotes", f"{name} line {line}"))
    if not header:
        problems.append(AreaProblem("", "file", text[:20], "a header line and areas", name))
    return drafts, problems


def _header_problems(header: list[str], mapping: AreaMapping, where: str) -> list[AreaProblem]:
    twice = [column for column in dict.fromkeys(header) if header.count(column) > 1]
    shown = ",".join(header)
    return [
        *(AreaProblem("", "header", column, "each column once", where) for column in twice),
        *(AreaProblem("", "header", shown, want, where) for _, want in mapping.missing_columns(header)),
    ]
