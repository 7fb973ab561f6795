"""The floors: who may import whom, and what each offers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from importlib import import_module
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
    at_once = offered(tree.body)
    late: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            late |= offered(node.body)
    package = import_module(floor)
    assert sorted(package.__all__) == sorted({**at_once, **late})
    assert late == package._HOMES
    for name in package.__all__:
        assert getattr(package, name) is not None
    for name, module in late.items():
        assert getattr(package, name) is getattr(import_module(module), name)
    with pytest.raises(AttributeError, match=f"module '{floor}' has no attribute 'nothing'"):
        package.nothing  # noqa: B018


def offered(body: Sequence[ast.stmt]) -> dict[str, str]:
    """Return the names of ours that statements import, each with its module."""
    return {
        alias.asname or alias.name: node.module or ""
        for node in body
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in BELOW
        for alias in node.names
    }
