"""The extractive answerer: which of the evidence makes the answer, and in which order."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from qa.kinds import Kind, kind_of, names
from qa.types import Answer, Citation, Evidence, Searched, Statement
from qa.words import stems
from vectorstore import Article, Library

#: Two sentences that share this much of their words, and all their numbers, say the same.
SAME = 0.7

#: A further statement must be at least this probable beside the first one.
FURTHER = 0.9
FURTHER_OF_A_LIST = 0.55

#: Statements of an answer that is not a list, at most.
MAX_SINGLE = 3

#: Nearest sentences shown with an abstention.
NEAREST = 3


@dataclass(slots=True)
class _Member:
    """A statement in the making: the sentences that say it, most probable first."""

    sentences: list[Evidence]
    stems: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, evidence: Evidence, question_stems: frozenset[str]) -> _Member:
        return cls(
            [evidence],
            frozenset(stems(evidence.text)),
            frozenset(re.findall(r"\d[\d.,]*\d|\d", evidence.text)),
            frozenset(names(evidence.text, question_stems, first=True)),
        )

    def says_the_same(self, other: _Member) -> bool:
        if self.numbers != other.numbers:
            return False
        both = len(self.stems & other.stems)
        return both >= SAME * len(self.stems | other.stems)


def compose(
    question: str, evidence: Sequence[Evidence], library: Library, timings: dict[str, float]
) -> Answer:
    """Make an answer of evidence that is sorted best first, or an abstention.

    Abstains below ``settings.threshold``. Adds "compose" and "total" to ``timings`` (ms).
    """
    began = time.perf_counter()
    searched = Searched(*library.catalogue.counts())
    confidence = max((one.probability for one in evidence), default=0.0)
    articles: dict[str, Article] = {}

    def cite(one: Evidence, *, score: bool = False) -> Citation:
        if one.article_id not in articles:
            articles[one.article_id] = library.article(one.article_id)
        article = articles[one.article_id]
        return Citation(article, one.start, one.end, one.score if score else None)

    statements: tuple[Statement, ...] = ()
    nearest: tuple[Citation, ...] = ()
    if evidence and confidence >= library.settings.threshold:
        members = choose(question, evidence, library.settings.threshold)
        members = members[: library.settings.max_statements]
        statements = tuple(
            Statement(
                m.sentences[0].text, m.sentences[0].probability, tuple(map(cite, m.sentences))
            )
            for m in members
        )
        text = in_words(statements)
    else:
        members = _folded(evidence, frozenset(stems(question)), len(evidence))[:NEAREST]
        nearest = tuple(cite(m.sentences[0], score=True) for m in members)
        text = abstention(searched)
    timings["compose"] = 1000 * (time.perf_counter() - began)
    timings.setdefault("total", sum(timings.values()))
    return Answer(
        " ".join(question.split()),
        abstained=not statements,
        confidence=confidence,
        text=text,
        statements=statements,
        nearest=nearest,
        searched=searched,
        timings_ms=timings,
    )


def choose(question: str, evidence: Sequence[Evidence], threshold: float) -> list[_Member]:
    """Choose the statements: each member of a list, else the best and those that rival it."""
    kind = kind_of(question)
    asked = frozenset(stems(question))
    share = FURTHER_OF_A_LIST if kind.is_list else FURTHER
    least = max(threshold * (0.5 if kind.is_list else 1.0), evidence[0].probability * share)
    eligible = [one for one in evidence if one.probability >= least and not _asks(one.text)]
    members = _folded(eligible or evidence[:1], asked, len(eligible) or 1)
    if not kind.is_list:
        return members[:MAX_SINGLE]
    return sorted(_with_something_new(members, kind), key=_reading_order)


def _folded(evidence: Sequence[Evidence], asked: frozenset[str], limit: int) -> list[_Member]:
    """Fold sentences that say the same into one member each, most probable first."""
    members: list[_Member] = []
    for one in evidence[:limit]:
        new = _Member.of(one, asked)
        same = next((member for member in members if member.says_the_same(new)), None)
        if same is None:
            members.append(new)
        elif all(one.article_id != other.article_id for other in same.sentences):
            same.sentences.append(one)
    return members


def _with_something_new(members: list[_Member], kind: Kind) -> list[_Member]:
    """Keep the members of a list that name something no more probable one has named."""
    if "name" not in kind.wanted:
        return members
    kept: list[_Member] = []
    named: set[str] = set()
    for member in members:
        if not kept or member.names - named:
            kept.append(member)
            named |= member.names
    return kept


def _reading_order(member: _Member) -> tuple[date, str, int]:
    """Order by day, then by article and place; what has no date comes last."""
    first = member.sentences[0]
    return first.published or date.max, first.article_id, first.start


def _asks(text: str) -> bool:
    return bool(re.search(r"\?[\"'”’»)]*$", text))


def in_words(statements: Sequence[Statement]) -> str:
    """Return the answer as text, a line a statement, citations numbered from 1."""
    lines = []
    number = 0
    for statement in statements:
        marks = ""
        for _ in statement.citations:
            number += 1
            marks += f"[{number}]"
        lines.append(f"{statement.text} {marks}")
    return "\n".join(lines)


def abstention(searched: Searched) -> str:
    """Return the words of an abstention."""
    if not searched.articles:
        return "The library is empty, so it does not answer this. Ingest articles first."
    noun = "article was" if searched.articles == 1 else "articles were"
    return f"The library does not answer this. {searched.articles:,} {noun} searched."
