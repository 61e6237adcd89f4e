"""The figures of the column: what they point at is what they say, and what they show is in the data."""

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.figures import column, cord, movement, segment
from spinelab.anatomy.standing import spine
from spinelab.content.facts import facts

KNOWN = facts()


def test_regions_and_discs_of_the_standing_column_are_as_counted() -> None:
    bones = column.standing()
    for letter, id in (("C", "column-cervical"), ("T", "column-thoracic"), ("L", "column-lumbar")):
        assert sum(level.startswith(letter) for level in bones) == KNOWN[id].value
    assert len(column.discs(bones)) == KNOWN["disc-count"].value
    parts = [KNOWN[f"disc-count-{region}"].value or 0 for region in ("cervical", "thoracic", "lumbar")]
    assert sum(parts) == KNOWN["disc-count"].value


def test_the_free_vertebrae_and_the_fused_ones_are_all_there_are() -> None:
    value = {
        name: KNOWN[f"column-{name}"].value or 0 for name in ("cervical", "thoracic", "lumbar", "sacral", "coccygeal")
    }
    assert value["cervical"] + value["thoracic"] + value["lumbar"] == KNOWN["column-free-vertebrae"].value
    assert sum(value.values()) == KNOWN["column-vertebrae"].value


@pytest.mark.parametrize("part", ["pedicle", "lamina", "superior articular process"])
def test_a_part_is_pointed_at_on_the_side_asked_for(part: str) -> None:
    bone = vertebra("L4")
    for sign in (-1, 1):
        at = column.part_of(bone, part, sign)
        assert at[0] * sign > 0
        nearest = np.abs(bone.vertices - at).sum(axis=1).argmin()
        assert bone.structures[bone.structure_of[nearest]] == part


def test_a_point_of_a_bone_is_placed_where_the_bone_is_drawn() -> None:
    plate = column.Plate("", -60, 60, -60, 60)
    bone = vertebra("L4")
    seen = column.show(plate, [bone], "above", (5.0, -3.0))
    middle = (bone.vertices.max(axis=0) + bone.vertices.min(axis=0)) / 2
    assert column.placed(seen, (5.0, -3.0), middle) == pytest.approx((5.0, -3.0))
    assert column.placed(seen, (5.0, -3.0), middle + np.array([10, 4, 0])) == pytest.approx((15.0, 1.0))


def test_the_cord_is_drawn_to_end_in_the_lower_third_of_l1() -> None:
    _, spots = cord._cord("")
    middle, next_down = spots["body L1"][1], spots["body L3"][1]
    assert next_down < spots["tip"][1] < middle
    assert spots["L3 upper"][1] < spots["tip"][1] < spots["T12 middle"][1]


def test_each_root_leaves_lower_than_the_last() -> None:
    _, spots = cord._cord("")
    heights = [spots[name][1] for name in ("L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3")]
    assert heights == sorted(heights, reverse=True)


def test_lumbar_roots_leave_close_under_their_pedicle_and_sacral_ones_forwards() -> None:
    whole = spine("whole")
    ways = cord._ways(whole)
    for level in ("L1", "L2", "L3", "L4", "L5"):
        bone = whole.bones[level]
        pedicle = bone.landmarks["right pedicle"]
        lower_edge = bone.vertices[bone.structure_of == bone.structures.index("pedicle"), 2].min()
        beside = ways[level][np.abs(ways[level][:, 0] - pedicle[0]).argmin()]
        assert lower_edge - 6 < beside[2] < lower_edge
    sacrum = whole.bones["sacrum"]
    for name in ("S1", "S2", "S3"):
        across, forward, _ = ((ways[name] - sacrum.shift) @ sacrum.turn).T
        canal, outside = forward[across < 6][-1], forward[across > 22][0]
        assert canal + 10 < outside


def test_ligaments_lie_in_the_order_from_front_to_back() -> None:
    _, spots = segment._cut("")
    order = [
        "anterior longitudinal ligament", "vertebral body", "posterior longitudinal ligament",
        "dural sac with nerve roots", "ligamentum flavum", "interspinous ligament", "supraspinous ligament",
    ]  # fmt: skip
    across = [spots[name][0] for name in order]
    assert across == sorted(across)
    assert set(segment._NAMES_OF_CUT) == set(spots)


def test_bars_show_the_figures_of_the_data() -> None:
    shown = {bar.id: bar.ends() for bar in (*movement.BENDING, *movement.TURNING)}
    for id, (low, high) in shown.items():
        found = KNOWN[id]
        share = 2 if id == "thoracic-turn-both" else 1
        assert low * share == (found.value if found.low is None else found.low)
        assert high * share == (found.value if found.high is None else found.high)


@pytest.mark.parametrize(
    ("hidden", "names"),
    [
        ("column_with_numbers", ("C7", "T12", "L5")),
        ("vertebra_with_numbers", ("pedicle", "lamina", "spinous")),
        ("three_vertebrae_lettered", ("neck", "chest", "C5", "T6", "L3")),
        ("segment_with_numbers", ("ligament", "annulus", "nucleus")),
        ("cord_with_numbers", ("cauda", "sciatic", "L4", "L5")),
        ("across_the_disc_with_numbers", ("annulus", "nucleus", "capsule")),
    ],
)
def test_pictures_for_questions_do_not_give_the_names_away(hidden: str, names: tuple[str, ...]) -> None:
    written = " ".join(text.get_text() for text in getattr(anatomy, hidden).__wrapped__().words)
    for name in names:
        assert name not in written


@pytest.mark.parametrize("hidden", ["segment_with_numbers", "across_the_disc_with_numbers", "column_with_numbers"])
def test_their_text_alternatives_do_not_either(hidden: str) -> None:
    alt = getattr(anatomy, hidden)().alt
    for name in ("annulus", "nucleus", "flavum", "supraspinous", "T12", "L1 ", "C7"):
        assert name not in alt


def test_a_figure_is_the_same_bytes_each_time() -> None:
    assert anatomy.segment_cut().png == anatomy.segment_cut().png
