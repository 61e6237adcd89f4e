"""A broken row of this room's tables is named with its file and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spinelab.content import ContentError
from spinelab.treatment import drugs, effects, pathway
from spinelab.treatment.first_steps import treatments

BROKEN = [
    (drugs.drugs, "drugs.csv", ",eases,", ",ease,", "does holds ‘ease’; did you mean ‘eases’"),
    (drugs.drugs, "drugs.csv", "[from memory]", "[memory]", r"holds \[memory\]; a doubt is"),
    (drugs.drugs, "drugs.csv", "Kroon2015", "Kroon2051", "Kroon2051 is not a reference; did you mean ‘Kroon2015’"),
    (drugs.drugs, "drugs.csv", "Symptoms only,", ",", "nsaids: ra is empty"),
    (drugs.drugs, "drugs.csv", "\nsulfasalazine,", "\nnsaids,", "the id ‘nsaids’ is used before"),
    (effects.effects, "effects.csv", "mint,blocks,", "mint,block,", "topic holds ‘block’; did you mean ‘blocks’"),
    (effects.effects, "effects.csv", "Juch2017", "Juch2071", "Juch2071 is not a reference; did you mean ‘Juch2017’"),
    (effects.effects, "effects.csv", "-0.18,-0.76,0.4,", "-0.18,0.76,0.9,", "−0.18 lies outside its interval"),
    (effects.effects, "effects.csv", ",93,48,,94,24,,", ",93,148,,94,24,,", "events is 148; expected a whole number"),
    (effects.effects, "effects.csv", ",93,48,,94,24,,", ",93,48,51.6,94,24,,", "percent is from 0 to 100, and stays"),
    (effects.effects, "effects.csv", "mint,blocks,", "lord-free,blocks,", "the id ‘lord-free’ is used before"),
    (treatments, "home_and_physical.csv", "Hayden2021;Rizzo", "Haydn2021;Rizzo", "did you mean ‘Hayden2021’"),
    (treatments, "home_and_physical.csv", ",helps,", ",helpful,", "direction holds ‘helpful’"),
    (treatments, "home_and_physical.csv", "{exercise-back-pain}", "{exercise-back-pane}", "exercise-back-pain"),
    (pathway.questions, "facts.csv", "padi_mm,float", "padi_mm,number", "the type ‘number’ is not known"),
    (pathway.questions, "facts.csv", "padi_mm,float,mm,0,30", "padi_mm,float,mm,30,0", "a number needs low, high"),
    (pathway.questions, "facts.csv", ",Boden1993,verified", ",Bodden1993,verified", "did you mean ‘Boden1993’"),
    (pathway.questions, "facts.csv", "I=I|II=II", "I|II", "‘values’ lists the choices"),
    (pathway.questions, "facts.csv", "\nage,", "\nAge,", "the fact ‘Age’ must be small letters"),
]


@pytest.mark.parametrize(("read", "file", "old", "new", "said"), BROKEN)
def test_a_broken_row_is_named_with_file_and_line(
    read: Callable[[], object], file: str, old: str, new: str, said: str, change: Callable[[str, str, str], int]
) -> None:
    line = change(f"treatment/{file}", old, new) + old.startswith("\n")
    with pytest.raises(ContentError, match=said) as caught:
        read()
    first = caught.value.faults[0]
    assert (first.file, first.line) == (f"data/treatment/{file}", line)
