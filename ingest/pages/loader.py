"""A page becomes an article."""

from __future__ import annotations

from typing import Any

from ingest.making import make_article
from ingest.pages.main_text import main_text
from ingest.pages.metadata import metadata
from ingest.pages.tree import parse_page
from vectorstore import Article, SourceError


def load_page(text: str, source: str, notes: list[str], *, url: str | None = None) -> Article:
    """Return the article of a page that is decoded already; ``notes`` are added to.

    ``url`` is the address that the page came from, where it was not a file.
    Raises SourceError for a page that cannot be read or has no article.
    """
    tree = parse_page(text, source)
    known = metadata(tree, url or source)
    parts = main_text(tree, known.titles, known.fields.get("url", ""), known.body)
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
