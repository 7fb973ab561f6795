"""What the documents say is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vectorstore import Settings

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        found += [
            (f"{page.name}-{number}", code)
            for number, code in enumerate(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
        ]
    return found


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in blocks()])
def test_the_python_in_the_docs_runs(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "docs", "exec"), {"__name__": "docs"})
    assert "Error" not in capsys.readouterr().err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not re.match(r"https?://|mailto:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert f"CITEWIRE_{name.upper()}" in page, name
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            assert str(field.default) in page, name


def test_all_that_makes_set_up_run_again_is_documented() -> None:
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    tree = ast.parse((ROOT / "tools" / "bootstrap.py").read_text("utf-8"))
    [inputs] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "INPUTS"
    ]
    assert inputs
    for name in inputs:
        assert f"`{name}`" in page, name


def test_every_promise_has_tests_that_exist() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "| promise" not in line]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
        assert named, row
        for file, name in named:
            source = (ROOT / file).read_text("utf-8")
            assert f"def {name}(" in source, f"{file} has no {name}"
            long = re.search(rf"@pytest\.mark\.long\n(?:@.*\n)*def {name}\(", source)
            assert bool(long) == (f"*long* `{file}::{name}`" in row), name
