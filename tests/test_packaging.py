"""What is installed, from what, and what it costs to import."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import spinelab

ROOT = Path(__file__).parents[1]
LOCKS = {name: (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8") for name in ("learner", "hub", "dev")}
HEAVY = {"anywidget", "ipywidgets", "matplotlib", "msgspec", "numpy", "yaml"}


def pins(lock: str) -> dict[str, str]:
    """`{"numpy": "2.4.6", "pywinpty": "3.1.2 ; os_name == 'nt'", ...}`."""
    return dict(re.findall(r"^([a-z0-9-]+)==(.*?) *\\?$", lock, re.MULTILINE))


def normal(requirement: str) -> str:
    """The name of a requirement as locks write it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def test_importing_spinelab_loads_nothing_heavy():
    script = f"import spinelab, sys; print(*({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_rooms_are_imported_on_first_use():
    script = "import sys, spinelab; assert 'spinelab.content' not in sys.modules; spinelab.content.fact"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_wrong_room_name_says_which_rooms_there_are():
    with pytest.raises(AttributeError, match=r"no room 'anatomi'; it has: .*content, course"):
        spinelab.anatomi  # noqa: B018 - the attribute access is the test


def test_an_error_inside_a_room_is_not_taken_for_a_missing_room(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text("import no_such_module")
    monkeypatch.setattr(spinelab, "__path__", [str(tmp_path)])
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        spinelab.broken  # noqa: B018 - the attribute access is the test


def test_the_installed_version_is_the_code_s_version():
    assert metadata.version("spinelab") == spinelab.__version__


@pytest.mark.parametrize("name", LOCKS)
def test_each_pin_has_a_hash_and_no_line_names_a_place(name):
    lock = LOCKS[name]
    blocks = re.split(r"\n(?=[^ ])", lock.strip())
    assert len(blocks) > 50
    pinned = re.compile(r"[a-z0-9-]+==[^ ]+( ; [^\\]+)? \\\n +--hash=sha256:")
    assert [block for block in blocks if not pinned.match(block)] == []
    assert re.findall(r".*(?:://|file:|@ |--index|--find-links|\.\./|~/|^/).*", lock, re.MULTILINE) == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_depends_on_a_patch_release(name):
    """`python_full_version < '3.12'` is a minor release; `< '3.11.4'` or `== '3.11.*'` would fit one Python only."""
    markers = re.findall(r"python(?:_full)?_version[^;\\]*", LOCKS[name])
    wrong = [marker for marker in markers if re.search(r"==|!=|'\d+\.\d+\.", marker)]
    assert wrong == []


@pytest.mark.parametrize("marker", ["python_full_version < '3.11.4'", "python_version == '3.11'"])
def test_a_patch_release_in_a_lock_is_found(marker, monkeypatch):
    monkeypatch.setitem(LOCKS, "learner", f"overrides==7.7.0 ; {marker} \\\n")
    with pytest.raises(AssertionError):
        test_no_lock_depends_on_a_patch_release("learner")


def test_the_locks_are_for_every_system():
    assert "os_name == 'nt'" in pins(LOCKS["learner"])["pywinpty"]
    assert "sys_platform == 'darwin'" in pins(LOCKS["learner"])["appnope"]


def test_the_dev_lock_holds_the_learner_lock():
    def versions(name: str) -> set[tuple[str, str]]:
        """Without the systems: a package that the hub needs everywhere is needed everywhere in `dev`."""
        return {(package, pin.partition(" ")[0]) for package, pin in pins(LOCKS[name]).items()}

    assert versions("learner") <= versions("dev")
    assert versions("learner") <= versions("hub")


def test_the_locks_hold_what_the_package_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    learner = {normal(name) for name in project["dependencies"]} | {"hatchling", "editables"}
    assert learner <= set(pins(LOCKS["learner"]))
    for extra in ("dev", "instructor"):
        assert {normal(name) for name in project["optional-dependencies"][extra]} <= set(pins(LOCKS["dev"]))


def test_this_environment_is_the_locked_one():
    locked = pins(LOCKS["dev"])
    found = {name: metadata.version(name) for name in ("numpy", "matplotlib", "ipywidgets", "jupyterlab", "nbval")}
    assert found == {name: locked[name] for name in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """The names of the files in a wheel built from a copy of this checkout that a person has worked in."""
    copy = tmp_path_factory.mktemp("checkout") / "spinelab"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "dist"))
    for folder in ("notebooks", "instructor", "exercises", "hub"):
        (copy / folder / ".ipynb_checkpoints").mkdir(parents=True, exist_ok=True)
        (copy / folder / ".ipynb_checkpoints" / "mine-checkpoint.ipynb").write_text("{}")
        (copy / folder / "99-last.ipynb").write_text("{}")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", copy / "dist", copy], check=True)
    (built,) = (copy / "dist").glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_holds_code_data_and_lessons(wheel):
    folders = {"/".join(name.split("/")[:2]) for name in wheel}
    assert {"spinelab/_data", "spinelab/_notebooks", "spinelab/content", "spinelab/cli.py"} <= folders
    for folder, packed in (("data", "_data"), ("notebooks", "_notebooks"), ("src/spinelab", "")):
        paths = [path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*.*") if path.is_file()]
        kept = [path for path in paths if not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)]
        assert {(Path("spinelab") / packed / path).as_posix() for path in kept} <= set(wheel)


def test_the_wheel_holds_nothing_else(wheel):
    assert {name.split("/")[0] for name in wheel} == {"spinelab", f"spinelab-{spinelab.__version__}.dist-info"}
    assert [name for name in wheel if "checkpoint" in name] == []
    assert [name for name in wheel if name.endswith("99-last.ipynb")] == ["spinelab/_notebooks/99-last.ipynb"]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("python", ["old", "absent"])
def test_make_says_which_python_it_needs(tmp_path, python):
    shutil.copytree(ROOT / "locks", tmp_path / "locks")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    pretend = "import sys; sys.version_info = (3, 10, 13); exec(sys.argv[1])"
    (tmp_path / "old").write_text(f"""#!/bin/sh\nexec "{sys.executable}" -c '{pretend}' "$2"\n""")
    (tmp_path / "old").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "lab", f"PYTHON=./{python}"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert run.stderr.startswith(f"Spine Lab needs Python 3.11 or newer, which ./{python} is not.")
    assert not (tmp_path / ".venv").exists()


def test_pre_commit_runs_the_steps_of_make_check_and_fetches_nothing():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(PY)", ".venv/bin/python")
    steps = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1].split("\n\t")
    assert [step.strip() for step in steps] == re.findall(r"entry: (.*)", hooks)
    assert re.findall(r"repo: (.*)", hooks) == ["local"]
