"""What falls due next: the open cases by deadline from T on, and how many of them nobody has accepted yet."""

import pandas as pd
from sqlalchemy import case, func, select

from data_access.clock import SECOND
from data_access.frames.asking import is_known
from data_access.frames.choices import HORIZONS, Choice
from data_access.frames.overdue import SOON
from data_access.reader import Reader
from data_access.view import View

COLUMNS = ("start", "seconds", "count", "unaccepted", "soon")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a bar, the first beginning at T. `unaccepted` of `count` wait for a first answer of a department (what
    its finder handles himself waits for none); `soon` bars lie within two hours.

    attrs: `horizon`; `total` and `total_unaccepted` of all bars, `due_soon` and `soon_unaccepted` of those within two
    hours. No bar, and None for each sum, before the history.
    """
    question, horizon = reader.question(view), Choice.of(view).horizon
    if not is_known(reader, question):
        nothing = pd.DataFrame(columns=list(COLUMNS), dtype=object)
        nothing.attrs.update(horizon=horizon, total=None, total_unaccepted=None, due_soon=None, soon_unaccepted=None)
        return nothing
    width, bars = HORIZONS[horizon]
    table, conditions = reader.open_states(question)
    c, moment = table.c, question.moment
    ahead = c.due_at - moment
    bar = (ahead - ahead % width).label("bar")
    unaccepted = func.sum(case((c.response.is_(None) & (func.coalesce(c.self_handled, 0) == 0), 1), else_=0))
    chosen = select(bar, func.count(), unaccepted).where(
        *conditions, c.due_at >= moment, c.due_at < moment + bars * width
    )
    found = {after: (count, int(waiting)) for after, count, waiting in reader.connection.execute(chosen.group_by(bar))}
    rows = [
        (moment + after, width // SECOND, *found.get(after, (0, 0)), after < SOON)
        for after in range(0, bars * width, width)
    ]
    shown = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    near = shown[shown["soon"]]
    shown.attrs.update(
        horizon=horizon,
        total=int(shown["count"].sum()),
        total_unaccepted=int(shown["unaccepted"].sum()),
        due_soon=int(near["count"].sum()),
        soon_unaccepted=int(near["unaccepted"].sum()),
    )
    return shown
