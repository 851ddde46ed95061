from data_access.frames.department_scores import frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, reading

WEEK = View(scene="scores", window="7d")


def test_the_best_first_and_those_without_cases_last(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"a{number}")])
    accept(store, [step for number in range(5) for step in course(f"b{number}", department="zhujian", handled=None)])
    accept(store, course("nobody", department=None))
    with reading(store) as reader:
        table = frame(reader, WEEK)
    heads = table.drop_duplicates("code")
    assert list(zip(heads["code"], heads["rank"], heads["unranked"], strict=True)) == [
        ("chengguan", 1, None),
        ("zhujian", 2, None),
        ("gongan", None, "nothing"),
    ]
    assert list(heads["label"]) == ["城管局", "zhujian", "公安局"]
    assert list(heads["status"]) == ["n", "crit", "n"]
    assert table.attrs["nobody"] == 1


def test_a_chosen_department_stays_among_the_others(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"a{number}")])
    with reading(store) as reader:
        table = frame(reader, WEEK.replaced(department="gongan"))
    assert set(table["code"]) == {"chengguan", "gongan"}
