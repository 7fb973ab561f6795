"""What an article is to the library: news, another form of one that is there, or the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ingest.report import SourceStatus
from ingest.storing import Store
from vectorstore import Article, url_key


class _Stored(NamedTuple):
    """What the library knows of an article; ``modified_at`` is in ISO 8601."""

    id: str
    sha256: str
    url: str | None
    source: str
    modified_at: str | None

    def is_newer(self, article: Article) -> bool:
        """Say whether it was changed after an article of another source was."""
        if not self.modified_at or not article.modified_at:
            return False
        if article.source and article.source == self.source:
            return False  # what stands there now counts
        mine, other = datetime.fromisoformat(self.modified_at), article.modified_at
        # A moment without a time zone cannot be held against one with it.
        return (mine.tzinfo is None) == (other.tzinfo is None) and other < mine


def place(
    article: Article,
    store: Store,
    *,
    named: bool,
    line: bool,
    whole: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> tuple[Article, SourceStatus]:
    """Find the article that this one is: by its id, its address or its source, else its content.

    ``named`` says that its source gave it its id. A ``line`` of a file has its id already, if it is
    an article of that file. ``whole`` says that it is all there is of its source. ``note`` hears
    when it is older than what the library has from another source, which then stays. Returns it
    with the id that it has in the library, and the address if that is only spelled in another way.
    """
    if not named and article.url and store.holds_url(article.url):
        store.flush()  # so that it is found
    same = _stored(article, store, named=named, line=line, whole=whole)
    waiting = store.shas.get(article.id)
    if waiting is None and not same and not named:
        for id, sha256 in store.shas.items():
            if sha256 == article.sha256:
                return replace(article, id=id), "unchanged"
    if waiting is not None:
        if waiting == article.sha256:
            return article, "unchanged"
        store.flush()
        same = _stored(article, store, named=named, line=line, whole=whole)
    if not same:
        return article, "new"
    stored = same[0]
    article = replace(article, id=stored.id)
    if url_key(article.url) == url_key(stored.url):
        article = replace(article, url=stored.url)
    if stored.sha256 == article.sha256:
        return article, "unchanged"
    if stored.is_newer(article):
        note("an older text of an article that the library has from elsewhere: it is left out")
        return article, "unchanged"
    return article, "changed"


def free_id(article: Article, store: Store) -> str:
    """Return an id for an article that no other bears, its own if that is free."""
    id, count = article.id, 1
    while id in store.shas or store.library.catalogue.rows(
        "SELECT 1 FROM articles WHERE id = ?", (id,)
    ):
        count += 1
        id = Article.of(article.text, title=article.title, source=f"{article.source}#{count}").id
    return id


def _stored(
    article: Article, store: Store, *, named: bool, line: bool, whole: bool
) -> list[_Stored]:
    """Return the stored articles that this one may be, the best first."""
    rows = store.library.catalogue.rows
    columns = "SELECT id, sha256, url, source, modified_at FROM articles WHERE"
    same = rows(f"{columns} id = ?", (article.id,))
    if not same and article.url and not named:
        same = rows(f"{columns} url_key = ?", (url_key(article.url),))
    if not same and not named and not line and article.source:
        same = rows(f"{columns} source = ? AND url IS ?", (article.source, article.url))
        if not same and whole:
            # A file whose page has been given an address, or has lost it, is the same still.
            one = rows(f"{columns} source = ?", (article.source,))
            same = [row for row in one if len(one) == 1 and not (row[2] and article.url)]
    if not same and not named:
        same = rows(f"{columns} sha256 = ?", (article.sha256,))
        # One that waits to be changed will not hold this content for long.
        same = [row for row in same if store.shas.get(row[0], row[1]) == row[1]]
    return [_Stored(*row) for row in same]
