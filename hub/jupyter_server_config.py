"""Each learner's server: the course in its folder, saved in stored form, nothing loaded that it does not use."""

import os
from pathlib import Path

from spinelab.content import notebooks_folder
from spinelab.lab import deliver

c = get_config()  # noqa: F821 - Jupyter defines it

c.FileContentsManager.pre_save_hook = "spinelab.stored_notebooks.pre_save"
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None

# What is named here costs each learner some 40 MB together. Handing in (nbgrader's assignment_list) stays.
c.ServerApp.terminals_enabled = False
c.ServerApp.jpserver_extensions = dict.fromkeys(
    [
        "jupyter_lsp",
        "jupyter_server_fileid",
        "jupyter_server_terminals",
        "jupyter_server_ydoc",
        "jupytext",
        "nbclassic",
        "nbgrader.server_extensions.course_list",
        "nbgrader.server_extensions.formgrader",
        "nbgrader.server_extensions.validate_assignment",
        "notebook",
    ],
    False,
)

# Last: a full disk must not keep a learner from the work that is there.
deliver(Path(os.environ.get("SPINELAB_LESSONS") or notebooks_folder()), Path.home() / "spine-lab")
