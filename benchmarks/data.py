"""Reads the public data sets to measure and train on; they are never part of the project.

Each function takes the folder that holds the data sets and says clearly when one is missing.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from qa.questions import Question as Question
from qa.questions import holds_answer as holds_answer  # the training reads both here
from qa.questions import read_questions
from vectorstore import Article, UsageError


def existing(path: Path) -> Path:
    """Return the path; raises UsageError when nothing is there."""
    if not path.exists():
        raise UsageError(
            f"The data are incomplete: {path} does not exist.",
            "",
            "Give the folder that holds it; docs/benchmarks.md says what it must contain.",
        )
    return path


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, compressed or not; blank lines are passed over."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(existing(path), "rt", encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def news_questions(folder: Path) -> list[Question]:
    """Return the questions of a news data set."""
    return read_questions(existing(folder / "questions.jsonl"))


def news_part(
    folder: Path, articles: int, questions: int, seed: int
) -> tuple[list[Article], list[Question]]:
    """Return a part of a news data set: articles, and what to ask them.

    The articles are the first two gold ones of so many answerable questions, and others. Asked are
    all questions that one of them answers, and half as many that none does.
    """
    rng = np.random.default_rng(seed)
    every = news_questions(folder)
    answerable = [q for q in every if q.answerable]
    chosen = [answerable[i] for i in rng.permutation(len(answerable))[:questions]]
    gold = {id for q in chosen for id in q.article_ids[:2]}
    records = list(lines(folder / "articles.jsonl.gz"))
    kept = [r for r in records if r["id"] in gold]
    rest = [r for r in records if r["id"] not in gold]
    more = rng.permutation(len(rest))[: max(0, articles - len(kept))]
    kept += [rest[i] for i in sorted(more)]
    found = [
        Article.of(
            r["text"],
            id=r["id"],
            title=r["title"],
            published=date.fromisoformat(r["published"].replace("/", "-")),
        )
        for r in kept
    ]
    held = {article.id for article in found}
    asked = [q for q in answerable if held & set(q.article_ids)]
    without = [q for q in every if not q.answerable]
    asked += [without[i] for i in rng.permutation(len(without))[: len(asked) // 2]]
    return found, asked
