"""Hot spots: where cases gather significantly, what of, since when, and how many against their own usual."""

import pandas as pd

from data_access.clock import SECOND
from data_access.reader import Reader
from data_access.risk.hot_areas import hot_areas
from data_access.risk.hotspots import FEWEST
from data_access.risk.spots import emerging_spots, slice_widths
from data_access.view import View

COLUMNS = (
    "number",
    "seconds",
    "label",
    "others",
    "kind",
    "category",
    "category_label",
    "department",
    "department_label",
    "since_at",
    "count",
    "usual",
    "ratio",
    "cases",
    "areas",
    "area",
    "status",
    "lon",
    "lat",
    "radius",
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a spot, what calls for action first; `seconds` the length of its slices; `label` its main place and
    `others` the second one; `cases` of the last slices, the oldest first; `usual` None where history is too short;
    `areas` how many make it; `area` where it leads. attrs: `seconds` of the slices, how many areas of which `level`
    are judged by the longest, rated (per resident), missing (geometry, leaf, few or ""), weeks, q, version."""
    question = reader.question(view)
    rules = reader.risk_rules
    rows = []
    for number, one in enumerate(emerging_spots(reader, view), start=1):
        names = [reader.area_label(code, view.language) for code in one.places[:2]]
        rows.append(
            (
                number,
                one.width // SECOND,
                names[0],
                names[1] if len(names) > 1 else None,
                one.kind,
                one.category,
                reader.label("category", one.category, view.language),
                one.department,
                reader.label("department", one.department, view.language),
                one.since,
                one.count,
                one.expected,
                one.ratio,
                list(one.cases),
                len(one.areas),
                one.area,
                one.status,
                one.lon,
                one.lat,
                one.radius,
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    widths = slice_widths(rules.spots, question.end - question.start)
    found = hot_areas(reader, view, widths[-1])
    judged = 0 if found is None else len(found.codes)
    level = None if found is None else reader.tree[found.codes[0]].level
    lacking = "geometry" if reader.tree.children(question.area) else "leaf"
    table.attrs.update(
        seconds=[width // SECOND for width in widths],
        judged=judged,
        level=None if level is None else reader.vocabulary.label("level", level, view.language),
        rated=found is not None and found.rated,
        missing=lacking if found is None else "few" if judged < FEWEST else "",
        weeks=rules.spots.weeks,
        q=rules.spots.q,
        version=rules.version,
    )
    return table
