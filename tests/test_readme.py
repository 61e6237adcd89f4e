"""The README's steps, followed to the letter on a copy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def steps() -> tuple[str, str, list[list[str]]]:
    """The file to open, the text to paste, and the commands to run."""
    section = README.partition("## Add a question in three minutes")[2].partition("\n## ")[0]
    opened = re.search(r"Open `([^`]+)`", section)
    pasted = re.search(r"```yaml\n(.*?)   ```", section, re.DOTALL)
    assert opened
    assert pasted
    commands = [
        line.split() for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.split("\n")
    ]
    return opened[1], pasted[1], [command for command in commands if command]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    assert command[0] == "spinelab"
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "SPINELAB_HOME": str(folder / "home")}
    code = "import sys; from spinelab.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *command[1:]]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_question_added_as_the_readme_says_is_in_the_lesson(
    tmp_path: Path, steps: tuple[str, str, list[list[str]]]
) -> None:
    file, text, commands = steps
    for name in ("src", "data", "notebooks", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        else:
            shutil.copy(source, tmp_path / name)
    with (tmp_path / file).open("a", encoding="utf-8") as bank:
        bank.write(text)
    for command in commands:
        done = run(command, tmp_path)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    stored = (tmp_path / commands[-1][-1]).read_text(encoding="utf-8")
    assert "Which bone carries the dens?" in stored


def test_a_mistake_in_it_is_named_with_its_line(tmp_path: Path, steps: tuple[str, str, list[list[str]]]) -> None:
    file, text, commands = steps
    shutil.copytree(ROOT / "data", tmp_path / "data")
    with (tmp_path / file).open("a", encoding="utf-8") as bank:
        bank.write(text.replace("feedback: Yes", "feedbak: Yes"))
    code = "import sys; from spinelab.cli import main; sys.exit(main())"
    environment = {**os.environ, "SPINELAB_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", code, *commands[0][1:]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    lines = (tmp_path / file).read_text(encoding="utf-8").split("\n")
    assert done.returncode == 1
    told = re.search(r"02-atlas-and-axis\.yaml:(\d+): .*did you mean ‘feedback’", done.stdout)
    assert told, done.stdout
    assert "feedbak" in lines[int(told[1]) - 1]


def test_what_the_readme_names_exists() -> None:
    for link in re.findall(r"\]\(([^)h][^)]*)\)", README):
        assert (ROOT / link).exists(), link
    for path in re.findall(r"`((?:data|src|notebooks|tests|hub)/[\w./-]+)`", README):
        if "LESSON" not in path and "ROOM" not in path:
            assert (ROOT / path).exists(), path
    lessons = set(re.findall(r"notebooks/([\w-]+)\.ipynb\)", README))
    assert lessons == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
