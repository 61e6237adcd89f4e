"""The hub: who may log in, where their servers run, what is kept where. README.md says what a university changes."""

import os
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
state = Path(os.environ.get("SPINELAB_HUB_STATE", here / "state")).resolve()
port = int(os.environ.get("SPINELAB_HUB_PORT", "8000"))
learners = os.environ.get("SPINELAB_HUB_LEARNERS", "").split()
idle_s = 3600

c = get_config()  # noqa: F821 - JupyterHub defines it

# This machine only, on three ports in a row: learners, the proxy's commands, the hub's commands.
c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 1}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.command = [str(here / "node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.log_level = "warn"

# What must outlive a restart. The hub alone reads it.
c.JupyterHub.db_url = f"sqlite:///{state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")

# Login. A university replaces this paragraph: everybody here shares one password, and the page says so.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = (state / "password").read_text(encoding="ascii")
c.SharedPasswordAuthenticator.allowed_users = set(learners)
c.JupyterHub.template_vars = {
    "announcement_login": "<strong>Demonstration login.</strong> Enter as one of "
    f"{', '.join(learners)} with the password that “make hub” printed. "
    "Nothing separates these learners on disk: keep no real data here."
}

# Servers. A university replaces the first two lines: this spawner runs every learner as one system user.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(state / "homes" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.default_url = "/lab/tree/spine-lab/00-welcome.ipynb"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": str(here),  # the servers' own settings are beside this file
    "SPINELAB_EXCHANGE": str(state / "exchange"),
    "SPINELAB_HOME": lambda spawner: str(state / "homes" / spawner.user.name / ".spinelab"),
    "SPINELAB_LESSONS": str(state / "lessons"),
}

# A server that nobody used for an hour is stopped; work and answers stay on disk.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={idle_s}"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

# Nothing keeps running when the hub is stopped.
c.JupyterHub.cleanup_servers = True
c.JupyterHub.cleanup_proxy = True
