"""The suite can fail: damage drawn at random, each in a copy of the checkout, is found for its stated reason."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random, SystemRandom

import pytest

from .mutations import DAMAGES, Damage, Suite, copy_checkout, run, smallest_first

DRAWS = 6
SEED = os.environ.get("SPINELAB_SEED") or str(SystemRandom().randrange(10**6))


@pytest.mark.parametrize("suite", ["stored", "check", "nbval"])
def test_undamaged_copy_is_green(tmp_path: Path, suite: Suite) -> None:
    copy_checkout(tmp_path)
    green, said = run(suite, tmp_path, smallest_first(tmp_path)[0])
    assert green, said


@pytest.mark.parametrize("draw", range(DRAWS))
def test_damage_is_found(tmp_path: Path, draw: int) -> None:
    rng = Random(f"{SEED}/{draw}")
    assert_found(rng.choice(DAMAGES[draw::DRAWS]), tmp_path, rng)


@pytest.mark.full
@pytest.mark.parametrize("again", range(3))
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_each_damage_is_found(tmp_path: Path, damage: Damage, again: int) -> None:
    assert_found(damage, tmp_path, Random(f"{SEED}/{again}"))


def assert_found(damage: Damage, folder: Path, rng: Random) -> None:
    print(f"{damage.name}, SPINELAB_SEED={SEED}")
    copy_checkout(folder)
    green, said = run(damage.suite, folder, damage.apply(folder, rng))
    assert not green, f"{damage.suite} passed\n{said}"
    assert re.search(damage.reason, said), f"expected “{damage.reason}” in:\n{said}"
