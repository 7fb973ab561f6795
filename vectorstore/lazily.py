"""Names of a package that are loaded when first used, since some bring heavy libraries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a package's ``__getattr__`` (PEP 562); ``homes`` says in which module a name stands.

    Raises AttributeError, when called, for a name without one.

    >>> on_demand("vectorstore", {"best_matches": "vectorstore.matching"})("best_matches").__name__
    'best_matches'
    """

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(homes[name]), name)
        setattr(sys.modules[package], name, found)
        return found

    return load
