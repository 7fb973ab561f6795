"""Kills an ingest at random moments and looks at what is left; run by test_processes.py.

    python -m tests.kills FOLDER SAMPLES SEED ROUNDS

Prints a JSON line a round. Children are forked from a parent that has imported everything and
loaded the weights but has not yet run the model, since forking running threads is not safe.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import langchain_chroma  # noqa: F401 - imported before the children are forked

from ingest import ingest
from qa import answer, search
from vectorstore import Article, Library

QUESTIONS = (
    "Which companies paused sales, and for how long?",
    "How many lead pipes will Tarnholm replace?",
    "Who won the Nobel prize in chemistry?",
)


def main() -> None:
    """Run the rounds; exit 1 at the first that leaves something wrong."""
    folder, samples = Path(sys.argv[1]), Path(sys.argv[2])
    chance, rounds = random.Random(int(sys.argv[3])), int(sys.argv[4])
    with Library.open(folder / "warm") as library:
        _ = library.embedder.tokenizer  # loads the weights
    took = []
    for changed in (False, True):
        began = time.monotonic()
        child(partial(fill, folder / "undisturbed", samples, changed=changed))
        took.append(time.monotonic() - began)
    expected = folder / "expected.json"
    child(lambda: write(expected, state(folder / "undisturbed")))
    for number in range(rounds):
        delay = chance.uniform(0.02, 0.7) * took[number % 2]
        found = one_round(folder / f"round-{number}", samples, number, delay)
        same = found["state"] == json.loads(expected.read_text())
        said = {"round": number, "killed": found["killed"], "left": found["left"], "same": same}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
        if not same:
            raise SystemExit(1)


def one_round(at: Path, samples: Path, number: int, delay: float) -> dict[str, Any]:
    """Kill an ingest after ``delay`` seconds, look, finish it, look again."""
    # Every other round changes articles that are there already: that deletes, too.
    if number % 2:
        child(lambda: fill(at, samples, changed=False))
    killed = child(lambda: fill(at, samples, changed=True), kill_after=delay)
    file = at.with_suffix(".json")
    child(lambda: write(file, state(at)))
    left = json.loads(file.read_text())["articles"]
    child(lambda: fill(at, samples, changed=True))
    child(lambda: write(file, state(at)))
    shutil.rmtree(at)
    return {"killed": killed, "left": left, "state": json.loads(file.read_text())}


def child(work: Callable[[], object], kill_after: float | None = None) -> bool:
    """Run ``work`` in a forked child, killed after some seconds if asked; say if it was killed."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise SystemExit(f"a child failed with {os.WEXITSTATUS(status)}")
    return False


def fill(at: Path, samples: Path, *, changed: bool) -> None:
    """Ingest the samples, and some articles of which ``changed`` says the version."""
    word = "second" if changed else "first"
    own = [
        Article.of(
            f"The {word} report on harbor number {n} came on Monday. It was short. " * 8,
            id=f"own-{n}",
        )
        for n in range(6)
    ]
    with Library.open(at) as library:
        ingest(library, [samples, *own], batch_passages=6)


def state(at: Path) -> dict[str, object]:
    """Open a library as the next user would, and describe all that must be the same."""
    with Library.open(at) as library:
        assert not library.status().unfinished
        counts = library.catalogue.counts()
        vectors = library.index.store(library.embedder)
        assert vectors._collection.count() == counts[1]
        answers = [answer(question, library=library) for question in QUESTIONS]
        for one in answers:
            for citation in (*one.citations, *one.nearest):
                stored = library.article(citation.article_id)
                assert citation.quote == stored.text[citation.start : citation.end]
        found = [search(question, library=library, k=10) for question in QUESTIONS]
        articles = sorted(
            [article.id, article.sha256, len(article.sentences)] for article in library.articles()
        )
        return {
            "articles": len(articles),
            "counts": counts,
            "contents": articles,
            "answers": [one.text for one in answers],
            "found": [
                sorted((e.article_id, e.start, e.end, round(e.score, 3)) for e in one)
                for one in found
            ],
        }


def write(file: Path, value: object) -> None:
    """Write a value as JSON."""
    file.write_text(json.dumps(value))


if __name__ == "__main__":
    main()
