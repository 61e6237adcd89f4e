"""Diseases stage by stage: what is authored can be shown, is sourced, and a mistake is told with its line."""

import shutil
from pathlib import Path

import pytest

from spinelab import anatomy
from spinelab.anatomy.course_of_disease import disease_of, diseases, ill
from spinelab.content import ContentError, data_folder

NAMES = ("rheumatoid arthritis", "ankylosing spondylitis", "osteoporotic fracture", "spondylolisthesis")


@pytest.mark.parametrize("name", NAMES)
def test_a_course_starts_healthy_and_every_stage_stands(name: str) -> None:
    followed = diseases()[name]
    healthy = anatomy.spine(followed.region)
    told = [followed.told(ill(healthy, stage)) for stage in followed.stages]
    assert told[0] == followed.told(healthy)
    assert len(followed.stages) >= 4
    assert followed.stages[0].state == {}
    assert all("{" not in stage.says for stage in followed.stages)


def test_the_words_tell_what_was_asked_for() -> None:
    followed = diseases()["rheumatoid arthritis"]
    healthy = anatomy.spine("cervical").truth()
    stage = next(stage for stage in followed.stages if stage.name == "atlas 4 mm forward")
    assert followed.told(ill(anatomy.spine("cervical"), stage)).startswith(
        f"ADI {healthy['adi_mm'] + 4:.1f}\u00a0mm, PADI "
    )


def test_a_bent_neck_stays_bent() -> None:
    bent = anatomy.spine("cervical", flexion_deg=20)
    followed = disease_of("rheumatoid arthritis", bent)
    assert ill(bent, followed.stages[2]).state.flexion_deg == 20


def test_what_cannot_be_followed_says_why() -> None:
    with pytest.raises(ValueError, match="no disease is named ‘spondylolistesis’; did you mean ‘spondylolisthesis’"):
        disease_of("spondylolistesis", anatomy.spine("lumbar"))
    with pytest.raises(ValueError, match=r'try explore\(spine\("cervical"\), disease="rheumatoid arthritis"\)'):
        disease_of("rheumatoid arthritis", anatomy.spine("lumbar"))
    with pytest.raises(ValueError, match="this spine is ill already; rheumatoid arthritis starts from a healthy one"):
        disease_of("rheumatoid arthritis", anatomy.spine("cervical", pannus_mm=2))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("measures: [adi_mm,", "measures: [ady_mm,", "‘ady_mm’ is not a measure of this region; did you mean ‘adi_mm’"),
        ("slip_mm L4,", "slip_mm C4,", "‘slip_mm C4’ is not a measure of this region; did you mean ‘slip_mm L4’"),
        ("{pannus_mm: 2}", "{panus_mm: 2}", "a spine has no state ‘panus_mm’; did you mean ‘pannus_mm’"),
        ("{slip_mm: {L4: 9}}", "{slip_mm: {L4: 90}}", "slip_mm of L4 is 90; this model can show -4 to 18"),
        ("sources: [Rojas2007]", "sources: [Rojas2008]", "Rojas2008 is not a reference; did you mean ‘Rojas2007’"),
        (
            "{padi-danger.value}",
            "{padi-dangers.value}",
            "no fact has the id ‘padi-dangers’; did you mean ‘padi-danger’",
        ),
        ("{padi-danger.value}", "15", "“15” is in no fact of Boden1993, MedscapeRAneck"),
        ("look_at: [C1, C2]", "look_at: [C1, L2]", "‘L2’ is no bone of this region"),
        ("name: syndesmophytes", "name: healthy", "‘healthy’ is an earlier stage too"),
        ("name: spondylolisthesis", "name: rheumatoid arthritis", "‘rheumatoid arthritis’ is written twice"),
        ("region: cervical", "region: neck", "region: found ‘neck’; there is: cervical"),
        ("  cut: true", "  cut: true\n  seen_from: front", "a cut in the middle is seen from left or right, not ‘fro"),
        ("[ilium_left, i", "[ileum_left, i", "‘ileum_left’ is no bone of this region; did you mean ‘ilium_left’"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    right: str, wrong: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data_folder(), copy, ignore=shutil.ignore_patterns("quizzes", "treatment"))
    file = copy / "anatomy" / "diseases.yaml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    monkeypatch.setenv("SPINELAB_DATA", str(copy))
    with pytest.raises(ContentError) as error:
        diseases()
    (fault, *_) = error.value.faults
    assert fault.file.endswith("anatomy/diseases.yaml")
    assert abs(fault.line - line) <= 3, (fault, line)
    assert told in fault.message
