"""Sentences with exact offsets.

The boundaries come from sentencex, which is maintained by Wikimedia's language team: of the
splitters tried (``python -m benchmarks.splitting``) it gets most hard cases right, and it is the
fastest. Ours is only what it does not know: what stands between paragraphs, wrapped lines, list
marks, headings, and, in ``mending``, single ends that it misreads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import sentencex

from ingest.mending import mended
from vectorstore import GUESSED_BLOCKS, Article, Block, BlockKind, Span

#: A longer run without a boundary is a table, a list or an error: it is cut at a blank.
MAX_CHARACTERS = 1000

#: What the splitter is given at once, so that its memory is bounded.
_BLOCK = 10_000

_LIST_MARK = re.compile(r"(?:[-*•‣◦·▪–—>]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+")
_ENDED = re.compile(r"""[.!?…。！？]["'”’»)\]*]*$""")
_WORD = re.compile(r"\w")


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
    for unit, kind in _kinds(text, blocks):
        if kind == "heading" or not _WORD.search(text[unit.start : unit.end]):
            others.append(unit)
            continue
        start, end = unit
        if mark := _LIST_MARK.match(text, start, end):
            others.append(_trimmed(text, start, mark.end()))
            start = mark.end()
        for span in _sentences(text, start, end, language or "en"):
            (sentences if _WORD.search(text, *span) else others).append(span)
    return Split(tuple(sentences), tuple(others))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the headings, paragraphs and list items of a text whose source marks none.

    They are guessed from its lines, as ``split_sentences`` does.

    >>> blocks_of("Prices\\n\\nThey rose.\\n\\n- One")[0]
    Block(start=0, end=6, kind='heading')
    """
    found: list[Block] = []
    for unit, kind in _kinds(text, ()):
        if kind == "heading" and not _WORD.search(text[unit.start : unit.end]):
            kind = "paragraph"  # a rule between two parts
        start, end = unit
        last = found[-1] if found else None
        if last and last.kind == kind == "paragraph" and "\n\n" not in text[last.end : start]:
            start = found.pop().start  # a line of the same paragraph
        found.append(Block(start, end, kind))
    return tuple(found)


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


def _kinds(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, BlockKind]]:
    """Yield what sentences do not reach across, each with what it is.

    A short line before longer ones is a heading even where the source calls it a paragraph.
    """
    units = list(_parts(text, blocks))
    for number, (unit, kind) in enumerate(units):
        following = units[number + 1][0] if number + 1 < len(units) else None
        if kind != "paragraph":
            yield unit, kind
        elif _is_heading(text, unit, following):
            yield unit, "heading"
        else:
            yield unit, "item" if _LIST_MARK.match(text, *unit) else "paragraph"


def _parts(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, BlockKind]]:
    """Yield the blocks' lines and those between them."""
    at = 0
    for start, end, kind in blocks:
        yield from ((unit, "paragraph") for unit in _units(text, at, start))
        if kind == "heading":
            unit = _trimmed(text, start, end)
            if unit.start < unit.end:
                yield unit, kind
        else:
            yield from ((unit, kind) for unit in _units(text, start, end))
        at = end
    yield from ((unit, "paragraph") for unit in _units(text, at, len(text)))


def _units(text: str, at: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs of a range, or the lines of one."""
    for block in re.split(r"(\n[^\S\n]*\n\s*)", text[at:end]):
        start, at = at, at + len(block)
        if not block.strip():
            continue
        if _is_wrapped(block):
            yield _trimmed(text, start, at)
            continue
        for line in re.finditer(r"[^\n]+", block):
            if line[0].strip():
                yield _trimmed(text, start + line.start(), start + line.end())


def _is_wrapped(block: str) -> bool:
    """Say whether the lines are those of one paragraph that was broken at some width."""
    lines = block.strip().split("\n")
    if len(lines) < 2 or max(map(len, lines)) > 100:
        return False
    if any(_LIST_MARK.match(line) for line in lines):
        return False
    full = sorted(map(len, lines[:-1]))
    unended = sum(not _ENDED.search(line.rstrip()) for line in lines[:-1])
    return full[len(full) // 2] >= 50 and unended * 2 >= len(lines) - 1


def _is_heading(text: str, unit: Span, following: Span | None) -> bool:
    """Say whether a line is a heading: short, unended, and before words longer or ended."""
    line = text[unit.start : unit.end]
    if not _WORD.search(line):
        return True
    if following is None or len(line) > 80 or len(line.split()) > 12 or "\n" in line:
        return False
    if _ENDED.search(line) or _LIST_MARK.match(line):
        return False
    after = text[following.start : following.end]
    if not _WORD.search(after):
        return False
    return bool(_ENDED.search(after)) or after.endswith(":") or len(after) > 80


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
        span = _trimmed(text, start, stop)
        if span.start < span.end:
            yield span
        start = stop


def _cut(text: str, start: int, end: int, size: int) -> int:
    """Return where a range is cut to at most ``size`` characters: at a blank where there is one."""
    if end - start <= size:
        return end
    cut = max(text.rfind(" ", start + 1, start + size), text.rfind("\n", start + 1, start + size))
    return cut if cut > start + size // 2 else start + size


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
