"""What is seen of a library: right after it was disturbed, and when the work was done again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qa import adaptation_state, answer, calibration_state
from qa.answering import find_passages
from tests.faults.work import QUESTIONS, SECRET, Operation, opened
from vectorstore import Library, Settings, copy_groups, examine, restore, saved_questions

#: Locks and notes that come and go with whoever opens a library.
_COME_AND_GO = (".lock", "-wal", "-shm")

#: What tells one article from another, and a whole one from a half.
Contents = list[list[Any]]


def state(at: Path, operation: Operation) -> dict[str, Any]:
    """Open a library and describe all that must be the same, however it came about."""
    with opened(at / operation.makes) as library:
        found = {**described(library), "faults": _faults(library)}
        library.catalogue.empty_log()
    found["files"] = sorted(
        file.name for file in at.iterdir() if file.name not in ("lost+found", "fill")
    ) + sorted(
        file.name
        for file in (at / operation.makes).iterdir()
        if not file.name.endswith(_COME_AND_GO)
    )
    if operation.name == "forget":
        found["traces"] = traces(at / operation.makes)
    if operation.copy and (at / operation.copy).exists():
        found["copy"] = restored(at, operation)
    return found


def described(library: Library) -> dict[str, Any]:
    """Return what a library holds, finds and answers, without what a clock or a counter gave."""
    rows = library.catalogue.rows
    counts = library.catalogue.counts()
    with library.index.collection() as collection:
        indexed = collection.count()
    status, record = library.status(), adaptation_state(library).record
    return {
        "articles": contents(library),
        "counts": [*counts, indexed],
        "sources": rows("SELECT source, sha256, articles FROM sources ORDER BY 1"),
        "origins": rows("SELECT source, article_id FROM origins ORDER BY 1, 2"),
        "texts": rows("SELECT title, body FROM passage_text ORDER BY 1, 2"),
        "copies": [group.as_dict() for group in copy_groups(library.catalogue)],
        "questions": [
            [one.question, repr(one.quoted)] for one in saved_questions(library.catalogue)
        ],
        "model": status.embedding_model,
        "reader": [record and record.sha256, calibration_state(library).as_dict()],
        "removed": status.removed,
        "unfinished": status.unfinished,
        "rebuilding": status.rebuilding,
        "answer": answered(library),
        "found": [_found(question, library) for question in QUESTIONS],
    }


def answered(library: Library) -> str:
    """Ask a library, and hold what it quotes against its articles."""
    given = answer(QUESTIONS[0], library=library)
    for citation in (*given.citations, *given.nearest):
        text = library.article(citation.article_id).text
        assert citation.quote == text[citation.start : citation.end]
    return given.text


def _found(question: str, library: Library) -> list[list[Any]]:
    """Return what both searches find, with what the vectors say."""
    passages = find_passages(question, library, {}, as_of=date.today()).candidates
    return sorted(
        [one.passage.article_id, one.passage.start, one.passage.end, round(one.similarity, 3)]
        for one in passages
    )


def contents(library: Library) -> Contents:
    """Return the articles, each with its versions; their order is that of their ids."""
    found = []
    for article in library.articles():
        versions = [
            [one.version, one.sha256, one.characters] for one in library.history(article.id)
        ]
        found.append([article.id, article.sha256, article.title, len(article.sentences), versions])
    return sorted(found)


def whole(library: Library, known: Contents) -> list[str]:
    """Say which articles are neither as they were nor as they are to be."""
    return [f"{one} is neither old nor new" for one in contents(library) if one not in known]


def traces(folder: Path) -> list[str]:
    """Return the files in which the secret word stands, or its stem."""
    words = (SECRET.encode(), SECRET.capitalize().encode(), SECRET[1:].encode())
    return [
        file.name
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(word in file.read_bytes() for word in words)
    ]


def between(at: Path, operation: Operation, known: Contents, *, repair: bool) -> list[str]:
    """Look at what a disturbed operation has left, before it is done again; say what is wrong."""
    wrong = []
    if operation.copy and (at / operation.copy).exists():
        restored(at, operation)
    if not (at / operation.makes).exists():
        return []
    with opened(at / operation.makes) as library:
        if operation.name != "repair":
            wrong += whole(library, known)
            answered(library)
        if repair:
            examine(library, repair=True)
            wrong += _faults(library)
    return wrong


def restored(at: Path, operation: Operation) -> Contents:
    """Make a library of the copy that an operation made, and return its articles."""
    folder = at / "of-copy"
    restore(at / operation.copy, folder, Settings(data_dir=folder))
    with opened(folder) as library:
        found = contents(library)
        assert not _faults(library)
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()
    return found


def _faults(library: Library) -> list[str]:
    return [f"{one.check}: {'; '.join(one.faults)}" for one in examine(library) if one.faults]
