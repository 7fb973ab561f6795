"""A page becomes an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.making import make_article
from ingest.pages.blocks import Part, parts_of
from ingest.pages.main_text import main_text
from ingest.pages.metadata import metadata
from ingest.pages.tree import parse_page
from ingest.pages.walls import wall
from vectorstore import Article, SourceError


def _blocks(text: str, source: str) -> Iterator[Part]:
    """Yield the blocks of a page, but for its head and its foot, which are those of all pages.

    It is only read again when the first is asked for.
    """
    tree = parse_page(text, source)
    for one in list(tree.iter("header", "footer", "nav")):
        if one.getparent() is not None:
            one.drop_tree()
    yield from parts_of(tree)


def load_page(text: str, source: str, notes: list[str], *, url: str | None = None) -> Article:
    """Return the article of a page that is decoded already; ``notes`` are added to.

    ``url`` is the address that the page came from, where it was not a file.
    Raises SourceError for a page that cannot be read or has no article.
    """
    tree = parse_page(text, source)
    known = metadata(tree, url or source)
    is_article = "published" in known.fields or bool(known.body)
    parts = main_text(tree, known.titles, known.fields.get("url", ""), known.body)
    around = (line for one in _blocks(text, source) for line in one.text.split("\n"))
    if shown := wall("\n".join(one.text for one in parts), around, is_article=is_article):
        raise SourceError(
            f"{source}: the page is not an article, but {shown}.",
            to_do="Save the page as a browser shows it to you when you may read it.",
        )
    if not parts:
        raise SourceError(
            f"{source}: no article's text was found in this page.",
            to_do="If the text is loaded by a script, save the page as a browser shows it.",
        )
    notes += known.notes
    fields: dict[str, Any] = known.fields
    return make_article(
        source,
        notes,
        parts=[(p.kind, p.text) for p in parts],
        known_from=known.known_from,
        **fields,
    )
