"""The course's authored content, read and checked: quizzes, facts, references, pictures by name."""

from spinelab.content.facts import fact, facts
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import data_folder, in_checkout, notebooks_folder
from spinelab.content.picture import Picture
from spinelab.content.references import reference, references
from spinelab.content.registry import picture, picture_names

__all__ = [
    "ContentError",
    "Fault",
    "Picture",
    "bibliography",
    "data_folder",
    "fact",
    "facts",
    "in_checkout",
    "nearest",
    "notebooks_folder",
    "picture",
    "picture_names",
    "reference",
    "references",
]


def __getattr__(name: str) -> object:
    if name == "bibliography":
        from spinelab.content.works_cited import bibliography

        return bibliography
    raise AttributeError(f"spinelab.content has no {name!r}")
