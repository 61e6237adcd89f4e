"""The house's table: which room may import which, and where matplotlib and the widgets may come in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import spinelab

SOURCE = Path(spinelab.__file__).parent

MAY_IMPORT = {
    "content": set(),
    "progress": {"content"},
    "anatomy": {"content"},
    "imaging": {"anatomy", "content", "progress"},
    "disease": {"content"},
    "treatment": {"content", "disease", "progress"},
    "quiz": {"content", "progress"},
    "review": {"content", "quiz", "progress"},
    "marking": {"content", "quiz"},
}
"""A module that stands in no room (the course, the command line) may import them all."""

ANY_ROOM = {"__version__", "_lazy"}
"""What every room may import from beside the rooms; it imports nothing of ours."""

ONLY_IN = {"matplotlib": "figures", "ipywidgets": "widgets", "anywidget": "widgets"}


def imported(path: Path, source: str) -> Iterator[str]:
    """Every module that a file imports, at any level, by its full name. `path` is relative to the package."""
    package = ["spinelab", *path.parent.parts]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def breaches(path: Path, source: str) -> list[str]:
    """What a file imports although the table forbids it."""
    room = path.parts[0] if len(path.parts) > 1 else None
    place = path.parts[1].removesuffix(".py") if room else ""
    found = []
    for name in imported(path, source):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top == "spinelab" and room and other not in {room} | ANY_ROOM | MAY_IMPORT[room]:
            found.append(f"{path} imports {name}")
        if top in ONLY_IN and place != ONLY_IN[top]:
            found.append(f"{path} imports {name}: only {ONLY_IN[top]} of a room may")
    return found


FILES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("*.py"))


def test_each_room_is_in_the_table():
    rooms = {path.parts[0] for path in FILES if len(path.parts) > 1}
    assert rooms
    assert rooms <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_follow_the_table(path):
    assert breaches(path, (SOURCE / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("content/facts.py", "import spinelab.quiz"),
        ("content/facts.py", "from spinelab import course"),
        ("quiz/marking.py", "def f():\n    from spinelab.review import due"),
        ("quiz/deep/part.py", "from ...anatomy import outline"),
        ("quiz/marking.py", "from .. import review"),
        ("anatomy/outline.py", "def f():\n    import matplotlib.figure"),
        ("anatomy/widgets.py", "from matplotlib.figure import Figure"),
        ("quiz/figures.py", "import anywidget"),
        ("course.py", "import ipywidgets"),
    ],
)
def test_a_forbidden_import_is_found(path, source):
    assert len(breaches(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("quiz/marking.py", "from spinelab import content\nfrom spinelab.quiz import order\nfrom . import drawing"),
        ("quiz/widgets.py", "import anywidget\nfrom ipywidgets import DOMWidget"),
        ("anatomy/figures/atlas.py", "from matplotlib.figure import Figure\nfrom ...content import fact"),
        ("course.py", "from spinelab import quiz, anatomy"),
    ],
)
def test_a_permitted_import_is_not(path, source):
    assert breaches(Path(path), source) == []


def test_no_core_loads_matplotlib_or_widgets():
    """A core that imports its own figures or widgets when it is loaded would pass the table, so load them all."""
    cores = [
        ".".join(["spinelab", *path.with_suffix("").parts]).removesuffix(".__init__")
        for path in FILES
        if not {"figures", "widgets"} & set(path.with_suffix("").parts)
    ]
    script = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name)\n"
        f"    heavy = {set(ONLY_IN)!r} & set(sys.modules)\n"
        "    assert not heavy, f'{name} loads {heavy}'\n"
    )
    run = subprocess.run([sys.executable, "-c", script, *cores], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("room", ["anatomy", "imaging", "disease", "treatment"])
def test_every_name_that_a_room_offers_is_there(room):
    """They are listed as text and load when they are used, so that no import would tell of a misspelt one."""
    module = import_module(f"spinelab.{room}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert module.__all__ == dir(module)
    with pytest.raises(AttributeError, match=f"spinelab.{room} has no 'exploer'; there is: "):
        module.exploer  # noqa: B018 - the attribute access is the test


def test_naming_the_figures_of_a_room_does_not_load_them():
    script = "import sys; from spinelab import content; assert content.picture_names('anatomy'); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "spinelab.anatomy.figures" in run.stdout.split()
    assert not {"matplotlib", "spinelab.anatomy.figures.atlas"} & set(run.stdout.split())
