"""An article's blocks as reading views show them: headings, paragraphs, items, without bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest import blocks_of, is_wrapped
from vectorstore import Article, Block, BlockKind

#: A mark before an item that says nothing: views put one of their own. Numbers and letters stay.
_BULLET = re.compile(r"[-*•‣◦·▪–—>]\s+(?=\S)")
_NUMBER = re.compile(r"\(?\w{1,3}[.)]\s")


@dataclass(frozen=True, slots=True)
class Shown:
    """A half-open range of an article's text that is shown as one block.

    ``numbered`` says that it is an item with a number of its own in its text, ``wrapped`` that its
    lines are those of a paragraph that was broken at some width, and mean nothing.
    """

    start: int
    end: int
    kind: BlockKind
    numbered: bool = False
    wrapped: bool = False


def shown_blocks(article: Article) -> Iterator[Shown]:
    """Yield an article's blocks, and what stands between them as paragraphs.

    Those of an article that was stored without any are guessed from its lines.
    """
    text = article.text
    at = 0
    for block in [*(article.blocks or blocks_of(text)), Block(len(text), len(text), "paragraph")]:
        for start, end in _paragraphs(text, at, block.start):
            yield _shown(text, start, end, "paragraph")
        if block.start < block.end:
            yield _shown(text, *block)
        at = block.end


def _shown(text: str, start: int, end: int, kind: BlockKind) -> Shown:
    if kind != "item":
        return Shown(start, end, kind, wrapped=is_wrapped(text[start:end]))
    if bullet := _BULLET.match(text, start, end):
        return Shown(bullet.end(), end, kind)
    return Shown(start, end, kind, numbered=_NUMBER.match(text, start, end) is not None)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for paragraph in re.finditer(r"\S(?:(?!\n\n).)*", text[start:end], re.DOTALL):
        yield start + paragraph.start(), start + paragraph.end()
