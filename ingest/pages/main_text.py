"""The article's own words of a page, as blocks.

Two maintained extractors read the page: trafilatura, set to keep less rather than more, and
readability. trafilatura's is the better text on most pages; where it found much less than
readability did, it took a part of the article for the whole, and readability's is used. What both
leave beside the article goes by the rules in ``furniture`` and by what the page itself says: a
block that is nothing but links leads elsewhere. Where the JSON-LD has much more of the article than
readers see, its text is used.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from ingest.dates import parse_date
from ingest.pages.blocks import Part, length, linked_texts, parts_of
from ingest.pages.furniture import FIRST, LAST, furniture
from ingest.pages.pruning import prune
from ingest.told import marks_of, with_headings, words_of

#: Below this share of readability's words, trafilatura has missed a part of the article.
MISSED = 0.5

_SENTENCE = re.compile(r"""[.!?…。！？]["'”’»)\]]*\s*$""")
_LETTER = re.compile(r"[^\W_]")


def main_text(
    tree: HtmlElement, titles: Sequence[str] = (), address: str = "", body: Sequence[str] = ()
) -> list[Part]:
    """Return the blocks of a page's article; none when the page has no article.

    ``titles`` are what the page calls the article: a block that repeats one is left out.
    ``address`` is the page's own, ``body`` the text of its JSON-LD. ``tree`` is changed.
    """
    links, marks = linked_texts(tree), marks_of(tree)
    prune(tree, address)
    parts = cleaned(extracted(tree), titles, links)
    # Where readers must pay, the whole text may be there for machines alone.
    whole = cleaned([Part("paragraph", text) for text in body], titles, set())
    parts = whole if length(parts) < MISSED * length(whole) else parts
    return [Part(*one) for one in with_headings(parts, marks)]


def extracted(tree: HtmlElement) -> list[Part]:
    """Return what the better of the extractors takes for the article; ``tree`` is changed."""
    first = _trafilatura(tree)
    words = length(first)
    # readability cannot find more than the page has: on many pages it need not be asked.
    if words > MISSED * length(parts_of(tree)):
        return first
    second = _readability(tree)
    if words > MISSED * length(second):
        return first
    return second


def cleaned(parts: Sequence[Part], titles: Sequence[str], links: set[str]) -> list[Part]:
    """Return the blocks without those that are not the article's."""
    names = {words_of(title) for title in titles} - {""}
    kept: list[Part] = []
    for number, part in enumerate(parts):
        if not _LETTER.search(part.text) or part.key in names:
            continue
        near_end = number >= len(parts) - 4
        if furniture(part.text) or (near_end and furniture(part.text, LAST)):
            continue
        if (number < 5 or near_end) and _is_byline(part.text):
            continue
        if part.key in links and _leads_away(part):
            continue
        kept.append(part)
    return _without_bare_headings(kept)


def _is_byline(text: str) -> bool:
    if furniture(text, FIRST):
        return True
    return len(text) < 80 and len(text.split()) <= 12 and parse_date(text) is not None


def _leads_away(part: Part) -> bool:
    """Say whether a block of links is no sentence of the article that is all linked."""
    return part.kind == "item" or not _SENTENCE.search(part.text)


def _without_bare_headings(parts: list[Part]) -> list[Part]:
    """Drop headings at the end, under which nothing is left."""
    while parts and parts[-1].kind == "heading":
        parts.pop()
    return parts


def _trafilatura(tree: HtmlElement) -> list[Part]:
    import trafilatura

    page = trafilatura.bare_extraction(
        copy.deepcopy(tree), include_comments=False, with_metadata=False, favor_precision=True
    )
    if page is None or isinstance(page, dict) or page.body is None:
        return []
    return parts_of(page.body)


def _readability(tree: HtmlElement) -> list[Part]:
    from readability import Document
    from readability.readability import Unparseable

    try:
        found = Document(tree).summary()
        return parts_of(lxml.html.fromstring(found)) if found.strip() else []
    except (Unparseable, etree.LxmlError, ValueError):
        return []
