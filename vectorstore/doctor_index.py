"""Whether both indexes hold what the articles say, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.catalogue import Catalogue
from vectorstore.errors import CitewireError
from vectorstore.schema import FULL_TEXT

if TYPE_CHECKING:
    from chromadb import Collection

    from vectorstore.library import Library

_ROWS = 500


def full_text_faults(library: Library) -> Iterator[str]:
    """Yield passages that the full-text index lacks, has too many of, or has otherwise."""
    catalogue = library.catalogue
    for what, one, other in (
        ("lacks", "SELECT key FROM passages", "SELECT id FROM passage_text_content"),
        ("has, and no article", "SELECT id FROM passage_text_content", "SELECT key FROM passages"),
    ):
        for (key,) in catalogue.rows(f"{one} EXCEPT {other}"):
            yield f"passage {key} is one that the full-text index {what}"
    for key, title, body, text, start, end, said in catalogue.batches(
        'SELECT p.key, t.c0, t.c1, a.text, p.start, p."end", a.title FROM passages p '
        "JOIN articles a ON a.key = p.article_key JOIN passage_text_content t ON t.id = p.key "
        "WHERE p.key > ? ORDER BY p.key LIMIT ?"
    ):
        if body != text[start:end] or title != said:
            yield f"passage {key} stands in the full-text index otherwise than in its article"
    try:
        catalogue.rows("INSERT INTO passage_text (passage_text) VALUES ('integrity-check')")
    except CitewireError as error:
        yield f"the full-text index does not fit its own texts: {error.__cause__ or error.happened}"


def make_full_text_anew(library: Library) -> None:
    """Make the full-text index from the articles; inside ``writing``."""
    catalogue = library.catalogue
    with catalogue.transaction():
        empty_full_text(catalogue)
        for key, title, text, start, end in catalogue.batches(
            'SELECT p.key, a.title, a.text, p.start, p."end" FROM passages p JOIN articles a '
            "ON a.key = p.article_key WHERE p.key > ? ORDER BY p.key LIMIT ?"
        ):
            catalogue.rows(
                "INSERT INTO passage_text (rowid, title, body) VALUES (?, ?, ?)",
                (key, title, text[start:end]),
            )


def empty_full_text(catalogue: Catalogue) -> None:
    """Put an empty full-text index in the place of the one there, inside a transaction."""
    catalogue.rows("DROP TABLE passage_terms")
    _drop_full_text(catalogue)
    for statement in FULL_TEXT:
        catalogue.rows(statement)
    catalogue.suit_full_text()


def _drop_full_text(catalogue: Catalogue) -> None:
    try:
        catalogue.rows("DROP TABLE passage_text")
    except CitewireError as error:
        # Its own tables can be so broken that it does not even go.
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        catalogue.rows("DELETE FROM passage_text_data")
        catalogue.rows("DELETE FROM passage_text_idx")
        catalogue.rows("INSERT INTO passage_text (passage_text) VALUES ('rebuild')")
        catalogue.rows("DROP TABLE passage_text")


def index_faults(library: Library) -> Iterator[str]:
    """Yield what the vector index lacks, has too many of, or has otherwise than the library."""
    with library.index.collection() as collection:
        held = {int(id) for id in collection.get(include=[])["ids"]}
        catalogue = library.catalogue
        right = {int(key) for (key,) in catalogue.rows("SELECT key FROM passages WHERE indexed")}
        going = {int(key) for (key,) in catalogue.rows("SELECT passage_key FROM departed")}
        waiting = {
            int(key) for (key,) in catalogue.rows("SELECT key FROM passages WHERE NOT indexed")
        }
        for key in sorted(right - held):
            yield f"passage {key} is missing"
        for key in sorted(held - right - going - waiting):
            yield f"passage {key} is an orphan: no article has it"
        yield from _differences(library, collection, held & right)


def _differences(library: Library, collection: Collection, keys: set[int]) -> Iterator[str]:
    last = 0
    while rows := library.catalogue.passages_after(last, _ROWS):
        last = rows[-1][0]
        known = {str(key): (text, vector) for key, text, vector in rows if key in keys}
        found = collection.get(ids=list(known), include=["documents", "embeddings"])
        for id, document, vector in zip(
            found["ids"], found["documents"] or (), np.asarray(found["embeddings"]), strict=True
        ):
            text, right = known[id]
            if document != text:
                yield f"passage {id} has another text"
            if vector.shape != right.shape or not np.allclose(vector, right, atol=1e-5):
                yield f"passage {id} has another vector"
        yield from _not_found(library, known)


def _not_found(library: Library, known: dict[str, tuple[str, np.ndarray]]) -> Iterator[str]:
    """Ask the index for one passage of a batch by its own vector: its graph must lead there."""
    for id, (_, vector) in list(known.items())[:1]:
        nearest = library.index.search(vector, 10)
        stored = library.catalogue.passages(nearest)
        best = max((float(vector @ one.vector) for one in stored.values()), default=0.0)
        if int(id) not in nearest and best < float(vector @ vector) - 1e-4:
            yield f"passage {id} is not found by its own vector"
