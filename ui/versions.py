"""The versions of what an answer depends on."""

from __future__ import annotations

import sqlite3
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = (
    "citewire",
    "chromadb",
    "gradio",
    "langchain",
    "sentence-transformers",
    "torch",
)


def versions() -> dict[str, str]:
    """Return the version of each package, and SQLite's."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return {**found, "sqlite": sqlite3.sqlite_version}
