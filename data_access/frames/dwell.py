"""Time in each stage: how long the stays took that ended, how long those last that have not, and how many too long."""

import numpy as np
import pandas as pd

from data_access.clock import HOUR, SECOND
from data_access.frames.asking import is_known
from data_access.frames.limits import LIMITS
from data_access.reader import Reader
from data_access.stays import STAYED, ended_stays, lasting_stays
from data_access.view import View

COLUMNS = ("stage", "inside", "n", "p50", "p90", "age_p50", "age_p90", "limit", "stuck", "status")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a stage but the last: `inside` the cases in it as of T, `n`, `p50`, `p90` of the stays that ended in the
    window, `age_p50` and `age_p90` of those inside, `limit` (all in seconds) and how many are `stuck` beyond it. No
    row before the history."""
    question = reader.question(view)
    if not is_known(reader, question):
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    ended = ended_stays(reader, question, (question.start, question.end))
    ages: dict[str, list[float]] = {stage: [] for stage in STAYED}
    for one in lasting_stays(reader, question):
        if one.stage in ages:
            ages[one.stage].append((question.moment - one.since) / SECOND)
    rows = []
    for stage in STAYED:
        limit = LIMITS["dwell"][stage] * HOUR / SECOND
        old = np.array(ages[stage])
        p50, p90 = ended[stage].percentiles(0.5, 0.9)
        age_p50, age_p90 = (float(one) for one in np.percentile(old, [50, 90])) if len(old) else (None, None)
        stuck = int((old > limit).sum())
        rows.append(
            (stage, len(old), ended[stage].n, p50, p90, age_p50, age_p90, limit, stuck, "warn" if stuck else "n")
        )
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
