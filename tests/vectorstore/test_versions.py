"""What an article said before is kept, leaves every search, and can be opened word for word."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from tests.vectorstore.conftest import DIM, article_of, put, take_back, unit_vectors
from tests.vectorstore.test_library import in_step
from vectorstore import (
    Article,
    ArticleNotFoundError,
    Block,
    EncodedPassage,
    KeptPassage,
    Library,
    Settings,
    Span,
    passages_held,
    url_key,
)
from vectorstore.schema import MIGRATIONS

Opener = Callable[..., Library]

MAYOR = Article.of(
    "The mayor resigned on Friday.",
    title="Mayor resigns",
    url="https://news.example/mayor",
    outlet="Gazette",
    published=date(2024, 3, 1),
    byline="Ada Fenwick",
    section="City",
    tags=["mayors"],
    blocks=[Block(0, 29, "paragraph")],
    known_from={"url": "link canonical"},
)


def stored(library: Library, article: Article) -> Article:
    """Store an article of one sentence, and return it as the library has it."""
    span = Span(0, len(article.text))
    [vector] = unit_vectors(1)
    article = replace(article, id=MAYOR.id, sentences=(span,))
    passage = EncodedPassage(*span, (span,), vector, vector[None])
    with library.writing():
        library.put([(article, [passage])], dimension=DIM)
    return library.article(article.id)


CHANGES: dict[str, Any] = {
    "text": "The mayor resigned on Monday.",
    "title": "Mayor stays",
    "outlet": "Post",
    "published": date(2024, 3, 2),
    "url": "https://news.example/another",
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_quotation_shows_makes_a_version_when_it_changes(
    open_library: Opener, name: str
) -> None:
    library = open_library()
    before = stored(library, MAYOR)
    after = stored(library, replace(MAYOR, **{name: CHANGES[name]}))
    assert (before.version, after.version) == (1, 2)
    assert library.article(MAYOR.id, version=1) == before
    assert library.article(MAYOR.id, version=1).known_from == before.known_from
    assert library.article(MAYOR.id, version=2) == after == library.article(MAYOR.id)
    assert len(library) == 1
    assert library.catalogue.counts() == (1, 1, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"byline": "Bo Wick"},
        {"modified_at": datetime(2024, 3, 1, 12)},
        {"section": "News"},
        {"tags": ()},
        {"language": "en"},
        {"blocks": ()},
        {"url": "http://NEWS.example/mayor?utm_source=feed#top"},
    ],
)
def test_what_no_quotation_shows_is_brought_up_to_date_in_place(
    open_library: Opener, changed: dict[str, Any]
) -> None:
    library = open_library()
    stored(library, MAYOR)
    after = stored(library, replace(MAYOR, **changed))
    assert after.version == 1
    assert [getattr(after, name) for name in changed] == list(changed.values())
    assert len(library.history(MAYOR.id)) == 1


def test_a_superseded_version_leaves_every_search_and_every_count(open_library: Opener) -> None:
    library = open_library()
    old = put(library, 1, unit_vectors(4))
    article, passages = article_of(1, list(unit_vectors(2, seed=3)))
    text = article.text.replace("stands", "remains")
    spans = [Span(0, 26), Span(27, 53)]
    moved = [
        EncodedPassage(*span, (span,), one.vector, one.sentence_vectors)
        for span, one in zip(spans, passages, strict=True)
    ]
    with library.writing():
        library.put([(replace(article, text=text, sentences=tuple(spans)), moved)], dimension=DIM)
    assert in_step(library) == 2
    assert library.catalogue.match('"stands"', 9) == []
    assert len(library.catalogue.match('"remains"', 9)) == 2
    assert len(library.nearest(unit_vectors(4)[0], 50)) == 2
    assert library.catalogue.counts() == (1, 2, 2)
    assert library.article("a1", version=1) == old
    assert [old.text[s:e] for s, e in library.article("a1", version=1).sentences] == [
        f"Sentence 1-{n} stands here." for n in range(4)
    ]


def test_the_history_tells_of_each_version_the_oldest_first(open_library: Opener) -> None:
    library = open_library()
    for title in ("One", "Two", "Three"):
        stored(library, replace(MAYOR, title=title))
    history = library.history(MAYOR.id)
    assert [(one.version, one.title, one.is_current) for one in history] == [
        (1, "One", False),
        (2, "Two", False),
        (3, "Three", True),
    ]
    assert history[0].superseded_at == history[1].ingested_at
    for one in history:
        assert library.article(MAYOR.id, version=one.version).sha256 == one.sha256
        assert one.characters == len(MAYOR.text)
    assert history[0].as_dict()["published"] == "2024-03-01"
    assert json.dumps(history[2].as_dict()["superseded_at"]) == "null"


@pytest.mark.parametrize("version", [-1, 0, 2])
def test_a_version_that_there_is_not_is_said_to_be_none(open_library: Opener, version: int) -> None:
    library = open_library()
    stored(library, MAYOR)
    with pytest.raises(ArticleNotFoundError, match=rf"no version {version}.*citewire history"):
        library.article(MAYOR.id, version=version)
    with pytest.raises(ArticleNotFoundError, match="citewire list"):
        library.history("nobody")


def test_an_article_that_is_removed_takes_its_older_versions_with_it(open_library: Opener) -> None:
    library = open_library()
    stored(library, MAYOR)
    stored(library, replace(MAYOR, title="Mayor stays"))
    library.remove([MAYOR.id])
    assert library.catalogue.rows("SELECT * FROM versions") == []
    assert stored(library, MAYOR).version == 1


def test_a_kept_passage_keeps_its_vectors_and_moves_with_its_sentences(
    open_library: Opener,
) -> None:
    library = open_library()
    vectors = unit_vectors(3)
    put(library, 1, vectors)
    held = passages_held(library.catalogue, "a1", "")
    last = ("Sentence 1-2 stands here.", (Span(0, 25),))
    [key] = held[last]
    before = library.catalogue.passages([key])[key]
    text = "Sentence 1-2 stands here."
    article = Article("a1", f"New. {text}", sentences=(Span(0, 4), Span(5, 30)))
    [new] = unit_vectors(1, seed=9)
    passages = [
        EncodedPassage(0, 4, (Span(0, 4),), new, new[None]),
        KeptPassage(key, 5, 30, (Span(5, 30),)),
    ]
    with library.writing():
        library.put([(article, passages)], dimension=DIM)
    assert in_step(library) == 2
    assert library.article("a1") == replace(article, version=2)
    after = library.catalogue.passages([key])[key]
    assert (after.start, after.end, after.sentences) == (5, 30, (Span(5, 30),))
    assert (after.vector == before.vector).all()
    assert (after.sentence_vectors == before.sentence_vectors).all()
    assert library.nearest(np.asarray(vectors[2]), 1) == [key]


def test_a_passage_of_another_article_cannot_be_kept(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(1))
    put(library, 2, unit_vectors(1))
    article, _ = article_of(1, unit_vectors(1))
    [[other]] = passages_held(library.catalogue, "a2", "").values()
    kept = KeptPassage(other, 0, 25, (Span(0, 25),))
    with library.writing(), pytest.raises(ValueError, match="a1 does not have"):
        library.put([(article, [kept])], dimension=DIM)
    assert in_step(library) == 2


def test_nothing_is_held_of_an_article_with_another_title(open_library: Opener) -> None:
    library = open_library()
    stored(library, MAYOR)
    assert passages_held(library.catalogue, MAYOR.id, "Mayor resigns")
    assert not passages_held(library.catalogue, MAYOR.id, "Mayor stays")
    assert not passages_held(library.catalogue, "nobody", "")


def test_a_library_of_the_seventh_schema_keeps_its_articles_as_first_versions(
    open_library: Opener,
) -> None:
    library = open_library()
    before = stored(library, MAYOR)
    library.close()
    take_back(library.path, 7)
    again = open_library()
    assert list(again.articles()) == [before]
    assert again.catalogue.rows("SELECT url_key, version FROM articles") == [
        (url_key(MAYOR.url), 1)
    ]
    assert stored(again, replace(MAYOR, title="Mayor stays")).version == 2
    assert again.article(MAYOR.id, version=1) == before


def test_the_schema_of_a_migrated_library_is_that_of_a_new_one(open_library: Opener) -> None:
    sql = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    new = open_library()
    made = new.catalogue.rows(sql)
    folder = new.path.with_name("older")
    folder.mkdir()
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        db.create_function("language_code", 2, lambda *_: None)
        db.executescript(
            "".join(MIGRATIONS[:7]) + "PRAGMA application_id = 1128879191; PRAGMA user_version = 7;"
        )
    with Library.open(
        folder, settings=Settings(data_dir=folder), embedder=new.embedder
    ) as migrated:
        assert migrated.catalogue.rows(sql) == made


def test_an_older_version_takes_less_room_than_its_text(open_library: Opener) -> None:
    library = open_library()
    long = " ".join(f"The mayor of town {n} resigned on Friday." for n in range(200))
    stored(library, replace(MAYOR, text=long, blocks=()))
    stored(library, MAYOR)
    record = library.catalogue.value("SELECT record FROM versions")
    assert len(record) < len(long) / 2
    assert json.loads(zlib.decompress(record))["text"] == long


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://A.example/x", True),
        ("https://a.example/x", "https://a.example:443/x#comments", True),
        ("https://a.example/x", "https://a.example/x#:~:text=It%20rained", True),
        ("https://a.example/x", "https://a.example/x#xtor=RSS-3&utm_source=feed", True),
        ("https://a.example/x#post-1", "https://a.example/x#post-1:~:text=It", True),
        ("https://a.example/x#post-1", "https://a.example/x#post-2", False),
        ("https://a.example/#!/a", "https://a.example/", False),
        ("https://a.example", "https://a.example/", True),
        ("https://a.example/x?id=1", "https://a.example/x?utm_medium=rss&id=1&fbclid=Z", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/x", "https://a.example/x/", False),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x", "https://www.a.example/x", False),
        ("https://a.example:8080/x", "https://a.example/x", False),
        ("urn:newsml:a", "urn:newsml:A", False),
        ("https://[broken", "https://[broken", True),
    ],
)
def test_addresses_are_one_when_they_differ_in_what_leads_nowhere_else(
    one: str, other: str, same: bool
) -> None:
    assert (url_key(one) == url_key(other)) is same


def test_an_article_survives_being_written_down_as_json() -> None:
    full = replace(
        MAYOR,
        published_at=datetime(2024, 3, 1, 9, 30),
        modified_at=datetime(2024, 3, 2),
        sentences=(Span(0, 29),),
        version=3,
    )
    again = Article.from_dict(json.loads(json.dumps(full.as_dict())))
    assert again == full
    assert again.known_from == full.known_from
    with pytest.raises(ValueError, match="count from 1"):
        replace(full, version=0)
