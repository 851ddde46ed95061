from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.areas.tree import Area, AreaError, AreaTree, structure_problems


def area(code: str, parent: str | None, level: str = "grid", name: str = "n") -> Area:
    return Area(code, name, level, parent)


SMALL = [
    area("d", None, "district"),
    area("s2", "d", "street"),
    area("s1", "d", "street"),
    area("c1", "s1", "community"),
    area("g2", "c1"),
    area("g1", "c1"),
    area("g3", "s2"),
]


@st.composite
def forests(draw: st.DrawFn) -> list[Area]:
    """A random tree in random order: each area's parent is one drawn before it."""
    parents = draw(
        st.lists(st.integers(0, 10_000), max_size=40).map(
            lambda picks: [pick % (index + 1) for index, pick in enumerate(picks)]
        )
    )
    codes = draw(st.permutations([f"{number:02}" for number in range(len(parents) + 1)]))
    areas = [area(codes[0], None)] + [area(codes[i + 1], codes[parent]) for i, parent in enumerate(parents)]
    return draw(st.permutations(areas))


def naive_subtree(areas: list[Area], code: str) -> set[str]:
    found = {code}
    for item in areas:
        if item.parent == code:
            found |= naive_subtree(areas, item.code)
    return found


@given(forests())
def test_intervals_and_subtrees_match_a_naive_walk(areas: list[Area]) -> None:
    tree = AreaTree(areas)
    assert [item.code for item in tree] == list(tree.subtree(tree.root.code))
    assert sorted(tree.preorder(item.code) for item in areas) == list(range(len(areas)))
    for item in areas:
        below = naive_subtree(areas, item.code)
        first, last = tree.interval(item.code)
        assert {other.code for other in areas if first <= tree.preorder(other.code) <= last} == below
        assert set(tree.subtree(item.code)) == below
        assert {other.code for other in areas if tree.is_within(other.code, item.code)} == below


@given(forests())
def test_paths_climb_by_parents_and_children_descend_by_them(areas: list[Area]) -> None:
    tree = AreaTree(areas)
    for item in areas:
        path = tree.path(item.code)
        assert path[0] == tree.root
        assert path[-1] == item
        assert all(lower.parent == upper.code for upper, lower in pairwise(path))
        assert tree.ancestors(item.code) == path[:-1]
        assert tree.depth(item.code) == len(path) - 1 <= tree.max_depth
        children = tree.children(item.code)
        assert [child.code for child in children] == sorted(o.code for o in areas if o.parent == item.code)
        for upper, lower in pairwise(path):
            assert tree.child_of(upper.code, item.code) == lower


@given(forests())
def test_the_order_of_the_areas_does_not_matter(areas: list[Area]) -> None:
    assert list(AreaTree(areas)) == list(AreaTree(reversed(areas)))


def test_a_small_tree_answers_what_it_was_given() -> None:
    tree = AreaTree(SMALL)
    assert len(tree) == 7
    assert tree.root.code == "d"
    assert tree["c1"].parent == "s1"
    assert tree.get("c9") is None
    assert "c1" in tree
    assert "c9" not in tree
    assert tree.subtree("d") == ("d", "s1", "c1", "g1", "g2", "s2", "g3")
    assert tree.interval("s1") == (1, 4)
    assert tree.max_depth == 3
    assert [leaf.code for leaf in tree.leaves] == ["g1", "g2", "g3"]
    assert tree.child_of("d", "g2") == tree["s1"]
    assert tree.child_of("g2", "d") is None
    assert tree.child_of("s2", "g2") is None
    assert tree.child_of("d", "d") is None


def test_a_grid_directly_under_a_street_leaves_the_levels_in_order() -> None:
    assert AreaTree(SMALL).levels == ("district", "street", "community", "grid")


def test_levels_that_contain_each_other_keep_their_order_of_appearance() -> None:
    areas = [area("a", None, "x"), area("b", "a", "y"), area("c", "b", "x"), area("d", "c", "z")]
    assert AreaTree(areas).levels == ("x", "y", "z")


def test_a_very_deep_tree_is_no_trouble() -> None:
    areas = [area("0", None)] + [area(str(number), str(number - 1)) for number in range(1, 5_000)]
    tree = AreaTree(areas)
    assert tree.max_depth == 4_999
    assert tree.interval("0") == (0, 4_999)


def test_an_unknown_code_is_a_key_error_and_never_within() -> None:
    tree = AreaTree(SMALL)
    for ask in (tree.children, tree.path, tree.subtree, tree.interval, tree.depth, tree.__getitem__):
        with pytest.raises(KeyError):
            ask("c9")
    with pytest.raises(KeyError):
        tree.is_within("c9", "d")
    with pytest.raises(KeyError):
        tree.is_within("d", "c9")


@pytest.mark.parametrize(
    ("areas", "message"),
    [
        ([], "areas 0: expected at least one area, the root, without a parent"),
        ([*SMALL, area("g1", "s2")], "area 'g1' code 'g1': expected a code used once"),
        ([*SMALL, area("g9", "c9")], "area 'g9' parent 'c9': expected the code of another area, or none"),
        (
            [*SMALL, area("e", None)],
            "area 'e' parent None: expected exactly one area without a parent, found 2",
        ),
        ([area("a", "b"), area("b", "a")], "area 'a' parent 'b': expected a parent outside the area itself"),
        ([*SMALL, area("x", "x")], "area 'x' parent 'x': expected a parent outside the area itself"),
        ([*SMALL, area("", "d")], "code '': expected text without blanks around it, not empty"),
        ([*SMALL, area(" g", "d")], "area ' g' code ' g': expected text without blanks around it"),
        ([*SMALL, area("h", "d", name="")], "area 'h' name '': expected text"),
        ([*SMALL, area("h", "d", level="")], "area 'h' level '': expected text"),
        ([*SMALL, area("unlocated", "d")], "area 'unlocated' code 'unlocated': expected a code that is not"),
        ([*SMALL, Area("h", "n", "grid", "d", None, -1)], "area 'h' population -1: expected a whole number"),
    ],
)
def test_what_is_not_a_tree_is_refused_by_name(areas: list[Area], message: str) -> None:
    with pytest.raises(AreaError) as caught:
        AreaTree(areas)
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


def test_every_problem_is_listed_with_its_place() -> None:
    areas = [area("a", None), area("a", None), area("b", "c"), area("p", "q"), area("q", "r"), area("r", "q")]
    problems = structure_problems(areas, [f"line {number}" for number in range(2, 8)])
    assert [str(problem) for problem in problems] == [
        "line 3: area 'a' code 'a': expected a code used once, already used at line 2",
        "line 4: area 'b' parent 'c': expected the code of another area, or none for the root",
        "line 6: area 'q' parent 'r': expected a parent outside the area itself, found the cycle q > r > q",
    ]
    with pytest.raises(AreaError, match=r"^3 problems with areas:\n"):
        AreaTree(areas)
