"""Libraries for rare formats, which are installed only where they are wanted."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from vectorstore import SourceError


def needed(module: str, extra: str) -> ModuleType:
    """Import what an extra of ``pyproject.toml`` brings. Raises SourceError where it is missing.

    The error names the command that installs it. Give what was imported a type of your own, or
    import it again below the call, where the type checker should know it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != module.split(".")[0]:
            raise  # it is there, and broken
        raise SourceError(
            f"This format needs the package {module.split('.')[0]}, which is not installed.",
            to_do=f'Install it with: pip install "citewire[{extra}]"',
        ) from error
