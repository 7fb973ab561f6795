"""The benchmark of whole answers: sums over questions, its table, its list of failures."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from benchmarks import whole_answers
from benchmarks.expected import ListExpected, TrapExpected, UnanswerableExpected
from benchmarks.whole import Measured
from benchmarks.whole_answers import altogether, fill, share, table_text
from benchmarks.whole_failures import failures_text
from tests.benchmarks.said import answered, cited, fact, measured, says, tabled
from tests.benchmarks.test_whole import COLUMNS, MEMBERS, RIGHT_ROWS, ROWS
from vectorstore import Library, UsageError

STELLICK_SAYS = says("Stellick", cited("pause", "Stellick"))
QUORRIN_SAYS = says("Quorrin", cited("later", "Quorrin"))
ONE = ListExpected((fact("Stellick", ("pause", "Stellick")),), ())
NOTHING = UnanswerableExpected(("pause",))
TRAP = TrapExpected(None, ONE.members)


def some() -> list[Measured]:
    return [
        measured(MEMBERS, answered(QUORRIN_SAYS)),
        measured(ONE, answered(STELLICK_SAYS, QUORRIN_SAYS)),
        measured(ROWS, tabled(COLUMNS, *RIGHT_ROWS)),
        measured(NOTHING, answered()),
        measured(TRAP, answered(STELLICK_SAYS)),
    ]


def test_shares_are_summed_over_the_questions() -> None:
    precision = share(some(), "member precision", ("list",))
    recall = share(some(), "member recall", ("list",))
    assert precision.value == pytest.approx(2 / 3)
    assert recall.value == pytest.approx(2 / 4)
    assert precision.questions == 2
    assert recall.low == pytest.approx(1 / 3)
    assert recall.high == pytest.approx(1)
    assert share(some()[:1], "cell recall", ("table",)).value is None
    assert altogether(some(), ("list", "table", "trap")).value == pytest.approx(1 / 4)
    assert altogether([], ("list",)).value is None


def test_an_answer_that_gives_nothing_has_no_precision_and_takes_none_away() -> None:
    silent = measured(MEMBERS, answered())
    assert share([silent], "member precision", ("list",)).value is None
    assert share([*some(), silent], "member precision", ("list",)).value == pytest.approx(2 / 3)
    assert share([*some(), silent], "member recall", ("list",)).value == pytest.approx(2 / 7)


def test_the_table_has_a_column_a_set_and_one_of_all() -> None:
    lines = table_text({"a": some(), "b": some()[:1]}).split("\n")
    assert lines[0] == "| | a | b | all |"
    assert all(line.count("|") == 5 for line in lines)
    rows = {line.split(" | ")[0]: line for line in lines}
    assert "0.50 (0.33 to 1.00), 2" in rows["| list: member recall"]
    assert rows["| unanswerable: abstained"].split(" | ")[2] == ""
    assert "| 0.40 (0.00 to 0.80), 5 |" in rows["| every kind: right altogether"]
    assert "| conflict: verdict" not in rows
    assert table_text({"a": some()}).startswith("| | a |\n")


def test_every_failure_is_listed_with_what_was_expected_and_said() -> None:
    text = failures_text({"a": some()})
    assert text.startswith("# a: 3 of 5 not right altogether\n")
    assert text.count("\n## q, list") == 2
    assert text.count("\n## q, trap") == 1
    assert "- Maddick & Rowe [“Maddick & Rowe has paused too.” pause]" in text
    assert "- Quorrin, holds, 1 source: “Quorrin stopped for nine days.” later" in text
    assert "## q, table" not in text


SENTENCE = "The Quelmar Observatory on Mount Issard closed its dome on 3 May 2024."


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the folder of a set of one article and one question."""
    folder = tmp_path / "small"
    folder.mkdir()
    article = {"id": "dome", "title": "Dome", "published": "2024-05-04", "text": SENTENCE}
    (folder / "articles.jsonl").write_text(json.dumps(article), "utf-8")
    asked = "When did the Quelmar Observatory close its dome?"
    day = {"texts": ["3 May 2024", "3 May"], "evidence": [["dome", SENTENCE]]}
    known = {"id": "s1", "kind": "single", "question": asked, "as_of": "2024-06-01"}
    line = {**known, "expected": {"form": "when", "answer": day}}
    (folder / "questions.jsonl").write_text(json.dumps(line), "utf-8")
    return folder


def test_the_command_asks_the_samples_and_a_set(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failures = small / "failures.md"
    monkeypatch.setattr(sys, "argv", ["whole", str(small), "--failures", str(failures)])
    whole_answers.main()
    printed = capsys.readouterr().out
    assert printed.startswith("21 articles\n\n| | small |\n")
    assert "| single: right sentence | 1.00 (1.00 to 1.00), 1 |" in printed
    assert "times the encoding of its question" in printed
    assert failures.read_text("utf-8").startswith("# small: ")


def test_over_news_there_are_no_samples(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news = small.parent / "news.jsonl.gz"
    own = small / "articles.jsonl"
    news.write_bytes(gzip.compress(own.read_bytes()))
    own.unlink()
    monkeypatch.setattr(sys, "argv", ["whole", str(small), "--news", str(news)])
    whole_answers.main()
    assert capsys.readouterr().out.startswith("1 article\n")


def test_a_set_without_articles_is_refused(small: Path, samples: Library) -> None:
    (small / "articles.jsonl").unlink()
    with pytest.raises(UsageError, match=r"articles\.jsonl does not exist"):
        fill(samples, [small])
