"""A learner's side of nbgrader: where assignments are, where they are handed in, under which name."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader defines it

c.CourseDirectory.course_id = "spine-lab"
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
c.Exchange.root = os.environ["SPINELAB_EXCHANGE"]
c.Exchange.assignment_dir = str(Path.home() / "spine-lab" / "assignments")
