"""Marked-up text, HTML or XML, becomes paragraphs, headings and list items in the order of reading.

For text that is an article already: a body in a feed, a news agency's item, a chapter. Pages, whose
article must be found first, go through ``ingest.pages``, whose rules for what stands beside an
article hold here too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ingest.structure import PartKind
from ingest.told import marks_of, with_headings
from vectorstore import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

Part = tuple[PartKind, str]

#: Tags, without a namespace, that begin a new part. What is in one has the kind of the outermost.
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 hl1 hl2".split())
_ITEMS = frozenset(["li", "dd", "dt"])
_BLOCKS = frozenset(
    "p div block section article main header body body.content blockquote bq ul ol dl table thead "
    "tbody tfoot tr caption pre hr center address nitf-table".split()
)
#: What is not the article's words: programs, pictures with captions and credits, forms, navigation.
_LEFT_OUT = frozenset(
    "script style head title template noscript iframe object embed svg math figure figcaption img "
    "video audio picture canvas form button select textarea input nav media media-caption "
    "media-producer media-metadata media-reference note credit datasource aside footer".split()
)
_BLANKS = re.compile(r"\s+")
_MARKED_UP = re.compile(r"</(?:p|div|h[1-6]|li|ul|ol|blockquote)>|<(?:br|p) ?/?>", re.I)


def looks_marked_up(text: str) -> bool:
    """Say whether a text has the tags of HTML.

    >>> looks_marked_up("<p>One.</p>"), looks_marked_up("a < b and c > d")
    (True, False)
    """
    return _MARKED_UP.search(text) is not None


def html_parts(
    text: str, source: str, *, prune: Callable[[_Element], None] | None = None
) -> list[Part]:
    """Return the parts of a piece of HTML, without forms, share bars and the like.

    ``prune`` takes out of its tree what is to be left out beforehand. Raises SourceError where it
    cannot be parsed.

    >>> html_parts("<h2>Why</h2>It <b>rained</b>.<ul><li>One<li>Two</ul>", "a")
    [('heading', 'Why'), ('paragraph', 'It rained.'), ('item', 'One'), ('item', 'Two')]
    """
    from ingest.pages.blocks import Part as PagePart
    from ingest.pages.blocks import linked_texts
    from ingest.pages.main_text import cleaned
    from ingest.pages.tree import whole_tree

    if not text.replace("\x00", "").strip():
        return []
    tree = whole_tree(text, source)
    if prune is not None:
        prune(tree)
    parts = [PagePart(*part) for part in tree_parts(tree)]
    return [(part.kind, part.text) for part in cleaned(parts, (), linked_texts(tree))]


def tree_parts(root: _Element) -> list[Part]:
    """Return the parts of an element, whatever depth it has: HTML, XHTML and NITF alike."""
    reader = _Reader()
    for event, element in _walk(root):
        tag = local_name(element)
        if event == "start":
            reader.start(tag, element.text or "")
        else:
            reader.end(tag)
            if element is not root:
                reader.add(element.tail or "")
    reader.flush()
    return with_headings(reader.parts, marks_of(root))


def local_name(element: _Element) -> str:
    """Return an element's name in lower case, without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def line_text(element: _Element | None) -> str:
    """Return all the text in an element on one line.

    >>> from lxml import etree
    >>> line_text(etree.fromstring("<a>By <b>A.\\n Doe</b></a>"))
    'By A. Doe'
    """
    if element is None:
        return ""
    return _BLANKS.sub(" ", "".join(map(str, element.itertext()))).strip()


def with_entities_spelled(root: _Element) -> _Element:
    """Put the characters in the place of HTML's named entities, which a DTD would have declared."""
    from lxml import etree

    for entity in list(root.iter(etree.Entity)):
        parent, before = entity.getparent(), entity.getprevious()
        if parent is None:
            continue
        words = html.unescape(entity.text or "") + (entity.tail or "")
        if before is None:
            parent.text = (parent.text or "") + words
        else:
            before.tail = (before.tail or "") + words
        entity.tail = None
        parent.remove(entity)
    return root


def _walk(root: _Element) -> Iterator[tuple[str, Any]]:
    """Yield where elements start and end; what is left out ends only, for what follows it."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element is not root and local_name(element) in _LEFT_OUT:
            walk.skip_subtree()
            continue
        yield event, element


class _Reader:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.words: list[str] = []
        self.kinds: list[BlockKind] = []

    def start(self, tag: str, text: str) -> None:
        kind: BlockKind | None = (
            "heading" if tag in _HEADINGS else "item" if tag in _ITEMS else None
        )
        if kind or tag in _BLOCKS:
            self.flush()
            outer = self.kinds[-1] if self.kinds else "paragraph"
            self.kinds.append(outer if outer != "paragraph" or kind is None else kind)
        elif tag == "br":
            self.words.append("\n")
        self.add(text)

    def end(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            return
        if tag in _HEADINGS or tag in _ITEMS or tag in _BLOCKS:
            self.flush()
            self.kinds.pop()
        elif tag in {"td", "th"}:
            self.words.append("\t")

    def add(self, text: str) -> None:
        self.words.append(_BLANKS.sub(" ", text))

    def flush(self) -> None:
        text = "".join(self.words).strip()
        self.words = []
        # The cells of a row; a run of line breaks may be as long as the text.
        text = _BLANKS.sub(lambda run: " | " if "\t" in run[0] else run[0], text)
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
        if not text:
            return
        kind = self.kinds[-1] if self.kinds else "paragraph"
        if kind == "heading":
            self.parts.append((kind, text.replace("\n", " ")))
            return
        # Two line breaks set a paragraph apart, as writers of old pages do it.
        self.parts += [(kind, one.strip()) for one in re.split(r"\n{2,}", text) if one.strip()]
