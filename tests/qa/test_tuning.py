"""The loss, the ranks, the steps and the journal of an adaptation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from qa import Compared
from qa.adaptation_report import Adaptation
from qa.journal import Journal
from qa.labels import Labeled
from qa.lists import Listed, Shown
from qa.tuning import divergence, planned, rank, tune
from qa.windows import Reading, Window
from vectorstore import Span


def window(*sentences: str) -> Window:
    spans, at = [], 0
    for one in sentences:
        spans.append(Span(at, at + len(one)))
        at += len(one) + 1
    return Window("", " ".join(sentences), tuple(spans))


def lists(number: int = 6) -> list[Listed]:
    """Return small lists, each with a right window and two wrong ones."""
    found = []
    for n in range(number):
        right = Shown(window(f"The mill of town {n} burned.", "It rained."), frozenset({0}), ())
        wrong = [
            Shown(window(f"The fair {n} was held {m} times.", "It was dry."), frozenset(), ())
            for m in range(2)
        ]
        found.append(Listed(f"What burned in town {n}?", (right, *wrong)))
    return found


def test_the_divergence_is_kullback_and_leiblers_over_sentences_and_nowhere() -> None:
    generator = np.random.default_rng(4)
    old, new = (generator.normal(0, 2, (2, 5, 2)).astype(np.float32) for _ in range(2))
    owner = np.array([[-1, 0, 0, 1, -1], [-1, 0, -1, -1, -1]])
    expected = []
    for row, sentences in ((0, [[1, 2], [3]]), (1, [[1]])):
        shares = []
        for logits in (old, new):
            begin = np.exp(logits[row, :, 0].astype(np.float64))
            parts = np.array([begin[0], *(begin[tokens].sum() for tokens in sentences)])
            shares.append(parts / parts.sum())
        expected.append((shares[0] * np.log(shares[0] / shares[1])).sum())
    tensors = [torch.from_numpy(one) for one in (old, new, owner)]
    assert float(divergence(*tensors)) == pytest.approx(np.mean(expected), rel=1e-4)
    assert float(divergence(tensors[0], tensors[0], tensors[2])) == pytest.approx(0, abs=1e-6)


class Says:
    """A reader that says what it was told to."""

    def __init__(self, *odds: list[float]) -> None:
        self.odds = odds

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        return [Reading(np.float32(one), (None,) * len(one)) for one in self.odds]


def test_a_rank_counts_the_wrong_sentences_that_are_not_below_the_right_one() -> None:
    [one] = lists(1)
    assert rank(one, Says([3, 1], [2, 0], [1, 1])) == 1
    assert rank(one, Says([1, 5], [2, 0], [1, 0])) == 4
    nothing = Listed(one.question, one.shown[1:])
    assert rank(nothing, Says([-1, -2], [-3, -1])) == 1
    assert rank(nothing, Says([-1, 2], [3, -1])) == 3


def test_a_stopped_training_goes_on_to_what_an_undisturbed_one_comes_to(
    tmp_path: Path,
) -> None:
    def undisturbed(step: int, total: int) -> float:
        assert total == planned(6)
        return 0.0

    tune(lists(), tmp_path / "one.pt", tmp_path / "one.safetensors", undisturbed)

    class StoppedError(Exception):
        pass

    def stopped(step: int, total: int) -> float:
        if step == 3:
            raise StoppedError
        return 0.0

    begun: list[int] = []

    def again(step: int, total: int) -> float:
        begun.append(step)
        return 0.0

    with pytest.raises(StoppedError):
        tune(lists(), tmp_path / "two.pt", tmp_path / "two.safetensors", stopped, every=0)
    tune(lists(), tmp_path / "two.pt", tmp_path / "two.safetensors", again)
    assert begun[0] == 3
    one, two = (load_file(tmp_path / f"{name}.safetensors") for name in ("one", "two"))
    assert set(one) == set(two)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_no_step_is_taken_when_the_time_is_up(tmp_path: Path) -> None:
    from qa.reader import FOLDER, WEIGHTS_FILE

    tune(lists(), tmp_path / "one.pt", tmp_path / "one.safetensors", lambda step, total: 1.0)
    tuned, shipped = load_file(tmp_path / "one.safetensors"), load_file(FOLDER / WEIGHTS_FILE)
    assert all(torch.equal(tuned[name], shipped[name]) for name in shipped)


def test_a_journal_gives_back_what_was_done_after_a_kill_in_the_midst_of_a_line(
    tmp_path: Path,
) -> None:
    file = tmp_path / "journal.jsonl"
    journal = Journal(file, "this")
    kept = [Labeled("cloze", number % 2 == 0, one) for number, one in enumerate(lists())]
    for number, one in enumerate(kept):
        journal.add_pair(f"pair-{number}", one)
    journal.add_pair("nothing", None)
    journal.reach("searched")
    journal.add_rank("before", 3.0)
    with file.open("ab") as stream:
        stream.write(b'{"before": 2')
    again = Journal(file, "this")
    assert again.resumed
    assert again.lists == kept
    assert again.tried == {**{f"pair-{n}": True for n in range(6)}, "nothing": False}
    assert again.ranks == {"before": [3.0], "after": []}
    assert again.at.keys() == {"searched"}
    again.add_rank("before", 5.0)
    again.end_training(7)
    last = Journal(file, "this")
    assert last.ranks["before"] == [3.0, 5.0]
    assert last.trained == 7
    assert last.seconds >= last.at["trained"] >= last.at["searched"]
    assert not Journal(file, "that").resumed
    assert Journal(file, "that").lists == []


def adaptation(
    before: Sequence[float], after: Sequence[float], questions: Compared | None = None
) -> Adaptation:
    compared = Compared(np.float64(before), np.float64(after))
    return Adaptation(False, {"cloze": 9}, 3, 3, 1.0, compared, questions)


def test_it_is_used_only_if_it_is_certainly_better_and_no_question_pays_for_it() -> None:
    assert adaptation([2] * 30 + [1] * 30, [1] * 60).in_use
    assert not adaptation([2] * 2 + [1] * 58, [1] * 57 + [2] * 3).in_use
    assert not adaptation([2] * 30 + [1] * 30, [2] * 30 + [1] * 30).in_use
    worse = Compared(np.float64([1, 1, 2]), np.float64([1, 2, 2]))
    found = adaptation([2] * 30 + [1] * 30, [1] * 60, worse)
    assert found.questions_worse
    assert not found.in_use
    same = Compared(np.float64([1, 4]), np.float64([1, 4]))
    assert adaptation([2] * 30 + [1] * 30, [1] * 60, same).in_use


def test_the_figures_are_shares_and_mean_reciprocal_ranks() -> None:
    found = Compared(np.float64([1, 2, 4, 4]), np.float64([1, 1, 2, 4])).figures()
    assert found["first"]["before"].value == 0.25
    assert found["first"]["after"].value == 0.5
    assert found["mrr"]["before"].value == pytest.approx((1 + 0.5 + 0.25 + 0.25) / 4)
    assert found["mrr"]["gain"].value == pytest.approx((0 + 0.5 + 0.25 + 0) / 4)
    for wrong in ([[1.0], [1.0, 2.0]], [[], []], [[0.5], [1.0]]):
        with pytest.raises(ValueError, match="rank"):
            Compared(*map(np.float64, wrong))
