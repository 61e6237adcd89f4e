"""The YAML loader: what it keeps as text, what it refuses, and the line it names."""

import pytest

from spinelab.content.faults import ContentError
from spinelab.content.yamltext import parse


def test_values_and_lines() -> None:
    document = parse("a: 1\nb:\n  - x: 2.5\n    y: yes\n  - 'true'\n", "f.yaml")
    assert document.value == {"a": 1, "b": [{"x": 2.5, "y": "yes"}, "true"]}
    assert [document.line("a"), document.line("b", 0, "y"), document.line("b", 1)] == [1, 4, 5]


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "2026-11-21", "0x1F", "1_000", "012", ".inf", "1:30", "C1"])
def test_stays_text(text: str) -> None:
    assert parse(f"a: {text}", "f.yaml").value == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("False", False), ("null", None), ("~", None), ("-3", -3), ("1e3", 1000.0)]
)
def test_plain_scalars(text: str, value: object) -> None:
    assert parse(f"a: {text}", "f.yaml").value == {"a": value}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "‘a’ is written twice; first on line 1"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: !!python/object:os.system 1\n", 1, "tags"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1, 2\nb: 3\n", 2, "not valid YAML"),
        ("a: 1\nb: 'open\n", 3, "not valid YAML"),
        ("\n", 1, "empty"),
        ("a: 1\nb: \x07\n", 2, "U+0007"),
        ("a: " + "[" * 30 + "]" * 30, 1, "nested deeper"),
        ("? [a]\n: 1\n", 1, "a key must be plain text"),
    ],
)
def test_refused_with_the_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text, "f.yaml")
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("f.yaml", line)
    assert words in fault.message


def test_a_tower_of_brackets_does_not_break_the_interpreter() -> None:
    with pytest.raises(ContentError):
        parse("[" * 200_000, "f.yaml")
