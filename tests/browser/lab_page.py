"""JupyterLab on a folder of notebooks, and a notebook open in it: what the browser tests drive."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from playwright.sync_api import Locator, Page

from spinelab.lab import server_arguments, server_environment

ROOT = Path(__file__).parents[2]
NOTEBOOKS = Path(os.environ.get("SPINELAB_NOTEBOOKS", ROOT / "notebooks"))
START_S = 90
STEP_MS = 60_000


def stored(path: Path) -> dict[str, Any]:
    """A notebook file as a dict."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


class Visitor:
    """A page that notes what it must not see: requests off this machine, and errors in the console."""

    def __init__(self, page: Page):
        self.page = page
        self.outside: list[str] = []
        self.console_errors: list[str] = []
        page.on("request", self._note_address)
        page.on("console", lambda message: message.type == "error" and self.console_errors.append(message.text))
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))

    def forget(self) -> None:
        """Start notes anew."""
        self.outside, self.console_errors = [], []

    def _note_address(self, request: Any) -> None:
        if urlparse(request.url).hostname not in ("127.0.0.1", None):  # None: data: and blob: addresses
            self.outside.append(request.url)


class LabServer:
    """JupyterLab on a folder, with the arguments of `spinelab lab` and a home of its own."""

    def __init__(self, folder: Path, home: Path):
        self.folder = folder
        self.token = secrets.token_hex(16)
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        arguments = server_arguments(folder, port, browser=False)
        self._log = (home / "lab.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments, *self._for_tests()],
            cwd=folder,
            env=_own_home(home),
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def _for_tests(self) -> list[str]:
        return [
            f"--IdentityProvider.token={self.token}",
            "--LabApp.expose_app_in_browser=True",  # gives the page `window.jupyterapp`
        ]

    def _wait_until_ready(self) -> None:
        request = urllib.request.Request(f"{self.address}/api/status", headers={"Authorization": f"token {self.token}"})
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(request, timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        log = Path(self._log.name).read_text()
        raise RuntimeError(f"JupyterLab did not start in {START_S} s:\n{log[-2000:]}")

    def stop(self) -> None:
        """Stop the server, which stops its kernels."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _own_home(home: Path) -> dict[str, str]:
    """An environment in which nothing of the person who runs the tests is read or written.

    Lab draws only the cells in view; the tests look at all of them, so it is set to draw all.
    """
    tracker = home / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text(json.dumps({"windowingMode": "none"}))
    folders = {
        "HOME": home,
        "SPINELAB_HOME": home / "spinelab",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    own = {name: str(folder) for name, folder in folders.items()}
    return {**os.environ, **own, **server_environment(), "JUPYTER_PLATFORM_DIRS": "0"}


class OpenNotebook:
    """A notebook in JupyterLab's main area."""

    _PANEL = "const p=[...window.jupyterapp.shell.widgets('main')].find(w=>w.context&&w.context.path===PATH);"

    def __init__(self, page: Page, server: LabServer, name: str):
        self.page, self.server, self.name = page, server, name
        if not page.url.startswith(server.address):
            page.goto(f"{server.address}/lab?reset&token={server.token}")
        page.wait_for_function("() => window.jupyterapp !== undefined", timeout=STEP_MS)
        self._js("await window.jupyterapp.restored;")
        self._js("await window.jupyterapp.commands.execute('docmanager:open', {path: PATH, factory: 'Notebook'});")
        self._until(
            """if (!p) return false;
            await p.context.ready; await p.revealed;
            return p.content.widgets.every(cell => cell.node.isConnected);"""
        )

    def _js(self, body: str, argument: Any = None) -> Any:
        return self.page.evaluate(f"async ([PATH, ARGUMENT]) => {{{self._PANEL}{body}}}", [self.name, argument])

    def _until(self, body: str) -> None:
        """Poll: Playwright's wait_for_function takes the promise of an async predicate for a yes."""
        deadline = time.monotonic() + STEP_MS / 1000
        while not self._js(body):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name}: waited {STEP_MS / 1000:.0f} s for {body}")
            time.sleep(0.05)

    def wait_for_kernel(self) -> None:
        """Wait until the kernel, which starts while the notebook can be read already, takes cells."""
        self._until(
            """await p.sessionContext.ready;
            const kernel = p.sessionContext.session && p.sessionContext.session.kernel;
            return !!kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle';"""
        )

    def run_all(self) -> list[str]:
        """Run all cells and wait for the last. Returns the errors that no `raises-exception` tag announces."""
        self.wait_for_kernel()
        self._js(
            "window.jupyterapp.shell.activateById(p.id);"
            "await window.jupyterapp.commands.execute('notebook:run-all-cells');"
        )
        self.wait_until_idle()
        return list(
            self._js(
                """return p.content.widgets
                .filter(c => c.model.type === 'code')
                .filter(c => !(c.model.getMetadata('tags') || []).includes('raises-exception'))
                .flatMap(c => c.model.outputs.toJSON())
                .filter(o => o.output_type === 'error').map(o => o.ename + ': ' + o.evalue)"""
            )
        )

    def run_cell(self, index: int) -> None:
        """Run one cell and wait for it."""
        self.wait_for_kernel()
        self._js(
            "p.content.deselectAll(); p.content.activeCellIndex = ARGUMENT;"
            "await window.jupyterapp.commands.execute('notebook:run-cell');",
            index,
        )
        self.wait_until_idle()

    def wait_until_idle(self) -> None:
        """Wait until no cell runs and the kernel waits."""
        self._until(
            """const busy = p.content.widgets.some(c => c.model.executionState === 'running');
            return p.sessionContext.session.kernel.status === 'idle' && !busy;"""
        )

    def restart_kernel(self) -> None:
        """Restart the kernel without running anything."""
        self._js("await p.sessionContext.session.kernel.restart();")
        self._until("return p.sessionContext.session.kernel.status === 'idle';")

    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells as it now stands in the page."""
        return list(self._js("return p.context.model.toJSON().cells"))

    def live_widgets(self) -> dict[int, bool]:
        """Whether the page drew the widget of each cell that made one, by cell; it is given time for all of them."""
        drawn = """const drawn = Object.fromEntries([...p.content.widgets.entries()]
            .filter(([, cell]) => cell.model.type === 'code')
            .filter(([, cell]) => cell.model.outputs.toJSON().some(({ data }) => data && VIEW in data))
            .map(([place, cell]) => [place, [...cell.node.querySelectorAll('.jp-OutputArea [class*=spinelab-]')]])
            .map(([place, found]) => [place, found.find(part => !part.closest('.jp-RenderedHTMLCommon'))])
            .map(([place, root]) => [place, !!root && root.getBoundingClientRect().height > 20]));"""
        drawn = f"const VIEW = 'application/vnd.jupyter.widget-view+json'; {drawn}"
        with contextlib.suppress(TimeoutError):
            self._until(f"{drawn} return Object.values(drawn).every(shown => shown);")
        return {int(place): shown for place, shown in self._js(f"{drawn} return drawn;").items()}

    @property
    def panel(self) -> Locator:
        """The notebook in the page."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def output(self, index: int) -> Locator:
        """What the page shows below a cell."""
        return self.panel.locator(".jp-Cell").nth(index).locator(".jp-OutputArea")

    def hide_file_list(self) -> None:
        """Give the lesson the whole window."""
        self._js(
            "const commands = window.jupyterapp.commands;"
            "if (commands.isToggled('application:toggle-left-area'))"
            " await commands.execute('application:toggle-left-area');"
        )

    def save(self) -> bytes:
        """Save as a person does. Returns the file."""
        self._js("await p.context.save();")
        return (self.server.folder / self.name).read_bytes()

    def close(self) -> None:
        """Shut the kernel down and close the tab."""
        with contextlib.suppress(Exception):
            self._js("await p.sessionContext.shutdown(); p.dispose();")
