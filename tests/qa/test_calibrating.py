"""A library calibrated on questions of its own: the fit on numbers, and the whole on real parts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ingest import ingest
from qa import (
    Calibration,
    answer,
    calibrate,
    calibration_state,
    chain,
    remove_calibration,
    search,
)
from qa.calibrated import confidence_of, keep, key_of, threshold_of
from qa.calibrating import FOLDS, Sentences, _read, calibrated, folds
from qa.calibration import LEVELS, SHIPPED, WEIGHTS
from qa.closer import Closer
from qa.features import FEATURES
from qa.forms import Form, plan_of
from qa.mismatch import weighed
from qa.platt import Line, fit_platt, probabilities
from qa.readers import reader_of
from tests import notices
from tests.conftest import ROOT
from tests.qa.test_cross_encoder import make
from vectorstore import Article, CalibrationError, Embedder, Library, Settings, UsageError

# -- numbers in the place of asked questions ---------------------------------------------------


def asked(number: int = 120, *, line: Line = (1.0, -3.0)) -> list[Sentences]:
    """Return questions of eight sentences; how often the best is right follows its score."""
    generator = np.random.default_rng(1)
    found = []
    for _ in range(number):
        features = generator.normal(0, 0.3, (8, len(FEATURES))).astype(np.float32)
        said = generator.normal(0, 4, 8).astype(np.float32)
        right = generator.random(8) < probabilities(said, line)
        said[6:] = np.nan  # not read
        agreement = np.where(np.isnan(said), said, np.float32(0))
        found.append(Sentences(features, said, agreement, right))
    return found


def test_each_part_gets_its_share_of_right_and_wrong() -> None:
    right = np.arange(73) % 3 == 0
    fold = folds(right)
    assert sorted(set(fold.tolist())) == list(range(FOLDS))
    for kind in (right, ~right):
        sizes = np.bincount(fold[kind], minlength=FOLDS)
        assert sizes.max() - sizes.min() <= 1
    assert (folds(right) == fold).all()
    assert (np.diff(fold) != 1).any()  # dealt by chance, not in the order of the file


def test_a_question_is_measured_with_what_was_fitted_on_the_others() -> None:
    questions = asked()
    found = calibrated(questions, SHIPPED, "reader", own=False)
    firsts = [one.first(WEIGHTS) for one in questions]
    scores, right = (np.asarray(column) for column in zip(*firsts, strict=True))
    fold = folds(right)
    for number in range(FOLDS):
        line = fit_platt(scores[fold != number], right[fold != number])
        np.testing.assert_allclose(
            found.after.confidence[fold == number], probabilities(scores[fold == number], line)
        )
    assert (found.after.right == right).all()
    assert found.right == right.sum()
    weights = found.confidence.weights
    assert (weights.slope, weights.intercept) == fit_platt(scores, right)
    assert weights.reading == (1.0, 0.0)
    before = probabilities(scores, (WEIGHTS.slope, WEIGHTS.intercept))
    assert found.before.brier == pytest.approx(((before - right) ** 2).mean())


@pytest.mark.parametrize(("scale", "offset"), [(0.05, 0.0), (30.0, 400.0)])
def test_the_scale_of_a_cross_encoder_does_not_matter(scale: float, offset: float) -> None:
    questions = asked()
    other = [replace(one, said=np.float32(scale * one.said + offset)) for one in questions]
    one = calibrated(questions, SHIPPED, "theirs", own=True)
    two = calibrated(other, SHIPPED, "theirs", own=True)
    np.testing.assert_allclose(two.after.confidence, one.after.confidence, atol=1e-3)
    slope, intercept = one.confidence.weights.reading
    assert two.confidence.weights.reading[0] == pytest.approx(slope / scale, rel=1e-3)
    read = np.concatenate([sentences.said[:6] for sentences in questions])
    right = np.concatenate([sentences.right[:6] for sentences in questions])
    assert (slope, intercept) == pytest.approx(fit_platt(read, right))


def test_it_is_used_only_if_it_is_better_on_what_it_was_not_fitted_on() -> None:
    questions = asked(number=400)
    found = calibrated(questions, SHIPPED, "reader", own=False)
    assert found.in_use
    assert found.after.brier < found.before.brier
    assert found.gain.value == pytest.approx(found.before.brier - found.after.brier)
    again = calibrated(questions, found.confidence, "reader", own=False)
    assert again.replaced == 400
    assert not again.in_use  # the map in use was fitted on these very questions
    assert again.before.brier <= again.after.brier


def test_a_score_that_falls_with_being_right_is_refused() -> None:
    falling = asked(line=(-0.4, 1.0))
    with pytest.raises(CalibrationError, match="a higher score of the best sentence is not more"):
        calibrated(falling, SHIPPED, "reader", own=False)
    with pytest.raises(CalibrationError, match="a higher number that theirs gives a sentence"):
        calibrated(falling, SHIPPED, "theirs", own=True)


def test_too_few_of_a_kind_are_counted(library: Library) -> None:
    none = [replace(one, right=np.zeros(8, bool)) for one in asked(number=60)]
    with pytest.raises(UsageError, match="Of 60 best sentences, 0 are right and 60 are wrong"):
        calibrated(none, SHIPPED, "reader", own=False)
    with pytest.raises(UsageError, match="Of 360 sentences that were read, 0 answer"):
        calibrated(none, SHIPPED, "theirs", own=True)
    with pytest.raises(UsageError, match=r"There are 16 questions; .* at least 50"):
        calibrate(ROOT / "tests" / "questions.jsonl", library=library)
    with pytest.raises(UsageError, match="Of 60 questions, 0 have a sentence"):
        calibrate(notices.questions(), library=library)


# -- real parts --------------------------------------------------------------------------------

QUESTION = notices.questions()[3]


@dataclass(frozen=True)
class Run:
    """A library that was calibrated for a cross-encoder while a program had it open: ``chat``."""

    chat: Library
    before: float
    found: Calibration
    told: list[tuple[int, int]]


def confidence(library: Library) -> float:
    return answer(QUESTION.text, library=library, as_of=QUESTION.asked_on).confidence


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Run]:
    base = tmp_path_factory.mktemp("calibrating")
    model = make(base / "model", embedder, 1)
    settings = Settings(data_dir=base / "library", evidence_model=str(model))
    told: list[tuple[int, int]] = []
    with Library.open(settings=settings) as chat:
        ingest(chat, notices.articles())
        before = confidence(chat)
        with Library.open(settings=settings) as library:
            found = calibrate(
                notices.questions(), library=library, on_progress=lambda *now: told.append(now)
            )
        yield Run(chat, before, found, told)


@pytest.fixture
def copy(run: Run, tmp_path: Path) -> Iterator[Library]:
    """Return a copy of the calibrated library that a test may change."""
    folder = Path(shutil.copytree(run.chat.path, tmp_path / "copy"))
    settings = Settings(data_dir=folder, evidence_model=run.chat.settings.evidence_model)
    with Library.open(settings=settings) as library:
        yield library


def test_a_cross_encoder_is_calibrated_and_a_running_program_takes_it_up(run: Run) -> None:
    found = run.found
    assert found.in_use
    assert found.questions == 60
    assert run.told == [(number, 60) for number in range(61)]
    assert confidence_of(run.chat) == found.confidence
    assert confidence(run.chat) != run.before
    assert threshold_of(run.chat) == {one.name: one.least for one in found.levels}["balanced"]
    state = calibration_state(run.chat)
    assert (state.questions, state.day, state.problem) == (60, date.today(), None)


def test_answers_searches_and_chains_have_the_confidence_that_was_fitted(run: Run) -> None:
    weights = run.found.confidence.weights
    assert weights.reading != (1.0, 0.0)
    for question in notices.questions()[::15]:
        read = _read(question, run.chat, reader_of(run.chat))
        assert read is not None
        score, _ = Sentences.of(read, question).first(weights)
        sure = probabilities(np.float64(score), (weights.slope, weights.intercept))
        given = answer(question.text, library=run.chat, as_of=question.asked_on)
        found = search(question.text, library=run.chat, k=100, as_of=question.asked_on)
        first = found[0]
        form = plan_of(question.text).form
        listed = form in (Form.LIST, Form.TABLE)
        best = found if listed else weighed(question.text, form, found, Closer(run.chat))[0]
        assert given.confidence == best[0].probability
        assert given.abstained == (given.confidence < run.found.confidence.levels["balanced"])
        assert first.probability == pytest.approx(float(sure), abs=1e-5)
        assert chain(run.chat, as_of=question.asked_on).invoke(question.text) == given


def test_it_outlives_a_rebuild_and_new_articles_and_goes_when_it_is_taken_away(
    copy: Library, run: Run
) -> None:
    copy.rebuild()
    ingest(copy, [Article.of("The council of Larkwick elected Ida Brandt mayor on Monday.")])
    assert confidence_of(copy) == run.found.confidence
    assert remove_calibration(copy)
    assert confidence_of(copy) == SHIPPED
    assert threshold_of(copy) == LEVELS["balanced"]
    read = _read(QUESTION, copy, reader_of(copy))
    assert read is not None
    score, _ = Sentences.of(read, QUESTION).first(WEIGHTS)
    shipped = probabilities(np.float64(score), (WEIGHTS.slope, WEIGHTS.intercept))
    assert confidence(copy) == pytest.approx(float(shipped), abs=1e-5)
    assert not remove_calibration(copy)


def test_it_is_kept_for_its_evidence_model_and_not_used_for_another(copy: Library) -> None:
    with Library.open(copy.path) as shipped:
        assert confidence_of(shipped) == SHIPPED
        assert not remove_calibration(shipped)
        state = calibration_state(shipped)
        assert (state.questions, state.others) == (None, (copy.settings.evidence_model,))
    assert confidence_of(copy) != SHIPPED


def test_it_can_be_written_while_another_process_ingests(copy: Library, run: Run) -> None:
    with Library.open(copy.path) as writer, writer.writing():
        keep(run.found.confidence, copy, key_of(copy))
        assert remove_calibration(copy)


def test_the_threshold_that_is_set_takes_the_levels_place(copy: Library) -> None:
    settings = copy.settings.model_copy(update={"threshold": 0.77})
    with Library.open(settings=settings) as library:
        assert threshold_of(library) == 0.77


BROKEN = {
    "no JSON": "what is this?",
    "another format": '{"format": 2}',
    "a text for a number": ('"slope":', '"slope":"1","was":'),
    "not a number": ('"slope":', '"slope":NaN,"was":'),
    "a map that falls": ('"slope":', '"slope":-'),
    "a level that is missing": ('"eager":', '"easy":'),
    "levels out of order": ('"eager":', '"eager":1'),
    "no questions": ('"questions":60', '"questions":0'),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_calibration_that_is_broken_is_said_and_can_be_taken_away(
    copy: Library, how: str
) -> None:
    [(key, kept)] = copy.catalogue.facts("calibration:").items()
    change = BROKEN[how]
    broken = change if isinstance(change, str) else kept.replace(*change)
    assert broken != kept
    copy.catalogue.set_fact(key, broken)
    with pytest.raises(CalibrationError, match=r"not as it was written .* calibrate --remove"):
        confidence(copy)
    with pytest.raises(CalibrationError):
        calibrate(notices.questions(), library=copy)
    assert "not as it was written" in (calibration_state(copy).problem or "")
    assert remove_calibration(copy)
    assert confidence_of(copy) == SHIPPED


def test_one_of_other_weights_is_not_used_and_that_is_told(copy: Library) -> None:
    [(key, kept)] = copy.catalogue.facts("calibration:").items()
    [of_weights] = re.findall(r'"of_weights":"(\w+)"', kept)
    copy.catalogue.set_fact(key, kept.replace(of_weights, "0" * 16))
    assert confidence_of(copy) == SHIPPED
    assert "other weights" in (calibration_state(copy).problem or "")


def test_the_shipped_reader_is_calibrated_on_the_scale_that_it_has(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        ingest(library, notices.articles())
        found = calibrate(notices.questions(), library=library)
        assert found.evidence_model == "citewire-reader-5"
        assert found.confidence.weights.reading == (1.0, 0.0)
        assert found.in_use == (found.after.brier < found.before.brier)
        assert confidence_of(library) == (found.confidence if found.in_use else SHIPPED)
        before = found.before.confidence[3]
        remove_calibration(library)
        assert confidence(library) == pytest.approx(before, abs=1e-5)
