"""A library that the first version wrote opens in this one, and nothing of it is lost."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.vectorstore.test_library import in_step
from vectorstore import Library, Settings, examine
from vectorstore.schema import SCHEMA_VERSION

FIRST = Path(__file__).parent / "first_release"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the first version's library, unpacked."""
    with tarfile.open(FIRST / "library.tar.gz") as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / "first-release"


def test_the_fixture_is_of_the_first_schema(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM sentences").fetchone() == (50,)


def test_a_library_of_the_first_release_opens_with_nothing_lost(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        vectors = dict(db.execute("SELECT key, vector FROM passages"))
        small = db.execute("SELECT key, vector, scale FROM sentences ORDER BY key").fetchall()
    with Library.open(folder, settings=Settings(data_dir=folder)) as library:
        rows = library.catalogue.rows
        assert library.status().schema_version == SCHEMA_VERSION
        assert dict(rows("SELECT key, vector FROM passages")) == vectors
        assert rows("SELECT key, vector, scale FROM sentences ORDER BY key") == small
        told = json.loads((FIRST / "articles.json").read_text("utf-8"))
        for article, first in zip(library.articles(), told, strict=True):
            assert article.sha256 == first["sha256"]
            assert {name: article.as_dict()[name] for name in first if name != "sha256"} == {
                name: value for name, value in first.items() if name != "sha256"
            }
            assert library.article(article.id) == article
        assert in_step(library) == len(vectors) == 6
        assert [one for one in examine(library) if one.faults] == []
        assert {library.catalogue.match(word, 1)[0][0] for word in ("beetle", "train")} <= {
            *vectors
        }
        for key, passage in library.catalogue.passages([*vectors]).items():
            assert library.nearest(passage.vector, 1) == [key]
    with Library.open(folder, settings=Settings(data_dir=folder)) as again:
        assert len(again) == 3
