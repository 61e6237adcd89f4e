"""The stored maps of all pathways: as the pathways now are, and with nothing on top of anything else."""

from __future__ import annotations

from itertools import combinations

import pytest

from spinelab.treatment import layout, pathway
from spinelab.treatment.build import BOX_WIDTH_PX
from spinelab.treatment.figures import maps, page
from spinelab.treatment.layout import Arrow, Layout
from spinelab.treatment.pathway import Pathway

NAMES = pathway.names()
STOPS = {"decision": "asks", "action": "passed", "monitor": "waits", "end": "ends"}
"""What can be marked at a node of each kind, beside that it was passed."""

Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def both(name: str) -> tuple[Pathway, Layout]:
    return pathway.load(name), layout.load(name)


def boxes(places: Layout) -> dict[str, Area]:
    return {box.id: (box.x, box.y, box.x + box.width, box.y + box.height) for box in places.boxes}


def labels(drawn: Pathway, places: Layout) -> dict[tuple[str, int], Area]:
    """Where the words of each condition stand, in the bold that marks a walked arrow."""
    found = {}
    for arrow in places.arrows:
        if arrow.label:
            node = drawn.nodes[arrow.start]
            lines = layout.condition_lines(node, node.edges[arrow.edge])
            width, height = max(page.line_px(line, "bold") for line in lines), len(lines) * page.LINE_PX
            x, y = arrow.label
            found[arrow.start, arrow.edge] = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return found


def overlap(one: Area, other: Area, by: float = 1) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > by and down > by


def points(arrow: Arrow) -> list[tuple[float, float]]:
    """The arrow's curve, point by point."""
    found = []
    for first in range(0, len(arrow.curve) - 1, 3):
        a, b, c, d = arrow.curve[first : first + 4]
        for step in range(21):
            t = step / 20
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            at = [sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1)]
            found.append((at[0], at[1]))
    return found


def inside(point: tuple[float, float], area: Area, by: float = 2) -> bool:
    return area[0] + by < point[0] < area[2] - by and area[1] + by < point[1] < area[3] - by


@pytest.mark.parametrize("name", NAMES)
def test_the_map_shows_the_pathway_as_it_is(name: str) -> None:
    drawn, places = both(name)
    back = layout.returns(drawn)
    edges = {(node.id, edge.to, place) for node in drawn.nodes.values() for place, edge in enumerate(node.edges)}
    down = edges - set(back)
    assert {box.id for box in places.boxes} == set(drawn.nodes), "run: make pathways"
    assert {(arrow.start, arrow.end, arrow.edge) for arrow in places.arrows} == down, "run: make pathways"
    assert list(places.returns) == back, "run: make pathways"


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_box_fit_into_it(name: str) -> None:
    drawn, places = both(name)
    for box in places.boxes:
        node = drawn.nodes[box.id]
        lines = places.lines(node)
        marks = [maps.MARKS["passed"], maps.MARKS[STOPS[node.kind]]]
        heads = [f"{places.number(box.id)}  {layout.KINDS[node.kind]}  {mark}" for mark in marks]
        widest = max([page.line_px(line) for line in lines] + [page.line_px(head, "bold") for head in heads])
        assert widest <= box.width - maps.INDENT_PX - 4, f"{node.id}: {lines}; run: make pathways"
        assert (1 + len(lines)) * page.LINE_PX + 8 <= box.height, f"{node.id}: {lines}; run: make pathways"
        assert box.width == BOX_WIDTH_PX


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_on_anything_else(name: str) -> None:
    drawn, places = both(name)
    areas = [*boxes(places).items(), *labels(drawn, places).items()]
    for who, area in areas:
        assert area[0] >= 0, who
        assert area[1] >= 0, who
        assert area[2] <= places.width, who
        assert area[3] <= places.height, who
    for (one, first), (other, second) in combinations(areas, 2):
        assert not overlap(first, second), f"{one} lies on {other}"


@pytest.mark.parametrize("name", NAMES)
def test_no_arrow_runs_through_a_box_or_through_words(name: str) -> None:
    drawn, places = both(name)
    areas = [*boxes(places).items(), *labels(drawn, places).items()]
    for arrow in places.arrows:
        for at in points(arrow):
            for what, area in areas:
                assert not inside(at, area), f"{arrow.start} to {arrow.end} runs through {what}"


def test_an_arrow_through_a_box_is_found() -> None:
    arrow = Arrow("a", "b", 0, ((0, 0), (0, 30), (0, 60), (0, 90)))
    assert any(inside(at, (-20, 30, 20, 60)) for at in points(arrow))
    assert not any(inside(at, (5, 30, 20, 60)) for at in points(arrow))


def test_a_pathway_without_a_map_says_what_to_run() -> None:
    with pytest.raises(LookupError, match="make pathways"):
        layout.load("no_such_pathway")


def test_numbers_run_from_top_to_bottom() -> None:
    places = layout.load("ra_neck")
    assert [places.number(box.id) for box in places.boxes] == list(range(1, len(places.boxes) + 1))
    assert [box.y for box in places.boxes] == sorted(box.y for box in places.boxes)
    with pytest.raises(LookupError, match="did you mean"):
        places.box(places.boxes[3].id + "x")
