"""The drawn figures: what they look like, what they say in words, and that their labels can be read.

To renew the stored pictures after a wanted change, run this file with SPINELAB_RENEW_BASELINE=1, then look at each.
"""

import io
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.testing.compare import compare_images
from PIL import Image

from spinelab import anatomy
from spinelab.anatomy import figures
from spinelab.anatomy.figures import atlas, axis
from spinelab.anatomy.figures.plate import Plate
from spinelab.content.facts import facts
from spinelab.content.picture import Picture
from spinelab.content.registry import picture

BASELINE = Path(__file__).parent / "baseline"
NAMES = figures.__all__
KNOWN = facts()


@pytest.fixture(scope="module")
def sheets() -> dict[str, tuple[Plate, Picture]]:
    """Each figure, drawn once, with the plate that it was drawn on."""
    finish = Plate.picture
    last: list[Plate] = []

    def kept(plate: Plate, *words: str) -> Picture:
        last[:] = [plate]
        return finish(plate, *words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Plate, "picture", kept)
        pictures = ((name, getattr(figures, name)()) for name in NAMES)
        return {name: (last.pop(), picture) for name, picture in pictures}


@pytest.fixture(scope="module")
def pictures(sheets: dict[str, tuple[Plate, Picture]]) -> dict[str, Picture]:
    return {name: picture for name, (_, picture) in sheets.items()}


@pytest.fixture(scope="module")
def plates(sheets: dict[str, tuple[Plate, Picture]]) -> dict[str, Plate]:
    return {name: plate for name, (plate, _) in sheets.items()}


@pytest.mark.parametrize("name", NAMES)
def test_figure_looks_as_stored(name: str, pictures: dict[str, Picture], tmp_path: Path) -> None:
    stored = BASELINE / f"{name}.png"
    if os.environ.get("SPINELAB_RENEW_BASELINE") == "1":
        BASELINE.mkdir(exist_ok=True)
        stored.write_bytes(pictures[name].png)
    now = tmp_path / f"{name}.png"
    now.write_bytes(pictures[name].png)
    assert stored.is_file(), f"{stored.name} is not stored; see the head of this file"
    assert compare_images(str(stored), str(now), tol=1.5) is None


def test_a_figure_is_the_same_bytes_each_time(pictures: dict[str, Picture]) -> None:
    assert figures.steels_thirds().png == pictures["steels_thirds"].png


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_small_and_no_wider_than_a_page(name: str, pictures: dict[str, Picture]) -> None:
    with Image.open(io.BytesIO(pictures[name].png)) as image:
        assert image.width == pictures[name].width_px <= 780
    assert len(pictures[name].png) < 90_000


@pytest.mark.parametrize("name", NAMES)
def test_words_neither_overlap_nor_leave_the_sheet(name: str, plates: dict[str, Plate]) -> None:
    plate = plates[name]
    boxes = [(text.get_text(), text.get_window_extent()) for text in plate.words if text.get_text()]
    for words, box in boxes:
        assert 0 <= box.x0 < box.x1 <= plate.width_px, f"{words!r} is cut off at a side"
        assert 0 <= box.y0 < box.y1 <= plate.height_px, f"{words!r} is cut off above or below"
    for (one, box), (other, other_box) in combinations(boxes, 2):
        assert not box.overlaps(other_box), f"{one!r} covers {other!r}"


@pytest.mark.parametrize("name", NAMES)
def test_words_are_large_and_dark_enough(name: str, plates: dict[str, Plate]) -> None:
    for text in plates[name].words:
        assert float(text.get_fontsize()) >= 9, text.get_text()
        assert _contrast_with_white(to_rgb(text.get_color())) >= 7, text.get_text()


KEY_STRUCTURES = {
    "adi_padi_normal": ("anterior arch", "dens", "posterior arch", "cord", "1.3 mm", "18.7 mm"),
    "adi_padi_slip": ("slid forward", "10.3 mm", "9.7 mm", "Boden"),
    "alar_ligaments_from_behind": ("alar ligament", "occipital condyle", "117 degrees", "transverse ligament"),
    "atlas_from_above": (
        "anterior arch", "superior facet", "foramen", "groove", "transverse ligament", "posterior arch", "dens", "dura",
    ),
    "atlas_lettered": ("A points", "E points", "joint surface", "ring"),
    "axis_from_front": ("dens", "facet", "waist", "body", "transverse process", "inferior articular", "spinous"),
    "axis_lettered": ("A points", "from behind", "peg", "bluish surface"),
    "bumps_and_joints": ("spinous process", "facet joints", "pairs", "muscle", "disc", "finger"),
    "crack_in_the_pars": ("pars interarticularis", "lamina", "slid forward", "pedicles"),
    "craniovertebral_ligaments": (
        "clivus", "basion", "opisthion", "apical", "cruciform", "tectorial membrane", "anterior atlanto-occipital",
        "posterior atlanto-occipital", "posterior longitudinal", "C2/3 disc", "synovial cavities",
    ),
    "facet_load": ("64 %", "16 %", "0 %", "70 %", "from memory"),
    "facets_by_region": ("C4", "T6", "L4", "from memory", "worked out", "25 to 30", "47.3"),
    "inside_a_facet_joint": ("cartilage", "capsule", "synovial fold", "ligamentum flavum", "fluid", "1 mm", "mL"),
    "ligaments_from_behind": (
        "spinal cord", "tectorial membrane", "transverse ligament", "alar ligaments", "cruciform", "occipital condyles",
    ),
    "ligaments_lettered": ("A points", "B points", "C points", "taken away"),
    "lumbar_pair_lettered": ("L4", "L5", "five lettered", "midline"),
    "medial_branches": ("medial branch of L3", "medial branch of L4", "L4/5", "two nerves"),
    "meyerding_grades": ("grade I", "grade V", "25 %", "100 %"),
    "pivot_rotation": ("37.5", "alar", "tight", "71.3 %"),
    "roots_and_cauda_equina": ("lower third of L1", "cauda equina", "pedicle", "bladder", "big toe", "ankle jerk"),
    "slip_or_disc": ("herniated disc", "isthmic", "degenerative", "lamina", "wider", "narrower"),
    "slip_to_grade": ("four quarters", "slid forward"),
    "steels_thirds": ("dens", "cord", "free space", "10 mm", "7.73 mm"),
    "synovitis_at_the_dens": ("pannus", "dens", "transverse ligament", "cord", "lateral joints"),
    "three_vertebrae_unnamed": ("1, 2 and 3", "midline", "backwards", "outwards"),
    "vertebral_artery_at_c1_c2": ("C3", "foramen", "lateral mass", "groove", "membrane", "foramen magnum"),
    "across_the_disc_with_numbers": ("disc", "sac", "joint", "muscle"),
    "column_from_the_side": (
        "cervical", "thoracic", "lumbar", "sacrum", "lordosis", "kyphosis", "none above or below the atlas",
    ),
    "column_with_numbers": ("Number 1", "Number 7", "lower third", "lowest disc"),
    "cord_and_roots": ("lower third of L1", "504", "cauda equina", "pedicle of L5", "sciatic nerve"),
    "cord_with_numbers": ("1 points", "6 points", "pedicle", "sacrum"),
    "movement_by_region": ("13.5 to 22.6", "0.9 to 4.2", "7 to 14", "37.5", "1.2 to 1.7"),
    "segment_cut": (
        "annulus", "nucleus", "anterior longitudinal", "posterior longitudinal", "ligamentum flavum", "interspinous",
        "supraspinous",
    ),
    "segment_from_the_side": ("intervertebral foramen", "pedicle of L4", "facet joint", "L4 nerve root"),
    "segment_with_numbers": ("1:", "9:", "sac", "arches"),
    "three_vertebrae": ("transverse foramen", "costal facets", "kidney-shaped", "uncinate"),
    "three_vertebrae_lettered": ("A has", "B has", "C has"),
    "vertebra_with_numbers": ("1 the", "9 the", "joint surface", "ring"),
    "what_can_hurt": (
        "outer annulus", "nucleus", "posterior longitudinal ligament", "dural sac", "facet joint", "minus",
    ),
}  # fmt: skip


def test_every_figure_has_its_key_structures_listed() -> None:
    assert sorted(KEY_STRUCTURES) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_teach_what_the_picture_shows(name: str, pictures: dict[str, Picture]) -> None:
    alt = pictures[name].alt
    assert 250 < len(alt) < 1600
    for structure in KEY_STRUCTURES[name]:
        assert structure.lower() in alt.lower(), f"{structure!r} is missing"


@pytest.mark.parametrize(
    ("drawn", "id", "tolerance"),
    [
        (np.ptp(atlas.OUTER[:, 0]), "c1-width", 0.5),
        (np.ptp(atlas.OUTER[:, 1]), "c1-outer-depth", 0.5),
        (np.ptp(atlas.CANAL[:, 1]), "c1-ring-depth", 0.5),
        (np.ptp(atlas.CANAL[:, 0]), "c1-canal-width", 1.0),
        (np.ptp(np.array(atlas.DENS)[:, 1]), "c2-dens-depth", 0.3),
        (np.ptp(np.array(atlas.DENS)[:, 0]), "c2-dens-width", 0.3),
        (np.ptp(np.array(atlas.RIGHT_FACET)[:, 1]), "c1-superior-facet-length", 1.0),
        (axis.BODY_AND_DENS[:, 1].max(), "c2-dens-height", 0.3),
        (np.ptp(np.array(atlas.CORD_SECTION)[:, 1]), "cord-depth-at-c1", 0.3),
        (np.ptp(np.array(atlas.CORD_SECTION)[:, 0]), "cord-width-at-c2", 0.3),
    ],
)
def test_bones_are_drawn_to_published_sizes(drawn: float, id: str, tolerance: float) -> None:
    assert drawn == pytest.approx(KNOWN[id].value, abs=tolerance)


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_found_by_name_and_in_the_room(name: str) -> None:
    assert getattr(anatomy, name) is getattr(figures, name)


def test_authored_data_can_call_a_figure() -> None:
    assert picture("anatomy/atlas_from_above").alt.startswith("The first neck vertebra")


def test_importing_the_room_loads_nothing_heavy() -> None:
    heavy = "{'matplotlib', 'ipywidgets', 'anywidget', 'numpy'}"
    code = f"import sys; from spinelab import anatomy; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def _contrast_with_white(rgb: tuple[float, float, float]) -> float:
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
