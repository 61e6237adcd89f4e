"""Names that load the module they stand in when they are first used, so that importing a package costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def lazily(
    package: str, homes: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """The `__getattr__`, `__dir__` and `__all__` of a package. `homes` are its modules with the names that they hold.

    Names under the home ‘’ are modules themselves. The `__getattr__` raises AttributeError that tells what there is.
    """
    home_of = {name: home for home, names in homes.items() for name in names}
    public = sorted(home_of)

    def load(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"{package} has no {name!r}; there is: {', '.join(public)}")
        home = home_of[name]
        return getattr(import_module(f"{package}.{home}"), name) if home else import_module(f"{package}.{name}")

    return load, lambda: public, public
