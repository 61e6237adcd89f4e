"""`make hub`: lay the lessons out, run the hub on this machine until Ctrl-C, leave nothing running."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil

from spinelab import learner_copy
from spinelab.content import ContentError

ADDRESS = "127.0.0.1"
HERE = Path(__file__).resolve().parent
LEARNERS = ("ada", "ben", "chika")
PORTS = 3
START_S = 180  # a busy machine needs two minutes for what an idle one does in five seconds
STOP_S = 30
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class HubError(Exception):
    """The hub cannot run. The message says why and what to do."""


def main() -> int:
    """Run the hub; return the exit code: 0 stopped by a person, 1 the hub failed, 2 it could not start."""
    parser = argparse.ArgumentParser(description="Run the course's hub on this machine.")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="uses N, N+1 and N+2 (default: 8000)")
    parser.add_argument("--state", type=Path, default=HERE / "state", metavar="DIR", help="what the hub keeps")
    options = parser.parse_args()
    try:
        check_ports(options.port)
        state = options.state.resolve()
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        lay_out_lessons(state / "lessons")
        open_exchange(state / "exchange" / "spine-lab", state / "lessons" / learner_copy.ASSIGNMENTS)
        return run(state, options.port, own_password(state / "password"))
    except (HubError, ContentError, learner_copy.LearnerCopyError) as error:
        print(f"make hub: {error}", file=sys.stderr)
    except OSError as error:
        print(f"make hub: cannot use {error.filename}: {error.strerror}", file=sys.stderr)
    return 2


def lay_out_lessons(folder: Path) -> None:
    """Put what a learner gets into a read-only folder, in place of what was there.

    Each learner's server copies it into the learner's home.
    """
    new = folder.with_name(f"{folder.name}.new")
    remove(new)
    learner_copy.build(new)
    for path in [new, *new.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    remove(folder)
    new.replace(folder)


def open_exchange(course: Path, assignments: Path) -> None:
    """Release the assignments where nbgrader looks for them, and let learners hand in."""
    for name in ("inbound", "feedback"):
        (course / name).mkdir(parents=True, exist_ok=True)
    remove(course / "outbound")
    shutil.copytree(assignments, course / "outbound")


def remove(folder: Path) -> None:
    """Delete a read-only folder; do nothing when there is none."""
    if folder.exists():
        for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
            path.chmod(0o755)
        shutil.rmtree(folder)


def own_password(file: Path) -> str:
    """The demonstration's password: drawn on the first start, then kept where only this user can read it."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(5), encoding="ascii")
    return file.read_text(encoding="ascii")


def check_ports(first: int) -> None:
    """Raise HubError when one of the ports is taken."""
    for port in range(first, first + PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except (OSError, OverflowError) as error:
                why = getattr(error, "strerror", None) or "it is not a port"
                message = f"port {port} cannot be used: {why}; the hub needs three in a row, choose with PORT="
                raise HubError(message) from None


def run(state: Path, port: int, password: str) -> int:
    """Run the hub until a person stops it or it ends by itself. Its words go to `hub.log`."""
    log = state / "hub.log"
    stopped = threading.Event()
    for each in STOP_SIGNALS:  # before the hub starts: a signal that is ignored here would be ignored there
        signal.signal(each, lambda *_: stopped.set())
    adopt_orphans()
    settings = {"STATE": str(state), "PORT": str(port), "LEARNERS": " ".join(LEARNERS)}
    with log.open("w", encoding="utf-8") as words:
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(HERE / "jupyterhub_config.py")],
            cwd=state,
            env={**environment_with_node(), **{f"SPINELAB_HUB_{name}": value for name, value in settings.items()}},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the hub once, through us
        )
    try:
        if comes_up(hub, port, stopped):
            print(welcome(port, password, state), flush=True)
            while hub.poll() is None and not stopped.wait(0.2):
                pass
        if stopped.is_set():
            wrong = ""
        elif hub.poll() is None:
            wrong = f"the hub did not answer within {START_S} s"
        else:
            wrong = "the hub ended by itself"
        if hub.poll() is None:
            print("The hub and the learners' servers are being stopped.", flush=True)
            hub.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                hub.wait(STOP_S)
    finally:
        end_what_is_left()
    if wrong:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        print("\n".join([*last, f"make hub: {wrong}; all it said is in {log}"]), file=sys.stderr)
    return 1 if wrong else 0


def environment_with_node() -> dict[str, str]:
    """The environment of the hub. `make` puts Node.js, which the proxy needs, beside Python where there was none."""
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}


def comes_up(hub: subprocess.Popen[bytes], port: int, stopped: threading.Event) -> bool:
    """Wait until the hub answers through its proxy; false when it ends, is stopped or needs longer than `START_S`."""
    deadline = time.monotonic() + START_S
    while hub.poll() is None and not stopped.wait(0.2) and time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{ADDRESS}:{port}/hub/health", timeout=2):
            return True
    return False


def welcome(port: int, password: str, state: Path) -> str:
    """What the person in front of the terminal must know."""
    return (
        f"Spine Lab's hub runs at http://{ADDRESS}:{port}, a demonstration for this machine only.\n"
        f"Log in as {', '.join(LEARNERS[:-1])} or {LEARNERS[-1]}; the password is {password}\n"
        f"All that it keeps is in {state}\nCtrl-C stops the hub and every learner's server."
    )


def adopt_orphans() -> None:
    """Make processes whose parent died our children, where the system can, so that none gets out of sight."""
    if sys.platform == "linux":
        PR_SET_CHILD_SUBREAPER = 36
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_what_is_left() -> None:
    """End every process below this one, first asking: a killed hub leaves proxy, servers and culler behind."""
    for ask in (psutil.Process.terminate, psutil.Process.kill):
        below = psutil.Process().children(recursive=True)
        for process in below:
            with contextlib.suppress(psutil.NoSuchProcess):
                ask(process)
        psutil.wait_procs(below, timeout=8)


if __name__ == "__main__":
    sys.exit(main())
