"""Sentences with exact offsets.

The boundaries come from sentencex, which is maintained by Wikimedia's language team: of the
splitters tried (``python -m benchmarks.splitting``) it gets most hard cases right, and it is the
fastest. Ours is only what it does not know: paragraphs, wrapped lines, list marks and headings, in
``structure``, and, in ``mending``, single ends that it misreads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import sentencex

from ingest.mending import mended
from ingest.structure import LIST_MARK, WORD, blocks_of, kinds, trimmed
from vectorstore import GUESSED_BLOCKS, Article, Block, Span

#: A longer run without a boundary is a table, a list or an error: it is cut at a blank.
MAX_CHARACTERS = 1000

#: What the splitter is given at once, so that its memory is bounded.
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Split:
    """A text's sentences, and what is not one: headings and list marks; both in order."""

    sentences: tuple[Span, ...]
    others: tuple[Span, ...]


def split_sentences(text: str, language: str | None = None, blocks: Sequence[Block] = ()) -> Split:
    """Split a canonical text.

    The spans of the result are half-open, in order, do not overlap, neither begin nor end with
    white space, and cover every character that is not white space. No sentence reaches across the
    ``blocks`` that the text's source sets apart; one that is a heading holds no sentence.

    >>> text = "Prices\\n\\nMr. Adeyemi paid $3.5 million. - No!"
    >>> [text[s:e] for s, e in split_sentences(text).sentences]
    ['Mr. Adeyemi paid $3.5 million.', '- No!']
    >>> split_sentences("One. Two.", blocks=[Block(0, 4, "heading"), Block(5, 9, "paragraph")])
    Split(sentences=(Span(start=5, end=9),), others=(Span(start=0, end=4),))
    """
    sentences: list[Span] = []
    others: list[Span] = []
    for unit, kind in kinds(text, blocks):
        if kind == "heading" or not WORD.search(text[unit.start : unit.end]):
            others.append(unit)
            continue
        start, end = unit
        if kind == "item" and (mark := LIST_MARK.match(text, start, end)):
            others.append(trimmed(text, start, mark.end()))
            start = mark.end()
        for span in _sentences(text, start, end, language or "en"):
            (sentences if WORD.search(text, *span) else others).append(span)
    return Split(tuple(sentences), tuple(others))


def structured(article: Article) -> Article:
    """Return an article with its sentences, and with blocks where its source marks none."""
    guessed = article.known_from.get("blocks") == GUESSED_BLOCKS
    given = () if guessed else article.blocks
    sentences = split_sentences(article.text, article.language, given).sentences
    if given:
        return replace(article, sentences=sentences)
    known_from = {**article.known_from, "blocks": GUESSED_BLOCKS}
    blocks = blocks_of(article.text)
    return replace(article, sentences=sentences, blocks=blocks, known_from=known_from)


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    while start < end:
        stop = _cut(text, start, end, _BLOCK)
        ends = _ends(text[start:stop], language)
        if stop < end and len(ends) > 1:
            ends.pop()  # the block may end within a sentence: it is read again with what follows
        for length, following in pairwise([0, *ends]):
            yield from _bounded(text, start + length, start + following)
        start += ends[-1]


def _ends(piece: str, language: str) -> list[int]:
    """Return where the sentences of a text end, the text's own end among them."""
    ends: list[int] = []
    for found in sentencex.get_sentence_boundaries(language, piece):
        end = int(found["end_index"])
        if (ends[-1] if ends else 0) < end < len(piece):
            ends.append(end)
    return mended(piece, [*ends, len(piece)], language)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = _cut(text, start, end, MAX_CHARACTERS)
        span = trimmed(text, start, stop)
        if span.start < span.end:
            yield span
        start = stop


def _cut(text: str, start: int, end: int, size: int) -> int:
    """Return where a range is cut to at most ``size`` characters: at a blank where there is one."""
    if end - start <= size:
        return end
    cut = max(text.rfind(" ", start + 1, start + size), text.rfind("\n", start + 1, start + size))
    return cut if cut > start + size // 2 else start + size
