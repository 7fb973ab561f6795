"""Questions with a passage and the sentences of it that answer, read from the public data sets.

Only sets whose licence lets the trained weights be passed on are read here: half of SQuAD 2's
development set, XQuAD's English part and QED (CC BY-SA), and SelQA (Apache-2.0). Two tenths of
the first and a part of the others are kept out of the reader's training: one to measure on, one to
fit the mixture on.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.data import existing
from ingest.sentences import split_sentences
from vectorstore import Span

#: Articles of SQuAD that are only measured on, and those that only the mixture is fitted on.
MEASURED = frozenset({"Steam_engine", "1973_oil_crisis"})
MIXED = frozenset({"Harvard_University", "Scottish_Parliament"})

TRAIN, MIX, MEASURE = "train", "mix", "measure"


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    ``sentences`` and ``answers`` are spans of ``text``; ``right`` are the numbers of the sentences
    that answer, none when the passage does not. ``answers`` may be empty although sentences are
    right (SelQA marks sentences only). ``part`` is "train", "mix" or "measure".
    """

    question: str
    title: str
    text: str
    sentences: tuple[Span, ...]
    right: frozenset[int]
    answers: tuple[Span, ...]
    source: str
    part: str
    asked_on: date | None = None
    article_id: str = ""


def read_examples(folder: Path) -> list[Example]:
    """Return the examples of the sets below ``folder``; raises UsageError if one is missing."""
    squad = list(_squad(existing(folder / "squad2-half-dev" / "dev-v2.0.json"), "squad"))
    part_of = {one.text: one.part for one in squad}
    asked = {(one.question, one.text) for one in squad}
    xquad = (
        one if one.text not in part_of else replace(one, part=part_of[one.text])
        for one in _squad(existing(folder / "xquad-en" / "xquad.en.json"), "xquad")
        if (one.question, one.text) not in asked
    )
    qed = _qed(existing(folder / "qed-dev" / "qed-dev.jsonlines.gz"))
    selqa = [
        one
        for name in ("dev", "test")
        for one in _selqa(existing(folder / "selqa" / f"selqa-ass-{name}.json.gz"))
    ]
    return [*squad, *xquad, *qed, *selqa]


def _squad(file: Path, source: str) -> Iterator[Example]:
    for article in json.loads(file.read_text("utf-8"))["data"]:
        title = article["title"]
        part = MEASURE if title in MEASURED else MIX if title in MIXED else TRAIN
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            sentences = split_sentences(text).sentences
            shown = title.replace("_", " ") if source == "squad" else ""
            for one in paragraph["qas"]:
                answers = () if one.get("is_impossible") else tuple(_spans(one["answers"]))
                yield Example(
                    " ".join(one["question"].split()),
                    shown,
                    text,
                    sentences,
                    _holding(sentences, answers),
                    answers,
                    source,
                    part,
                )


def _spans(answers: Iterable[dict[str, Any]]) -> Iterator[Span]:
    seen = {(a["answer_start"], a["answer_start"] + len(a["text"])) for a in answers}
    return (Span(*span) for span in sorted(seen))


def _holding(sentences: Iterable[Span], answers: Iterable[Span]) -> frozenset[int]:
    """Return the numbers of the sentences in which an answer begins."""
    starts = [span[0] for span in answers]
    return frozenset(
        number for number, (s, e) in enumerate(sentences) if any(s <= at < e for at in starts)
    )


def _qed(file: Path) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for one in map(json.loads, stream):
            kind = one["annotation"]["explanation_type"]
            if kind == "none":  # annotators did not agree that the passage answers
                continue
            pieces, sentences, answers, at = [], [], [], 0
            starts = [*one["sentence_starts"], len(one["paragraph_text"])]
            spans = {(a["start"], a["end"]) for some in one["original_nq_answers"] for a in some}
            if kind == "single_sentence":
                spans = {
                    (a["paragraph_reference"]["start"], a["paragraph_reference"]["end"])
                    for a in one["annotation"]["answer"]
                }
            for start, end in pairwise(starts):
                raw = one["paragraph_text"][start:end]
                text = plain(raw)
                if not text:
                    continue
                sentences.append(Span(at, at + len(text)))
                for s, e in sorted(spans):
                    if start <= s < end:
                        wanted = plain(one["paragraph_text"][s:e])
                        place = text.find(wanted)
                        if place >= 0 and wanted:
                            answers.append(Span(at + place, at + place + len(wanted)))
                pieces.append(text)
                at += len(text) + 1
            right = _holding(sentences, answers)
            if right:
                yield Example(
                    one["question_text"],
                    one["title_text"],
                    " ".join(pieces),
                    tuple(sentences),
                    right,
                    tuple(answers),
                    "qed",
                    _part(one["title_text"]),
                )


def plain(text: str) -> str:
    """Return a text of the Penn Treebank's tokens as it is usually written.

    >>> plain("( 1963 ) , the team 's `` best '' year ")
    '(1963), the team\\'s "best" year'
    """
    text = re.sub(r"``\s*|\s*''", '"', " ".join(text.split()))
    text = re.sub(r" ([,.;:?!)\]%]|n't\b|'(?:s|re|ve|ll|d|m)?\b)", r"\1", text)
    return re.sub(r"([(\[$£]) ", r"\1", text).replace(" -- ", " – ").replace(" - ", "-").strip()


def _selqa(file: Path) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for one in json.load(stream):
            sentences, at = [], 0
            for text in one["candidates"]:
                sentences.append(Span(at, at + len(text)))
                at += len(text) + 1
            yield Example(
                " ".join(one["question"].split()),
                one["article"],
                " ".join(one["candidates"]),
                tuple(sentences),
                frozenset(one["answers"]),
                (),
                "selqa",
                _part(one["article"]),
            )


def _part(title: str) -> str:
    """Keep an eighth of the titles for the mixture."""
    return MIX if hashlib.sha256(title.encode()).digest()[0] < 32 else TRAIN
