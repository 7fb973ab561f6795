"""Where forgotten articles came from is forgotten too: it is told in the words of their titles."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from vectorstore.database import Database
from vectorstore.errors import ArticleNotFoundError, LibraryDamagedError
from vectorstore.saved import saved_questions, unname_quoted
from vectorstore.versions import superseded


def left_of(catalogue: Database, id: str) -> list[str]:
    """Return the sources that are known to have given an article, whether or not it is there.

    An article that was removed leaves its id behind, which is made of words of its title. Raises
    ArticleNotFoundError when that stands nowhere.
    """
    sources = [
        str(source)
        for (source,) in catalogue.rows(
            "SELECT source FROM articles WHERE id = ?1 "
            "UNION SELECT source FROM origins WHERE article_id = ?1",
            (id,),
        )
    ]
    if (
        sources
        or catalogue.value("SELECT 1 FROM versions WHERE article_id = ?", (id,))
        or any(
            id == quoted.article_id for one in saved_questions(catalogue) for quoted in one.quoted
        )
    ):
        return sources
    raise ArticleNotFoundError(
        f"Nothing in the library has the id {id!r}, nor had before.",
        "Nothing was changed.",
        "citewire list shows the ids.",
    )


def forget_traces(catalogue: Database, ids: Collection[str]) -> None:
    """Forget all that is known of articles outside of their own rows.

    Inside a transaction, before the articles are deleted; those that are gone already leave traces.
    """
    forget_sources(catalogue, ids)
    unname_quoted(catalogue, ids)
    for id in ids:
        catalogue.rows("DELETE FROM versions WHERE article_id = ?", (id,))


def forget_sources(catalogue: Database, ids: Iterable[str]) -> None:
    """Forget where articles came from: ids and addresses are made of the words of titles.

    Their sources are read again when they are next met, whatever else they gave. Inside a
    transaction, before the articles are deleted.
    """
    for id in ids:
        found = catalogue.rows("SELECT source, url FROM articles WHERE id = ?", (id,))
        names = {name for row in found for name in row if name}
        names |= {source.partition("#")[0] for source, _ in found}
        names |= {
            str(source)
            for (source,) in catalogue.rows(
                "SELECT source FROM origins WHERE article_id = ?", (id,)
            )
        }
        for (version,) in catalogue.rows(
            "SELECT version FROM versions WHERE article_id = ?", (id,)
        ):
            try:
                before = superseded(catalogue, id, int(version))
            except LibraryDamagedError:
                continue  # where it came from cannot be told; it goes all the same
            if before is not None:
                names |= {name for name in (before.source, before.url) if name}
        for name in names:
            _forget_source(catalogue, name)


def _forget_source(catalogue: Database, name: str) -> None:
    catalogue.rows("DELETE FROM sources WHERE source = ?", (name,))
    catalogue.rows("DELETE FROM web WHERE source = ?1 OR url = ?1", (name,))
    catalogue.rows("DELETE FROM waits WHERE address = ?", (name,))
    catalogue.rows("DELETE FROM gone WHERE address = ?", (name,))
    quoted = json.dumps(name, ensure_ascii=False)
    for source, pages in catalogue.rows(
        "SELECT source, pages FROM web WHERE instr(pages, ?) > 0", (quoted,)
    ):
        kept = [page for page in json.loads(pages) if page != name]
        written = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        catalogue.rows("UPDATE web SET pages = ? WHERE source = ?", (written, source))
