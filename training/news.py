"""The invented news archives that come with the project, and their questions.

The folders of ``training/news`` hold JSON Lines files, an article a line with its questions:
answerable ones with the sentences that answer and the strings in them that do, unanswerable ones
with what is wrong in them. Nothing in it is taken from real news. Articles come in groups that are
easily confused; a group is trained on, fitted on, or measured on, as a whole. Of the seventh
archive a question stands with every article of its group that answers it: a list with all members.
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

#: The archives: each is searched by itself.
ARCHIVES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")

#: Of these the reader is not trained on anything.
KEPT_OUT = frozenset({"third", "sixth"})


def news_articles(archive: str) -> list[Article]:
    """Return the articles of an archive."""
    return [
        Article.of(
            one["text"],
            id=one["id"],
            title=one["title"],
            published=date.fromisoformat(one["published"]),
        )
        for one in _records(archive)
    ]


def news_examples(archive: str) -> list[Example]:
    """Return the questions of an archive, each with its article."""
    texts = {one.id: one.text for one in news_articles(archive)}
    return [
        _example(one, asked, texts[one["id"]], archive)
        for one in _records(archive)
        for asked in one["questions"]
    ]


def _records(archive: str) -> Iterator[dict[str, Any]]:
    for file in sorted((FOLDER / archive).glob("*.jsonl")):
        yield from lines(file)


def _example(one: dict[str, Any], asked: dict[str, Any], text: str, archive: str) -> Example:
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
        _part(one["group"], archive),
        date.fromisoformat(asked["asked_on"]),
        one["id"],
    )


def _part(group: str, archive: str) -> str:
    """Keep two eighths of the groups out of the reader's training, and all of some archives."""
    share = hashlib.sha256(group.encode()).digest()[0]
    if archive in KEPT_OUT:
        return MIX if share < 128 else MEASURE
    return MIX if share < 32 else MEASURE if share < 64 else TRAIN
