"""The JSON-LD of a page, and which of its objects is the page's own article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]

_ARTICLES = frozenset(
    """
    article newsarticle reportagenewsarticle analysisnewsarticle askpublicnewsarticle
    backgroundnewsarticle opinionnewsarticle reviewnewsarticle advertisercontentarticle
    satiricalarticle scholarlyarticle techarticle report blogposting liveblogposting
    socialmediaposting
    """.split()
)
# What else a page may call itself.
_PAGES = frozenset("webpage itempage medicalwebpage newsitem claimreview review qapage".split())
# Only these lead to what the page itself is; lists, parts and mentions lead to other articles.
_INWARD = ("@graph", "mainEntity", "mainEntityOfPage")
# What old pages wrap a script in, from its begin inwards and from its end.
_BEFORE = re.compile(r"\s*+(?:/\*|//)?\s*+(?:<!\[CDATA\[|<!--)?\s*+(?:\*/)?")
_BEHIND = ((";",), ("*/",), ("]]>", "-->"), ("/*", "//"))
_PARAGRAPHS = re.compile(r"<(?:/p|/h\d|/li|br\s*/?)>", re.I)
_TAGS = re.compile(r"<[^<>]{0,200}>")
_DEEPEST = 6
_LARGEST = 2_000_000


def article_nodes(tree: HtmlElement) -> list[Node]:
    """Return the objects that stand for a page's article, not those of articles it lists.

    Scripts that are no JSON are passed over: what a broken one meant cannot be known.
    """
    return _nodes(tree, _ARTICLES)


def page_nodes(tree: HtmlElement) -> list[Node]:
    """Return the objects that stand for the page itself, which may be no article by its kind."""
    return _nodes(tree, _PAGES)


def _nodes(tree: HtmlElement, kinds: frozenset[str]) -> list[Node]:
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if text.strip() and len(text) <= _LARGEST:
            found.extend(_of_kinds(_read(text), kinds, 0))
    return found


def main_article(nodes: list[Node], is_page: Callable[[Node], bool]) -> Node | None:
    """Return the node that ``is_page`` confirms, or the only one; several unconfirmed are none.

    >>> main_article([{"headline": "A"}, {"headline": "B"}], lambda node: node["headline"] == "B")
    {'headline': 'B'}
    """
    confirmed = [node for node in nodes if is_page(node)]
    return confirmed[0] if confirmed else None


def text_of(value: object) -> str:
    """Return the text of a value: itself, its ``name`` or ``@value``, or the first of a list."""
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("headline")
        else:
            break
    return _plain(value) if isinstance(value, str | int) else ""


def paragraphs_of(value: object) -> list[str]:
    """Return the paragraphs of an article's body, which may be written as HTML."""
    if not isinstance(value, str):
        return []
    text = _TAGS.sub(" ", _PARAGRAPHS.sub("\n\n", html.unescape(value)))
    return [line for one in re.split(r"\n\s*\n|\r\n?", text) if (line := " ".join(one.split()))]


def texts_of(value: object) -> list[str]:
    """Return the texts of a value that may be a list, each once and in order."""
    some = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for one in some if (text := text_of(one))))


def addresses_of(node: Node) -> list[str]:
    """Return the addresses that an object says are its own."""
    found = []
    for name in ("url", "mainEntityOfPage", "@id"):
        value = node.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            found.append(value.strip())
    return found


def _unwrapped(text: str) -> str:
    """Return a script without what hides it from old browsers.

    >>> _unwrapped('/* <![CDATA[ */ {"a": 1} /* ]]> */;')
    ' {"a": 1}'
    """
    text = _BEFORE.sub("", text, count=1).rstrip()
    for marks in _BEHIND:
        for mark in marks:
            text = text.removesuffix(mark)
        text = text.rstrip()
    return text


def _read(text: str) -> object:
    for unwrap in (str, _unwrapped):
        try:
            return json.loads(unwrap(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _of_kinds(value: object, kinds: frozenset[str], depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _of_kinds(one, kinds, depth + 1)
    elif isinstance(value, dict):
        said = value.get("@type")
        names = said if isinstance(said, list) else [said]
        if any(isinstance(name, str) and _kind(name) in kinds for name in names):
            yield value
        for inward in _INWARD:
            yield from _of_kinds(value.get(inward), kinds, depth + 1)


def _kind(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


def _plain(value: str | int) -> str:
    text = html.unescape(str(value))
    return " ".join(_TAGS.sub(" ", html.unescape(text)).split())
