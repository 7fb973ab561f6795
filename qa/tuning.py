"""Tunes the shipped reader on a library's lists, and keeps it near to what it was.

The loss is that of ``qa/lists.py``, plus how far what the reader says of each window's sentences is
from what the shipped one says of them (Kullback and Leibler's divergence; Li and Hoiem 2016,
arXiv:1606.09282, "Learning without Forgetting"): log-odds keep their scale, which the weights of
the score and the map to a probability were fitted on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from qa.learning import SEED, Sample, optimizer_of, save_weights, steps
from qa.lists import LISTS, Listed, groups_of_epoch, list_loss
from qa.reader import FOLDER, WEIGHTS_FILE, ReaderNetwork, check_reader, collate
from qa.reader import load_network as load
from qa.scoring import SentenceReader
from vectorstore import SHIPPED_MODEL, shared_embedder, sync_file, sync_folder, translated

EPOCHS = 2
LEARNING_RATE = 2e-5
CHECKPOINT_SECONDS = 60.0

#: What the distance from the shipped reader counts beside the loss of the lists.
NEAR = 0.5

#: The share of the lists that are shown without what answers, so that "answered nowhere" is not
#: unlearned.
NOWHERE = 0.2

_ABSENT = -1e4


def planned(lists: int) -> int:
    """Return how many steps so many lists take."""
    return EPOCHS * -(-lists // LISTS)


def tune(
    lists: Sequence[Listed],
    checkpoint: Path,
    out: Path,
    spent: Callable[[int, int], float],
    *,
    every: float = CHECKPOINT_SECONDS,
) -> None:
    """Tune the shipped weights, from the checkpoint on if there is one, and write them to ``out``.

    ``spent`` and ``every`` are those of ``qa.learning.steps``.
    """
    check_reader(FOLDER / WEIGHTS_FILE)
    network, shipped = load(FOLDER / WEIGHTS_FILE), load(FOLDER / WEIGHTS_FILE).eval()
    network.encoder.embeddings.requires_grad_(False)
    tokenizer = shared_embedder(SHIPPED_MODEL).tokenizer

    def epoch(rng: np.random.Generator) -> Iterator[Any]:
        return iter(groups_of_epoch(tokenizer, [unanswered(one, rng) for one in lists], rng))

    with translated(checkpoint):
        steps(
            network,
            optimizer_of(network, LEARNING_RATE),
            epoch,
            lambda group: loss_of(network, shipped, group),
            EPOCHS,
            checkpoint,
            [SEED],
            every=every,
            spent=spent,
        )
        save_weights(network, out)
        sync_file(out)  # before it is noted that they are there
        sync_folder(out.parent)


def unanswered(one: Listed, rng: np.random.Generator) -> Listed:
    """Return a list as it is, or, for a part of them, without the windows that answer."""
    wrong = tuple(shown for shown in one.shown if not shown.right)
    return Listed(one.question, wrong) if len(wrong) > 1 and rng.random() < NOWHERE else one


def loss_of(
    network: ReaderNetwork, shipped: ReaderNetwork, group: Sequence[Sequence[Sample]]
) -> Tensor:
    """Return the loss of one step."""
    ids, types, mask, owner = collate([sample.encoded for one in group for sample in one])
    with torch.inference_mode():
        before = shipped(ids, types, mask)
    logits = network(ids, types, mask)
    return list_loss(logits, owner, group) + NEAR * divergence(before.clone(), logits, owner)


def divergence(before: Tensor, logits: Tensor, owner: Tensor) -> Tensor:
    """Return how far sentence probabilities are from those before, mean over the windows, in nats.

    Both of shape (n_windows, n_tokens, 2), ``owner`` (n_windows, n_tokens). "Not answered here" is
    one more choice of each window.
    """
    old, new = (torch.log_softmax(_odds(one, owner), dim=1) for one in (before, logits))
    return (old.exp() * (old - new)).sum(dim=1).mean()


def _odds(logits: Tensor, owner: Tensor) -> Tensor:
    """Return the sentences' log-odds, "not here" first, shape (n_windows, 1 + n_sentences)."""
    begin = logits[..., 0] - logits[:, :1, 0]
    sentences = [
        torch.logsumexp(begin.masked_fill(owner != number, _ABSENT), dim=1)
        for number in range(int(owner.max()) + 1)
    ]
    return torch.stack([torch.zeros_like(begin[:, 0]), *sentences], dim=1)


def rank(one: Listed, reader: SentenceReader) -> float:
    """Return the rank, from 1, of the first sentence that answers among all of a list.

    Where nothing answers, of "answered nowhere". Of equal ones the wrong come first.
    """
    readings = reader.read(one.question, [shown.window for shown in one.shown])
    right: list[float] = []
    wrong: list[float] = []
    for shown, reading in zip(one.shown, readings, strict=True):
        for number, odds in enumerate(reading.odds.tolist()):
            (right if number in shown.right else wrong).append(odds)
    best = max(right, default=0.0)
    return float(1 + sum(odds >= best for odds in wrong))
