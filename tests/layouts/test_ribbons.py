import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.ribbons import LEAST, WIDE, Node, path_of, place, ribbons, scale_of

COUNTS = st.lists(st.integers(1, 10_000), min_size=1, max_size=9)


@given(COUNTS, COUNTS)
def test_nodes_stand_below_each_other_as_high_as_their_counts(one: list[int], other: list[int]) -> None:
    scale = scale_of([one, other])
    assert 0 < scale <= 1
    for counts in (one, other):
        nodes = place(counts, scale, 0.5)
        assert nodes[0].top >= -1e-6
        assert nodes[-1].top + nodes[-1].high <= 1 + 1e-6
        for count, node in zip(counts, nodes, strict=True):
            assert node.high == pytest.approx(scale * count / sum(counts))
        for above, below in pairwise(nodes):
            assert above.top + above.high <= below.top + 1e-9
            assert below.middle - above.middle >= LEAST - 1e-6


def test_one_node_and_none() -> None:
    (node,) = place([7], scale_of([[7]]), 0.0)
    assert node.middle == pytest.approx(0.5)
    assert place([], 1.0, 0.0) == []
    assert scale_of([]) == 1.0


def test_ribbons_fill_their_nodes_from_top_to_bottom() -> None:
    left = [Node(0.0, 0.0, 0.5), Node(0.0, 0.6, 0.2)]
    right = [Node(0.9, 0.1, 0.4), Node(0.9, 0.6, 0.3)]
    outlines = ribbons(left, right, {(0, 0): 3, (0, 1): 2, (1, 0): 1, (1, 1): 1}, 0.1)
    starts = {pair: float(re.match(r"M[\d.]+,([\d.]+)", path)[1]) for pair, path in outlines.items()}
    assert starts == pytest.approx({(0, 0): 0.0, (0, 1): 0.3, (1, 0): 0.6, (1, 1): 0.7})
    ends = {pair: float(path.split("L")[0].split()[-1].split(",")[1]) for pair, path in outlines.items()}
    assert ends == pytest.approx({(0, 0): 0.1, (1, 0): 0.4, (0, 1): 0.6, (1, 1): 0.8})


def test_a_ribbon_runs_from_edge_to_edge() -> None:
    path = path_of(Node(0.0, 0.1, 0.2), Node(0.9, 0.5, 0.2), 0.0, 0.1, 0.05)
    assert path.startswith(f"M{WIDE:.4f},0.1000C")
    assert "0.9000,0.6000L0.9000,0.6500" in path
    assert path.endswith(f"{WIDE:.4f},0.1500Z")
