"""Whether what is noted beside the articles holds: copies, addresses, saved questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.catalogue import Catalogue
from vectorstore.copy_groups import COPIES_UNSIGNED
from vectorstore.saved import question_of
from vectorstore.sketches import NUMBERS, bands
from vectorstore.wording import wording_of

if TYPE_CHECKING:
    from vectorstore.library import Library

#: The tables of copies, those first that refer to others.
COPY_TABLES = ("copy_links", "copy_bands", "copy_signatures", "copy_members", "copy_texts")

#: What must select nothing, and what it is when it does.
_NEVER = (
    (
        "SELECT m.article_key FROM copy_members m LEFT JOIN copy_texts t ON t.key = m.text_key "
        "LEFT JOIN articles a ON a.key = m.article_key WHERE t.key IS NULL OR a.key IS NULL",
        "article number {} is noted with a text that is not there",
    ),
    (
        "SELECT key FROM copy_texts WHERE key NOT IN (SELECT text_key FROM copy_members)",
        "text {} is of no article",
    ),
    (
        "SELECT l.one FROM copy_links l LEFT JOIN copy_links o ON o.one = l.other "
        "AND o.other = l.one AND o.share = l.share WHERE o.one IS NULL",
        "text {} is linked with one that is not linked with it",
    ),
    (
        "SELECT one FROM copy_links WHERE one NOT IN (SELECT key FROM copy_texts)",
        "text {} is linked and not there",
    ),
    (
        "SELECT DISTINCT text_key FROM copy_bands "
        "WHERE text_key NOT IN (SELECT text_key FROM copy_signatures)",
        "text {} is looked up under a signature that is not there",
    ),
    (
        "SELECT text_key FROM copy_signatures WHERE text_key NOT IN (SELECT key FROM copy_texts)",
        "there is a signature of text {}, which is not there",
    ),
)


def copy_faults(library: Library) -> Iterator[str]:
    """Yield what is wrong with the groups of articles that copy one another."""
    catalogue = library.catalogue
    for sql, said in _NEVER:
        for (key,) in catalogue.rows(sql):
            yield said.format(key)
    if catalogue.copies_known:
        for (id,) in catalogue.rows(
            "SELECT id FROM articles WHERE key NOT IN (SELECT article_key FROM copy_members)"
        ):
            yield f"{id} was not looked at for copies"
    yield from _text_faults(catalogue)
    yield from _group_faults(catalogue)


def make_copies_anew(library: Library) -> None:
    """Take all that is noted of copies away; the next ingest looks at the articles anew."""
    catalogue = library.catalogue
    with catalogue.transaction():
        for table in COPY_TABLES:
            catalogue.rows(f"DELETE FROM {table}")
        if catalogue.counts()[0]:
            catalogue.set_fact(COPIES_UNSIGNED, "1")


def _text_faults(catalogue: Catalogue) -> Iterator[str]:
    """Yield texts that are noted otherwise than their articles say."""
    for _, id, text, key, digest, size, signed in catalogue.batches(
        "SELECT a.key, a.id, a.text, t.key, t.digest, s.size, s.signature FROM articles a "
        "JOIN copy_members m ON m.article_key = a.key JOIN copy_texts t ON t.key = m.text_key "
        "LEFT JOIN copy_signatures s ON s.text_key = t.key WHERE a.key > ? ORDER BY a.key LIMIT ?"
    ):
        wording = wording_of(text)
        if digest != wording.digest:
            yield f"{id} is noted with another text than it has"
        elif (size or 0) != len(wording.sequences) or len(signed or b"") not in (0, 4 * NUMBERS):
            yield f"the signature of text {key} of {id} is not one"
        elif signed:
            found = catalogue.rows("SELECT band FROM copy_bands WHERE text_key = ?", (key,))
            if {row[0] for row in found} != set(bands(np.frombuffer(signed, "<u4"))):
                yield f"text {key} of {id} is looked up under other numbers than its signature's"


def _group_faults(catalogue: Catalogue) -> Iterator[str]:
    """Yield texts whose group is not all that hangs together with them, by its least number."""
    groups = {
        int(key): int(one) for key, one in catalogue.rows("SELECT key, grouped FROM copy_texts")
    }
    least = {key: key for key in groups}

    def root(key: int) -> int:
        while least[key] != key:
            least[key] = least[least[key]]
            key = least[key]
        return key

    for one, other in catalogue.rows("SELECT one, other FROM copy_links"):
        if one in least and other in least:
            ends = sorted((root(one), root(other)))
            least[ends[1]] = ends[0]
    for key, group in groups.items():
        if root(key) != group:
            yield f"text {key} is in group {group} and hangs together with {root(key)}"


_OTHER_KEY = "url_key IS NOT url_key(url)"


def address_faults(library: Library) -> Iterator[str]:
    """Yield articles that are looked up under another address than theirs."""
    for (id,) in library.catalogue.rows(f"SELECT id FROM articles WHERE {_OTHER_KEY}"):
        yield f"{id} is looked up under another address than its own"


def make_addresses_anew(library: Library) -> None:
    """Note anew under which addresses articles are looked up."""
    library.catalogue.rows(f"UPDATE articles SET url_key = url_key(url) WHERE {_OTHER_KEY}")


def question_faults(library: Library) -> Iterator[str]:
    """Yield saved questions that cannot be read."""
    for row in library.catalogue.rows(
        "SELECT key, question, as_of, answered_at, quoted FROM questions ORDER BY key"
    ):
        try:
            question_of(*row)
        except (ValueError, TypeError) as error:
            yield f"saved question {row[0]} cannot be read: {error}"
