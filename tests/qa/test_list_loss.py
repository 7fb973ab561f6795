"""What a training step asks for: every answering sentence, and every answer in it, by itself."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from qa.learning import Sample, loss_of
from qa.lists import list_loss
from qa.reader import Encoded
from vectorstore import Span


def sample(owner: list[int], right: list[int], begins: list[int] | None = None) -> Sample:
    """Return a sample of tokens that belong to sentences, [CLS] and a mark around them."""
    owners = np.asarray(owner, np.int64)
    ids = np.ones(len(owner), np.int64)
    encoded = Encoded(ids, ids, owners, [Span(0, 0)] * len(owner))
    inside = np.isin(owners, right)
    starts = inside.copy()
    if begins is not None:
        starts = np.isin(np.arange(len(owner)), begins)
    return Sample(encoded, inside, starts, starts)


def softplus(x: float) -> float:
    return float(np.log1p(np.exp(x)))


def logits_of(*rows: list[float]) -> torch.Tensor:
    begin = torch.tensor(rows)
    return torch.stack([begin, begin], dim=-1)


OWNER: NDArray[np.int64] = np.asarray([[-1, 0, 0, 1, -1], [-1, 0, 1, 1, -1]])
LOGITS = logits_of([0.5, 1.0, 0.0, -1.0, 9.0], [0.0, 2.0, 0.3, -0.2, 9.0])


def test_every_answering_sentence_of_a_list_is_asked_for_without_the_others() -> None:
    group = [[sample([*OWNER[0]], [1]), sample([*OWNER[1]], [0])]]
    odds = np.array([0.5, -0.5, -1.5, 2.0, 0.3, -0.2])  # less each window's own "not here"
    other = np.logaddexp.reduce([0.0, odds[0], odds[1], odds[4], odds[5]])
    expected = np.mean([softplus(other - odds[2]), softplus(other - odds[3])])
    found = list_loss(LOGITS, torch.from_numpy(OWNER), group)
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_a_list_without_an_answer_asks_for_none() -> None:
    group = [[sample([*OWNER[0]], []), sample([*OWNER[1]], [])]]
    expected = np.logaddexp.reduce([0.0, 0.5, -0.5, -1.5, 2.0, 0.3, -0.2])
    found = list_loss(LOGITS, torch.from_numpy(OWNER), group)
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_one_answer_costs_its_share_of_all_tokens() -> None:
    one = sample([*OWNER[0]], [0], begins=[1])
    every = np.array([0.5, 1.0, 0.0, -1.0])
    share = np.log(np.exp(every).sum())
    expected = (share - np.logaddexp(1.0, 0.0)) / 2 + (share - 1.0) / 2 + (share - 1.0) / 2
    found = loss_of(LOGITS[:1], torch.from_numpy(OWNER[:1]), [one])
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_each_of_several_answers_is_asked_for_without_the_others() -> None:
    one = sample([*OWNER[0]], [0, 1], begins=[1, 3])
    other = np.logaddexp(0.5, 0.0)
    each = np.mean([softplus(other - 1.0), softplus(other + 1.0)])
    sentence = softplus(0.5 - np.logaddexp.reduce([1.0, 0.0, -1.0]))
    found = loss_of(LOGITS[:1], torch.from_numpy(OWNER[:1]), [one])
    assert float(found) == pytest.approx(sentence / 2 + each, rel=1e-5)
