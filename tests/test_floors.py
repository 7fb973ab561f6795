"""The floors: who may import whom, and what each offers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BELOW = {
    "vectorstore": set(),
    "ingest": {"vectorstore"},
    "qa": {"vectorstore"},
    "ui": {"vectorstore", "ingest", "qa"},
    "citewire": {"vectorstore", "ingest", "qa", "ui"},
}
#: The command line must not import a whole floor to print help or to name the version.
ALLOWED_INSIDE = {("citewire", "ui.cli")}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("floor", sorted(BELOW))
def test_a_floor_imports_only_what_the_floors_below_offer(floor: str) -> None:
    files = sorted((ROOT / floor).rglob("*.py"))
    assert files
    for file in files:
        for module in imports(file):
            other = module.split(".")[0]
            if other == floor or other not in BELOW:
                continue
            assert other in BELOW[floor], f"{file} imports {module}"
            assert module == other or (floor, module) in ALLOWED_INSIDE, (
                f"{file} reaches into {module}: import it from {other}"
            )


@pytest.mark.parametrize("floor", ["vectorstore", "ingest", "qa"])
def test_what_a_floor_lists_is_what_it_has(floor: str) -> None:
    tree = ast.parse((ROOT / floor / "__init__.py").read_text("utf-8"))
    offered = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    [listed] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    assert set(listed) == offered
