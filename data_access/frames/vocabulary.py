"""What the filters offer: every department, source and category that is declared or has been seen."""

import pandas as pd
from sqlalchemy import select

from data_access.reader import Reader
from data_access.store.schema import rollup
from data_access.view import View

COLUMNS = ("kind", "code", "label")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of kind (department, source, category), code and label, in the order of the vocabulary."""
    seen: dict[str, set[str]] = {"department": set(), "source": set(), "category": set()}
    root = reader.tree.root.code
    for kind, codes in seen.items():
        chosen = select(rollup.c.key).where(rollup.c.area == root, rollup.c.dimension == kind, rollup.c.key != "")
        codes.update(reader.connection.execute(chosen.distinct()).scalars())
    rows = []
    for kind, codes in seen.items():
        if kind == "category":
            codes |= {code.rpartition("/")[0] for code in codes if "/" in code}
        order = {term.code: number for number, term in enumerate(reader.vocabulary.of(kind))}
        codes |= order.keys()
        for code in sorted(codes, key=lambda code: (order.get(code, len(order)), code)):
            rows.append((kind, code, reader.vocabulary.label(kind, code, view.language)))
    return pd.DataFrame(rows, columns=list(COLUMNS))
