"""Trains a reader's network: what a step reads, its loss, the steps, and what is kept of them.

``training/`` makes the shipped weights with it, and ``citewire adapt`` a library's own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import softplus

from qa.reader import Encoded, ReaderNetwork, encode
from qa.windows import Window
from vectorstore import Span, put_in_place

log = logging.getLogger(__name__)

#: What one step of a training reads.
_Step = TypeVar("_Step")

SEED = 20231124
WARM_UP = 0.06
CHECKPOINT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Sample:
    """An encoded question and window, and which tokens answer: all false means "not here".

    ``begins`` and ``ends`` have shape (n_tokens,); without answer spans they cover the sentences.
    """

    encoded: Encoded
    right: NDArray[np.bool_]
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]


def sample_of(
    tokenizer: Any,  # noqa: ANN401
    question: str,
    window: Window,
    right: Set[int],
    answers: Sequence[Span],
) -> Sample:
    """Encode a window; ``right`` are the numbers of its answering sentences."""
    encoded = encode(tokenizer, question, window)
    inside = np.isin(encoded.owner, sorted(right)) if right else np.zeros(len(encoded.ids), bool)
    begins, ends = inside.copy(), inside.copy()
    if answers and right:
        begins = np.zeros_like(inside)
        ends = np.zeros_like(inside)
        for token, (s, e) in enumerate(encoded.offsets):
            if encoded.owner[token] >= 0 and e > s:
                begins[token] = any(s <= a < e for a, _ in answers)
                ends[token] = any(s < b <= e for _, b in answers)
        if not begins.any() or not ends.any():
            begins, ends = inside.copy(), inside.copy()
    return Sample(encoded, inside, begins, ends)


def loss_of(logits: Tensor, owner: Tensor, batch: Sequence[Sample]) -> Tensor:
    """Return the mean loss: begin and end among the tokens that may be one, sentence likewise.

    Where several answers are marked, as in "Tallow and Brack closed", each is asked for by itself.
    """
    readable = owner >= 0
    readable[:, 0] = True
    logits = logits.masked_fill(~readable.unsqueeze(-1), -1e4)
    right, begins, ends = (torch.zeros_like(readable) for _ in range(3))
    apart = torch.zeros(len(batch), dtype=torch.bool)
    for row, one in enumerate(batch):
        length = len(one.right)
        if one.right.any():
            right[row, :length] = torch.from_numpy(one.right)
            begins[row, :length] = torch.from_numpy(one.begins)
            ends[row, :length] = torch.from_numpy(one.ends)
            apart[row] = bool((one.begins != one.right).any())
        else:
            right[row, 0] = begins[row, 0] = ends[row, 0] = True

    def negative(part: Tensor, where: Tensor, apart: Tensor) -> Tensor:
        other = torch.logsumexp(part.masked_fill(where, -1e4), dim=1)
        together = softplus(other - torch.logsumexp(part.masked_fill(~where, -1e4), dim=1))
        each = softplus(other[:, None] - part).masked_fill(~where, 0).sum(1) / where.sum(1)
        return torch.where(apart, each, together).mean()

    return (
        negative(logits[..., 0], right, torch.zeros_like(apart)) / 2
        + negative(logits[..., 0], begins, apart) / 2
        + negative(logits[..., 1], ends, apart) / 2
    )


def optimizer_of(network: ReaderNetwork, rate: float) -> torch.optim.Optimizer:
    """Return AdamW over what is trained, with a learning rate to begin with."""
    tuned = [p for p in network.parameters() if p.requires_grad]
    return torch.optim.AdamW(tuned, lr=rate, weight_decay=0.01)


def steps(
    network: ReaderNetwork,
    optimizer: torch.optim.Optimizer,
    epoch_of: Callable[[np.random.Generator], Iterable[_Step]],
    loss_of_step: Callable[[_Step], Tensor],
    epochs: int,
    checkpoint: Path,
    seed: Sequence[int],
    *,
    every: float = CHECKPOINT_SECONDS,
    spent: Callable[[int, int], float] | None = None,
) -> None:
    """Take the steps of some epochs, with warm-up and linear decay, from the last checkpoint on.

    A checkpoint is written ``every`` so many seconds. ``spent`` is called before each step with its
    number and that of all, and says which share of the time there is has been spent: warm-up and
    decay keep up with it, and at 1 no further step is taken.
    """
    rate = optimizer.param_groups[0]["lr"]
    tuned = [p for p in network.parameters() if p.requires_grad]
    begun = {"epoch": 0, "batch": 0}
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(stored["network"])
        optimizer.load_state_dict(stored["optimizer"])
        begun = stored["begun"]
        log.info("going on from %s", begun)
    saved = shown = time.monotonic()
    average = None
    for epoch in range(begun["epoch"], epochs):
        groups = list(epoch_of(np.random.default_rng([*seed, epoch])))
        total = len(groups) * epochs
        start = begun["batch"] if epoch == begun["epoch"] else 0
        for number in range(start, len(groups)):
            step = epoch * len(groups) + number
            share = step / total
            warm = min(1.0, (step + 1) / (WARM_UP * total))
            if spent is not None:
                share = max(share, spent(step, total))
                if share >= 1:
                    _save(checkpoint, network, optimizer, epoch, number)
                    return
                warm = min(1.0, max(warm, share / WARM_UP))
            for group in optimizer.param_groups:
                group["lr"] = rate * warm * max(0.0, 1 - share)
            torch.manual_seed(SEED + step)
            network.train()
            loss = loss_of_step(groups[number])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            value = float(loss.detach())
            average = value if average is None else 0.98 * average + 0.02 * value
            now = time.monotonic()
            if now - shown > 30:
                log.info("epoch %d, batch %d of %d, loss %.3f", epoch, number, len(groups), average)
                shown = now
            if now - saved > every:
                _save(checkpoint, network, optimizer, epoch, number + 1)
                saved = now
        _save(checkpoint, network, optimizer, epoch + 1, 0)


def save_weights(network: ReaderNetwork, file: Path) -> None:
    """Write what ships: float16, without the word embeddings, which are the embedder's."""
    state = {
        name: value.to(torch.float16).contiguous()
        for name, value in network.state_dict().items()
        if "word_embeddings" not in name and "position_ids" not in name
    }
    save_file(state, file)


def _save(
    file: Path, network: ReaderNetwork, optimizer: torch.optim.Optimizer, epoch: int, batch: int
) -> None:
    temporary = file.with_suffix(".tmp")
    torch.save(
        {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "begun": {"epoch": epoch, "batch": batch},
        },
        temporary,
    )
    put_in_place(temporary, file)
