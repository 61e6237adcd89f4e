"""The lessons in a real JupyterLab in a real Chromium, started as `spinelab lab` starts it.

Run with `-p no:nbval`. All tests of a process share one Lab server, one Chromium and what it has loaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from .lab_page import NOTEBOOKS, LabServer, OpenNotebook, Visitor

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # containers run as root
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",  # WebGL2 without a graphics card
    "--disable-gpu-rasterization",  # which Debian's launcher asks for: without a card it is the slower way to draw
    "--disable-gpu-compositing",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    # Nothing but this machine has an address, so a script from elsewhere fails at once instead of hanging.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser to drive. Without one the tests skip with one line of help, and fail where CI=true."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found and Path(found).is_file():
        return found
    help_line = "no Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM to its path"
    if os.environ.get("CI") == "true":
        pytest.fail(help_line, pytrace=False)
    pytest.skip(help_line)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One Lab server on a copy of `notebooks/`."""
    folder = tmp_path_factory.mktemp("lessons")
    shutil.copytree(NOTEBOOKS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    server = LabServer(folder, tmp_path_factory.mktemp("home"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile, so that JupyterLab's own files come from the server once."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def visitor(profile: BrowserContext) -> Iterator[Visitor]:
    """A fresh page for a test module."""
    page = profile.new_page()
    yield Visitor(page)
    page.close()


@pytest.fixture(scope="module")
def open_notebook(lab: LabServer, visitor: Visitor) -> Iterator[Callable[[str], OpenNotebook]]:
    """Open a lesson by file name; it is closed, with its kernel, after the module's tests."""
    opened: list[OpenNotebook] = []

    def open_by_name(name: str) -> OpenNotebook:
        opened.append(OpenNotebook(visitor.page, lab, name))
        return opened[-1]

    yield open_by_name
    for notebook in opened:
        notebook.close()
