"""What a search brings up for a question, as lists of windows to train a reader on.

The loss is the negative logarithm of the share that an answering sentence has in one softmax with
all that do not answer in any window, "answered nowhere" being one more choice (Clark and Gardner
2018, arXiv:1710.10723, shared normalization): log-odds of different passages become comparable, and
what is merely about the same thing must give way. Every answering sentence is asked for by itself:
of a list, each gives a member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad, softplus

from qa.calibration import WEIGHTS
from qa.learning import Sample, loss_of, sample_of
from qa.reader import ReaderNetwork, collate
from qa.retrieve import retrieve
from qa.scoring import QuestionTerms, Row, features_of, most_promising
from qa.when import read_time
from qa.windows import BUDGET, Run, Window
from vectorstore import Library, Span, newest_until

#: Questions a step, and windows of each.
LISTS = 4
WINDOWS = 4

#: Windows that go through the network together.
TOGETHER = 4

#: Among how many windows, in order of promise, the wrong ones are drawn, and how soon that thins.
DRAWN_FROM = 12
THINNING = 0.8


@dataclass(frozen=True, slots=True)
class Shown:
    """A window that a search brought up, with the numbers of its answering sentences."""

    window: Window
    right: frozenset[int]
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A question and the windows to read for it, the most promising first."""

    question: str
    shown: tuple[Shown, ...]


def runs_for(question: str, library: Library, day: date, budget: int = BUDGET) -> list[Run]:
    """Return what is read when a question is asked on a day, the most promising first.

    ``budget`` is how many characters.
    """
    rows = rows_for(question, library, day)
    if not rows:
        return []
    promise = np.stack([row[3] for row in rows]) @ np.asarray(WEIGHTS.cheap, np.float32)
    return most_promising(rows, promise, budget)


def rows_for(question: str, library: Library, day: date) -> list[Row]:
    """Return the sentences that a search finds for a question on a day, with their features."""
    vector = library.embedder.query_vector(question)
    candidates = retrieve(question, vector, library, k=library.settings.candidates, until=day)
    asked = read_time(question, day, newest_until(library.catalogue, day))
    return features_of(QuestionTerms.of(question, library), vector, candidates, asked)


def drawn(one: Listed, rng: np.random.Generator) -> list[Shown]:
    """Draw the windows of a list for one step: a right one or two, the others wrong."""
    right = [shown for shown in one.shown if shown.right]
    wrong = [shown for shown in one.shown if not shown.right][:DRAWN_FROM]
    kept = [right[i] for i in rng.permutation(len(right))[:2]]
    weights = THINNING ** np.arange(len(wrong))
    count = min(WINDOWS - len(kept), len(wrong))
    if count:
        picked = rng.choice(len(wrong), size=count, replace=False, p=weights / weights.sum())
        kept += [wrong[i] for i in picked]
    return kept


def groups_of_epoch(
    tokenizer: Any,  # noqa: ANN401
    lists: Sequence[Listed],
    rng: np.random.Generator,
) -> list[list[list[Sample]]]:
    """Return steps of lists of samples, lists of like length together, in random order."""
    encoded = [
        [
            sample_of(tokenizer, one.question, shown.window, shown.right, shown.answers)
            for shown in drawn(one, rng)
        ]
        for one in lists
    ]
    longest = [max(len(sample.encoded.ids) for sample in one) for one in encoded]
    order = sorted(range(len(encoded)), key=lambda i: longest[i] + rng.integers(-12, 13))
    groups = [[encoded[i] for i in order[n : n + LISTS]] for n in range(0, len(order), LISTS)]
    rng.shuffle(groups)
    return groups


def list_loss(logits: Tensor, owner: Tensor, group: Sequence[Sequence[Sample]]) -> Tensor:
    """Return the mean of the lists' losses.

    ``logits`` have shape (n_windows, n_tokens, 2), ``owner`` (n_windows, n_tokens), the windows of
    a list one after the other.
    """
    odds = logits[..., 0] - logits[:, :1, 0]
    right = torch.zeros_like(owner, dtype=torch.bool)
    windows = [sample for one in group for sample in one]
    for row, sample in enumerate(windows):
        right[row, : len(sample.right)] = torch.from_numpy(sample.right)
    wrong = (owner >= 0) & ~right
    losses, at = [], 0
    zero = torch.zeros(1)
    for one in group:
        rows = range(at, at + len(one))
        at += len(one)
        among = slice(rows.start, rows.stop)
        other = torch.logsumexp(torch.cat([zero, odds[among][wrong[among]]]), 0)
        each = [
            torch.logsumexp(odds[row][right[row] & (owner[row] == number)], 0)
            for row in rows
            for number in torch.unique(owner[row][right[row]])
        ]
        losses.append(softplus(other - torch.stack(each)).mean() if each else other)
    return torch.stack(losses).mean()


def loss_of_group(network: ReaderNetwork, group: Sequence[Sequence[Sample]]) -> Tensor:
    """Return the loss of one step: the lists', and half of what each window has by itself."""
    windows = [sample for one in group for sample in one]
    owner = collate([one.encoded for one in windows])[3]
    logits = logits_of(network, windows, owner.shape[1])
    return list_loss(logits, owner, group) + loss_of(logits, owner, windows) / 2


def logits_of(network: ReaderNetwork, windows: Sequence[Sample], width: int) -> Tensor:
    """Return the logits of windows, shape (n_windows, width, 2), 0 where a window has no token.

    Windows of like length go through the network together: in one batch a third would be padding.
    """
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].encoded.ids))
    parts: list[Tensor] = []
    for first in range(0, len(order), TOGETHER):
        some = [windows[i].encoded for i in order[first : first + TOGETHER]]
        ids, types, mask, _ = collate(some)
        found = network(ids, types, mask)
        parts.append(pad(found, (0, 0, 0, width - found.shape[1])))
    back = torch.from_numpy(np.argsort(order))
    return torch.cat(parts)[back]
