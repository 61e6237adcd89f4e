"""Memory of one learner on the hub working through lesson 02, beside a bare JupyterLab with a kernel, in one run.

Proportional set size in MiB: memory that processes share is divided among them. The hub and its proxy come once for
all learners. A browser runs all cells of the lesson while the welcome stands open, so the learner has two kernels; bare
JupyterLab, with all that is installed switched on, has an empty notebook open. Linux only.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.lab_page import OpenNotebook, _own_home
from tests.hub.hub_process import COURSE, HubProcess, free_ports, log_in

LESSON = "02-atlas-and-axis.ipynb"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}  # else Lab asks for one
EMPTY = {"cells": [], "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
START_S = 90


class BareLab:
    """JupyterLab as it comes, on an empty folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.token = secrets.token_hex(16)
        port = free_ports(1)
        self.address = f"http://127.0.0.1:{port}"
        (folder / "empty.ipynb").write_text(json.dumps(EMPTY))
        arguments = ["--no-browser", f"--ServerApp.port={port}", f"--IdentityProvider.token={self.token}"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments, "--LabApp.expose_app_in_browser=True", "--allow-root"],
            cwd=folder,
            env=_own_home(folder / "home"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_S
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/api?token={self.token}", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        self.process.kill()
        raise RuntimeError("JupyterLab did not start")

    def processes(self) -> list[psutil.Process]:
        """The server and its kernels."""
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]


def mib(processes: Iterable[psutil.Process]) -> dict[str, float]:
    """Proportional set size by part."""
    parts: dict[str, float] = {}
    for process in processes:
        words = " ".join(process.cmdline())
        part = next((part for sign, part in PARTS.items() if sign in words), None)
        if part:
            parts[part] = parts.get(part, 0) + process.memory_full_info().pss / 2**20
    return parts


PARTS = {
    "ipykernel_launcher": "kernel",
    "jupyterhub.singleuser": "server",
    "jupyterlab": "server",
    "jupyterhub_idle_culler": "hub",
    "configurable-http-proxy": "hub",
    "jupyterhub": "hub",
}


@contextmanager
def chromium() -> Iterator[Page]:
    """A page of the system's browser."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise SystemExit("no Chromium found: install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser.new_page()
        browser.close()


def bare(page: Page, folder: Path) -> dict[str, float]:
    """Bare JupyterLab with an empty notebook."""
    folder.mkdir()
    lab = BareLab(folder)
    try:
        OpenNotebook(page, lab, "empty.ipynb")
        return mib(lab.processes())
    finally:
        lab.process.terminate()
        lab.process.wait(20)


def on_the_hub(page: Page, folder: Path) -> dict[str, float]:
    """A learner who came by the welcome and has run the whole lesson."""
    hub = HubProcess(folder)
    try:
        hub.start()
        server = log_in(page, hub, "ada")
        page.locator(".jp-NotebookPanel").first.wait_for()  # the welcome opens first, with a kernel of its own
        errors = OpenNotebook(page, server, f"{COURSE}/{LESSON}").run_all()
        assert errors == [], errors
        return mib(hub.processes())
    finally:
        if hub.is_running():
            hub.stop()


def main() -> None:
    """Measure both and print them side by side."""
    with tempfile.TemporaryDirectory() as folder, chromium() as page:
        rows = {"bare JupyterLab": bare(page, Path(folder, "bare")), "the hub": on_the_hub(page, Path(folder, "hub"))}
    for name, parts in rows.items():
        learner = parts["server"] + parts["kernel"]
        print(f"{name}: {learner:.0f} MiB a learner (server {parts['server']:.0f}, kernels {parts['kernel']:.0f})")
    print(f"hub and proxy, once for all: {rows['the hub']['hub']:.0f} MiB")


if __name__ == "__main__":
    main()
