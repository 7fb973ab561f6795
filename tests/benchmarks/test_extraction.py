from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from benchmarks.extraction import Counts, averages, compare, main
from tests.ingest.pages.made import STORY, json_ld, page


def written(folder: Path) -> Path:
    (folder / "html").mkdir()
    head = json_ld({"@type": "NewsArticle", "headline": "Pier to close"})
    truth = {}
    for name in ("a", "b"):
        html = page(f"<p>Only page {name} says this much of the harbor.</p>", head=head)
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html.encode()))
        truth[name] = {"articleBody": "\n\n".join(STORY)}
    (folder / "ground-truth.json").write_text(json.dumps(truth))
    return folder


def test_the_benchmark_runs_on_pages_and_lists_what_is_beyond_the_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--beyond", "--metadata"]
    monkeypatch.setattr(sys, "argv", ["extraction", str(written(tmp_path)), *options])
    main()
    said = capsys.readouterr().out
    assert said.startswith("2 pages")
    assert "Only page a says this much of the harbor." in said
    assert "10 sentences, 2 of them" in said
    assert "title: 2 confirmed" in said
    assert "day: 2 unknown" in said


def test_counts_are_those_of_runs_of_four_words() -> None:
    assert compare("a b c d e", "a b c d e") == Counts(2, 0, 0)
    assert compare("a b", "a b") == Counts(1, 0, 0)
    assert compare("a b c d a b c d", "a b c d") == Counts(1, 0, 4)
    assert compare("a b c d", "") == Counts(0, 0, 1)


def test_precision_and_recall_are_averaged_over_the_pages_that_have_them() -> None:
    assert averages([Counts(1, 1, 0), Counts(0, 0, 1)]) == (0.5, 0.5, 0.5)
    assert averages([]) == (0.0, 0.0, 0.0)
