"""What the filters offer: every department, source and category that is declared or has been seen."""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import func, select

from data_access.reader import Reader
from data_access.store.schema import rollup
from data_access.view import View

COLUMNS = ("kind", "code", "label")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of kind (department, source, category), code and label, in the order of the vocabulary."""
    seen = {kind: set(_keys(reader, kind)) for kind in ("department", "source", "category")}
    rows = []
    for kind, codes in seen.items():
        if kind == "category":
            codes |= {code.rpartition("/")[0] for code in codes if "/" in code}
        order = {term.code: number for number, term in enumerate(reader.vocabulary.of(kind))}
        codes |= order.keys()
        for code in sorted(codes, key=lambda code: (order.get(code, len(order)), code)):
            rows.append((kind, code, reader.vocabulary.label(kind, code, view.language)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _keys(reader: Reader, kind: str) -> Iterable[str]:
    """The keys of a dimension that have been counted, each sought from the one before: of each there is a row an hour,
    and to read them all would take longer with every year."""
    key, own = rollup.c.key, (rollup.c.area == reader.tree.root.code, rollup.c.dimension == kind)
    found = select(func.min(key).label("key")).where(*own, key > "").cte("found", recursive=True)
    following = select(func.min(key)).where(*own, key > found.c.key).correlate(found).scalar_subquery()
    found = found.union_all(select(following).select_from(found).where(found.c.key.is_not(None)))
    keys = reader.connection.execute(select(found.c.key).where(found.c.key.is_not(None))).scalars()
    return [str(one) for one in keys]
