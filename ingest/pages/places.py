"""Where a page says something about itself, but for its JSON-LD: each value with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from ingest.pages.blocks import parts_of
from ingest.pages.headline import days_beside
from ingest.pages.jsonld import page_nodes, text_of
from ingest.told import words_of

_DATED = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?:/|$)")
_DATED_WORDS = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(\d\d?)(?:/|$)", re.I
)
_PUBLISHED = re.compile(r"publish|pubdate|posted|entry-date|post-date|article-date|dateline", re.I)
_CHANGED = re.compile(r"updat|modif", re.I)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author(?:[_-]?name)?)(?:$|[\s_-])", re.I)
_ELSEWHERE = frozenset("aside nav footer li form".split())
_LONGEST_NAME = 80

#: The place of a day that stands in the page's address.
ADDRESS = "the page's address"
_HOME = re.compile(r"(?:https?:)?(?://[^/?#]+)?/?(?:index\.\w+|main\.\w+|home/?)?", re.I)


class Found(NamedTuple):
    """A value and the place on the page where it stands."""

    value: str
    place: str


class Places:
    """A page's ``meta`` elements, its microdata, and what readers see above the article."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._metas: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            content = (element.get("content") or "").strip()
            for attribute in ("property", "name", "http-equiv"):
                if (name := element.get(attribute)) and content:
                    self._metas.setdefault(name.strip().lower(), []).append(content)

    def metas(self, names: str) -> list[Found]:
        """Return the values of ``meta`` elements, in the order of ``names``, parted by blanks."""
        return [
            Found(value, f"meta {name}")
            for name in names.split()
            for value in self._metas.get(name, ())
        ]

    def properties(self, name: str) -> list[Found]:
        """Return the values of an ``itemprop`` that are not an article's that is only listed."""
        found = []
        for element in self._tree.xpath("//*[@itemprop]"):
            if name in element.get("itemprop").split() and not _is_elsewhere(element):
                value = element.get("content") or element.get("datetime") or _shown(element)
                if value and len(value) <= 500:
                    found.append(Found(value, f"itemprop {name}"))
        return found

    def headings(self) -> Iterator[Found]:
        """Yield the page's headings of the first level, but for the site's name over it."""
        for element in self._tree.iter("h1"):
            links = [link.get("href") or "" for link in element.iter("a")]
            if any(_HOME.fullmatch(link.strip()) for link in links):
                continue
            if text := _shown(element):
                yield Found(text, "<h1>")

    def title(self) -> Iterator[Found]:
        """Yield the page's ``<title>``, not that of a drawing in it."""
        for element in self._tree.xpath("//title[not(ancestor::svg)]"):
            if text := _shown(element):
                yield Found(text, "<title>")
                return

    def times(self) -> Iterator[Found]:
        """Yield the days of ``<time>`` elements that are marked as the day of publication."""
        for element in self._tree.iter("time"):
            marks = " ".join(
                [*(element.get(a) or "" for a in ("class", "id", "itemprop")), _around(element)]
            )
            if _CHANGED.search(marks) or _is_elsewhere(element):
                continue
            if "pubdate" in element.attrib or _PUBLISHED.search(marks):
                yield Found(element.get("datetime") or _shown(element), "<time>")

    def authors(self) -> Iterator[Found]:
        """Yield the names in links to an author and in elements marked as a byline."""
        for element in self._tree.xpath("//a[@rel='author']"):
            if (text := _shown(element)) and len(text) <= _LONGEST_NAME:
                yield Found(text, "link to the author")
        for element in self._tree.xpath("//span[@class]|//p[@class]|//div[@class]|//a[@class]"):
            if not _BYLINE.search(element.get("class")) or _is_elsewhere(element):
                continue
            text = _shown(element)
            if re.match(r"(?:by|von|par|por)\s+\w", text, re.I) and len(text) <= _LONGEST_NAME:
                yield Found(text, "byline on the page")
                return

    def language(self) -> Iterator[Found]:
        """Yield the language that the page's root element names."""
        for element in self._tree.iter("html"):
            for name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
                if element.get(name):
                    yield Found(element.get(name) or "", "<html lang>")

    def addresses(self) -> list[Found]:
        """Return the addresses that the page gives as its own."""
        links = self._tree.xpath("//link[@rel and @href]")
        canonical = [
            Found(link.get("href").strip(), "link canonical")
            for link in links
            if "canonical" in link.get("rel").lower().split()
        ]
        return [*canonical, *self.metas("og:url twitter:url")]

    def own_days(self) -> Iterator[Found]:
        """Yield the days of publication in the JSON-LD of the page, where it has no article's."""
        for node in page_nodes(self._tree):
            if value := text_of(node.get("datePublished")):
                yield Found(value, "JSON-LD datePublished of the page")

    def beside_headline(self, titles: Sequence[str], *, changes: bool = False) -> Iterator[Found]:
        """Yield the dates that readers see beside the headline, those of changes if wanted."""
        for value in days_beside(self._tree, titles, changes=changes):
            yield Found(value, "beside the headline")

    def lines(self) -> set[str]:
        """Return the words of every line of the page."""
        return {words_of(line) for one in parts_of(self._tree) for line in one.text.split("\n")}

    def dated_address(self, address: str) -> Iterator[Found]:
        """Yield the day that stands in a page's address: year, month and day as folders."""
        if found := _DATED.search(address):
            year, month, day = found.groups()
            yield Found(f"{year}-{month:0>2}-{day:0>2}", ADDRESS)
        elif found := _DATED_WORDS.search(address):
            yield Found(f"{found[3]} {found[2]} {found[1]}", ADDRESS)


def _shown(element: HtmlElement) -> str:
    text = " ".join(" ".join(element.itertext()).split())
    return text if words_of(text) else ""


def _around(element: HtmlElement) -> str:
    parent = element.getparent()
    return "" if parent is None else f"{parent.get('class') or ''} {parent.get('itemprop') or ''}"


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(one.tag in _ELSEWHERE for one in element.iterancestors())
