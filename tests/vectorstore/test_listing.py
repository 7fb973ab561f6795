"""A listing tells what stands in the rows, in JSON too, however many there are."""

from __future__ import annotations

import json

from tests.vectorstore.conftest import article_of, unit_vectors
from vectorstore import Library, listed, listed_json
from vectorstore.listing import LISTED

#: Characters that JSON writes in a way of its own, or that its readers take for ends of lines.
ODD = '"quoted" \\ / \x00 \x01 \x1f \x7f \b\f\n\r\t \u2028 \u2029 \ufeff é \U0001f6a2 </b> {"a": 1}'

#: One more than are read at once.
MANY = 5001


def fill(library: Library, articles: int) -> None:
    """Put articles in, all but the first with nothing but an id and a title."""
    with library.catalogue.transaction():
        library.catalogue.put_article(*article_of(0, unit_vectors(1)))
        library.catalogue.rows("UPDATE articles SET title = ?", (ODD,))
        library.catalogue.many(
            "INSERT INTO articles (key, id, title, source, text, sha256, characters, ingested_at) "
            "VALUES (?, ?, ?, '', '', '', 0, '')",
            ((2 * n, f"article-{n}", f"Number {n}") for n in range(1, articles)),
        )


def test_a_listing_has_every_article_once_in_the_order_they_came(library: Library) -> None:
    fill(library, MANY)
    rows = list(listed(library.catalogue, "id", "title"))
    assert rows[0] == ("a0", ODD)
    assert rows[1:] == [(f"article-{n}", f"Number {n}") for n in range(1, MANY)]
    assert [json.loads(line)["id"] for line in listed_json(library.catalogue)] == [
        id for id, _ in rows
    ]


def test_a_listing_in_json_is_that_of_the_rows_whatever_stands_in_them(library: Library) -> None:
    fill(library, 3)
    library.catalogue.rows("UPDATE articles SET id = id || ?, outlet = ?", (ODD, ODD))
    with library.catalogue.transaction():
        for key, group in ((1, 1), (2, 1), (4, 2)):
            library.catalogue.rows("DELETE FROM copy_members WHERE article_key = ?", (key,))
            library.catalogue.rows("DELETE FROM copy_texts WHERE key = ?", (key,))
            digest = bytes([key])
            library.catalogue.rows("INSERT INTO copy_texts VALUES (?, ?, ?)", (key, digest, group))
            library.catalogue.rows("INSERT INTO copy_members VALUES (?, ?)", (key, key))
    lines = list(listed_json(library.catalogue))
    read = [json.loads(line) for line in lines]
    assert read == library.catalogue.listing()
    assert [tuple(one) for one in read] == [LISTED] * 3
    assert [one["group"] for one in read] == [f"a0{ODD}", f"a0{ODD}", None]
    assert [one["title"] for one in read] == [ODD, "Number 1", "Number 2"]
    assert not any("\n" in line for line in lines)


def test_an_empty_library_lists_nothing(library: Library) -> None:
    assert list(listed_json(library.catalogue)) == []
    assert list(listed(library.catalogue, "id")) == []
