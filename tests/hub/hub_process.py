"""The hub as `make hub` runs it, on free ports, and a learner who logs in by its form."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
from playwright.sync_api import Page

from spinelab.learner_copy import ASSIGNMENTS

from ..browser.lab_page import ROOT

HUB = ROOT / "hub"
PROXY = HUB / "node_modules" / ".bin" / "configurable-http-proxy"
COURSE = "spine-lab"
START_S = 200
STOP_S = 45
SPAWN_MS = 90_000


class HubProcess:
    """A hub that keeps everything, its temporary files too, in one folder."""

    def __init__(self, folder: Path):
        self.state = folder / "state"
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True, exist_ok=True)
        self.lessons = self.state / "lessons"
        self.handed_in = self.state / "exchange" / COURSE / "inbound"
        self._output = folder / "output"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, port: int | None = None) -> None:
        """Start the hub and wait until it tells how to log in."""
        self.port = port or free_ports(3)
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, str(HUB / "start.py"), f"--port={self.port}", f"--state={self.state}"]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, "TMPDIR": str(self.temporary)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_S
        while "Ctrl-C stops" not in self.said():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the hub did not start:\n{self.said()}")
            time.sleep(0.1)
        self.password = re.search(r"the password is (\S+)", self.said())[1]

    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        """What a person at the terminal has read."""
        return self._output.read_text(encoding="utf-8")

    def processes(self) -> list[psutil.Process]:
        """The hub, its proxy, the culler, the learners' servers and their kernels."""
        return psutil.Process(self._process.pid).children(recursive=True)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; return its exit code."""
        self._process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait until it has ended; return its exit code."""
        return self._process.wait(STOP_S)

    def end(self) -> None:
        """End whatever a failed test left."""
        if self.is_running():
            left = self.processes()
            self._process.kill()
            for process in left:
                process.kill()
            psutil.wait_procs(left, timeout=10)
            self._process.wait()

    def home(self, learner: str) -> Path:
        """The learner's home folder; the first call makes it, with the one setting that lets a test drive Lab."""
        home = self.state / "homes" / learner
        (home / ".jupyter").mkdir(parents=True, exist_ok=True)
        (home / ".jupyter" / "jupyter_lab_config.py").write_text("c.LabApp.expose_app_in_browser = True\n")
        return home


class LearnerServer:
    """What a page needs to know of a learner's server: the same as of a Lab server."""

    token = ""

    def __init__(self, hub: HubProcess, learner: str):
        self.address = f"{hub.address}/user/{learner}"
        self.folder = hub.home(learner)


def log_in(page: Page, hub: HubProcess, learner: str) -> LearnerServer:
    """Fill the login form; wait until the learner's own JupyterLab stands there."""
    server = LearnerServer(hub, learner)
    page.goto(f"{hub.address}/hub/login")
    page.get_by_label("Username").fill(learner)
    page.get_by_label("Password").fill(hub.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.address}/lab/**", timeout=SPAWN_MS)
    return server


def free_ports(count: int) -> int:
    """The first of some free ports in a row, below those that systems give to connections (32768 on)."""
    while True:
        first = 20_000 + secrets.randbelow(12_000)
        if all(is_free(port) for port in range(first, first + count)):
            return first


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


__all__ = ["ASSIGNMENTS", "COURSE", "HUB", "PROXY", "HubProcess", "LearnerServer", "free_ports", "is_free", "log_in"]
