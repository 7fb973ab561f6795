"""An evaluation over the sample articles, with the real model."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from qa import Estimate, Evaluation, Question, answer, evaluate, search
from qa.evaluation import judge
from tests.conftest import ROOT
from ui.evaluation import HEADINGS, evaluation_text
from ui.reliability import reliability_svg
from vectorstore import Library, UsageError

QUESTIONS = ROOT / "tests" / "questions.jsonl"


@pytest.fixture(scope="module")
def evaluation(samples: Library) -> Evaluation:
    return evaluate(QUESTIONS, library=samples)


def test_every_question_is_asked_on_its_day(evaluation: Evaluation, samples: Library) -> None:
    assert len(evaluation.outcomes) == 16
    for one in evaluation.outcomes:
        asked = one.question
        assert one.answer == answer(asked.text, library=samples, as_of=asked.asked_on)
        found = (
            search(asked.text, library=samples, as_of=asked.asked_on) if asked.answerable else []
        )
        assert list(one.found) == found
    assert evaluation.outcomes[0].answer.as_of == date(2024, 3, 20)


def test_the_figures_are_those_of_the_outcomes(evaluation: Evaluation) -> None:
    figures = evaluation.figures
    outcomes = evaluation.outcomes
    answerable = [one for one in outcomes if one.question.answerable]
    answered = [one for one in outcomes if not one.answer.abstained]

    def share(true: int, of: int) -> float:
        return pytest.approx(true / of)

    first = sum(one.rank() == 1 for one in answerable)
    assert figures["hit_lenient_at_1"].value == share(first, 12)
    with_gold = [one for one in answerable if one.question.article_ids]
    strict = sum(one.rank(strict=True) == 1 for one in with_gold)
    assert figures["hit_strict_at_1"].value == share(strict, len(with_gold))
    assert figures["hit_strict_at_1"].questions == len(with_gold) == 6
    right = sum(one.is_right for one in answered)
    assert figures["first_statement_right"].value == share(right, len(answered))
    of_answerable = sum(one.question.answerable for one in answered)
    assert figures["answered_of_answerable"].value == share(of_answerable, 12)
    brier = sum((one.answer.confidence - one.is_right) ** 2 for one in outcomes)
    assert figures["brier"].value == share(brier, 16)
    took = sorted(one.answer.timings_ms["total"] for one in outcomes)
    assert figures["ms_median"].value == took[7]
    for name, one in figures.items():
        if one.value is not None and not name.startswith("calibration"):
            assert one.low <= one.value <= one.high, name
    assert figures["auroc"].value > 0.8
    assert figures["hit_lenient_at_10"].value > 0.8


def test_an_outcome_is_right_when_the_sentence_that_confidence_speaks_of_is(
    evaluation: Evaluation,
) -> None:
    for one in evaluation.outcomes:
        if not one.question.answerable:
            assert not one.is_right
        elif one.answer.abstained:
            assert one.is_right == (one.rank() == 1)
        else:
            assert one.is_right == (one.right_statement == 1)


def test_a_string_in_an_answer_to_an_unanswerable_question_is_not_right(samples: Library) -> None:
    text = "Who is the president of Skelvane?"
    asked = [
        Question("yes", text, ("Anselm Krieve",), answerable=True, asked_on=date(2024, 3, 26)),
        Question("no", text, ("Anselm Krieve",), asked_on=date(2024, 3, 26)),
    ]
    found = evaluate(asked, library=samples)
    assert [one.is_right for one in found.outcomes] == [True, False]
    assert [one.right_statement for one in found.outcomes] == [1, None]
    assert [one.question.id for one in found.wrong] == ["no"]


def test_failures_are_the_wrong_and_the_missed(evaluation: Evaluation) -> None:
    assert "wrong-key" in [one.question.id for one in evaluation.wrong]
    assert "too-early" in [one.question.id for one in evaluation.missed]
    for failures in (evaluation.wrong, evaluation.missed):
        confidences = [one.answer.confidence for one in failures]
        assert confidences == sorted(confidences, reverse=True)
    [early] = [one for one in evaluation.missed if one.question.id == "too-early"]
    assert early.sentence == early.answer.nearest[0]
    assert evaluation.unknown_articles == ("no-such-article",)


def test_progress_is_told_and_no_question_is_wrong_use(samples: Library) -> None:
    told: list[tuple[int, int]] = []
    one = Question("1", "Who won the World Cup?")
    found = evaluate([one, one], library=samples, on_progress=lambda *now: told.append(now))
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert found.figures["hit_lenient_at_1"] == Estimate(None, None, None, 0)
    assert found.figures["auroc"].value is None
    assert "Search" not in evaluation_text(found, failures=3)
    with pytest.raises(UsageError, match="no question"):
        evaluate([], library=samples)


def test_the_same_outcomes_give_the_same_intervals(evaluation: Evaluation) -> None:
    assert judge(evaluation.outcomes).figures == evaluation.figures


def test_every_figure_has_a_name_on_a_terminal(evaluation: Evaluation) -> None:
    assert {name for names in HEADINGS.values() for name in names} == set(evaluation.figures)
    text = evaluation_text(evaluation, failures=1)
    assert re.search(r"first statement right, of the answers +0\.\d{3}  0\.\d{3} to ", text)
    assert "wanted: Konrad Veil the Elder" in text
    assert "no-such-article" in text
    assert text.count("citewire show") == 2
    assert text.count("●") == 1 + len(evaluation.reliability)
    prose = [line for line in text.split("\n") if "citewire show" not in line]  # which is copied
    assert max(map(len, prose)) <= 100
    assert "wanted" not in evaluation_text(evaluation, failures=0)


def test_the_plot_is_a_file_of_its_own_with_a_dot_a_bin(evaluation: Evaluation) -> None:
    picture = reliability_svg(evaluation)
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    dots = root.findall(f".//{space}circle")
    assert len(dots) == len(evaluation.reliability)
    for dot, one in zip(dots, evaluation.reliability, strict=True):
        assert float(dot.get("cx", "")) == pytest.approx(72 + 400 * one.confidence, abs=0.1)
        assert float(dot.get("cy", "")) == pytest.approx(104 + 400 * (1 - one.right), abs=0.1)
    words = {text.text for text in root.findall(f".//{space}text")}
    assert {"confidence", "share right", "0", "1"} <= words
    assert "prefers-color-scheme: dark" in picture
    assert re.findall(r"(?:href|src|url)\W", picture) == []
