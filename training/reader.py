"""Trains the reader, ``qa/reader.py``, on questions with the passage they were asked about.

Each passage is shown whole or as a run of a few sentences; a part of the questions is shown again
with the answering sentences cut out, and with a similar passage that does not hold the answer, so
that the reader learns to say "not answered here" to what a search brings up.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from qa.learning import SEED, Sample, loss_of, optimizer_of, sample_of, steps
from qa.reader import Reader, ReaderNetwork, collate
from qa.windows import Window
from training.examples import Example
from vectorstore import Span
from vectorstore.embedder import Embedder

log = logging.getLogger("training.reader")

BATCH = 16
LEARNING_RATE = 1e-4
CUT_OUT = 0.25
ELSEWHERE = 0.4
CROPPED = 0.8
WINDOW = 600
UNTITLED = 0.2


def cut(tokenizer: Any, example: Example, kept: Sequence[int], *, title: str) -> Sample:  # noqa: ANN401
    """Encode the sentences numbered ``kept`` of an example, in their order."""
    pieces: list[str] = []
    sentences: list[Span] = []
    answers: list[Span] = []
    right: set[int] = set()
    at = 0
    for number in kept:
        start, end = example.sentences[number]
        shift = at - start
        answers += [
            Span(s + shift, min(e, end) + shift) for s, e in example.answers if start <= s < end
        ]
        if number in example.right:
            right.add(len(sentences))
        sentences.append(Span(at, at + end - start))
        pieces.append(example.text[start:end])
        at += end - start + 1
    window = Window(title, " ".join(pieces), tuple(sentences))
    return sample_of(tokenizer, example.question, window, right, answers)


def crop(example: Example, rng: np.random.Generator, limit: int) -> list[int]:
    """Choose a run of sentences, with a right one in it if there is any, not too long to read."""
    count = len(example.sentences)
    size = int(rng.integers(2, 7)) if rng.random() < CROPPED else count
    size = min(size, count)
    anchor = int(rng.choice(sorted(example.right))) if example.right else int(rng.integers(count))
    first = anchor - int(rng.integers(size))
    first = max(0, min(first, count - size))
    kept = list(range(first, first + size))
    while len(kept) > 1 and example.sentences[kept[-1]][1] - example.sentences[kept[0]][0] > limit:
        kept = kept[1:] if kept[-1] - anchor <= anchor - kept[0] else kept[:-1]
    return kept


def samples_of_epoch(
    tokenizer: Any,  # noqa: ANN401
    examples: Sequence[Example],
    elsewhere: dict[int, list[Example]],
    rng: np.random.Generator,
    limit: int = WINDOW,
) -> Iterator[Sample]:
    """Yield what is read in one epoch; ``limit`` is the longest window, in characters."""
    for number, one in enumerate(examples):
        title = "" if rng.random() < UNTITLED else one.title
        kept = crop(one, rng, limit)
        yield cut(tokenizer, one, kept, title=title)
        rest = [n for n in kept if n not in one.right]
        if one.right and len(rest) > 1 and rng.random() < CUT_OUT:
            yield cut(tokenizer, one, rest, title=title)
        if one.right and elsewhere.get(number) and rng.random() < ELSEWHERE:
            other = elsewhere[number][int(rng.integers(len(elsewhere[number])))]
            yield cut(
                tokenizer, other, crop(other, rng, limit), title="" if not title else other.title
            )


def similar_passages(
    examples: Sequence[Example], embedder: Embedder, cache: Path
) -> dict[int, list[Example]]:
    """Return for each answerable question passages like it that do not hold its answer."""
    texts = list(dict.fromkeys(one.text for one in examples))
    first = {text: next(e for e in examples if e.text == text) for text in texts}
    if cache.exists():
        stored = np.load(cache)
        passages, questions = stored["passages"], stored["questions"]
    else:
        model = embedder.model
        passages = model.encode(
            [f"{first[t].title}. {t[:700]}" for t in texts], normalize_embeddings=True
        )
        questions = model.encode([e.question for e in examples], normalize_embeddings=True)
        np.savez(cache, passages=passages, questions=questions)
    found: dict[int, list[Example]] = {}
    for number, one in enumerate(examples):
        if not one.right:
            continue
        wanted = [one.text[s:e].lower() for s, e in one.answers]
        near = np.argsort(-(passages @ questions[number]))[:20]
        others = [first[texts[i]] for i in near if texts[i] != one.text]
        if wanted:
            others = [o for o in others if not any(w in o.text.lower() for w in wanted)]
        else:  # only sentences are marked: another article's passage is the safer guess
            others = [o for o in others if o.title != one.title]
        found[number] = [
            Example(one.question, o.title, o.text, o.sentences, frozenset(), (), o.source, o.part)
            for o in others[:8]
        ]
    return found


def batches(samples: list[Sample], rng: np.random.Generator) -> list[list[Sample]]:
    """Group samples of like length, in random order."""
    order = sorted(
        range(len(samples)), key=lambda i: len(samples[i].encoded.ids) + rng.integers(-12, 13)
    )
    groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    rng.shuffle(groups)
    return [[samples[i] for i in group] for group in groups]


def new_network(embedder: Embedder) -> ReaderNetwork:
    """Return the network with the embedding model's weights; its word embeddings stay fixed."""
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(
        embedder.weights.location, local_files_only=True, add_pooling_layer=False
    )
    network = ReaderNetwork(encoder, encoder.config.hidden_size)
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return network


def measure(network: ReaderNetwork, tokenizer: Any, examples: Sequence[Example]) -> str:  # noqa: ANN401
    """Return figures on examples kept out: first sentence right, and telling answerable apart."""
    reader = Reader(network, tokenizer)
    first, best = [], []
    for one in examples:
        odds = reader.read(one.question, [Window(one.title, one.text, one.sentences)])[0].odds
        best.append(float(odds.max()))
        if one.right:
            first.append(int(np.argmax(odds)) in one.right)
    b, y = np.asarray(best), np.asarray([bool(one.right) for one in examples])
    area = float((b[y][:, None] > b[~y][None, :]).mean())
    return f"first right {np.mean(first):.3f} of {len(first)}, AUROC answerable {area:.3f}"


def train(
    examples: Sequence[Example],
    elsewhere: dict[int, list[Example]],
    out: Path,
    epochs: int,
    embedder: Embedder,
    measured: Sequence[Example],
) -> ReaderNetwork:
    """Train for some epochs, going on from the last checkpoint."""
    network = new_network(embedder)

    def epoch(rng: np.random.Generator) -> list[list[Sample]]:
        samples = samples_of_epoch(embedder.tokenizer, examples, elsewhere, rng)
        return batches(list(samples), rng)

    def loss(batch: Sequence[Sample]) -> Tensor:
        ids, types, mask, owner = collate([one.encoded for one in batch])
        return loss_of(network(ids, types, mask), owner, batch)

    steps(
        network,
        optimizer_of(network, LEARNING_RATE),
        epoch,
        loss,
        epochs,
        out / "checkpoint.pt",
        [SEED],
    )
    log.info("squad kept out: %s", measure(network, embedder.tokenizer, measured))
    return network


def round_weights(network: ReaderNetwork) -> None:
    """Round what is trained to float16, as ``save_weights`` does.

    The shipped lists were trained from weights that had been saved.
    """
    for value in network.parameters():
        if value.requires_grad:
            value.data = value.data.half().float()
