"""The invented news archive that comes with the project, and its questions.

``training/news/*.jsonl`` holds an article a line with its questions: answerable ones with the
sentences that answer and the strings in them that do, unanswerable ones with what is wrong in
them. Nothing in it is taken from real news. Articles come in groups that are easily confused; a
group is trained on, fitted on, or measured on, as a whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.data import lines
from ingest.sentences import split_sentences
from training.examples import MEASURE, MIX, TRAIN, Example
from vectorstore import Article, Span

FOLDER = Path(__file__).with_name("news")


def news_articles(folder: Path = FOLDER) -> list[Article]:
    """Return the articles."""
    return [
        Article.of(
            one["text"],
            id=one["id"],
            title=one["title"],
            published=date.fromisoformat(one["published"]),
        )
        for one in _records(folder)
    ]


def news_examples(folder: Path = FOLDER) -> list[Example]:
    """Return the questions, each with its article."""
    texts = {one.id: one.text for one in news_articles(folder)}
    return [
        _example(one, asked, texts[one["id"]])
        for one in _records(folder)
        for asked in one["questions"]
    ]


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("*.jsonl")):
        yield from lines(file)


def _example(one: dict[str, Any], asked: dict[str, Any], text: str) -> Example:
    sentences = split_sentences(text).sentences
    right = frozenset(
        number
        for number, (start, end) in enumerate(sentences)
        if text[start:end] in asked.get("evidence", ())
    )
    answers = {
        Span(start + found.start(), start + found.end())
        for number in right
        for start, end in [sentences[number]]
        for answer in asked["answers"]
        for found in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text[start:end])
    }
    return Example(
        asked["question"],
        one["title"],
        text,
        sentences,
        right,
        tuple(sorted(answers)),
        "news",
        _part(one["group"]),
        date.fromisoformat(asked["asked_on"]),
        one["id"],
    )


def _part(group: str) -> str:
    """Keep two eighths of the groups out of the reader's training."""
    share = hashlib.sha256(group.encode()).digest()[0]
    return MIX if share < 32 else MEASURE if share < 64 else TRAIN
