"""What a page says about its article, and where it says so.

The places that were made for machines come first: JSON-LD, OpenGraph and other ``meta`` elements,
microdata; then what readers see; then a guess of trafilatura's. What none of them says is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ingest.canonical import canonical_line
from ingest.dates import parse_moment
from ingest.pages.days import (
    best_day,
    disagreement,
    left_out,
    modified_moment,
    published_days,
)
from ingest.pages.jsonld import (
    Node,
    addresses_of,
    article_nodes,
    main_article,
    paragraphs_of,
    text_of,
    texts_of,
)
from ingest.pages.places import Found, Places
from ingest.told import words_of


@dataclass(slots=True)
class Metadata:
    """The fields of a page's article, by ``make_article``'s names, and where each was found.

    ``titles`` are all that the page calls itself; ``notes`` are what a person should know;
    ``body`` is the article's text where its JSON-LD has it, in paragraphs.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    known_from: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def set(self, name: str, found: Found | None) -> None:
        """Take a field's value, and say where it was found."""
        if found:
            self.fields[name] = found.value
            self.known_from[name] = found.place


_TITLES = (
    "og:title parsely-title sailthru.title citation_title dc.title dcterms.title twitter:title"
)
_OUTLETS = "og:site_name dc.publisher dcterms.publisher citation_journal_title application-name"
_AUTHORS = (
    "author article:author og:article:author parsely-author sailthru.author dc.creator "
    "dcterms.creator citation_author byl cxenseparse:author article.author"
)
_SECTIONS = "article:section og:article:section parsely-section section sailthru.section"
_TAGS = "article:tag og:article:tag news_keywords parsely-tags sailthru.tags keywords"

_BY = re.compile(r"^(?:by|von|par|por|di|door|written by|posted by)\s*:?\s+", re.I)
_NOBODY = frozenset("admin administrator editor redaktion webmaster staff author null none".split())
_SEPARATOR = re.compile(r"\s+(?:[|•·»«–—-]+|::)\s+|\s*[|»]\s*")
# A line of fewer words beside the name of the site could be another part of the site's name.
_HEADLINE = 4
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)$")


def metadata(tree: HtmlElement, source: str = "") -> Metadata:
    """Return what a page says about its article.

    ``source`` is where the page was read: what its own address is relative to, if it is.
    """
    known = Metadata()
    places = Places(tree)
    base = _address(places, source)
    node = _node(tree, places, base)
    known.titles = _titles(places, node)
    known.body = paragraphs_of(node.get("articleBody"))
    known.set("outlet", _outlet(places, node))
    known.set("title", _title(places, node, known.fields.get("outlet", ""), base))
    known.set("byline", _byline(places, node, known.fields.get("outlet", "")))
    known.set("url", _url(places, node, base))
    known.set("language", _language(places, node))
    known.set("section", _first(_section(places, node)))
    _dates(known, places, node)
    _labels(known, places, node)
    return known


def title_places(tree: HtmlElement) -> list[Found]:
    """Return every title that the page gives, each with its place, the strongest first."""
    places = Places(tree)
    return [one for one in _named(places, _node(tree, places, "")) if one.value]


def published_places(tree: HtmlElement) -> list[Found]:
    """Return every time of publication that the page gives, the strongest place first."""
    places = Places(tree)
    node = _node(tree, places, "")
    return published_days(places, node, _address(places, ""), _titles(places, node))


def _node(tree: HtmlElement, places: Places, base: str) -> Node:
    """Return the JSON-LD of the page's article; an empty one where it has none."""
    return main_article(article_nodes(tree), _is_this(places, base or _address(places, ""))) or {}


def _first(found: Iterable[Found]) -> Found | None:
    for one in found:
        if line := canonical_line(one.value):
            return Found(line, one.place)
    return None


# -- which of the JSON-LD is this page's ---------------------------------------------------------


def _is_this(places: Places, base: str) -> Callable[[Node], bool]:
    names = {words_of(title) for title in _titles(places, {})} - {""}
    here = _same_page(base)

    def is_this(node: Node) -> bool:
        if here and any(_same_page(address) == here for address in addresses_of(node)):
            return True
        name = words_of(text_of(node.get("headline")) or text_of(node.get("name")))
        if not name:  # an article without a name is the page's, or says nothing that is used
            return not addresses_of(node)
        return any(name in one or one in name for one in names if len(one) > 8) or not names

    return is_this


def _same_page(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}" if path else ""


# -- titles --------------------------------------------------------------------------------------


def _titles(places: Places, node: Node) -> list[str]:
    """Return every name that the page gives itself, the site's name cut off too."""
    some = [text_of(node.get("headline")), *(one.value for one in places.metas(_TITLES))]
    some += [one.value for one in places.headings()]
    some += [one.value for one in places.title()]
    whole = [line for one in some if (line := canonical_line(one))]
    cut = [piece for one in whole for piece in _pieces(one) if len(piece.split()) > 2]
    return list(dict.fromkeys(whole + cut))


def _pieces(title: str) -> Iterator[str]:
    """Yield a title without its last part, and without its first."""
    gaps = list(_SEPARATOR.finditer(title))
    if gaps:
        yield title[: gaps[-1].start()].strip()
        yield title[gaps[0].end() :].strip()


def _title(places: Places, node: Node, outlet: str, base: str) -> Found | None:
    found = _named(places, node)
    usable = [one for one in found if words_of(one.value)]
    site = {words_of(outlet), *(words_of(one.value) for one in places.metas(_OUTLETS))}
    site |= set(_host_words(base))
    lines: set[str] = set()
    for one in usable:
        if words_of(one.value) in site or (one.place == "<h1>" and _names_another(one, places)):
            continue
        others = {words_of(other.value) for other in usable if other is not one}
        cut = _without_site(canonical_line(one.value), site - {""}, others)
        if one.place == "<title>" and cut == canonical_line(one.value) and _SEPARATOR.search(cut):
            lines = lines or {line for line in places.lines() if len(line.split()) >= _HEADLINE}
            cut = _without_site(cut, set(), lines)
        whole = _CUT_OFF.sub("", cut)
        if whole != cut:  # cut off by a machine: another place may have it whole
            for other in usable:
                line = canonical_line(other.value)
                if len(line) > len(whole) and line.startswith(whole) and not _CUT_OFF.search(line):
                    return Found(_without_site(line, site - {""}, set()), other.place)
        return Found(cut, one.place)
    return None


def _names_another(heading: Found, places: Places) -> bool:
    """Say whether a heading names the site: ``<title>`` has a line of the page without it."""
    title = next((canonical_line(one.value) for one in places.title()), "")
    if not title or words_of(heading.value) in words_of(title):
        return False
    long = [name for one in _pieces(title) if len((name := words_of(one)).split()) >= _HEADLINE]
    return any(name in places.lines() for name in long)


def _named(places: Places, node: Node) -> list[Found]:
    headings = list(places.headings())
    found = [Found(text_of(node.get("headline")), "JSON-LD headline")]
    found += places.metas(_TITLES)
    found += places.properties("headline")
    found += headings if len(headings) == 1 else []
    found += places.title()
    return [*found, *headings]


def _without_site(title: str, site: set[str], others: set[str]) -> str:
    """Cut the site's name off a title, where another place confirms that it is none of it."""
    for _ in range(3):
        gaps = list(_SEPARATOR.finditer(title))
        for gap, first in ((gaps[-1], True), (gaps[0], False)) if gaps else ():
            kept, rest = title[: gap.start()], title[gap.end() :]
            if not first:
                kept, rest = rest, kept
            confirmed = words_of(rest) in site or words_of(kept) in others
            if kept.strip() and confirmed:
                title = kept.strip()
                break
        else:
            break
    return title


def _host_words(base: str) -> Iterator[str]:
    host = (urlsplit(base).hostname or "").removeprefix("www.")
    if host:
        yield words_of(host)
        yield words_of(host.split(".")[0])


# -- names ---------------------------------------------------------------------------------------


def _outlet(places: Places, node: Node) -> Found | None:
    found = [Found(text_of(node.get("publisher")), "JSON-LD publisher"), *places.metas(_OUTLETS)]
    return _first(one for one in found if not one.value.startswith(("http", "@", "//")))


def _byline(places: Places, node: Node, outlet: str) -> Found | None:
    names = _people(texts_of(node.get("author")), outlet)
    if names:
        return Found(", ".join(names), "JSON-LD author")
    by_place: dict[str, list[str]] = {}
    for one in [*places.metas(_AUTHORS), *places.properties("author"), *places.authors()]:
        by_place.setdefault(one.place, []).append(one.value)
    for place, values in by_place.items():
        if names := _people(values, outlet):
            return Found(", ".join(names), place)
    return None


def _people(values: Sequence[str], outlet: str) -> list[str]:
    names = []
    for value in values:
        name = _BY.sub("", canonical_line(value)).strip(" ,;|")
        plain = words_of(name)
        usable = plain and plain not in _NOBODY and plain != words_of(outlet) and len(name) <= 150
        if usable and "://" not in name and not name.startswith(("@", "www.")) and "@" not in name:
            names.append(name)
    return list(dict.fromkeys(names))


def _section(places: Places, node: Node) -> Iterator[Found]:
    yield Found(text_of(node.get("articleSection")), "JSON-LD articleSection")
    yield from places.metas(_SECTIONS)
    yield from places.properties("articleSection")


def _labels(known: Metadata, places: Places, node: Node) -> None:
    by_place: dict[str, list[str]] = {}
    keywords = node.get("keywords")
    by_place["JSON-LD keywords"] = texts_of(keywords)
    for one in places.metas(_TAGS):
        by_place.setdefault(one.place, []).append(one.value)
    for place, values in by_place.items():
        split = [part for value in values for part in re.split(r"[,;]", value)]
        tags = [line for part in split if (line := canonical_line(part)) and len(line) <= 100]
        if tags:
            known.fields["tags"] = list(dict.fromkeys(tags))
            known.known_from["tags"] = place
            return


# -- language and address ------------------------------------------------------------------------


def _language(places: Places, node: Node) -> Found | None:
    found = [*places.language(), Found(text_of(node.get("inLanguage")), "JSON-LD inLanguage")]
    found += places.metas("og:locale content-language dc.language dcterms.language language")
    for one in found:
        code = one.value.strip().replace("_", "-").lower()
        if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]+)*", code):
            return Found(code, one.place)
    return None


def _address(places: Places, source: str) -> str:
    for one in places.addresses():
        if _is_address(one.value):
            return one.value
    return source if _is_address(source) else ""


def _url(places: Places, node: Node, base: str) -> Found | None:
    found = [*places.addresses(), *(Found(a, "JSON-LD url") for a in addresses_of(node))]
    for one in found:
        try:
            address = urljoin(base, one.value.strip())
        except ValueError:
            continue
        if _is_address(address) and urlsplit(address).path.strip("/"):
            return Found(address, one.place)
    return None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


# -- dates ---------------------------------------------------------------------------------------


def _dates(known: Metadata, places: Places, node: Node) -> None:
    published = published_days(places, node, known.fields.get("url", ""), known.titles)
    best = best_day(published, places, known.titles)
    known.set("published", best)
    if best:
        known.notes += disagreement(published, best)
        if parse_moment(best.value):
            known.known_from["published_at"] = best.place
    else:
        known.notes += left_out(published)
    if changed := modified_moment(places, node):
        known.set("modified", changed)
        known.known_from["modified_at"] = known.known_from.pop("modified")
