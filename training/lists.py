"""Trains the reader on what a search brings up, all of a question's windows together.

A question is searched for in a library of its kind, and the windows that the cheap features choose
are read as they are when a question is answered. The lists and their loss: ``qa/lists.py``.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.data import holds_answer
from ingest import ingest
from qa.learning import SEED, optimizer_of, steps
from qa.lists import Listed, Shown, groups_of_epoch, loss_of_group, runs_for
from qa.reader import ReaderNetwork
from qa.windows import Run, Window
from training.examples import MEASURE, TRAIN, Example, read_examples
from training.news import news_articles, news_examples
from training.reader import measure
from training.swaps import contrasts
from vectorstore import Article, Library, Span, StoredPassage

log = logging.getLogger("training.lists")

#: Characters of the windows that are chosen for a question: more than an answer reads.
BUDGET = 8000

LEARNING_RATE = 5e-5

#: Questions over Wikipedia that are searched for, and how many lists of them the first stage reads.
SEARCHED = 3000
WIKIPEDIA = 1500

#: How many of the lists of the stages before are read again in a later one.
REPLAYED = 300

#: How many lists of the seventh archive are read, of 4,850.
NEWEST = 3500

#: The stages whose mean is taken: the last knows better which entity is meant, the other finds
#: slightly more on news.
MEAN = ("second", "fourth")

#: How many questions are asked again about something else.
CONTRASTS = 600


#: The day of questions that have none; the passages of Wikipedia have no date either.
ANY_DAY = date(2020, 1, 1)


def library_of(folder: Path, articles: Sequence[Article]) -> Library:
    """Return a library with the articles, made when it is not there yet."""
    library = Library.open(folder)
    if len(library) < len(articles):
        ingest(library, articles)
    return library


def asked_together(examples: Sequence[Example]) -> list[list[Example]]:
    """Return the examples that are one question over several articles together, in order."""
    groups: dict[tuple[str, str, date | None], list[Example]] = {}
    for one in examples:
        group = one.article_id.rpartition("-")[0] if one.source == "news" else one.text
        groups.setdefault((one.question, group, one.asked_on), []).append(one)
    return list(groups.values())


def listed(examples: Sequence[Example], library: Library, ids: Mapping[str, str]) -> Listed | None:
    """Search for a question; None when nothing is found.

    ``examples`` are the question with each article that is marked for it, ``ids`` gives an
    article's id by its text.
    """
    first = examples[0]
    runs = runs_for(first.question, library, first.asked_on or ANY_DAY, BUDGET)
    if not runs:
        return None
    marked = {ids[one.text]: one for one in examples}
    shown: list[Shown] = []
    found: set[str] = set()
    for run in runs:
        one = _shown(run, examples, marked)
        if one is not None:
            shown.append(one)
            found |= {run.passage.article_id} if one.right else set()
    shown += [_whole(one) for id, one in marked.items() if one.right and id not in found]
    return Listed(first.question, tuple(shown))


def _shown(run: Run, examples: Sequence[Example], marked: Mapping[str, Example]) -> Shown | None:
    """Return a run with its labels, None where it may answer although nobody marked it."""
    passage = run.passage
    window = run.window()
    begin = passage.sentences[run.first][0]
    example = marked.get(passage.article_id)
    if example is not None:
        spans = [example.sentences[number] for number in example.right]
        right = frozenset(
            number
            for number, (s, e) in enumerate(window.sentences)
            if any(s + begin < end and start < e + begin for start, end in spans)
        )
        answers = tuple(
            Span(s - begin, e - begin)
            for s, e in example.answers
            if begin <= s and e <= begin + len(window.text)
        )
        return Shown(window, right, answers)
    if _may_answer(passage, window, examples):
        return None
    return Shown(window, frozenset(), ())


def _may_answer(passage: StoredPassage, window: Window, examples: Sequence[Example]) -> bool:
    """Say whether a window may answer that is not marked: it holds an accepted answer.

    Texts of an encyclopedia repeat one another, and so do articles about one story; whoever wrote
    those marked all that they saw.
    """
    first = examples[0]
    if first.source == "news":
        same = passage.article_id.rpartition("-")[0] == first.article_id.rpartition("-")[0]
        if len(examples) == 1 or not same:
            return False
    elif passage.title == first.title:
        return True
    accepted = [one.text[s:e] for one in examples for s, e in one.answers]
    return holds_answer(window.text, accepted)


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
    """Return what the search brings up for each question, kept in ``cache``."""
    if cache.exists():
        stored: list[Listed] = pickle.loads(cache.read_bytes())
        return stored
    begun = time.monotonic()
    found = []
    for number, some in enumerate(asked_together(examples)):
        one = listed(some, library, ids)
        if one is not None and len(one.shown) > 1:
            found.append(one)
        if number % 500 == 499:
            log.info("searched for %d, %.0f s", number + 1, time.monotonic() - begun)
    cache.write_bytes(pickle.dumps(found))
    return found


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


def news_lists(out: Path, *archives: str, among: Sequence[str] = ()) -> list[Listed]:
    """Return the lists of invented archives' questions that the reader is trained on.

    They are searched for among the articles of all of these and those of the archives ``among``.
    """
    examples = [one for name in archives for one in news_examples(name)]
    ids = {one.text: one.article_id for one in examples}
    articles = [one for name in (*archives, *among) for one in news_articles(name)]
    with library_of(out / "-".join(("news", *archives, *among)), articles) as library:
        train = [one for one in examples if one.part == TRAIN]
        return lists_of(train, library, ids, out / f"lists-{'-'.join(archives)}.pkl")


def read_lists(network: ReaderNetwork, tokenizer: Any, data: Path, out: Path) -> None:  # noqa: ANN401
    """Train on Wikipedia's lists, then on each invented archive's with some of what was before.

    Between the archives it reads pairs of a question and the same about something else. What is
    left in the network is the mean of two stages, and what the last archive taught that mean.
    """
    examples = read_examples(data)
    wikipedia = wikipedia_lists(examples, out)
    first, second, fourth = (news_lists(out, name) for name in ("first", "second", "fourth"))
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
        ("contrasts", lambda rng: contrasts([*wikipedia, *first, *second], CONTRASTS, rng)),
        (
            "fourth",
            lambda rng: [
                *fourth,
                *contrasts(fourth, REPLAYED // 3, rng),
                *some(first, REPLAYED // 2, rng),
                *some(wikipedia, REPLAYED // 2, rng),
            ],
        ),
    ]
    measured = [one for one in examples if one.part == MEASURE]
    train_on_lists(network, tokenizer, stages, out, measured)
    take_mean(network, [out / f"{name}.pt" for name in MEAN])
    log.info("the mean, squad kept out: %s", measure(network, tokenizer, measured))
    before = ("first", "second", "fourth")
    fifth = news_lists(out, "fifth", among=before)
    seventh = news_lists(out, "seventh", among=(*before, "fifth"))
    later = [
        (
            "fifth",
            lambda rng: [
                *fifth,
                *contrasts(fifth, CONTRASTS // 2, rng),
                *some(second, REPLAYED // 2, rng),
                *some(fourth, REPLAYED // 2, rng),
                *some(wikipedia, REPLAYED, rng),
            ],
        ),
        (
            "seventh",
            lambda rng: [
                *some(seventh, NEWEST, rng),
                *contrasts(seventh, CONTRASTS // 6, rng),
                *some(second, REPLAYED // 4, rng),
                *some(fourth, REPLAYED // 4, rng),
                *some(fifth, REPLAYED // 2, rng),
                *some(wikipedia, REPLAYED // 3, rng),
            ],
        ),
    ]
    train_on_lists(network, tokenizer, later, out, measured)


def take_mean(network: ReaderNetwork, files: Sequence[Path]) -> None:
    """Give a network the mean of the weights in the files, one of a state each.

    Weights of one training that lie near one another do at least as well together (Wortsman et al.
    2022, arXiv:2203.05482).
    """
    states = [torch.load(file, weights_only=True) for file in files]
    network.load_state_dict(
        {
            name: sum(state[name] for state in states) / len(states)
            if value.is_floating_point()
            else value
            for name, value in states[0].items()
        }
    )


def some(lists: Sequence[Listed], count: int, rng: np.random.Generator) -> list[Listed]:
    """Draw some of the lists."""
    return [lists[i] for i in rng.permutation(len(lists))[:count]]
