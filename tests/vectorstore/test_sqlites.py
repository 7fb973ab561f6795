"""What an article leaves in the full-text index, with a SQLite that can forget and with older ones.

Which one a Python has is not ours to choose: one that can comes from a package of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.vectorstore.sqlite_child import WORDS

#: The first SQLite whose full-text index can forget.
CAN = [3, 42, 0]

needs_newer = pytest.mark.skipif(
    sys.platform != "linux" or not find_spec("pysqlite3"), reason="there is no other SQLite here"
)


def said(folder: Path, which: str, *steps: str) -> dict[str, Any]:
    """Take steps with this Python's own SQLite or a newer one, in another process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.vectorstore.sqlite_child", folder, which, *steps],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["secure_delete"] is (found["sqlite"] >= CAN)
    return found


@pytest.mark.parametrize("which", ["OWN", pytest.param("NEWER", marks=needs_newer)])
def test_the_terms_of_a_removed_article_leave_at_once_or_with_a_compaction(
    tmp_path: Path, which: str
) -> None:
    full = said(tmp_path / "library", which, "fill")
    assert full["database"] == sorted(WORDS)
    assert which == "OWN" or full["secure_delete"]
    removed = said(tmp_path / "library", which, "remove")
    assert removed["database"] == ([] if removed["secure_delete"] else sorted(WORDS))
    assert removed["due"]  # the vector index holds its text in any case
    assert removed["found"] == [29, 0]
    compacted = said(tmp_path / "library", which, "compact")
    assert (compacted["files"], compacted["due"]) == ([], False)
    assert compacted["found"] == [29, 0]


@pytest.mark.parametrize("which", ["OWN", pytest.param("NEWER", marks=needs_newer)])
def test_a_forgotten_article_leaves_no_term_in_any_file(tmp_path: Path, which: str) -> None:
    forgotten = said(tmp_path / "library", which, "fill", "forget")
    assert (forgotten["files"], forgotten["passages"], forgotten["due"]) == ([], 29, False)
    assert forgotten["found"] == [29, 0]


@needs_newer
def test_a_library_goes_from_one_sqlite_to_another_and_back(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    assert said(folder, "NEWER", "fill", "remove")["found"] == [29, 0]
    assert said(folder, "OWN")["found"] == [29, 0]
    assert said(folder, "NEWER", "compact")["found"] == [29, 0]
    own = said(folder, "OWN", "fill", "forget")
    assert (own["found"], own["files"]) == ([29, 0], [])
