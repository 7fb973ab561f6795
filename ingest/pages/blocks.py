"""What an extractor leaves of a page, as a list of blocks: paragraphs, headings, list items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lxml import etree

from ingest.dates import parse_date
from ingest.structure import PartKind
from ingest.told import words_of
from vectorstore import BlockKind

# The names of HTML, and those of trafilatura's own trees: head, item, quote, row, cell, lb.
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 head".split())
_ITEMS = frozenset("li item dd".split())
_OTHERS = frozenset(
    "address article aside blockquote body caption cell center code dd details div dl dt fieldset "
    "figcaption figure footer form header hr html list main nav ol option p pre quote row section "
    "select summary table tbody td tfoot th thead tr ul".split()
)
_BLOCKS = _HEADINGS | _ITEMS | _OTHERS
_UNSEEN = frozenset("script style noscript template svg math iframe object video audio".split())
_BREAKS = frozenset(("br", "lb"))
# All blanks but the single space, which is left as it is: most of a page's are that.
_BLANKS = re.compile(r"[^\S\x0b ][^\S\x0b]*|[^\S\x0b]{2,}")
_LINES = re.compile(r" ?\x0b ?")
_WORDS = re.compile(r"\w+")


class Part(NamedTuple):
    """A block of a page, on one line or, where the page breaks lines, several."""

    kind: PartKind
    text: str

    @property
    def key(self) -> str:
        """The words alone: two blocks with the same ones say the same."""
        return words_of(self.text)


def parts_of(tree: Any) -> list[Part]:  # noqa: ANN401 - lxml's trees of both kinds
    """Return the blocks of a tree in their order; two line breaks in a row part two blocks."""
    found: list[Part] = []
    kinds: list[BlockKind] = ["paragraph"]
    pieces: list[str] = []
    hidden = 0

    def end() -> None:
        found.extend(_lines("".join(pieces), kinds[-1]))
        pieces.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        begins = event == "start"
        if name in _BLOCKS:
            end()
            if begins:
                kinds.append(_kind(name, kinds[-1]))
            else:
                kinds.pop()
        if name in _UNSEEN or not name:
            hidden += 1 if begins else -1
        elif name in _BREAKS and begins:
            pieces.append("\x0b")
        said = element.text if begins else element.tail
        if said and not hidden:
            pieces.append(said)
    end()
    return found


def linked_texts(tree: Any) -> set[str]:  # noqa: ANN401
    """Return the words of every block that is nothing but links, or links and a day."""
    found: set[str] = set()
    pieces: list[str] = []
    plain: list[str] = []
    linked = False
    inside = 0

    def end() -> None:
        nonlocal linked
        rest = "".join(plain).strip(" |•·\n\t")
        if linked and (not words_of(rest) or (len(rest) < 40 and parse_date(rest))):
            found.add(words_of("".join(pieces)))
        pieces.clear()
        plain.clear()
        linked = False

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _BLOCKS or name in _BREAKS:
            end()
        begins = event == "start"
        if name == "a":
            inside += 1 if begins else -1
        said = element.text if begins else element.tail
        if said:
            pieces.append(said)
            if inside:
                linked = True
            else:
                plain.append(said)
    end()
    return found - {""}


def length(parts: Iterable[Part]) -> int:
    """Return the number of words."""
    return sum(len(_WORDS.findall(part.text)) for part in parts)


def _kind(name: str, around: BlockKind) -> BlockKind:
    if name in _HEADINGS:
        return "heading"
    if name in _ITEMS:
        return "item"
    # A paragraph in a heading or an item is that; a list or a table in one begins anew.
    return around if name in ("p", "div") else "paragraph"


def _lines(text: str, kind: BlockKind) -> Iterator[Part]:
    lines = _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()
    for piece in re.split(r"\n{2,}", lines):
        if _WORDS.search(piece):
            yield Part(kind, piece.strip())
