from data_access.alerts.finding import Ground, key_of
from tests.data_access.alerts.grounds import ground
from tests.data_access.worlds import NOW, accept, moment, reading, said, world


def test_the_ground_is_the_whole_tree_whoever_reads() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 09:00")])
        with reading(store, "s1") as reader:
            found = Ground.of(reader)
    assert found.question.area == "d"
    assert found.moment == NOW
    assert found.question.live


def test_the_past_is_not_live() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 09:00")])
        with ground(store, moment("22 08:00")) as found:
            assert not found.question.live


def test_places_by_depth_and_by_name() -> None:
    with world() as store, ground(store) as found:
        assert found.areas(0) == ["d"]
        assert found.areas(1) == found.areas("street") == ["s1", "s2", "s3"]
        assert found.areas(9) == found.areas("nothing") == []
        assert found.place("g1", 1) == "s1"
        assert found.place("g1", "community") == "c1"
        assert found.place("s1", 2) == "d"
        assert found.place("g1", "nothing") == "d"
        assert found.place(None, 1) == found.place("gone", 1) == "d"


def test_keys() -> None:
    assert key_of("r", "area:s1") == "r|area:s1"
    assert key_of("r", "department:x", "s1") == "r|department:x|s1"
