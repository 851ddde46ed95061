"""Cases that do not move: beyond the limit of the stage they are in, or open with nobody who owns them."""

from typing import NamedTuple

import pandas as pd
from sqlalchemy import select

from data_access.clock import HOUR, SECOND
from data_access.frames.asking import place
from data_access.frames.limits import LIMITS
from data_access.frames.titles import title_of
from data_access.reader import Question, Reader
from data_access.stays import Lasting, lasting_stays
from data_access.view import View

COLUMNS = (
    "event_id",
    "source",
    "title",
    "area",
    "area_path",
    "department_label",
    "stage",
    "reason",
    "since",
    "seconds",
    "limit",
    "open",
    "severity",
    "status",
)
ROWS = 20
_WORST = ("crit", "warn", "note")


class Still(NamedTuple):
    """A case that does not move: `reason` is "unowned" or "stage"; seconds it has stood, seconds allowed."""

    case: Lasting
    reason: str
    seconds: float
    limit: float

    @property
    def status(self) -> str:
        """crit for a grave case far beyond the limit, warn while the case is open, note once it is closed."""
        if not self.case.open:
            return "note"
        rule = LIMITS["unowned" if self.reason == "unowned" else "dwell"]
        far = self.seconds > rule["crit"] * self.limit
        return "crit" if far and self.case.severity >= rule["grave"] else "warn"


def still_cases(reader: Reader, question: Question) -> list[Still]:
    """Every case that does not move, the worst first; one that nobody owns is counted as that only."""
    found = []
    for case in lasting_stays(reader, question):
        unowned, limit = LIMITS["unowned"]["hours"] * HOUR, LIMITS["dwell"].get(case.stage)
        if case.unowned and question.moment - case.collected_at > unowned:
            found.append(Still(case, "unowned", (question.moment - case.collected_at) / SECOND, unowned / SECOND))
        elif limit is not None and question.moment - case.since > limit * HOUR:
            found.append(Still(case, "stage", (question.moment - case.since) / SECOND, limit * HOUR / SECOND))
    found.sort(key=lambda one: (_WORST.index(one.status), one.limit - one.seconds, one.case.id))
    return found


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """At most 20 rows, the worst first. `reason`: "unowned" (open, not self-handled, no department, since it was
    collected) or "stage" (in its stage beyond the limit); `seconds` it has stood, `limit` what is allowed. attrs:
    stuck and unowned count all such cases, each once."""
    question = reader.question(view)
    found = still_cases(reader, question)
    shown = found[:ROWS]
    table, conditions = reader.states(question)
    c = table.c
    columns = (c.id, c.event_id, c.source, c.title, c.category, c.area, c.department, c.severity)
    chosen = select(*columns).where(*conditions, c.id.in_([one.case.id for one in shown]))
    details = {row.id: row for row in reader.connection.execute(chosen)} if shown else {}
    rows = []
    for one in shown:
        row = details[one.case.id]
        rows.append(
            (
                row.event_id,
                row.source,
                title_of(reader, row.title, row.category, view.language),
                row.area,
                place(reader, question, row.area),
                reader.label("department", row.department, view.language),
                one.case.stage,
                one.reason,
                question.moment - int(one.seconds * SECOND),
                one.seconds,
                one.limit,
                one.case.open,
                row.severity,
                one.status,
            )
        )
    listed = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    unowned = sum(one.reason == "unowned" for one in found)
    listed.attrs.update(stuck=len(found) - unowned, unowned=unowned)
    return listed
