"""Takes out of a page's tree what its own marks call furniture, before anything is extracted.

Extractors drop most of it too, by marks and by the share of links; what one keeps, a caption say,
the other may have dropped. Nothing is taken out that could be the article: an element with the
page's heading in it, or with a large part of its words.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

# Parts of names, as "related" is one of "c-related-posts" and "relatedPosts".
_MARKS = frozenset(
    """
    advert adverts advertisement advertisements adsbygoogle taboola outbrain sponsored sponsor promo
    promos promobox newsletter newsletters signup subscribe subscription
    cookie cookies consent gdpr
    related recirc recirculation recommended recommendations readmore mostread trending popular
    share sharing sharebar sharebuttons sharetools social socials addthis addtoany sharedaddy
    reply
    caption captions figcaption credit credits wp-caption-text
    breadcrumb breadcrumbs pager
    popup dropdown
    visuallyhidden
    """.split()
)
# What needs two parts to be told: "more" alone is too little.
_PAIRS = re.compile(
    r"(?:more-(?:from|on|stories|news|like)|read-(?:more|next|also)|most-(?:read|popular|viewed)|"
    r"see-also|also-(?:like|read)|sign-up|author-(?:bio|box|info|card|description)|about-author|"
    r"bio-box|tag-list|tags-list|post-tags|entry-tags|screen-reader|sr-only|visually-hidden|"
    r"ad-(?:slot|unit|container|wrapper|label|text|block|box)|wp-caption|image-(?:credit|caption)|"
    r"photo-(?:credit|caption)|media-(?:caption|credit)|next-(?:article|story|post))"
)
# What floats over a name in a sentence when it is pointed at; the name stands beside it.
_FLOATING = re.compile(
    r"(?:rollover|tooltip|popover|flyout|hover-?card)-(?:\w+-)*(?:block|content|body|card|text|box|"
    r"panel|inner)\b"
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAMES = frozenset("nav aside form footer button select textarea figcaption dialog menu".split())
_ROLES = frozenset("navigation complementary contentinfo search dialog alertdialog banner".split())
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_INLINE = frozenset("a abbr b cite em font i mark q s small span strong sub sup u".split())
_WORD = re.compile(r"\w")
_WHOLE = frozenset("html body main article h1".split())

# Readers may write more than the journalist did.
_READERS = frozenset("comment comments disqus respond livefyre".split())

#: The largest share of the page's prose that something beside the article has; readers may more.
SHARE = 0.15
READERS_SHARE = 0.7
#: So many words of prose may go whatever the share is.
FEW = 60
# A paragraph of so many words is prose.
_PROSE = 15


class _Size:
    """The words of an element, those in paragraphs of some length, and whether it has a heading."""

    __slots__ = ("headed", "prose", "words")

    def __init__(self) -> None:
        self.words = 0
        self.prose = 0
        self.headed = False


def prune(tree: HtmlElement) -> None:
    """Remove furniture from a page's tree; nothing where it holds a large part of the prose."""
    sizes: dict[HtmlElement, tuple[_Size, float]] = {}
    total = _measure(tree, sizes)
    for element, (size, share) in sizes.items():
        beside = not size.headed and size.prose <= max(FEW, share * total)
        if beside and not _in_a_sentence(element) and element.getparent() is not None:
            element.drop_tree()


def _measure(tree: HtmlElement, sizes: dict[HtmlElement, tuple[_Size, float]]) -> int:
    """Put into ``sizes`` what is marked as furniture and the share of the prose that it may have.

    Returns the words of prose of the whole page, in one walk: elements may lie in one another.
    """
    around = [_Size()]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            around.append(_Size())
            around[-1].words = len((element.text or "").split())
            around[-1].headed = element.tag == "h1"
            if share := _share(element):
                sizes[element] = (around[-1], share)
            continue
        size = around.pop()
        if element.tag == "p" and size.words >= _PROSE:
            size.prose += size.words
        above = around[-1]
        above.words += size.words + len((element.tail or "").split())
        above.prose += size.prose
        above.headed |= size.headed
    return around[0].prose


def _share(element: HtmlElement) -> float:
    """Return the share of the prose that an element marked as furniture may have; else 0."""
    name = element.tag
    if not isinstance(name, str) or name in _WHOLE:
        return 0.0
    if name in _NAMES or element.get("role") in _ROLES:
        return SHARE
    return _marked_share(element)


def _marked_share(element: HtmlElement) -> float:
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return SHARE
    for attribute in ("class", "id"):
        for name in (element.get(attribute) or "").split():
            parts = [part.lower() for part in _PARTS.findall(name)]
            if "embed" in parts:  # a post that the article quotes
                continue
            if not _READERS.isdisjoint(parts):
                return READERS_SHARE
            joined = "-".join(parts)
            marked = not _MARKS.isdisjoint(parts) or _PAIRS.search(joined)
            if marked or _FLOATING.search(joined):
                return SHARE
    return 0.0


def _in_a_sentence(element: HtmlElement) -> bool:
    """Say whether words stand beside an element on its line: without it they would be misquoted."""
    name = element.get("class") or ""
    if element.tag not in _INLINE or _FLOATING.search(name) or _PAIRS.search(name):
        return False
    if _HIDDEN.search(element.get("style") or ""):
        return False
    before = element.getprevious()
    parent = element.getparent()
    said = before.tail if before is not None else parent.text if parent is not None else ""
    return bool(_WORD.search(said or "") or _WORD.search(element.tail or ""))
