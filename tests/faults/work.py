"""What is done to a small library, the news in it, and the folder that both are in."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest import ingest, rebuild_with
from qa import answer, save_answer
from qa.adapted import keep_reader
from qa.calibrated import keep, key_of
from qa.calibration import SHIPPED
from qa.reader import FOLDER, WEIGHTS_FILE
from tests.conftest import ROOT
from tests.tiny import tiny_model
from vectorstore import (
    Article,
    ArticleNotFoundError,
    Library,
    Settings,
    UsageError,
    backup,
    drop_question,
    examine,
    restore,
    saved_questions,
)

#: A word of the one article that is forgotten, which no other text has.
SECRET = "quibbletron"

QUESTIONS = (
    "Which ferries were paused, and for how long?",
    "Who reopened the bridge of Oldtown?",
    "Who won the Nobel prize in chemistry?",
)

#: What is said of a reader that is put to use, and how its scores become probabilities.
_FIGURE = {"before": 0.4, "after": 0.5, "low": 0.05, "high": 0.15}
_FIGURES = {"trained": 300, "measured": 40, "questions": 0, "first": _FIGURE, "mrr": _FIGURE}
_CALIBRATION = replace(SHIPPED, questions=60, day=date(2025, 1, 1))

_CHATS: list[Library] = []

_FIRST_RELEASE = ROOT / "tests" / "vectorstore" / "first_release" / "library.tar.gz"
_SAID = "The council met on Friday. Mayor Ada Quill said that the lamps were put out. "


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that is done in a folder, which may be done again when it was interrupted.

    ``needs`` are what it finds there, ``makes`` is the library whose state counts, and ``copy`` a
    backup that it makes.
    """

    name: str
    run: Callable[[Path], object]
    needs: tuple[str, ...] = ("library", "ids.json")
    makes: str = "library"
    copy: str = ""


def opened(folder: Path, *, finish: bool = True) -> Library:
    """Open a library as its next user would."""
    return Library.open(folder, settings=Settings(data_dir=folder), finish=finish)


def write_news(folder: Path, *, corrected: bool) -> None:
    """Write files of news, as they were at first or as they are now."""
    folder.mkdir(exist_ok=True)
    ferries = "three weeks" if corrected else "two weeks"
    texts = {
        "harbor.txt": f"Harbor opens\n\nThe harbor of Oldtown opened. {_SAID}",
        "ferry.txt": f"Ferries paused\n\nFerries 1 and 2 were paused for {ferries}, said Bo Lind.",
        "lamps.txt": f"Lamps put out\n\n{_SAID * (2 if corrected else 1)}",
        "gulls.txt": "Gulls return\n\nThe gulls came back to the pier on Sunday.",
        "robot.txt": f"A {SECRET} was seen\n\nA {SECRET} of Zorvath was seen near the pier.",
    }
    if corrected:
        texts["bridge.txt"] = "Bridge reopens\n\nThe bridge of Oldtown was reopened by Ada Quill."
    for name, text in texts.items():
        (folder / name).write_text(text)
    count = 4 if corrected else 3
    lines = [
        {"id": f"line-{n}", "title": f"Tram {n}", "text": f"Tram {n} was late by {n + 2} minutes."}
        for n in range(count)
    ]
    lines[1]["text"] += " It rained." if corrected else ""
    (folder / "trams.jsonl").write_text("\n".join(json.dumps(line) for line in lines))


def make(folder: Path) -> None:
    """Make all that any operation needs."""
    folder.mkdir()
    tiny_model(folder)
    news = folder / "news"
    write_news(news, corrected=False)
    with opened(folder / "library") as library:
        robot = news / "robot.txt"
        robot.write_text(f"A {SECRET} was seen\n\nNobody knows what a {SECRET} is.")
        ingest(library, robot)
        backup(library, folder / "copy.tar.gz")
        write_news(news, corrected=False)
        ingest(library, news)
        ingest(library, Article.of("A whistle was heard at noon.", id="whistle", title="Whistle"))
        library.remove(["whistle"])
        save_answer(answer(QUESTIONS[0], library=library), library=library)
        ids = {article.title: article.id for article in library.articles()}
        (folder / "ids.json").write_text(json.dumps(ids))
        backup(library, folder / "given.tar")
    broken = folder / "broken"
    restore(folder / "given.tar", broken, Settings(data_dir=broken))
    with opened(broken) as library:
        library.catalogue.rows("DELETE FROM passage_text WHERE rowid % 2")
        library.catalogue.rows("UPDATE articles SET sentences = 77")
        with library.index.collection() as collection:
            collection.delete(ids=collection.get(limit=2)["ids"])
        (broken / "chroma.new").mkdir()
    with tarfile.open(_FIRST_RELEASE) as tar:
        tar.extractall(folder, filter="data")
    (folder / "first-release").rename(folder / "first")


def _ids(at: Path, *titles: str) -> list[str]:
    known = json.loads((at / "ids.json").read_text())
    return [known[title] for title in titles]


def _ingest(at: Path) -> None:
    write_news(at / "news", corrected=True)
    with opened(at / "library") as library:
        report = ingest(library, at / "news", batch_passages=3)
        assert not report.failed, report.failed


def _remove(at: Path) -> None:
    with opened(at / "library") as library:
        there = {article.id for article in library.articles()}
        left = [id for id in _ids(at, "Harbor opens", "Tram 1") if id in there]
        if left:
            library.remove(left)


def _forget(at: Path) -> None:
    with opened(at / "library") as library:
        for id in _ids(at, f"A {SECRET} was seen", "Tram 2"):
            try:
                library.forget([id])
            except ArticleNotFoundError:
                continue  # it was before


def _compact(at: Path) -> None:
    with opened(at / "library") as library:
        library.compact()


def _rebuild(at: Path) -> None:
    with opened(at / "library") as library:
        library.rebuild()


def _model(at: Path) -> None:
    with opened(at / "library") as library:
        model = str(at.parent / "base" / "model")
        if library.catalogue.fact("embedding_model") != model:
            rebuild_with(library, model, batch_passages=3)


def _backup(at: Path) -> None:
    with opened(at / "library") as library:
        if not (at / "copy").exists():
            backup(library, at / "copy")


def _pack(at: Path) -> None:
    with opened(at / "library") as library:
        backup(library, at / "copy.tar.gz")


def _restore(at: Path) -> None:
    there = (at / "restored").exists()
    try:
        restore(at / "given.tar", at / "restored", Settings(data_dir=at / "restored"))
    except UsageError:
        if not there:
            raise


def _chat(folder: Path) -> None:
    """Have the library open until this process ends, as a chat has it, in which people do this.

    Whoever closes a library as the last one brings all of SQLite's log to the disk.
    """
    _CHATS.append(opened(folder))


def _save(at: Path) -> None:
    _chat(at / "library")
    with opened(at / "library") as library:
        save_answer(answer(QUESTIONS[1], library=library), library=library)
        for one in saved_questions(library.catalogue):
            if one.question == QUESTIONS[0]:
                drop_question(library.catalogue, one.number)


def _keep(at: Path) -> None:
    _chat(at / "library")
    with opened(at / "library") as library:
        keep_reader(FOLDER / WEIGHTS_FILE, library, _FIGURES)
        keep(_CALIBRATION, library, key_of(library))


def _migrate(at: Path) -> None:
    with opened(at / "first") as library:
        ingest(library, Article.of("The gulls came back.", id="gulls"))


def _repair(at: Path) -> None:
    with opened(at / "broken") as library:
        examine(library, repair=True)


_IN_PLACE = ("library", "ids.json")
OPERATIONS = {
    one.name: one
    for one in (
        Operation("ingest", _ingest, (*_IN_PLACE, "news")),
        Operation("remove", _remove),
        Operation("forget", _forget),
        Operation("compact", _compact),
        Operation("rebuild", _rebuild),
        Operation("model", _model),
        Operation("backup", _backup, copy="copy"),
        Operation("pack", _pack, (*_IN_PLACE, "copy.tar.gz"), copy="copy.tar.gz"),
        Operation("restore", _restore, ("given.tar",), "restored"),
        Operation("save", _save),
        Operation("keep", _keep),
        Operation("migrate", _migrate, ("first",), "first"),
        Operation("repair", _repair, ("broken",), "broken"),
    )
}
