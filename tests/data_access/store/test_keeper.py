"""Where answers are kept: found while they hold, the one unused for longest given up first."""

import threading

import pytest

from data_access.store.keeper import MOST, Answer, Keeper


def answer(value: object, *, version: int = 1) -> Answer:
    return Answer(moment=0, newest_at=None, version=version, areas=1, value=value)


def always(_: Answer) -> bool:
    return True


def value_of(keeper: Keeper, key: object) -> object:
    found = keeper.find(key, always)
    return None if found is None else found.value


def test_what_was_put_is_found_under_its_key() -> None:
    keeper = Keeper()
    keeper.put("a", answer(1))
    keeper.put(("a", 2), answer(2))
    assert [value_of(keeper, key) for key in ("a", ("a", 2), "b")] == [1, 2, None]
    keeper.put("a", answer(3))
    assert value_of(keeper, "a") == 3


def test_what_does_not_hold_is_not_found_but_not_lost() -> None:
    keeper = Keeper()
    keeper.put("a", answer(1, version=1))
    assert keeper.find("a", lambda found: found.version == 2) is None
    assert keeper.find("a", lambda found: found.version == 1) == answer(1)


def test_the_one_unused_for_longest_goes_first() -> None:
    keeper = Keeper(3)
    for key in "abc":
        keeper.put(key, answer(key))
    assert value_of(keeper, "a") == "a"
    keeper.put("b", answer("b again"))
    keeper.put("d", answer("d"))
    assert [value_of(keeper, key) for key in "abcd"] == ["a", "b again", None, "d"]
    # One that was looked at, but did not hold, was not used.
    keeper.find("a", lambda _: False)
    keeper.find("b", always)
    keeper.find("d", always)
    keeper.put("e", answer("e"))
    assert [value_of(keeper, key) for key in "abde"] == [None, "b again", "d", "e"]


def test_however_much_is_asked_little_is_kept() -> None:
    keeper = Keeper()
    for number in range(4 * MOST):
        with keeper.working(number):
            keeper.put(number, answer(number))
    kept = [number for number in range(4 * MOST) if keeper.find(number, always)]
    assert kept == list(range(3 * MOST, 4 * MOST))
    assert len(keeper._working) <= MOST, "the locks of what was given up are given up too"


def test_one_lock_a_key() -> None:
    keeper = Keeper()
    assert keeper.working("a") is keeper.working("a")
    assert keeper.working("a") is not keeper.working("b")


def test_many_threads_at_once() -> None:
    keeper = Keeper(8)
    wrong: list[object] = []

    def work(seed: int) -> None:
        for turn in range(400):
            key = (seed * 7 + turn * 3) % 24
            keeper.put(key, answer(key))
            found = value_of(keeper, (key * 5) % 24)
            if found not in (None, (key * 5) % 24):
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert sum(keeper.find(key, always) is not None for key in range(24)) == 8


def test_a_lock_lasts_no_longer_than_the_work() -> None:
    keeper = Keeper()
    with pytest.raises(ZeroDivisionError), keeper.working("a"):
        raise ZeroDivisionError
    assert len(keeper._working) == 0
