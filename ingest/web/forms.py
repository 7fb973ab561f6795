"""The address that a page's article goes by, since a page may give itself that of another."""

from __future__ import annotations

from ingest.web.canonicals import canonical, is_same_text
from ingest.web.entries import renamed
from ingest.web.memory import Memory
from vectorstore import Article


def addressed(article: Article, own: str | None, memory: Memory) -> Article:
    """Return a page's article with an address that is its own, or with none.

    ``own`` is where the page was read, if that is known: an address of another host is not
    believed then. One that ``memory`` has from another source is only taken by a form of the same
    text: a template that gives all pages one address would else make them one article.
    """
    url = canonical(article.url, own) if own else article.url
    if url and url != own:
        stored = memory.text_at(url, but=article.source)
        if stored is not None and not is_same_text(stored, article.text):
            url = own
    if url == article.url:
        return article
    known = {**article.known_from, "url": "the address it was read from"}
    if not url:
        del known["url"]
    elif url != own:
        known["url"] = article.known_from.get("url", "the page")
    return renamed(article, {"url": url, "known_from": known})
