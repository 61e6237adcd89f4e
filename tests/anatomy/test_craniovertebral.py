"""The two intervals at the dens, their limits, and the outlines they are measured on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinelab.anatomy import craniovertebral as cvj
from spinelab.content.facts import facts
from spinelab.content.faults import InputError

slips = st.floats(0, cvj.SLIP_MAX_MM)
KNOWN = facts()


def _value(id: str) -> float:
    value = KNOWN[id].value
    assert value is not None
    return value


@given(slips)
def test_what_the_front_gains_the_back_loses(slip_mm: float) -> None:
    found = cvj.intervals(slip_mm, KNOWN)
    assert found.adi_mm + found.padi_mm == pytest.approx(_value("steel-ring") - _value("steel-dens"), abs=2e-6)


@given(slips)
def test_the_slip_is_the_rise_of_the_adi(slip_mm: float) -> None:
    assert cvj.intervals(slip_mm, KNOWN).adi_mm - cvj.intervals(0, KNOWN).adi_mm == pytest.approx(slip_mm, abs=2e-6)


def test_health_is_the_published_gap() -> None:
    assert cvj.intervals(0) == cvj.Intervals(adi_mm=1.3, padi_mm=18.7)


@pytest.mark.parametrize("slip_mm", [-0.5, 12.5, float("nan")])
def test_a_slip_outside_the_diagram_is_refused(slip_mm: float) -> None:
    with pytest.raises(InputError, match="between 0 and 12 mm"):
        cvj.intervals(slip_mm)


def test_a_limit_is_crossed_only_beyond_it() -> None:
    woman, man, *_ = cvj.thresholds(KNOWN)
    assert not woman.crossed(cvj.Intervals(2.5, 17.5))
    assert woman.crossed(cvj.Intervals(2.6, 17.4))
    assert not man.crossed(cvj.Intervals(3.0, 17.0))
    assert man.crossed(cvj.Intervals(3.1, 16.9))


def test_ten_millimetres_are_severe_and_less_is_not() -> None:
    assert "severe" in cvj.adi_band(10.0)
    assert "severe" not in cvj.adi_band(9.99)
    assert "severe" in cvj.adi_band(9.996), "as on a film: what is asked of a spine is met but for the last bits"


def test_bands_name_the_gravest_limit() -> None:
    assert cvj.adi_band(1.3) == "within the limits of men and women"
    assert cvj.adi_band(2.6) == "too wide on the film of a woman"
    assert cvj.adi_band(4.0) == "too wide on the film of a woman and a man"
    assert "alar" in cvj.adi_band(7.0)
    assert cvj.padi_band(18.7) == "above the danger line"
    assert cvj.padi_band(13.9) == "the cord is in danger"
    assert "recovered" in cvj.padi_band(9.9)


def test_each_limit_names_its_source() -> None:
    words = [str(limit) for limit in cvj.thresholds()]
    assert "PADI below 14 mm: the cord is in danger (Boden 1993)" in words
    assert all(word.endswith(")") for word in words)


def test_the_cord_is_whole_until_its_room_is_gone() -> None:
    full, ligament = _value("cord-depth-at-c1"), _value("transverse-ligament-thickness")
    assert cvj.cord_depth_mm(full + ligament) == pytest.approx(full)
    assert cvj.cord_depth_mm(full + ligament - 1) == pytest.approx(full - 1)
    assert cvj.cord_depth_mm(1.0) == 0


@given(slips)
def test_the_drawn_cord_never_enters_the_posterior_arch(slip_mm: float) -> None:
    cord = cvj.cord_outline(slip_mm, KNOWN)
    arch_front = cvj.DENS_BACK_MM + cvj.intervals(slip_mm, KNOWN).padi_mm
    level = cord[np.abs(cord[:, 1] + 3.0) < 0.01]
    assert level[:, 0].max() <= arch_front + 1e-9
    assert np.ptp(level[:, 0]) == pytest.approx(
        cvj.cord_depth_mm(cvj.intervals(slip_mm, KNOWN).padi_mm, KNOWN), abs=0.01
    )


def test_the_section_is_drawn_to_the_published_intervals() -> None:
    healthy = cvj.intervals(0, KNOWN)
    axis_at_arch = [x for x, y in cvj.AXIS if y == 0.0]
    assert min(axis_at_arch) - max(x for x, _ in cvj.ANTERIOR_ARCH) == pytest.approx(healthy.adi_mm)
    assert max(axis_at_arch) == cvj.DENS_BACK_MM
    assert min(x for x, _ in cvj.POSTERIOR_ARCH) - cvj.DENS_BACK_MM == pytest.approx(healthy.padi_mm)
    assert np.ptp([y for _, y in cvj.ANTERIOR_ARCH]) == pytest.approx(_value("c1-anterior-arch-height"), abs=0.3)
    assert np.ptp([y for _, y in cvj.POSTERIOR_ARCH]) == pytest.approx(_value("c1-posterior-arch-height"), abs=0.3)
