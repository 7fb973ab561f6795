"""Answers built by hand over three short articles, to measure the measure with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from benchmarks.expected import Expected, Fact, Quoted, WholeQuestion
from benchmarks.whole import Measured, measure
from qa import Answer, Cell, Citation, Searched, ShortAnswer, Standing, Statement, Table
from vectorstore import Article

DAY = date(2024, 6, 1)

#: Articles by a short name; sentences end in a full stop and a blank.
TEXTS = {
    "pause": (
        "Brindlow Stores paused sales for six weeks. Maddick & Rowe has paused too. "
        "Stellick sells on. Brindlow Stores has 40 shops. Twelve people were hurt."
    ),
    "later": (
        "Brindlow Stores has extended its pause to ten weeks. Quorrin stopped for nine days. "
        "An earlier report said 12 people were hurt; the number is 19."
    ),
    "copy": "Brindlow Stores paused sales for six weeks. The hospital treated 19 people.",
}
ARTICLES = {
    name: Article.of(text, id=name, published=date(2024, 3, 5)) for name, text in TEXTS.items()
}


def cited(name: str, begin: str, *, context: bool = False) -> Citation:
    """Cite the sentence of an article that begins with some words."""
    article = ARTICLES[name]
    start = article.text.index(begin)
    end = article.text.find(". ", start) + 1 or len(article.text)
    return Citation(article, start, end, context=context)


def says(
    short: str | None,
    *citations: Citation,
    standing: Standing = Standing.HOLDS,
    sources: int = 1,
) -> Statement:
    """Make a statement of the citations with a short answer of the first."""
    first = citations[0]
    marked = None
    if short is not None:
        start = first.start + first.quote.index(short)
        marked = ShortAnswer(start, start + len(short), short)
    return Statement(first.quote, 0.9, citations, marked, sources=sources, standing=standing)


def answered(*statements: Statement, table: Table | None = None) -> Answer:
    """Make an answer of the statements, an abstention of none."""
    return Answer(
        "Who?",
        abstained=not statements,
        confidence=0.5,
        text="",
        statements=statements,
        nearest=(),
        searched=Searched(3, 3, 10),
        timings_ms={},
        table=table,
    )


def tabled(columns: Sequence[str], *rows: Sequence[Cell]) -> Answer:
    """Make an answer of rows, each with a statement that cites what its cells do."""
    statements = []
    for row in rows:
        citations = tuple(dict.fromkeys(one for cell in row for one in cell.citations))
        statements.append(says(row[0].text, *citations))
    return answered(*statements, table=Table(tuple(columns), tuple(map(tuple, rows))))


def fact(texts: str, *evidence: tuple[str, str]) -> Fact:
    """Make a fact of texts with bars between, and the sentences that begin with some words."""
    quoted = tuple(Quoted(name, cited(name, begin).quote) for name, begin in evidence)
    return Fact(tuple(texts.split("|")), quoted)


def measured(expected: Expected, answer: Answer) -> Measured:
    """Measure an answer to a question with that expected answer."""
    return measure(WholeQuestion("q", "Who?", DAY, expected), answer)


def shares(expected: Expected, answer: Answer) -> dict[str, tuple[int, int]]:
    """Return what an answer comes to, so many of so many, by name."""
    found = measured(expected, answer).shares
    return {name: (one.right, one.of) for name, one in found.items()}
