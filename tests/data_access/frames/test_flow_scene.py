"""What the panels of the flow scene say together, in every corner: their totals are those of the measures."""

from collections.abc import Iterator

import pytest

from data_access.frames import balance, dwell, flow, handling, sankey, sources
from data_access.store.store import Store
from tests.data_access.frames.test_frames import VIEWS, busy
from tests.data_access.worlds import only, reading, world


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    """The busy world, which no test here changes."""
    with world() as store:
        busy(store)
        yield store


@pytest.mark.parametrize("title", VIEWS)
def test_the_panels_add_up_to_what_was_reported(filled: Store, title: str) -> None:
    view = VIEWS[title]
    with reading(filled) as reader:
        question = reader.question(view)
        ways, bars, mix = sankey.frame(reader, view), balance.frame(reader, view), sources.frame(reader, view)
        split = handling.frame(reader, view)
        stages, stays = flow.frame(reader, view).set_index("stage"), dwell.frame(reader, view).set_index("stage")
    row = only(filled, **{name: getattr(view, name) for name in view.__dataclass_fields__})
    assert ways["count"].sum() == row["reported"]
    assert mix["reported"].fillna(0).sum() == row["reported"]
    if bars["reported"].notna().any():
        assert (bars.attrs["reported"], bars.attrs["closed"]) == (row["reported"], row["closed"])
        assert bars.attrs["open"] == row["open"] or question.end < question.moment
    if row["reported"]:
        assert split["reported"][0] == row["reported"]
        assert split["self_handled"][0] == row["self_handled_share"]["numerator"]
        assert len(split) == 1 or split["reported"][1:].sum() == row["reported"]
    else:
        assert len(split) == 0
    assert {stage: stages["open"][stage] for stage in stays.index} == stays["inside"].to_dict()
