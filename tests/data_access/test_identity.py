"""Events by their identity, found by the index whatever the number of sources."""

from sqlalchemy import select, text

from data_access.identity import identified
from data_access.store.schema import event
from tests.data_access.worlds import accept, said, world


def test_each_is_found_by_its_own_pair_and_no_other() -> None:
    with world() as store:
        accept(
            store,
            [
                said("1", "collected", "22 09:00"),
                said("2", "collected", "22 09:00"),
                said("1", "collected", "22 09:00", source="worker"),
                said("2", "collected", "22 09:00", source="worker"),
            ],
        )
        with store.reading() as connection:

            def found(*cases: tuple[str, str]) -> set[tuple[str, str]]:
                chosen = select(event.c.source, event.c.event_id).where(identified(event, cases))
                return {(row.source, row.event_id) for row in connection.execute(chosen)}

            assert found(("hotline", "1"), ("worker", "2")) == {("hotline", "1"), ("worker", "2")}
            assert found(("hotline", "3"), ("app", "1")) == found() == set()
            assert len(found(*((source, str(n)) for source in ("hotline", "worker") for n in range(2000)))) == 4
            chosen = select(event.c.id).where(identified(event, [("hotline", "1"), ("worker", "2")]))
            plan = connection.execute(
                text(f"EXPLAIN QUERY PLAN {chosen.compile(compile_kwargs={'literal_binds': True})}")
            )
            steps = [row.detail for row in plan]
        assert not any(step.startswith("SCAN") for step in steps), steps
