"""A page's text becomes a tree that no extractor can stumble over."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from vectorstore import SourceError

#: libxml2 cuts off silently what lies deeper than 256 elements; ours are kept below that.
MAX_DEPTH = 150

#: What is longer, in characters, or has more elements is not read as one page.
MAX_PAGE = 20_000_000
MAX_ELEMENTS = 40_000

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# Every part excludes "<" and gives nothing back, so that a page of nothing but "<a", or of one
# long name, costs linear time.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)([^<>]*+)>")
# Neither nests by itself: the parser closes one of these where the next begins, or has no end.
_SHALLOW = frozenset(
    "area base body br col dd dt embed head hr html img input li link meta option p param source "
    "tbody td tfoot th thead title tr track wbr".split()
)
_DEEP = 200
#: What the parser reads, also from "&#1;", and lxml refuses when text is moved or set.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_page(text: str, source: str) -> HtmlElement:
    """Return a page's tree, without comments, at most a few hundred elements deep.

    Elements beyond ``MAX_DEPTH`` lose their tags and keep their text. Raises SourceError for a page
    that has no element or is too long.
    """
    if len(text) > MAX_PAGE:
        raise SourceError(
            f"{source} is a page of {len(text):,} characters, which is no article.",
            to_do=f"Citewire reads pages of up to {MAX_PAGE:,} characters.",
        )
    if not _TAG.search(text):
        raise SourceError(f"{source} cannot be read as a page (it has no element).")
    tree = whole_tree(text, source)
    count = sum(1 for _ in tree.iter())
    if count > MAX_ELEMENTS:
        raise SourceError(
            f"{source} is a page of {count:,} elements, which is no article.",
            to_do=f"Citewire reads pages of up to {MAX_ELEMENTS:,} elements.",
        )
    return tree


def whole_tree(text: str, source: str) -> HtmlElement:
    """Return the tree of HTML, without comments; of what lies too deep the words are kept.

    Raises SourceError for what cannot be parsed.
    """
    # A declaration of another encoding would make lxml refuse or misread what is decoded already.
    text = _DECLARATION.sub("", text.replace("\x00", ""))
    tree = _parsed(text, source)
    return _parsed(flattened(text), source) if _deep(tree) else tree


def flattened(text: str, depth: int = MAX_DEPTH) -> str:
    """Return a page's text without the tags of elements that lie deeper than ``depth``.

    >>> flattened("<b><i><u>Rain</u></i></b>", 2)
    '<b><i> Rain </i></b>'
    """
    level = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal level
        name = tag[2].lower()
        if name in _SHALLOW or tag[3].endswith("/"):
            return tag[0]
        if tag[1]:
            level = max(0, level - 1)
            return tag[0] if level < depth else " "
        level += 1
        return tag[0] if level <= depth else " "

    return _TAG.sub(kept, text)


def _parsed(text: str, source: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(f"{source} cannot be read as a page ({error}).") from error
    for element in tree.iter():
        for part in ("text", "tail"):
            words = getattr(element, part)
            if words and _NOT_XML.search(words):
                setattr(element, part, _NOT_XML.sub(_blank_or_nothing, words))
    return tree


def _blank_or_nothing(character: re.Match[str]) -> str:
    return " " if character[0].isspace() else ""


def _deep(tree: HtmlElement) -> bool:
    """Say whether an element lies about as deep as the parser goes."""
    level = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > _DEEP:
            return True
    return False
