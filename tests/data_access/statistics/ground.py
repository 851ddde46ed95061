"""The ground of the statistics' tests: the tree of `worlds`, a catalogue of its own, and messages in few words."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data_access.clock import HOUR, Micros, format_instant
from data_access.ingest.receipt import Incoming, Receipt
from data_access.reader import Question, Reader
from data_access.statistics.catalogue import MetricSource
from data_access.statistics.intake import StatisticIngestor
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.data_access.worlds import NOW, Clock, moment, reading, world

CATALOGUE = """
[unit.device]
zh = "台"
en = "devices"

[unit.percent]
zh = "%"
en = "%"
digits = 1

[dimension.sector]
zh = "行业"
en = "Sector"
values = [{ code = "road", zh = "道路交通", en = "Roads" }, { code = "school", zh = "校园周边", en = "Schools" }]

[dimension.operator]
zh = "值守员"
en = "Operator"
open = true

[dimension.department]
zh = "部门"
en = "Department"
vocabulary = "department"

[dimension.point]
zh = "服务点"
en = "Point"
vocabulary = "point"

[metric."camera.total"]
zh = "摄像机"
en = "Cameras"
system = 3
unit = "device"
level = "community"
breakdowns = [["sector"], ["operator"], ["sector", "operator"], ["department"], ["point"]]
period = "PT1H"
min = 0
max = 100000

[metric."camera.online"]
zh = "在线摄像机"
en = "Cameras online"
system = 3
unit = "device"
level = "community"
breakdowns = [["sector"]]
period = "PT1H"
direction = "up"
min = 0
of = "camera.total"
repeats = 3

[metric."camera.rate"]
zh = "在线率"
en = "Online rate"
unit = "percent"
ratio = ["camera.online", "camera.total"]
direction = "up"
target = 0.98
amber = 0.95

[metric."visit.count"]
zh = "走访"
en = "Visits"
unit = "device"
kind = "flow"
level = "community"
period = "PT1H"
direction = "up"
target = "visit.plan"
amber = 0.5

[metric."visit.plan"]
zh = "走访目标"
en = "Visits planned"
unit = "device"
kind = "flow"
level = "community"
period = "PT1H"

[metric."mood.score"]
zh = "满意度"
en = "Mood"
unit = "percent"
rollup = "mean"
weight = "camera.total"
level = "community"
period = "PT1H"

[metric."centre.open"]
zh = "开放中心"
en = "Centres open"
unit = "device"
rollup = "last"
period = "PT1H"

[metric."alone.elderly"]
zh = "独居老人"
en = "Elderly alone"
unit = "device"
level = "community"
breakdowns = [["sector"]]
period = "PT1H"
suppress = 5
"""

TOTAL = "camera.total"
POINTS = (
    Term("point", "hall", "大厅", "Hall", {"area": "d"}),
    Term("point", "p1", "一号站", "Station 1", {"area": "c1"}),
    Term("point", "p3", "三号站", "Station 3", {"area": "c3"}),
)


@contextmanager
def site(catalogue: str = CATALOGUE, now: Micros = NOW) -> Iterator[Store]:
    """A store on the tree of `worlds` with this catalogue."""
    with TemporaryDirectory(prefix="gridscope-metrics-") as folder, world(clock=Clock(now)) as store:
        file = Path(folder) / "metrics.toml"
        file.write_text(catalogue, "utf-8")
        store.metrics = MetricSource((file,), store.clock)
        store.declare(POINTS)
        yield store


def period(begin: str | Micros, length: str = "PT1H") -> str:
    """A period of November 2026: "22 09:00" as `moment` reads it, or microseconds."""
    return f"{format_instant(begin if isinstance(begin, int) else moment(begin))}/{length}"


def said(metric: str, area: str, value: Any, begin: str | Micros = "22 11:00", **more: Any) -> dict[str, Any]:
    """A message; reported an hour after its period began unless `at` says otherwise."""
    start = begin if isinstance(begin, int) else moment(begin)
    at = more.pop("at", start + HOUR)
    at = at if isinstance(at, int) else moment(at)
    length = more.pop("length", "PT1H")
    content = {"metric": metric, "area": area, "period": period(start, length), "value": value}
    return {**content, "at": format_instant(at), **more}


def take(store: Store, messages: Iterable[Any], feed: str = "feed") -> Receipt:
    """Ingest messages as one batch."""
    return StatisticIngestor(store).ingest([Incoming(one) for one in messages], feed)


def accept(store: Store, messages: Sequence[Any]) -> None:
    """Ingest messages, none of which may be refused."""
    receipt = take(store, messages)
    assert [one.reason for one in receipt.quarantined] == []


@contextmanager
def asking(store: Store, **view: Any) -> Iterator[tuple[Reader, Question]]:
    """A reader of everything and the question of a view."""
    with reading(store) as reader:
        yield reader, reader.question(View(**view))
