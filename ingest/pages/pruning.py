"""Takes out of a page's tree what its own marks call furniture, before anything is extracted.

Extractors drop most of it too, by marks and by the share of links; what one keeps, a caption say,
the other may have dropped. Nothing is taken out that could be the article: an element with the
page's heading in it, or with a large part of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    rollover tooltip popover flyout popup dropdown
    screen-reader-text sr-only visually-hidden visuallyhidden
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
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAMES = frozenset("nav aside form footer button select textarea figcaption dialog menu".split())
_ROLES = frozenset("navigation complementary contentinfo search dialog alertdialog banner".split())
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
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


def prune(tree: HtmlElement) -> None:
    """Remove furniture from a page's tree; nothing where it holds a large part of the prose."""
    total = _prose(tree)
    for element, share in list(_marked(tree)):
        if element.getparent() is None or element.find(".//h1") is not None:
            continue
        if _prose(element) <= max(FEW, share * total):
            element.drop_tree()


def _marked(tree: HtmlElement) -> Iterator[tuple[HtmlElement, float]]:
    """Yield what is marked as furniture, with the largest share of the prose it may have."""
    for element in tree.iter():
        name = element.tag
        if not isinstance(name, str) or name in _WHOLE:
            continue
        if name in _NAMES or element.get("role") in _ROLES:
            yield element, SHARE
        elif share := _marked_share(element):
            yield element, share


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
            if not _MARKS.isdisjoint(parts) or _PAIRS.search("-".join(parts)):
                return SHARE
    return 0.0


def _prose(element: HtmlElement) -> int:
    """Return how many words stand in paragraphs of some length."""
    counts = (
        sum(len(text.split()) for text in paragraph.itertext()) for paragraph in element.iter("p")
    )
    return sum(count for count in counts if count >= _PROSE)
