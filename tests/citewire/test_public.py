"""The one name that users import."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import pytest

import citewire
import ingest
import qa
import vectorstore
from tests.conftest import ROOT
from vectorstore import Library


def test_every_public_name_is_there_and_is_the_floors_own() -> None:
    assert sorted(citewire.__all__) == sorted({*citewire._HOMES, "__version__"})
    assert citewire.answer is qa.answer
    assert citewire.search is qa.search
    assert citewire.ingest is ingest.ingest
    assert citewire.Library is vectorstore.Library
    for name in citewire.__all__:
        assert getattr(citewire, name) is not None
    assert dir(citewire) == citewire.__all__


def test_importing_citewire_loads_nothing_heavy() -> None:
    code = (
        "import sys, citewire, ui.cli; "
        "heavy = {'torch', 'chromadb', 'gradio', 'langchain_core', 'numpy', 'pydantic'}; "
        "sys.exit(f'{heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["list", "status", "copies", "show", "history", "diff"])
def test_a_command_that_only_reads_the_database_loads_nothing_heavy(
    command: str, samples: Library
) -> None:
    named = [next(samples.articles()).id] if command in {"show", "history", "diff"} else []
    code = (
        "import sys; from ui.cli import main; "
        f"main({[command, *named, '--data-dir', str(samples.path)]}, standalone_mode=False); "
        "heavy = {'torch', 'chromadb', 'langchain_core', 'httpx', 'lxml', 'ingest.pipeline'}; "
        "sys.exit(f'{heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_each_package_says_that_it_is_typed() -> None:
    for name in ("citewire", "ingest", "qa", "ui", "vectorstore"):
        assert resources.files(name).joinpath("py.typed").is_file()
