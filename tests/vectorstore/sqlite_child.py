"""Uses a library with this Python's SQLite or a newer one, and says what is left of its words.

    python -m tests.vectorstore.sqlite_child FOLDER OWN|NEWER STEP…

Prints a JSON object: SQLite's version, the words found in ``library.sqlite3`` and in all files.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__" and sys.argv[2] == "NEWER":  # before anything imports the other
    sys.modules["sqlite3"] = import_module("pysqlite3")
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")

import sqlite3

from tests.vectorstore.conftest import DIM, FixedEmbedder, unit_vectors
from vectorstore import Article, EncodedPassage, Library, Settings, Span

#: Words of one article alone, and the stem of one, under which the full-text index has it.
WORDS = ("quibbletron", "zorvathian", "gloomwardli")
SECRET = "The quibbletron of a Zorvathian minister stood gloomwardly by."


def main() -> None:
    """Take the steps."""
    folder = Path(sys.argv[1])
    with Library.open(
        folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder()
    ) as library:
        for step in sys.argv[3:]:
            if step == "fill":
                fill(library)
            elif step == "remove":
                library.remove(["secret"])
            elif step == "forget":
                library.forget(["secret"])
            else:
                library.compact()
        library.catalogue.empty_log()
        status = library.status()
        match = library.catalogue.match
        said = {
            "sqlite": sqlite3.sqlite_version_info,
            "secure_delete": status.secure_delete,
            "due": status.compaction is not None,
            "passages": status.passages,
            "found": [len(match(word, 1000)) for word in ("ferri", "quibbletron")],
        }
    database = folder / "library.sqlite3"
    said["database"] = words_in(database.read_bytes())
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    said["files"] = sorted({word for data in files for word in words_in(data)})
    print(json.dumps(said))  # noqa: T201


def fill(library: Library) -> None:
    """Put articles in, and make one part of the full-text index, which is not merged soon."""
    articles = []
    for number in range(30):
        text = f"Ferry {number} sailed at noon. {SECRET if number == 17 else 'It rained.'}"
        id = "secret" if number == 17 else f"ferry-{number}"
        span, [vector] = Span(0, len(text)), unit_vectors(1, seed=number)
        passage = EncodedPassage(*span, (span,), vector, vector[None])
        articles.append((Article(id, text, sentences=(span,)), [passage]))
    with library.writing():
        library.put(articles, dimension=DIM)
    library.compact()


def words_in(data: bytes) -> list[str]:
    """Return the words that stand in some bytes, also without a first letter, as an index may."""
    lower = data.lower()
    return sorted(word for word in WORDS if word[1:].encode() in lower)


if __name__ == "__main__":
    main()
