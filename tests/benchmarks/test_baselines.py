"""The baselines over the sample articles: measured as an evaluation measures."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from benchmarks import baselines
from benchmarks.baselines import PARTS, Ranked, Seen, figures, look, ranked, sentence_bm25, ways
from benchmarks.tutorial import CHUNK, Tutorial, chunks_of
from ingest import ingest
from qa import Evaluation, Question, evaluate, read_questions
from qa.calibration import WEIGHTS
from qa.features import READ_FEATURES
from tests.conftest import ROOT
from vectorstore import Article, Library

QUESTIONS = read_questions(ROOT / "tests" / "questions.jsonl")


@pytest.fixture(scope="module")
def seen(samples: Library) -> list[Seen]:
    found = [look(one, samples) for one in QUESTIONS]
    return [one for one in found if one is not None]


@pytest.fixture(scope="module")
def evaluation(samples: Library) -> Evaluation:
    return evaluate(QUESTIONS, library=samples)


@pytest.fixture(scope="module")
def tutorial(samples: Library, tmp_path_factory: pytest.TempPathFactory) -> Tutorial:
    return Tutorial(tmp_path_factory.mktemp("tutorial"), samples)


def test_every_feature_belongs_to_one_part() -> None:
    assert sorted(name for names in PARTS.values() for name in names) == sorted(READ_FEATURES)


def test_the_whole_is_what_a_search_finds(seen: list[Seen], evaluation: Evaluation) -> None:
    for one, outcome in zip(seen, evaluation.outcomes, strict=True):
        if outcome.question.answerable:
            assert ranked(one, ways()["the whole"]).found == tuple(
                (evidence.text, evidence.article_id) for evidence in outcome.found[:10]
            )


def test_the_whole_has_the_figures_of_an_evaluation(
    seen: list[Seen], evaluation: Evaluation
) -> None:
    got = figures(QUESTIONS, [ranked(one, ways()["the whole"]) for one in seen])
    same = [name for name in got if name.startswith("hit_") or name == "auroc"]
    assert len(same) == 7
    for name in same:
        assert got[name] == evaluation.figures[name].value, name
    assert set(got) < set(evaluation.figures)


def test_a_part_left_out_counts_for_nothing(seen: list[Seen]) -> None:
    for part, names in PARTS.items():
        features = seen[0].features.copy()
        features[:, [READ_FEATURES.index(name) for name in names]] = 7.0
        changed = Seen(seen[0].places, features, seen[0].bm25)
        without = ways()[f"the whole without {part}"]
        for before, after in zip(without(seen[0]), without(changed), strict=True):
            np.testing.assert_allclose(before, after)
        expected = seen[0].features @ np.asarray(
            [0 if n in names else w for n, w in zip(READ_FEATURES, WEIGHTS.full, strict=True)]
        )
        np.testing.assert_allclose(without(seen[0])[0], expected, rtol=1e-4, atol=1e-4)


def test_a_rank_is_that_of_the_first_sentence_that_holds_the_answer() -> None:
    row = Ranked((("It snowed.", "a"), ("Six died.", "b"), ("Six were hurt.", "a")), 0.5)
    question = Question("q", "How many?", ("six",), ("a",), answerable=True)
    assert row.rank(question, strict=False) == 2
    assert row.rank(question, strict=True) == 3
    assert row.rank(Question("q", "Where?", ("Rome",), answerable=True), strict=False) == math.inf
    assert row.rank(Question("q", "How many?", ("six",)), strict=False) == math.inf


def test_the_most_confident_answers_are_those_counted() -> None:
    questions = [Question(str(n), "Who?", ("Ann",), ("a",), answerable=n < 5) for n in range(10)]
    row = [Ranked((("Ann did." if n < 2 else "Bo did.", "a"),), -float(n)) for n in range(10)]
    got = figures(questions, row)
    assert got["auroc"] == 1
    assert got["hit_strict_at_1"] == got["hit_lenient_at_10"] == 0.4
    assert [got[f"precision_at_{n}_percent"] for n in (10, 20, 40)] == [1, 1, 0.5]


def test_bm25_grows_with_rare_words_and_falls_with_length() -> None:
    rarity = {"mayor": 1.0, "ferri": 3.0}
    texts = ["The mayor spoke.", "The ferry sank.", "The ferry sank in the cold bay.", "It rained."]
    mayor, ferry, longer, none = sentence_bm25(rarity, texts)
    assert ferry > longer > mayor > none == 0
    # With the mean length, 15 words in 4 texts, by hand: idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * r)).
    assert mayor == pytest.approx(2.2 / (1 + 1.2 * (0.25 + 0.75 * 3 / 3.75)))


def test_a_question_without_candidates_is_ranked_last(library: Library) -> None:
    assert look(QUESTIONS[0], library) is None
    assert ranked(None, ways()["the whole"]) == Ranked((), -math.inf)


def test_the_tutorial_knows_nothing_of_later_days(tutorial: Tutorial, samples: Library) -> None:
    published = {one.id: one.published for one in samples.articles()}
    day = date(2024, 3, 10)
    assert any(when and when > day for when in published.values())
    found = tutorial.find("How many heaters were sold?", day)
    assert found
    for text, article, similar in found:
        assert (published[article] or day) <= day
        assert text in samples.article(article).text
        assert -1 <= similar <= 1
    assert [one[2] for one in found] == sorted((one[2] for one in found), reverse=True)


def test_the_tutorials_sentences_come_from_four_chunks(
    tutorial: Tutorial, samples: Library
) -> None:
    question = "Who is the chief executive of Skelvane?"
    found = tutorial.find(question, date(2030, 1, 1))
    [vector] = [samples.embedder.query_vector(question)]
    chunks = [chunk for one in samples.articles() for chunk in chunks_of(one)]
    near = np.asarray(samples.embedder.embed_documents([c.page_content for c in chunks])) @ vector
    best = [chunks[i].page_content for i in np.argsort(-near)[:4]]
    assert len({text for text, _, _ in found}) == len(found)
    assert all(any(text in chunk for chunk in best) for text, _, _ in found)
    assert all(any(text in chunk for text, _, _ in found) for chunk in best)


def test_chunks_cover_an_article_and_overlap() -> None:
    text = " ".join(f"Sentence number {n} says little." for n in range(200))
    chunks = [one.page_content for one in chunks_of(Article.of(text))]
    assert max(map(len, chunks)) <= CHUNK
    assert all(f"number {n} " in " ".join(chunks) for n in range(200))
    assert sum(map(len, chunks)) > len(text) * 1.15


def test_chunks_are_embedded_once_and_follow_the_articles(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "tutorial"
    ingest(library, [Article.of("The ferry sank on Monday.", id="a", published=date(2024, 1, 2))])
    first = Tutorial(folder, library)
    assert (first.embedded, first.find("What sank?", date(2024, 1, 1))) == (1, [])
    assert Tutorial(folder, library).embedded == 0
    ingest(library, [Article.of("The ferry sank on Sunday.", id="a", published=date(2024, 1, 2))])
    [(text, article, _)] = Tutorial(folder, library).find("What sank?", date(2024, 1, 2))
    assert (text, article) == ("The ferry sank on Sunday.", "a")


def test_the_table_has_a_row_a_way_and_a_part(samples: Library, tmp_path: Path) -> None:
    head, rule, *rows = baselines.table(QUESTIONS[:2], samples, tmp_path / "t").splitlines()
    assert head.count("|") == rule.count("|") == 12
    names = [row.split("|")[1].strip() for row in rows]
    assert names == ["the tutorial chain", *ways()]
    assert all(len(row.split("|")) == 13 for row in rows)
