"""One Chromium and one hub for these tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..browser.conftest import browser, chromium
from .hub_process import PROXY, HubProcess

__all__ = ["browser", "chromium", "hub", "one_hub", "proxy"]


@pytest.fixture(scope="session")
def proxy() -> Path:
    """The proxy's program. Without it the tests skip with one line of help, and fail where CI=true."""
    if not shutil.which("node"):
        help_line = "no Node.js found: install version 20 or newer with npm, then run `npm ci --prefix hub`"
    elif not PROXY.exists():
        help_line = "the hub's proxy is not installed: run `npm ci --prefix hub`"
    else:
        return PROXY
    if os.environ.get("CI") == "true":
        pytest.fail(help_line, pytrace=False)
    pytest.skip(help_line)


@pytest.fixture(scope="module")
def one_hub(proxy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """The hub of a test module. Whatever a failed test left of it is ended."""
    process = HubProcess(tmp_path_factory.mktemp("hub"))
    yield process
    process.end()


@pytest.fixture
def hub(one_hub: HubProcess) -> HubProcess:
    """The module's hub, running. A test may stop it."""
    if not one_hub.is_running():
        one_hub.start()
    return one_hub
