"""What is told of a name that is not there."""

import pytest

from spinelab.content.faults import InputError, InputTypeError, nearest


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("cervcal", "; did you mean ‘cervical’?"),
        ("CERVICAL", "; did you mean ‘cervical’?"),
        ("l4", "; did you mean ‘L4’?"),
        ("neck", "; there is: L4, cervical"),
        ("", "; there is: L4, cervical"),
        (None, "; there is: L4, cervical"),
        (7, "; there is: L4, cervical"),
    ],
)
def test_the_nearest_name_is_told_or_the_names_there_are(wrong: object, said: str) -> None:
    assert nearest(wrong, ["cervical", "L4"]) == said


def test_names_are_listed_in_the_order_of_their_numbers() -> None:
    assert nearest("", ["T10", "T2", "T1", "C3-C4", "sacrum"]) == "; there is: C3-C4, T1, T2, T10, sacrum"


def test_without_names_nothing_is_told() -> None:
    assert nearest("L4", []) == ""


def test_a_notebook_shows_the_sentence_of_an_input_error_alone() -> None:
    assert InputError("slip_mm is 30")._render_traceback_() == ["InputError: slip_mm is 30"]
    assert InputTypeError("a str is no film")._render_traceback_() == ["InputTypeError: a str is no film"]
    assert issubclass(InputError, ValueError)
    assert issubclass(InputTypeError, TypeError)
