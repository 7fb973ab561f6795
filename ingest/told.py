"""What a page's marks say that a block is: a paragraph, a heading in bold letters, or nothing.

What an extractor leaves has lost these marks, so that its blocks are found in the tree by their
words. A paragraph that the page marks as one (``<p>``) is believed. One that it sets in bold
letters or calls a subheading is a heading, since that is how many pages write them. Of what is in
a ``<div>`` nothing is known, and the look of the line decides, as in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.structure import PartKind, looks_like_heading, may_be_heading

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Elements that begin a new block; those of the second row say that it is the article's text.
_UNSAID = frozenset(
    "html body div section article main header center hedline body.content block form".split()
)
_SAID = frozenset(
    "p li dd dt td th tr blockquote bq pre h1 h2 h3 h4 h5 h6 hl1 hl2 ul ol dl table caption "
    "figcaption figure footer aside nav address summary details".split()
)
_CELLS = frozenset(("td", "th"))
_BREAKS = frozenset(("br", "lb"))
_BOLD = frozenset(("b", "strong"))
_SUBHEADING = re.compile(
    r"(?:^|[\s_-])(?:sub-?head(?:ing|line)?|cross-?head(?:ing)?)s?(?:$|[\s_-])"
)
_UNSEEN = frozenset(("script", "style", "noscript", "template"))
_WORDS = re.compile(r"\w+")
#: Characters of the longest text whose words are remembered: what is kept must stay small.
_LONGEST_REMEMBERED = 1000


@dataclass(slots=True)
class Marks:
    """The words of blocks, in lower case: those marked as paragraphs, and those in bold letters."""

    paragraphs: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)


def words_of(text: str) -> str:
    """Return the words of a text, in lower case, with single blanks.

    >>> words_of("“Rain,” she said. ")
    'rain she said'
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _words_of(text)


def _words_of(text: str) -> str:
    return " ".join(_WORDS.findall(text)).lower()


# The steps that read a page each ask for the words of its blocks.
_remembered = lru_cache(maxsize=4096)(_words_of)


def marks_of(tree: _Element) -> Marks:
    """Read the marks of a page, or of a part of one, in HTML, XHTML or NITF."""
    marks = Marks()
    for said, whole, plain in _blocks(tree):
        key = words_of(whole)
        if not key:
            continue
        if said:
            marks.paragraphs.add(key)
        if not _WORDS.search(plain):
            marks.headings.add(key)
    return marks


def with_headings(
    parts: Sequence[tuple[PartKind, str]], marks: Marks
) -> list[tuple[PartKind, str]]:
    """Return parts with those paragraphs as headings that their source sets as such."""
    found: list[tuple[PartKind, str]] = []
    for number, (kind, text) in enumerate(parts, start=1):
        following = parts[number][1] if number < len(parts) else ""
        if kind == "paragraph" and following and _is_heading(text, following, marks):
            kind = "heading"
        found.append((kind, text))
    return found


def _is_heading(text: str, following: str, marks: Marks) -> bool:
    if len(text) > 200 or " | " in text:
        return False
    key = words_of(text)
    if key in marks.headings:
        return may_be_heading(text)
    return key not in marks.paragraphs and looks_like_heading(text, following)


def _blocks(tree: _Element) -> Iterator[tuple[bool, str, str]]:
    """Yield each run of text without a block's or a line's end in it.

    That is whether its innermost block says what it is, its words, and those not in bold letters.
    """
    from lxml import etree

    names = [""]
    broken = False  # whether a line has ended in the block
    whole: list[str] = []
    plain: list[str] = []
    deep = hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        begins = event == "start"
        block = name in _UNSAID or name in _SAID
        if block or name in _BREAKS:
            broken = broken or name in _BREAKS
            yield _says(names[-1], broken), "".join(whole), "".join(plain)
            whole.clear()
            plain.clear()
        if block:
            broken = False
            if begins:
                names.append(name)
            else:
                names.pop()
        if name in _BOLD or _is_subheading(element):
            deep += 1 if begins else -1
        if name in _UNSEEN or not name:
            hidden += 1 if begins else -1
        text = element.text if begins else element.tail
        if text and not hidden:
            whole.append(text)
            if not deep:
                plain.append(text)
    yield _says(names[-1], broken), "".join(whole), "".join(plain)


def _says(name: str, broken: bool) -> bool:
    # Old pages are laid out in cells, whose lines are what others set in paragraphs and headings.
    return name in _SAID and not (broken and name in _CELLS)


def _is_subheading(element: _Element) -> bool:
    named = element.get("class") if isinstance(element.tag, str) else None
    return bool(named and len(named) < 500 and _SUBHEADING.search(named.lower()))
