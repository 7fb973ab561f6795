"""A set of questions is read whole or refused, and its evidence must stand in the library."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.expected import ListExpected, Quoted, TrapExpected, WholeQuestion, facts
from benchmarks.whole_set import located, read_set
from ingest import ingest
from vectorstore import Article, Library, SourceError

SENTENCE = "Stellick sells on."
FACT = {"texts": ["Stellick"], "evidence": [["a", SENTENCE]]}
OTHER = {"texts": ["sells"], "evidence": [["b", SENTENCE]], "why": "another one"}
EMPTY: dict[str, Any] = {"texts": [], "evidence": []}

#: What a question of each kind expects, in short.
EXPECTED: dict[str, dict[str, Any]] = {
    "list": {"members": [FACT], "not_members": [{"texts": ["Yarbeck"], "why": "it stopped"}]},
    "table": {"columns": ["company", "length"], "rows": [[FACT, EMPTY]], "not_rows": []},
    "conflict": {"values": [FACT, OTHER], "standing": 1},
    "update": {"current": FACT, "superseded": [OTHER]},
    "duplicate": {"fact": FACT, "groups": [["a"]]},
    "trap": {"answer": None, "wrong": [OTHER]},
    "unanswerable": {"near": ["a"]},
    "single": {"form": "who", "answer": FACT},
}


def written(folder: Path, *lines: object) -> Path:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    (folder / "questions.jsonl").write_text(text, "utf-8")
    return folder


def line(kind: str, **changes: object) -> dict[str, Any]:
    known = {"id": kind, "kind": kind, "question": "Who?", "as_of": "2024-06-01"}
    return {**known, "expected": {**EXPECTED.get(kind, {}), **changes}}


def test_a_question_of_each_kind_is_read(tmp_path: Path) -> None:
    questions = read_set(written(tmp_path, *map(line, EXPECTED), ""))
    assert [one.kind for one in questions] == list(EXPECTED)
    assert questions[0].as_of == date(2024, 6, 1)
    assert questions[0].text == "Who?"
    members, trap = questions[0].expected, questions[5].expected
    assert isinstance(members, ListExpected)
    assert members.members[0].evidence == (Quoted("a", SENTENCE),)
    assert members.not_members == (("Yarbeck",),)
    assert isinstance(trap, TrapExpected)
    assert trap.answer is None
    assert [len(facts(one.expected)) for one in questions] == [1, 2, 2, 2, 1, 1, 0, 1]


def test_places_stand_for_the_words_there(tmp_path: Path, library: Library) -> None:
    ingest(library, [Article.of(SENTENCE, id="a")])
    placed = {"texts": [["a", 0, 8]], "evidence": [["a", 0, len(SENTENCE)]]}
    folder = written(tmp_path, line("list", members=[placed]))
    [question] = read_set(folder, library)
    assert isinstance(question.expected, ListExpected)
    [member] = question.expected.members
    assert member.texts == ("Stellick",)
    assert member.evidence == (Quoted("a", SENTENCE),)
    with pytest.raises(SourceError, match=r"line 1: no article of the library has the place"):
        read_set(folder)
    far = {"texts": ["Stellick"], "evidence": [["a", 0, 99]]}
    with pytest.raises(SourceError, match="place"):
        read_set(written(tmp_path, line("list", members=[far])), library)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "line 1"),
        ("[]", "not an object"),
        ({**line("list"), "kind": "poem"}, "the kind 'poem' is none of list, table"),
        ({**line("list"), "as_of": "June"}, "June"),
        ({**line("list"), "question": " "}, "question is ' '"),
        ({**line("list"), "more": 1}, "the question has the keys"),
        ({**line("list"), "expected": EXPECTED["table"]}, "expected has the keys"),
        (line("list", members=[]), "members is empty"),
        (line("list", members=FACT), "members is"),
        (line("list", members=[EMPTY]), "a fact with the texts"),
        (line("list", members=[{**FACT, "evidence": []}]), "and 0 sentences"),
        (line("list", members=[{**FACT, "evidence": [["a"]]}]), "not an article's id and a"),
        (line("list", members=[{**FACT, "texts": ["Yarbeck"]}]), "stands in its evidence"),
        (line("list", not_members=[FACT]), "what is no member has the keys"),
        (line("table", rows=[[FACT]]), "a row of 1 cells below 2 columns"),
        (line("table", rows=[[EMPTY, FACT]]), "first cell is empty"),
        (line("conflict", values=[FACT]), "a conflict of one value"),
        (line("conflict", standing=2), "standing is 2"),
        (line("conflict", standing=-1), "standing is -1"),
        (line("conflict", standing=True), "standing is True"),
        (line("update", current=None), "a fact is None"),
        (line("duplicate", groups=[["a"], ["b"]]), "the groups do not hold"),
        (line("duplicate", groups=[["a"], ["a"]]), "the groups do not hold"),
        (line("trap", wrong=[]), "wrong is empty"),
        (line("unanswerable", near=[]), "ids is empty"),
        (line("single", form="whence"), "the form 'whence'"),
        (line("single", form="yes_no"), "yes_no is answered with"),
    ],
)
def test_a_malformed_line_is_refused_by_file_and_number(
    tmp_path: Path, wrong: object, said: str
) -> None:
    with pytest.raises(SourceError, match=r"questions\.jsonl, line 1: ") as caught:
        read_set(written(tmp_path, wrong))
    assert said in str(caught.value)


def test_a_set_without_questions_or_with_the_same_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_set(tmp_path)
    with pytest.raises(SourceError, match="holds no question"):
        read_set(written(tmp_path, ""))
    with pytest.raises(SourceError, match="line 2: the id 'list' stands twice"):
        read_set(written(tmp_path, line("list"), line("list")))


class TestLocated:
    @staticmethod
    def question(folder: Path, id: str, sentence: str) -> WholeQuestion:
        fact = {"texts": ["Brindlow"], "evidence": [[id, sentence]]}
        return read_set(written(folder, line("single", answer=fact)))[0]

    def test_evidence_is_found_whatever_folder_an_article_was_read_from(
        self, tmp_path: Path, samples: Library
    ) -> None:
        overview = next(one for one in samples.articles() if one.source.endswith("overview.txt"))
        sentence = next(
            overview.text[start:end]
            for start, end in overview.sentences
            if "Brindlow" in overview.text[start:end]
        )
        there = overview.id[:-8] + "0a1b2c3d"
        [found] = located([self.question(tmp_path, there, sentence)], samples)
        assert facts(found.expected)[0].evidence == (Quoted(overview.id, sentence),)
        same = self.question(tmp_path, overview.id, sentence)
        assert located([same], samples) == (same,)
        assert found == replace(same, expected=found.expected)

    @pytest.mark.parametrize(
        ("id", "said"), [("post-bridge", "is not in post-bridge"), ("b", "there is no article b")]
    )
    def test_evidence_that_no_article_holds_is_refused(
        self, tmp_path: Path, samples: Library, id: str, said: str
    ) -> None:
        question = self.question(tmp_path, id, "Brindlow said nothing of the kind.")
        with pytest.raises(SourceError, match=f"single: .*{said}"):
            located([question], samples)
