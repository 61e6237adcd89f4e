"""nbgrader's settings for this course. nbgrader reads them when it is run in this folder."""

c = get_config()  # noqa: F821 - nbgrader defines it

c.CourseDirectory.course_id = "spine-lab"
c.ExportApp.plugin_class = "spinelab.marking.gradebook.BestRoute"
