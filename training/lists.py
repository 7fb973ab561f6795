"""Trains the reader on what a search brings up, all of a question's windows together.

A question is searched for in a library of its kind, and the windows that the cheap features choose
are read as they are when a question is answered. The loss is the negative logarithm of the share
that the answering sentences of all windows have in one softmax, "answered nowhere" being one more
choice (Clark and Gardner 2018, arXiv:1710.10723, shared normalization): log-odds of different
passages become comparable, and what is merely about the same thing must give way.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.data import holds_answer
from ingest import ingest
from qa.calibration import WEIGHTS
from qa.reader import ReaderNetwork, collate
from qa.retrieve import retrieve
from qa.scoring import QuestionTerms, features_of
from qa.when import read_time
from qa.windows import Run, Window, runs_of
from training.examples import MEASURE, TRAIN, Example, read_examples
from training.news import news_articles, news_examples
from training.reader import (
    SEED,
    Sample,
    loss_of,
    measure,
    optimizer_of,
    sample_of,
    steps,
)
from vectorstore import Article, Library, Span, newest_until

log = logging.getLogger("training.lists")

#: Characters of the windows that are chosen for a question: more than an answer reads.
BUDGET = 8000

#: Questions a step, and windows of each.
LISTS = 4
WINDOWS = 4
LEARNING_RATE = 5e-5

#: Among how many windows, in order of promise, the wrong ones are drawn, and how soon that thins.
DRAWN_FROM = 12
THINNING = 0.8

#: Questions over Wikipedia that are searched for, and how many lists of them the first stage reads.
SEARCHED = 3000
WIKIPEDIA = 1500

#: How many of the lists of the stages before are read again in a later one.
REPLAYED = 300


#: The day of questions that have none; the passages of Wikipedia have no date either.
ANY_DAY = date(2020, 1, 1)


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


def library_of(folder: Path, articles: Sequence[Article]) -> Library:
    """Return a library with the articles, made when it is not there yet."""
    library = Library.open(folder)
    if len(library) < len(articles):
        ingest(library, articles)
    return library


def listed(example: Example, library: Library, id: str) -> Listed | None:
    """Search for a question; ``id`` is the article of the example. None when nothing is found."""
    vector = library.embedder.query_vector(example.question)
    day = example.asked_on or ANY_DAY
    candidates = retrieve(
        example.question, vector, library, k=library.settings.candidates, until=day
    )
    asked = read_time(example.question, day, newest_until(library.catalogue, day))
    rows = features_of(QuestionTerms.of(example.question, library), vector, candidates, asked)
    if not rows:
        return None
    promise = np.stack([row[3] for row in rows]) @ np.asarray(WEIGHTS.cheap, np.float32)
    place: dict[int, int] = {}
    for number, row in enumerate(rows):
        place.setdefault(row[0].passage.key, number)
    order = np.argsort(-promise, kind="stable")
    runs = runs_of(
        [(rows[i][0].passage, int(i) - place[rows[i][0].passage.key]) for i in order], BUDGET
    )
    shown = [one for run in runs if (one := _shown(run, example, id)) is not None]
    if example.right and not any(one.right for one in shown):
        shown.append(_whole(example))
    return Listed(example.question, tuple(shown))


def _shown(run: Run, example: Example, id: str) -> Shown | None:
    """Return a run with its labels, None where it may answer although nobody marked it."""
    passage = run.passage
    window = run.window()
    begin = passage.sentences[run.first][0]
    if passage.article_id == id:
        marked = [example.sentences[number] for number in example.right]
        right = frozenset(
            number
            for number, (s, e) in enumerate(window.sentences)
            if any(s + begin < end and start < e + begin for start, end in marked)
        )
        answers = tuple(
            Span(s - begin, e - begin)
            for s, e in example.answers
            if begin <= s and e <= begin + len(window.text)
        )
        return Shown(window, right, answers)
    if example.source != "news":  # texts of an encyclopedia repeat one another
        accepted = [example.text[s:e] for s, e in example.answers]
        if passage.title == example.title or holds_answer(window.text, accepted):
            return None
    return Shown(window, frozenset(), ())


def _whole(example: Example) -> Shown:
    """Return the right sentences of an example with a neighbor on each side."""
    first = max(0, min(example.right) - 1)
    last = min(min(example.right) + 1, len(example.sentences) - 1)
    begin, end = example.sentences[first][0], example.sentences[last][1]
    kept = range(first, last + 1)
    spans = tuple(Span(s - begin, e - begin) for s, e in example.sentences[first : last + 1])
    return Shown(
        Window(example.title, example.text[begin:end], spans),
        frozenset(number - first for number in kept if number in example.right),
        tuple(Span(s - begin, e - begin) for s, e in example.answers if begin <= s and e <= end),
    )


def lists_of(
    examples: Sequence[Example],
    library: Library,
    ids: Mapping[str, str],
    cache: Path,
) -> list[Listed]:
    """Return what the search brings up for each example, kept in ``cache``."""
    if cache.exists():
        stored: list[Listed] = pickle.loads(cache.read_bytes())
        return stored
    begun = time.monotonic()
    found = []
    for number, example in enumerate(examples):
        one = listed(example, library, ids[example.text])
        if one is not None and len(one.shown) > 1:
            found.append(one)
        if number % 500 == 499:
            log.info("searched for %d, %.0f s", number + 1, time.monotonic() - begun)
    cache.write_bytes(pickle.dumps(found))
    return found


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
    readable = owner >= 0
    right = torch.zeros_like(readable)
    windows = [sample for one in group for sample in one]
    for row, sample in enumerate(windows):
        right[row, : len(sample.right)] = torch.from_numpy(sample.right)
    losses, at = [], 0
    zero = torch.zeros(1)
    for one in group:
        rows = slice(at, at + len(one))
        at += len(one)
        every = torch.cat([zero, odds[rows][readable[rows]]])
        wanted = odds[rows][right[rows]] if right[rows].any() else zero
        losses.append(torch.logsumexp(every, 0) - torch.logsumexp(wanted, 0))
    return torch.stack(losses).mean()


def loss_of_group(network: ReaderNetwork, group: Sequence[Sequence[Sample]]) -> Tensor:
    """Return the loss of one step: the lists', and half of what each window has by itself."""
    windows = [sample for one in group for sample in one]
    ids, types, mask, owner = collate([one.encoded for one in windows])
    logits = network(ids, types, mask)
    return list_loss(logits, owner, group) + loss_of(logits, owner, windows) / 2


def train_on_lists(
    network: ReaderNetwork,
    tokenizer: Any,  # noqa: ANN401
    stages: Sequence[tuple[str, Callable[[np.random.Generator], Sequence[Listed]]]],
    out: Path,
    measured: Sequence[Example],
) -> None:
    """Train on each stage's lists, once; a stage has a name and gives what is read in it."""
    for number, (name, lists) in enumerate(stages):
        done = out / f"{name}.pt"
        if done.exists():
            network.load_state_dict(torch.load(done, weights_only=True))
            continue

        def epoch(rng: np.random.Generator, lists: Any = lists) -> Iterator[Any]:  # noqa: ANN401
            return iter(groups_of_epoch(tokenizer, lists(rng), rng))

        steps(
            network,
            optimizer_of(network, LEARNING_RATE),
            epoch,
            lambda group: loss_of_group(network, group),
            1,
            out / f"{name}-checkpoint.pt",
            [SEED, number],
        )
        torch.save(network.state_dict(), done)
        log.info("after %s, squad kept out: %s", name, measure(network, tokenizer, measured))


def wikipedia_library(examples: Sequence[Example], folder: Path) -> tuple[Library, dict[str, str]]:
    """Return a library of the examples' passages, and each passage's article id by its text."""
    ids = {text: f"passage-{n}" for n, text in enumerate(dict.fromkeys(e.text for e in examples))}
    titles = {e.text: e.title for e in reversed(examples)}
    articles = [Article.of(text, id=id, title=titles[text]) for text, id in ids.items()]
    return library_of(folder, articles), ids


def wikipedia_lists(examples: Sequence[Example], out: Path) -> list[Listed]:
    """Return the lists of some of the questions over Wikipedia that the reader is trained on."""
    library, ids = wikipedia_library(examples, out / "wikipedia")
    train = [one for one in examples if one.part == TRAIN]
    chosen = np.random.default_rng(SEED).permutation(len(train))[:SEARCHED]
    with library:
        return lists_of([train[i] for i in chosen], library, ids, out / "lists-wikipedia.pkl")


def news_lists(archive: str, out: Path) -> list[Listed]:
    """Return the lists of an invented archive's questions that the reader is trained on."""
    examples = news_examples(archive)
    ids = {one.text: one.article_id for one in examples}
    with library_of(out / f"news-{archive}", news_articles(archive)) as library:
        train = [one for one in examples if one.part == TRAIN]
        return lists_of(train, library, ids, out / f"lists-{archive}.pkl")


def read_lists(network: ReaderNetwork, tokenizer: Any, data: Path, out: Path) -> None:  # noqa: ANN401
    """Train on Wikipedia's lists, then on each invented archive's with some of what was before."""
    examples = read_examples(data)
    wikipedia = wikipedia_lists(examples, out)
    first, second = (news_lists(archive, out) for archive in ("first", "second"))
    stages = [
        ("wikipedia", lambda _: wikipedia[:WIKIPEDIA]),
        ("first", lambda rng: [*first, *some(wikipedia, REPLAYED, rng)]),
        (
            "second",
            lambda rng: [
                *second,
                *some(first, REPLAYED, rng),
                *some(wikipedia, REPLAYED // 2, rng),
            ],
        ),
    ]
    measured = [one for one in examples if one.part == MEASURE]
    train_on_lists(network, tokenizer, stages, out, measured)


def some(lists: Sequence[Listed], count: int, rng: np.random.Generator) -> list[Listed]:
    """Draw some of the lists."""
    return [lists[i] for i in rng.permutation(len(lists))[:count]]
