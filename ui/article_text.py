"""An article as text for a terminal, to be read as one: headings, paragraphs and items."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import click

from ui.blocks import Shown, shown_blocks
from ui.terminal import BLANKS, width
from ui.version_text import version_words
from vectorstore import Article, Version

_MARK = ("»»", "««")


def article_text(
    article: Article, span: tuple[int, int] | None, versions: Sequence[Version] = ()
) -> str:
    """Return an article with what is known about it, a span of its text marked, and its version."""
    when = article.published_at or article.published
    known = [article.outlet, when and when.isoformat(), article.url]
    changed = article.modified_at and f"updated {article.modified_at.isoformat()}"
    further = [article.byline, article.section, changed, ", ".join(article.tags)]
    head = [click.style(article.title or article.id, bold=True)]
    head += [" · ".join(str(one) for one in known if one)]
    head += [" · ".join(one for one in further if one)]
    head += [f"id {article.id}", f"source {article.source}" if article.source else ""]
    head += [version_words(article.version, versions)]
    return "\n".join(filter(None, head)) + f"\n\n{body_text(article, span)}"


def body_text(article: Article, span: tuple[int, int] | None = None) -> str:
    """Return an article's text in its blocks, in lines that fit, with a span marked.

    Nothing but blanks, bullets, the marks of headings and of the span differs from the text.
    """
    blocks = list(shown_blocks(article))
    start, end = span or (0, 0)
    marked = [block for block in blocks if max(block.start, start) < min(block.end, end)]
    parts: list[str] = []
    was = ""
    for block in blocks:
        if parts:
            parts.append("\n" if was == block.kind == "item" else "\n\n")
        part = (start, end) if block in marked else None
        opens, closes = bool(part) and block == marked[0], bool(part) and block == marked[-1]
        parts.append(_block(article.text, block, part, opens=opens, closes=closes))
        was = block.kind
    return "".join(parts)


def _block(
    text: str, block: Shown, span: tuple[int, int] | None, *, opens: bool, closes: bool
) -> str:
    words = text[block.start : block.end]
    first = last = 0
    if span:
        first = max(span[0], block.start) - block.start
        last = min(span[1], block.end) - block.start
        before, after = _MARK[0] if opens else "", _MARK[1] if closes else ""
        words = f"{words[:first]}{before}{words[first:last]}{after}{words[last:]}"
        first, last = first + len(before), last + len(before)
    if block.wrapped:
        words = words.replace("\n", " ")
    lead = {"heading": "## ", "item": "  " if block.numbered else "  • "}.get(block.kind, "")
    behind = "" if block.kind == "heading" else "    " if block.kind == "item" else ""
    lines = _styled(words, first, last, width() - len(behind), bold=block.kind == "heading")
    return "\n".join(f"{lead if not at else behind}{line}" for at, line in enumerate(lines))


def _styled(text: str, start: int, end: int, size: int, *, bold: bool) -> Iterator[str]:
    """Yield a text's lines, ``text[start:end]`` reversed in them; blanks are not counted."""
    first, last = (sum(one not in BLANKS for one in text[:at]) for at in (start, end))
    done = 0
    for row in text.split("\n"):
        for line in textwrap.wrap(row, size, break_on_hyphens=False, break_long_words=False):
            printed = [place for place, one in enumerate(line) if one not in BLANKS]
            inside = printed[max(first - done, 0) : max(last - done, 0)]
            done += len(printed)
            if not inside:
                yield click.style(line, bold=True) if bold else line
                continue
            at, to = inside[0], inside[-1] + 1
            marked = click.style(line[at:to], reverse=True, bold=bold or None)
            rest = [
                click.style(one, bold=True) if bold and one else one
                for one in (line[:at], line[to:])
            ]
            yield f"{rest[0]}{marked}{rest[1]}"
