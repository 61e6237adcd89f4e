"""What a squeezed cord does: Ranawat class, Nurick grade and the modified JOA score."""

from __future__ import annotations

from spinelab.content.faults import InputError
from spinelab.disease.arguments import count, one_of, yes_no
from spinelab.disease.outcome import Part, Score
from spinelab.disease.scores.scales import exact, scale, summed, words

WALKING = ("normal", "slight difficulty", "difficulty prevents work", "needs help", "chair or bed")
"""The five ways of walking that Nurick's grades 1 to 5 tell apart."""


def ranawat_class(
    subjective_weakness: bool = False,
    hyperreflexia: bool = False,
    dysaesthesia: bool = False,
    objective_weakness: bool = False,
    walks: bool = True,
) -> Score:
    """The Ranawat class of a rheumatoid neck; the band is "I", "II", "IIIA" or "IIIB", the value 1 to 4 for order.

    I: none of these. II: any of subjective weakness, hyperreflexia, dysaesthesia. III: weakness that is found on
    examination; A walks, B does not. Raises ValueError when an argument is not True or False, or when a person does
    not walk and yet has no weakness on examination, which the scale does not know. Source: Ranawat1979.
    """
    signs = {
        "subjective_weakness": subjective_weakness, "hyperreflexia": hyperreflexia, "dysaesthesia": dysaesthesia,
        "objective_weakness": objective_weakness, "walks": walks,
    }  # fmt: skip
    found = {name: yes_no(name, value) for name, value in signs.items()}
    if not found["walks"] and not found["objective_weakness"]:
        raise InputError("walks is False; expected objective_weakness=True with it, as class IIIB is defined")
    if found["objective_weakness"]:
        grade = 3 if found["walks"] else 4
    else:
        grade = 2 if found["subjective_weakness"] or found["hyperreflexia"] or found["dysaesthesia"] else 1
    return _graded("ranawat_class", grade, {name: "yes" if yes else "no" for name, yes in found.items()})


def nurick(cord_signs: bool, walking: str) -> Score:
    """The Nurick grade of cervical myelopathy, 0 to 5.

    `walking` is one of "normal", "slight difficulty" (works all the same), "difficulty prevents work" (but walks
    unaided), "needs help" (another person or a frame), "chair or bed". Grade 0 is root signs without cord signs.
    Raises ValueError for another word, or for trouble with walking without cord signs. Source: Nurick1972.
    """
    cord = yes_no("cord_signs", cord_signs)
    step = WALKING.index(one_of("walking", walking, WALKING))
    if step and not cord:
        raise InputError(f"cord_signs is False; expected True with walking={walking!r}, as the grades are defined")
    return _graded("nurick", step + 1 if cord else 0, {"cord_signs": "yes" if cord else "no", "walking": walking})


def _graded(name: str, grade: int, signs: dict[str, str]) -> Score:
    found = scale(name)
    detail = tuple(Part(words(sign), None, said) for sign, said in signs.items())
    return Score(float(grade), found.band(grade), detail, title=found.title)


def mjoa(upper_motor: int, lower_motor: int, upper_sensory: int, sphincter: int) -> Score:
    """The modified Japanese Orthopaedic Association score, 0 to 18; 18 is normal, so higher is better.

    Motor function of the arms 0 to 5 and of the legs 0 to 7, sensation of the hands 0 to 3, bladder 0 to 3. Raises
    ValueError for a value out of range. Sources: Kato2015 (parts), Tetreault2017 (bands).
    """
    parts = {
        "upper_motor": (upper_motor, 5), "lower_motor": (lower_motor, 7),
        "upper_sensory": (upper_sensory, 3), "sphincter": (sphincter, 3),
    }  # fmt: skip
    rows = [(words(name), exact(count(name, value, most)), f"of {most}") for name, (value, most) in parts.items()]
    return summed("mjoa", rows)
