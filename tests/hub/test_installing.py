"""What the hub installs is pinned, and the same in every list."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ..browser.lab_page import ROOT
from .hub_process import HUB, free_ports


def pins(name: str) -> set[tuple[str, str]]:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_the_locks_agree() -> None:
    assert pins("learner") <= pins("hub") <= pins("dev")


def test_the_hub_is_of_the_chart_s_series() -> None:
    assert {version.rpartition(".")[0] for name, version in pins("hub") if name == "jupyterhub"} == {"5.5"}


def test_the_proxy_is_pinned_by_version_and_hash_and_names_no_place() -> None:
    asked = json.loads((HUB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((HUB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == asked
    assert [version for version in asked.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path, taken: int) -> None:
    first = free_ports(3)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first + taken))
        other.listen()
        command = [sys.executable, str(HUB / "start.py"), f"--port={first}", f"--state={tmp_path / 'state'}"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert f"port {first + taken} cannot be used" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "state").exists()


@pytest.mark.full  # it loads 60 MB
def test_a_machine_without_node_gets_it_from_the_locks(tmp_path: Path) -> None:
    for name in ("Makefile", "hub/package.json", "hub/package-lock.json", "locks/node.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "python3").symlink_to(Path(sys.base_prefix, "bin", "python3"))
    for name in ("env", "make", "sh", "touch"):
        (programs / name).symlink_to(shutil.which(name) or pytest.fail(f"{name} is not on this machine"))
    environment = {**os.environ, "PATH": str(programs)}
    command = ["make", "hub/node_modules/.package-lock.json"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=300)
    with_node = {**environment, "PATH": f"{tmp_path / '.venv' / 'bin'}:{programs}"}
    proxy = str(tmp_path / "hub/node_modules/.bin/configurable-http-proxy")
    said = subprocess.run([proxy, "--version"], env=with_node, capture_output=True, text=True, check=True, timeout=60)
    asked = json.loads((HUB / "package.json").read_text(encoding="utf-8"))["dependencies"]["configurable-http-proxy"]
    assert said.stdout.strip() == asked
