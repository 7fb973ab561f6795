"""What the reader is given of the passages found.

Reading is dear: a passage costs as much as encoding several questions. The cheap features choose
the sentences that are read, each with its neighbors, until a budget of text is spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vectorstore import Span, StoredPassage

#: Characters that are read for one question: some two dozen sentences with their neighbors. What is
#: read beyond that changes little (docs/benchmarks.md), and takes longest of all.
BUDGET = 5000


@dataclass(frozen=True, slots=True)
class Window:
    """A run of sentences to read: ``sentences`` are spans of ``text``, half-open, in order."""

    title: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of the sentences of a window.

    ``odds`` are the log-odds that each answers, shape (n_sentences,), natural logarithm.
    ``answers`` are the likeliest short answers, a half-open span of the window's text each, None
    where the reader has none. ``tokens`` are what the reader takes for words, spans of the window's
    text, and ``begins`` the log-odds that the answer begins there, shape (n_tokens,); a reader that
    only scores sentences has none.
    """

    odds: NDArray[np.float32]
    answers: tuple[Span | None, ...]
    tokens: tuple[Span, ...] = ()
    begins: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def odds_of(self, start: int, end: int) -> float:
        """Return the log-odds that the answer begins in a span of the window's text."""
        inside = [i for i, one in enumerate(self.tokens) if one.start < end and start < one.end]
        return float(np.logaddexp.reduce(self.begins[inside])) if inside else -np.inf


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences ``first`` to ``last`` of a passage, both included, to be read together."""

    passage: StoredPassage
    first: int
    last: int

    def window(self) -> Window:
        """Return the sentences as the reader is given them."""
        spans = self.passage.sentences[self.first : self.last + 1]
        begin, end = spans[0][0], spans[-1][1]
        text = self.passage.text[begin - self.passage.start : end - self.passage.start]
        return Window(self.passage.title, text, tuple(Span(s - begin, e - begin) for s, e in spans))


def runs_of(chosen: Sequence[tuple[StoredPassage, int]], budget: int = BUDGET) -> list[Run]:
    """Return what to read for sentences in order of promise, best first.

    ``chosen`` are passages with the number of a sentence in each; every sentence is read with one
    neighbor on each side, until the characters of all runs exceed ``budget``.
    """
    wanted: dict[int, set[int]] = {}
    passages: dict[int, StoredPassage] = {}
    spent = 0
    for passage, number in chosen:
        numbers = wanted.setdefault(passage.key, set())
        passages[passage.key] = passage
        near = range(max(0, number - 1), min(len(passage.sentences), number + 2))
        new = set(near) - numbers
        cost = sum(passage.sentences[n][1] - passage.sentences[n][0] for n in new)
        if spent and spent + cost > budget:
            break
        spent += cost
        numbers |= new
    return [
        Run(passages[key], first, last)
        for key, numbers in wanted.items()
        for first, last in _runs(sorted(numbers))
    ]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
