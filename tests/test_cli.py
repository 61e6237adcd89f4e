"""The command line, and the folder that `spinelab lab` lays out."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from spinelab import __version__, cli, content, course, lab, progress, stored_notebooks
from spinelab.content import ContentError, Fault

FAULTS = [Fault("data/a.yaml", 12, "‘answr’ is not a field"), Fault("data/b.csv", 3, "no such key")]


def test_version(capsys):
    assert cli.main(["version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["lap"], ["lab", "--port", "http"], ["lab", "--port", "70000"]])
def test_a_wrong_command_line_is_refused_with_the_valid_choices(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    message = capsys.readouterr().err
    assert "port from 1 to 65535" in message if "--port" in arguments else "COMMAND" in message


@pytest.mark.parametrize(
    ("faults", "code", "printed"),
    [
        ([], 0, "0 faults\n"),
        (FAULTS[:1], 1, "data/a.yaml:12: ‘answr’ is not a field\n1 fault\n"),
        (FAULTS, 1, "data/a.yaml:12: ‘answr’ is not a field\ndata/b.csv:3: no such key\n2 faults\n"),
    ],
)
def test_check_prints_each_fault_and_their_number(monkeypatch, capsys, faults, code, printed):
    monkeypatch.setattr(course, "check", lambda: faults)
    assert cli.main(["check"]) == code
    assert capsys.readouterr().out == printed


def test_schema_writes_json_schemas(tmp_path, capsys):
    assert cli.main(["schema", "--out", str(tmp_path)]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert written == sorted(tmp_path.iterdir(), key=written.index)
    assert {json.loads(path.read_text(encoding="utf-8"))["$schema"] for path in written}


def test_schema_into_a_file_is_one_line(tmp_path, capsys):
    (tmp_path / "taken").write_text("")
    assert cli.main(["schema", "--out", str(tmp_path / "taken")]) == 2
    assert re.fullmatch(r"spinelab schema: cannot write to .*taken: .*\n", capsys.readouterr().err)


def test_notebooks_runs_every_lesson_unless_some_are_named(monkeypatch, tmp_path, capsys):
    (tmp_path / "b.ipynb").touch()
    (tmp_path / "a.ipynb").touch()
    monkeypatch.setattr(content, "notebooks_folder", lambda: tmp_path)
    monkeypatch.setattr(stored_notebooks, "refresh", lambda paths: paths)
    assert cli.main(["notebooks"]) == 0
    assert re.findall(r"(\w+\.ipynb): written", capsys.readouterr().out) == ["a.ipynb", "b.ipynb"]
    assert cli.main(["notebooks", "x.ipynb"]) == 0
    assert capsys.readouterr().out == "x.ipynb: written\n"


@pytest.mark.parametrize(("stale", "code"), [(["x.ipynb"], 1), ([], 0)])
def test_notebooks_check_lists_those_not_in_stored_form(monkeypatch, capsys, stale, code):
    monkeypatch.setattr(stored_notebooks, "stale", lambda paths: [Path(name) for name in stale])
    assert cli.main(["notebooks", "--check", "x.ipynb"]) == code
    assert capsys.readouterr().out.count("x.ipynb: not in stored form") == len(stale)


def test_a_cell_that_fails_is_told_without_a_traceback(monkeypatch, capsys):
    def refresh(paths):
        raise ContentError([Fault("x.ipynb", 0, "cell 3 stopped with NameError")])

    monkeypatch.setattr(stored_notebooks, "refresh", refresh)
    assert cli.main(["notebooks", "x.ipynb"]) == 1
    assert capsys.readouterr().out == "x.ipynb: cell 3 stopped with NameError\n"


def test_a_notebook_that_is_not_there_is_one_line(capsys):
    assert cli.main(["notebooks", "no-such.ipynb"]) == 2
    assert capsys.readouterr().err == "spinelab notebooks: no-such.ipynb: No such file or directory\n"


@pytest.fixture
def lessons(tmp_path):
    folder = tmp_path / "lessons"
    (folder / "pictures").mkdir(parents=True)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "01-checkpoint.ipynb").write_text("no lesson")
    (folder / "01-a.ipynb").write_text("first edition")
    (folder / "pictures" / "a.png").write_text("picture")
    return folder


@pytest.fixture
def mine(lessons, tmp_path):
    folder = tmp_path / "mine"
    lab.deliver(lessons, folder)
    return folder


def held(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != lab.MANIFEST]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def test_the_lessons_are_copied(mine):
    assert held(mine) == {"01-a.ipynb": "first edition", "pictures/a.png": "picture"}


def test_opening_again_writes_nothing(lessons, mine):
    assert lab.deliver(lessons, mine) == []


def test_a_deleted_lesson_comes_back(lessons, mine):
    (mine / "01-a.ipynb").unlink()
    assert lab.deliver(lessons, mine) == [mine / "01-a.ipynb"]


def test_an_unchanged_lesson_is_updated(lessons, mine):
    (lessons / "01-a.ipynb").write_text("second edition")
    lab.deliver(lessons, mine)
    assert held(mine) == {"01-a.ipynb": "second edition", "pictures/a.png": "picture"}


def test_a_changed_lesson_is_never_overwritten(lessons, mine):
    (mine / "01-a.ipynb").write_text("my notes")
    assert lab.deliver(lessons, mine) == []
    (lessons / "01-a.ipynb").write_text("second edition")
    lab.deliver(lessons, mine)
    assert lab.deliver(lessons, mine) == []
    expected = {"01-a.ipynb": "my notes", "01-a (new).ipynb": "second edition", "pictures/a.png": "picture"}
    assert held(mine) == expected
    (lessons / "01-a.ipynb").write_text("third edition")
    lab.deliver(lessons, mine)
    assert held(mine) == {**expected, "01-a (new).ipynb": "third edition"}


def test_nor_is_the_new_one_when_it_is_changed_too(lessons, mine):
    for edition, name in (("second edition", "01-a.ipynb"), ("third edition", "01-a (new).ipynb")):
        (mine / name).write_text(f"my notes in {name}")
        (lessons / "01-a.ipynb").write_text(edition)
        lab.deliver(lessons, mine)
    assert held(mine) == {
        "01-a.ipynb": "my notes in 01-a.ipynb",
        "01-a (new).ipynb": "my notes in 01-a (new).ipynb",
        "01-a (new 2).ipynb": "third edition",
        "pictures/a.png": "picture",
    }


@pytest.mark.parametrize("spoilt", ["{", "[]", None])
def test_without_its_manifest_no_file_is_overwritten(lessons, mine, spoilt):
    manifest = mine / lab.MANIFEST
    manifest.write_text(spoilt) if spoilt else manifest.unlink()
    (lessons / "01-a.ipynb").write_text("second edition")
    lab.deliver(lessons, mine)
    assert held(mine)["01-a.ipynb"] == "first edition"
    assert held(mine)["01-a (new).ipynb"] == "second edition"


def test_a_file_of_the_learner_with_a_lesson_s_name_is_kept(lessons, tmp_path):
    (tmp_path / "01-a.ipynb").write_text("mine before the course")
    lab.deliver(lessons, tmp_path)
    assert (tmp_path / "01-a.ipynb").read_text() == "mine before the course"
    assert (tmp_path / "01-a (new).ipynb").read_text() == "first edition"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file, not a folder")
    assert cli.main(["lab", "--no-browser", "--folder", str(tmp_path / "taken")]) == 2
    assert re.fullmatch(r"spinelab lab: cannot write the lessons to .*taken: .*; choose .*\n", capsys.readouterr().err)


def test_a_taken_port_is_one_line(tmp_path, capsys):
    with socket.create_server((lab.ADDRESS, 0)) as server:
        port = server.getsockname()[1]
        assert cli.main(["lab", "--no-browser", "--folder", str(tmp_path), "--port", str(port)]) == 2
    assert re.fullmatch(rf"spinelab lab: port {port} cannot be used: .*; choose .*\n", capsys.readouterr().err)


def test_a_checkout_opens_its_own_lessons(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert lab._folder_to_open(None) == content.notebooks_folder()
    assert list(tmp_path.iterdir()) == []


def test_an_installed_course_opens_a_copy(monkeypatch, tmp_path, lessons):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab, "in_checkout", lambda: False)
    monkeypatch.setattr(lab, "notebooks_folder", lambda: lessons)
    assert lab._folder_to_open(None) == Path("spine-lab")
    assert (tmp_path / "spine-lab" / "01-a.ipynb").read_text() == "first edition"


def test_a_server_without_a_screen_has_no_browser(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not lab.has_browser()


def page(address: str) -> str:
    """The page at an address that Jupyter prints a moment before it listens there."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")
def test_lab_serves_the_lessons_here_only_and_ctrl_c_ends_it_quietly(tmp_path):
    environment = {**os.environ, "HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path)}
    server = subprocess.Popen(
        [sys.executable, "-m", "spinelab.cli", "lab", "--no-browser", "--folder", tmp_path / "mine"],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell may have it ignored
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        before = []
        for line in server.stdout:
            before.append(line)
            if address := re.search(r"http://127\.0\.0\.1:\d+/lab\S+", line):
                break
        else:
            pytest.fail("".join(before))
        assert '"news": {"disabled": true}' in page(address[0])
        server.send_signal(signal.SIGINT)
        after, _ = server.communicate(timeout=30)
    finally:
        server.kill()
        server.wait()
    assert server.returncode == 0
    assert "Traceback" not in after
    assert f"The lessons are in {tmp_path / 'mine'}" in before[0]


@pytest.fixture
def answered(tmp_path, monkeypatch):
    monkeypatch.setenv("SPINELAB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.chdir(tmp_path)
    answer = progress.Answer("02-atlas-and-axis/exit", "q", "x", 1.0, 2.0, False, 1, "2026-11-21T10:00:00+00:00")
    progress.store().record(answer)
    return tmp_path


def test_progress_is_shown_exported_and_erased(answered, capsys):
    assert cli.main(["progress", "show"]) == 0
    assert "02-atlas-and-axis/exit: 1 questions, 1 of 2 points" in capsys.readouterr().out
    assert cli.main(["progress", "export", "mine.jsonl"]) == 0
    assert (answered / "mine.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert cli.main(["progress", "export", "mine.jsonl"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert cli.main(["progress", "erase", "--yes"]) == 0
    assert [path for path in (answered / "home").rglob("*") if path.is_file()] == []


def test_erase_asks_first(answered, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    assert cli.main(["progress", "erase"]) == 0
    assert "Nothing was erased" in capsys.readouterr().out
    assert list((answered / "home" / "answers").iterdir())


def test_a_lesson_is_handed_in_under_a_pseudonym(answered, capsys):
    assert cli.main(["handin", "02-atlas-and-axis"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert re.fullmatch(r"02-atlas-and-axis-[0-9a-f]{12}\.jsonl", path.name)
    assert path.is_file()
    assert cli.main(["handin", "02-atlas-and-axs"]) == 2
    assert "did you mean ‘02-atlas-and-axis’" in capsys.readouterr().err
    assert cli.main(["handin", "09-first-steps"]) == 2
    assert "no answers to 09-first-steps" in capsys.readouterr().err
