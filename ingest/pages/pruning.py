"""Takes out of a page's tree what its own marks call furniture, before anything is extracted.

Extractors drop most of it too, by marks and by the share of links; what one keeps, a caption say,
the other may have dropped. Nothing is taken out that could be the article: an element with the
page's heading in it, or with a large part of its words.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from ingest.pages.furniture import furniture

# Parts of names, as "related" is one of "c-related-posts" and "relatedPosts".
_MARKS = frozenset(
    """
    advert adverts advertisement advertisements adsbygoogle taboola outbrain sponsored sponsor promo
    promos promobox newsletter newsletters signup subscribe subscription
    cookie cookies consent gdpr
    related recirc recirculation recommended recommendations readmore mostread trending popular
    share sharing sharebar sharebuttons sharetools social socials addthis addtoany sharedaddy
    reply
    pullquote pullquotes caption captions figcaption credit credits wp-caption-text
    breadcrumb breadcrumbs pager
    popup dropdown onetrust didomi usercentrics cookiebot quantcast cmp
    visuallyhidden
    """.split()
)
# What needs two parts to be told: "more" alone is too little.
_PAIRS = re.compile(
    r"(?:more-(?:from|on|stories|news|like)|read-(?:more|next|also)|most-(?:read|popular|viewed)|"
    r"see-also|pull-quotes?|also-(?:like|read)|sign-up|author-(?:bio|box|info|card|description)|about-author|"
    r"bio-box|tag-list|tags-list|post-tags|entry-tags|screen-reader|sr-only|visually-hidden|"
    r"ad-(?:slot|unit|container|wrapper|label|text|block|box)|wp-caption|image-(?:credit|caption)|"
    r"photo-(?:credit|caption)|media-(?:caption|credit)|next-(?:article|story|post)|"
    r"(?:paywall|push|notification|login|register)-(?:prompt|banner|overlay|wall)|"
    r"(?:poll|quiz)-(?:widget|box))"
)
# What floats over a name in a sentence when it is pointed at; the name stands beside it.
_FLOATING = re.compile(
    r"(?:rollover|tooltip|popover|flyout|hover-?card)-(?:\w+-)*(?:block|content|body|card|text|box|"
    r"panel|inner)\b"
)
# Names that are all a class or id says: a part of a longer name, "ad" says nothing.
_WORDS = frozenset("ad ads adv ad-label".split())
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAMES = frozenset("nav aside form footer button select textarea figcaption dialog menu".split())
_ROLES = frozenset("navigation complementary contentinfo search dialog alertdialog banner".split())
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_INLINE = frozenset("a abbr b cite em font i mark q s small span strong sub sup u".split())
_WORD = re.compile(r"\w")
_BOXES = frozenset("article aside div section".split())
# Under these an article may go on.
_UNCLEAR = re.compile(r"(?:more|more information|video|photos|gallery|watch|next|latest)\b", re.I)
_WHOLE = frozenset("html body main article h1".split())

# Readers may write more than the journalist did.
_READERS = frozenset("comment comments disqus respond livefyre".split())

#: The largest share of the page's prose that something beside the article has; readers may more.
SHARE = 0.15
READERS_SHARE = 0.7
#: The largest share of a box in which a reader is asked for something.
ASKING_SHARE = 0.35
#: The largest share of what the page itself calls further reading, or comments.
LED_SHARE = 0.85
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


def prune(tree: HtmlElement, address: str = "") -> None:
    """Remove furniture from a page's tree; nothing where it holds a large part of the prose.

    ``address`` is the page's own: an article whose headline leads elsewhere is another one.
    """
    sizes: dict[HtmlElement, tuple[_Size, float]] = {}
    total = _measure(tree, sizes)
    for cell in list(tree.iter("td")):
        if _is_menu(cell):
            cell.drop_tree()
    others = further_articles(tree, address)
    asking, led = _asking(tree), _led(tree)
    for element, (size, share) in sizes.items():
        if element in others:
            beside = size.prose <= READERS_SHARE * total
        elif element in led:
            beside = not size.headed and size.prose <= LED_SHARE * total
        elif element in asking and not share:
            beside = not size.headed and size.words <= FEW and size.prose <= ASKING_SHARE * total
        else:
            beside = not size.headed and size.prose <= max(FEW, share * total) and share > 0
        if beside and not _in_a_sentence(element) and element.getparent() is not None:
            element.drop_tree()
    _unmark(tree)


def _is_menu(cell: HtmlElement) -> bool:
    """Say whether a cell of an old page's layout holds links, with a few words around them."""
    links = [link for link in cell.iter("a") if link.get("href")]
    if len(links) < 2 or cell.find(".//td") is not None or cell.find(".//h1") is not None:
        return False
    words = len(cell.text_content().split())
    linked = sum(len(link.text_content().split()) for link in links)
    return words <= FEW and linked >= 0.45 * words


def _asking(tree: HtmlElement) -> set[HtmlElement]:
    """Return the boxes around the fields in which a reader is asked to write or to choose."""
    found = set()
    for field in tree.iter("input", "textarea"):
        if (field.get("type") or "").lower() not in ("hidden", "submit", "button", "search"):
            box = next((one for one in field.iterancestors("div", "section", "aside")), None)
            if box is not None:
                found.add(box)
    return found


def _led(tree: HtmlElement) -> set[HtmlElement]:
    """Return the boxes that begin with a heading which says that others' words follow."""
    found = set()
    for heading in tree.iter("h2", "h3", "h4", "h5", "h6"):
        box = heading.getparent()
        if box is None or box.tag not in _BOXES or heading.getprevious() is not None:
            continue
        text = " ".join(heading.text_content().split())
        if len(text) > 60 or _UNCLEAR.match(text):
            continue
        if furniture(text) in ("read more", "comment form"):
            found.add(box)
    return found


def _unmark(tree: HtmlElement) -> None:
    """Take the marks off what stands in a sentence: extractors would drop it by its name alone."""
    for element in tree.iter(*_INLINE):
        if element.attrib and _in_a_sentence(element):
            for name in ("class", "id", "style", "role"):
                element.attrib.pop(name, None)


def further_articles(tree: HtmlElement, address: str) -> set[HtmlElement]:
    """Return the articles after the first whose headlines lead elsewhere: those that follow it.

    A page that is scrolled without end has them beside its own, a blog has them within it.
    """
    found: set[HtmlElement] = set()
    here = urlsplit(address).path.rstrip("/")
    for number, article in enumerate(tree.iter("article")):
        heading = next(article.iter("h1", "h2", "h3"), None)
        if not number or heading is None:
            continue
        links = [*heading.iter("a"), *(one for one in heading.iterancestors("a"))]
        away = [urlsplit(link.get("href") or "").path.rstrip("/") for link in links]
        if any(path and path != here for path in away):
            found.add(article)
    return found


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
            share = _share(element)
            if share or element.tag in _BOXES:
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
            marked = not _MARKS.isdisjoint(parts) or joined in _WORDS or _PAIRS.search(joined)
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
