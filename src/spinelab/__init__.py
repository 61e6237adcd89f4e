"""Spine Lab: the small library that keeps the course's notebooks short.

Each room (`spinelab.anatomy`, `spinelab.quiz`, ...) is imported when it is first used,
so that `import spinelab` costs next to nothing.
"""

from types import ModuleType

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType:
    """Import the room `name` on first use; AttributeError when there is no such room."""
    from importlib import import_module

    full_name = f"{__name__}.{name}"
    if not name.startswith("_"):
        try:
            return import_module(full_name)
        except ModuleNotFoundError as error:
            if error.name != full_name:
                raise
    raise AttributeError(f"spinelab has no room {name!r}; it has: {', '.join(__dir__())}")


def __dir__() -> list[str]:
    """Return the names of the rooms."""
    from pkgutil import iter_modules

    return sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
