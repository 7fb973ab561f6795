"""The tables of ``library.sqlite3`` and how an older library becomes a newer one."""

from __future__ import annotations

import sqlite3

from vectorstore.languages import language_code

#: Stands in SQLite's header, so that another program's database is never taken for ours: "CITW".
APPLICATION_ID = 0x43495457

_FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT,
    title TEXT NOT NULL,
    outlet TEXT,
    published TEXT,
    language TEXT,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    characters INTEGER NOT NULL,
    ingested_at TEXT NOT NULL
) STRICT;
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_source ON articles (source);
CREATE INDEX articles_sha256 ON articles (sha256);

-- What a file or a line was when it was read: the same bytes need no second reading.
CREATE TABLE sources (
    source TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    articles INTEGER NOT NULL
) STRICT;

-- Numbers are never used twice: an index that is behind cannot take one passage for another.
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK ("end" > start),
    vector BLOB NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX passages_article ON passages (article_key);
CREATE INDEX passages_unindexed ON passages (key) WHERE indexed = 0;

CREATE TABLE sentences (
    key INTEGER PRIMARY KEY,
    passage_key INTEGER NOT NULL REFERENCES passages (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK ("end" > start),
    vector BLOB NOT NULL,
    scale REAL NOT NULL
) STRICT;
CREATE INDEX sentences_passage ON sentences (passage_key);

-- Passages that left the library and may still stand in the vector index.
CREATE TABLE departed (
    passage_key INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE ingests (
    key INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE VIRTUAL TABLE passage_text USING fts5 (
    title, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_text, row);

INSERT INTO meta VALUES ('generation', '0'), ('index_writing', '0');
"""

# A source is known only as long as all the articles that it gave are there, whichever source the
# library names for them. What was read before is read again; the index gets its seal.
_SECOND = """
CREATE TABLE origins (
    source TEXT NOT NULL REFERENCES sources (source) ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    PRIMARY KEY (source, article_id)
) STRICT, WITHOUT ROWID;
DELETE FROM sources;
UPDATE meta SET value = '1' WHERE key = 'index_writing'
    AND EXISTS (SELECT 1 FROM passages WHERE indexed = 1);
"""

# A question has a day: what was published later is not considered.
_THIRD = """
CREATE INDEX articles_published ON articles (published);
"""

# An abstention names the articles that are in a language the models do not read, and an answer says
# how much was searched on its day: both without counting sentences one by one.
_FOURTH = """
ALTER TABLE articles ADD COLUMN language_code TEXT;
ALTER TABLE articles ADD COLUMN passages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN sentences INTEGER NOT NULL DEFAULT 0;
UPDATE articles SET
    language_code = language_code(language, text),
    passages = (SELECT count(*) FROM passages p WHERE p.article_key = articles.key),
    sentences = (SELECT count(*) FROM passages p JOIN sentences s ON s.passage_key = p.key
        WHERE p.article_key = articles.key);
DROP INDEX articles_published;
CREATE INDEX articles_published ON articles (published, passages, sentences, language_code);
"""

# What sources say beside the text: who wrote it and when to the minute, and which parts of it are
# headings. ``tags``, ``blocks`` and ``known_from`` are JSON.
_FIFTH = """
ALTER TABLE articles ADD COLUMN byline TEXT;
ALTER TABLE articles ADD COLUMN published_at TEXT;
ALTER TABLE articles ADD COLUMN modified_at TEXT;
ALTER TABLE articles ADD COLUMN section TEXT;
ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN blocks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN known_from TEXT NOT NULL DEFAULT '{}';
"""

# What a server said of a page when it was fetched, so that it can be asked whether it has changed.
# ``entry`` is a digest of what a feed said of it; ``pages`` are those that a feed led to, JSON.
_SIXTH = """
CREATE TABLE web (
    source TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    entry TEXT NOT NULL,
    pages TEXT NOT NULL
) STRICT;
"""

# What servers ask of their visitors: the robots.txt of an origin, and until when not to ask for an
# address. ``until`` is in seconds since 1970.
_SEVENTH = """
CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    until REAL NOT NULL
) STRICT;
CREATE TABLE waits (
    address TEXT PRIMARY KEY,
    until REAL NOT NULL
) STRICT;
"""

# An article that is corrected keeps what it said before. ``record`` is that version with its
# sentences, JSON compressed by zlib: it is seldom read, and half as large as its text. It needs no
# other version to be read, so that each can be checked, and deleted, by itself. Articles are known
# by ``url_key``, an address less what leads nowhere else. ``questions`` are those that were saved,
# each with where its answer was quoted from, JSON, without a word of an article.
_EIGHTH = """
ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN url_key TEXT;
UPDATE articles SET url_key = url_key(url);
DROP INDEX articles_url;
CREATE INDEX articles_url_key ON articles (url_key);

CREATE TABLE versions (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    ingested_at TEXT NOT NULL,
    superseded_at TEXT NOT NULL,
    record BLOB NOT NULL,
    UNIQUE (article_id, version)
) STRICT;

CREATE TABLE questions (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    question TEXT NOT NULL,
    as_of TEXT,
    answered_at TEXT NOT NULL,
    quoted TEXT NOT NULL
) STRICT;
"""

# Which articles copy one another: articles with the same words share a text, ``grouped`` is the
# number of its group, a link is there in both directions. What came before is signed by a writer.
_NINTH = """
CREATE TABLE copy_texts (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE,
    grouped INTEGER NOT NULL
) STRICT;
CREATE INDEX copy_texts_grouped ON copy_texts (grouped);
CREATE TABLE copy_members (
    article_key INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    text_key INTEGER NOT NULL REFERENCES copy_texts (key)
) STRICT;
CREATE INDEX copy_members_text ON copy_members (text_key);
CREATE TABLE copy_signatures (
    text_key INTEGER PRIMARY KEY REFERENCES copy_texts (key) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;
CREATE TABLE copy_bands (
    band INTEGER NOT NULL,
    text_key INTEGER NOT NULL,
    PRIMARY KEY (band, text_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE copy_links (
    one INTEGER NOT NULL REFERENCES copy_texts (key) ON DELETE CASCADE,
    other INTEGER NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
INSERT INTO meta SELECT 'copies_unsigned', '1' WHERE EXISTS (SELECT 1 FROM articles);
"""

# All that a listing shows stands together: most of an article's row is its text, and what stands
# behind that in the row is only found by reading through it. In the order of ``Queries.listing``.
_TENTH = """
CREATE INDEX articles_listing ON articles (key, id, title, url, outlet, published, language, source,
    characters, ingested_at, byline, section, published_at, version);
"""

# Pages that feeds lead to and that are not there. ``entry`` is a digest of what the feed said of
# one; it was asked for last at ``noted``, and is not to be before ``until``, in seconds since 1970.
_ELEVENTH = """
CREATE TABLE gone (
    address TEXT PRIMARY KEY,
    said TEXT NOT NULL,
    entry TEXT NOT NULL,
    noted REAL NOT NULL,
    until REAL NOT NULL
) STRICT;
"""

# An ingest that found a source as it was forgot which articles it had given: one that was removed
# would never come back. Where that cannot be told any more, the source is read again.
_TWELFTH = """
INSERT INTO origins SELECT s.source, a.id FROM sources s JOIN articles a ON a.source = s.source
    WHERE s.articles = 1
    AND NOT EXISTS (SELECT 1 FROM origins o WHERE o.source = s.source);
DELETE FROM sources
    WHERE NOT EXISTS (SELECT 1 FROM origins o WHERE o.source = sources.source);
"""

#: What makes the full-text index of the present schema: it is derived, and can be made anew.
FULL_TEXT: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE passage_text USING fts5 "
    "(title, body, tokenize = 'porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_text, row)",
)

#: Each entry takes a library from its position to the next; entries are never altered.
MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _SIXTH,
    _SEVENTH,
    _EIGHTH,
    _NINTH,
    _TENTH,
    _ELEVENTH,
    _TWELFTH,
)

SCHEMA_VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a library from ``version`` to the present schema, in one transaction.

    The connection has the function ``url_key``.
    """
    connection.create_function("language_code", 2, language_code, deterministic=True)
    steps = "".join(MIGRATIONS[version:])
    connection.executescript(
        f"BEGIN IMMEDIATE;{steps}"
        f"PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {SCHEMA_VERSION};"
        "COMMIT;"
    )
