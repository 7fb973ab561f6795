"""Passages: runs of whole sentences that the embedding model can read at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vectorstore import Article, Embedder, Span

#: The title stands in front of every passage; a longer one is cut, so that it leaves room.
MAX_TITLE_TOKENS = 48

#: Tokens of the article in one passage, at most; the rest of the model's window is the title's.
TARGET_TOKENS = 200

#: Special tokens at both ends, and one to spare.
_SPECIAL = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences: where it stands in the article, and the title in front of it.

    ``held`` is the library's passage in which the model would read the same, None without one.
    """

    start: int
    end: int
    sentences: tuple[Span, ...]
    title: str = ""
    held: int | None = None


def pack(article: Article, embedder: Embedder, *, target: int = TARGET_TOKENS) -> list[Passage]:
    """Pack the article's sentences into passages, in order, each sentence into one.

    A sentence longer than the window has a passage to itself. What stands between two sentences
    of a passage (a heading, a list mark) is read with them.
    """
    spans = article.sentences
    starts = [0, *(span.end for span in spans)]  # the last one is nobody's
    pieces = [article.text[at : span.end] for at, span in zip(starts, spans, strict=False)]
    counts = embedder.count_tokens(pieces)
    title, tokens = embedder.cut(article.title, MAX_TITLE_TOKENS)
    room = min(target, embedder.window - _SPECIAL - tokens)
    passages: list[Passage] = []
    run: list[Span] = []
    used = 0
    for span, count in zip(spans, counts, strict=True):
        if run and used + count > room:
            passages.append(Passage(run[0].start, run[-1].end, tuple(run), title))
            run, used = [], 0
        run.append(span)
        used += count
    if run:
        passages.append(Passage(run[0].start, run[-1].end, tuple(run), title))
    return passages


def encoder_input(article: Article, passage: Passage) -> tuple[str, list[Span]]:
    """Return what the model reads for a passage, and the passage's sentences as spans of it."""
    front = f"{passage.title}\n\n" if passage.title else ""
    shift = len(front) - passage.start
    spans = [Span(start + shift, end + shift) for start, end in passage.sentences]
    return front + article.text[passage.start : passage.end], spans


def matched(
    article: Article,
    passages: Iterable[Passage],
    held: Mapping[tuple[str, tuple[Span, ...]], Iterable[int]],
) -> list[Passage]:
    """Return the passages with the keys of those that the library holds already.

    ``held`` are the keys of passages by their text and their sentences, spans of that text, as
    ``passages_held`` gives them for the article's title. Each is used once.
    """
    left = {one: iter(keys) for one, keys in held.items()}
    found = []
    for passage in passages:
        at = passage.start
        spans = tuple(Span(start - at, end - at) for start, end in passage.sentences)
        keys = left.get((article.text[at : passage.end], spans), iter(()))
        found.append(replace(passage, held=next(keys, None)))
    return found
