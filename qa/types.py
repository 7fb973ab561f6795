"""What a question gets: evidence, citations, statements, an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from vectorstore import Article, Span


class Mention(NamedTuple):
    """A name in a sentence: a half-open span of the article's text.

    ``odds`` are the log-odds, natural logarithm, that the answer begins in it.
    """

    start: int
    end: int
    odds: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its scores for one question.

    ``start`` and ``end`` are a half-open span of the article's text, in code points. ``score``
    orders sentences and has no unit; ``probability`` is the calibrated probability, 0 to 1, that
    the sentence answers the question. ``answer`` is the short answer inside it, a span of the
    article too, None where the evidence model marks none; ``mentions`` are the names in it.
    ``version`` is that of the article that it was found in.
    """

    text: str
    article_id: str
    start: int
    end: int
    score: float
    probability: float
    title: str = ""
    published: date | None = None
    answer: Span | None = None
    mentions: tuple[Mention, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError(
                f"span [{self.start}, {self.end}) and a text of {len(self.text)} characters"
            )
        if not 0 <= self.probability <= 1:
            raise ValueError(f"a probability of {self.probability}")
        if self.answer and not self.start <= self.answer.start < self.answer.end <= self.end:
            raise ValueError(f"the answer {self.answer} is not in [{self.start}, {self.end})")

    def as_dict(self) -> dict[str, Any]:
        """Return the evidence as JSON values."""
        return {
            "article_id": self.article_id,
            "version": self.version,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "score": round(self.score, 4),
            "probability": round(self.probability, 4),
            "answer": self.answer
            and {
                "start": self.answer.start,
                "end": self.answer.end,
                "text": self.text[self.answer.start - self.start : self.answer.end - self.start],
            },
        }


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words inside a quotation that answer: a half-open span of the article's text."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not self.text or self.end - self.start != len(self.text):
            raise ValueError(f"span [{self.start}, {self.end}) and the words {self.text!r}")

    def as_dict(self) -> dict[str, Any]:
        """Return the short answer as JSON values."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A day that a quotation names by its distance from the article's own ("on Wednesday").

    ``start`` and ``end`` are the words' half-open span of the article's text; ``first`` and
    ``last`` are the first and the last day that they mean, the same for a single one.
    """

    start: int
    end: int
    text: str
    first: date
    last: date

    def as_dict(self) -> dict[str, Any]:
        """Return the date as JSON values."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of an article, half-open, in code points, not bytes.

    The quotation is cut from the text: they cannot disagree. ``score`` is set where the citation
    is one of the nearest sentences of an abstention. ``context`` marks a sentence that answers
    nothing itself and is cited because another one of the same article needs it to be understood.
    ``dates`` are the relative dates in the quotation with the days they mean. Raises ValueError for
    a span that is not in the text.
    """

    article: Article = field(repr=False)
    start: int
    end: int
    score: float | None = None
    context: bool = False
    dates: tuple[ResolvedDate, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text):
            raise ValueError(
                f"span [{self.start}, {self.end}) is not in a text of {len(self.article.text)}"
            )

    @property
    def quote(self) -> str:
        """The words of the article."""
        return self.article.text[self.start : self.end]

    @property
    def article_id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def version(self) -> int:
        """The version of the article that is quoted: ``library.article(article_id, version)``."""
        return self.article.version

    @property
    def title(self) -> str:
        """The article's title, empty when it has none."""
        return self.article.title

    @property
    def outlet(self) -> str | None:
        """Who published the article."""
        return self.article.outlet

    @property
    def url(self) -> str | None:
        """The article's address."""
        return self.article.url

    @property
    def published(self) -> date | None:
        """The day on which the article was published."""
        return self.article.published

    def as_dict(self) -> dict[str, Any]:
        """Return the citation as JSON values."""
        known = {
            "article_id": self.article_id,
            "version": self.version,
            "title": self.title,
            "outlet": self.outlet,
            "url": self.url,
            "published": self.published.isoformat() if self.published else None,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "context": self.context,
            "dates": [one.as_dict() for one in self.dates],
        }
        return known if self.score is None else {**known, "score": round(self.score, 4)}


class Standing(StrEnum):
    """How a statement stands among the others of its answer.

    ``HOLDS``: nothing speaks against it. ``DISPUTED``: another source gives another value, and none
    is known to be right. ``CURRENT``: newer than a ``SUPERSEDED`` one. ``CORRECTION``: it says
    itself that a ``CORRECTED`` one was wrong.
    """

    HOLDS = "holds"
    DISPUTED = "disputed"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    CORRECTION = "correction"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Statement:
    """One quotation of the answer with every place where the articles say it.

    ``text`` is the first citation's quotation. ``confidence`` is a probability, 0 to 1. ``answer``
    is the short answer inside the first citation. ``antecedent`` are the words of another cited
    sentence, the one marked as context, that a pronoun or "the company" at the begin of the
    quotation stands for; None when there is none or it is not sure. ``speaker`` is who says it,
    where the article reports it as said by somebody. ``sources`` counts the independent sources:
    articles that copy one another count once. Raises ValueError without a citation, when the first
    one is marked as context, or for words that are not those of the first one.
    """

    text: str
    confidence: float
    citations: tuple[Citation, ...]
    answer: ShortAnswer | None = None
    antecedent: str | None = None
    speaker: str | None = None
    sources: int = 1
    standing: Standing = Standing.HOLDS

    def __post_init__(self) -> None:
        if not self.citations or self.citations[0].context:
            raise ValueError("a statement without a citation")
        first = self.citations[0]
        if self.text != first.quote:
            raise ValueError(f"the statement {self.text!r} is not the quotation it cites")
        short = self.answer
        if short and not (
            first.start <= short.start
            and short.end <= first.end
            and first.article.text[short.start : short.end] == short.text
        ):
            raise ValueError(f"the short answer {short} is not in the quotation")
        if not 1 <= self.sources <= len(self.citations):
            raise ValueError(f"{self.sources} sources of {len(self.citations)} citations")

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who published what is cited, each once."""
        cited = (one for one in self.citations if not one.context)
        return tuple(dict.fromkeys(one.outlet for one in cited if one.outlet))

    def as_dict(self) -> dict[str, Any]:
        """Return the statement as JSON values."""
        return {
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "answer": self.answer and self.answer.as_dict(),
            "antecedent": self.antecedent,
            "speaker": self.speaker,
            "standing": self.standing.value,
            "sources": self.sources,
            "outlets": list(self.outlets),
            "citations": [citation.as_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: words of the first citation's quotation, or nothing where none says it.

    Raises ValueError for words without a citation, or that do not stand in it.
    """

    text: str = ""
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.text) != bool(self.citations):
            raise ValueError(f"the words {self.text!r} with {len(self.citations)} citations")
        if self.citations and self.text not in self.citations[0].quote:
            raise ValueError(f"the words {self.text!r} are not in the quotation they cite")

    def as_dict(self) -> dict[str, Any]:
        """Return the cell as JSON values."""
        return {
            "text": self.text,
            "citations": [citation.as_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Table:
    """An answer to "which ... and for how long": a row an entity, a column an attribute.

    Raises ValueError for a row that has not a cell for each column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells below {len(self.columns)} columns")

    def as_dict(self) -> dict[str, Any]:
        """Return the table as JSON values."""
        return {
            "columns": list(self.columns),
            "rows": [[cell.as_dict() for cell in row] for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched for an answer."""

    articles: int
    passages: int
    sentences: int

    def as_dict(self) -> dict[str, int]:
        """Return the numbers as JSON values."""
        return {
            "articles": self.articles,
            "passages": self.passages,
            "sentences": self.sentences,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements with citations, or an abstention with the nearest sentences.

    ``confidence`` is the probability, 0 to 1, that the best sentence found answers the question, on
    an abstention too. ``text`` is the whole answer in words; the numbers in square brackets count
    the citations of all statements from 1. ``timings_ms`` are milliseconds. ``as_of`` is the day of
    the question. ``form`` says what the question asks for (``qa.forms.Form``). ``table`` is there
    when entities and their attributes were asked for: its rows go with the statements, one each,
    and what its cells cite their statements cite. ``coverage`` says in words how far a list or a
    table reaches. Raises ValueError for an answer without statements that does not abstain, an
    abstention that has any, or a table that does not go with the statements.
    """

    question: str
    abstained: bool
    confidence: float
    text: str
    statements: tuple[Statement, ...]
    nearest: tuple[Citation, ...]
    searched: Searched
    timings_ms: dict[str, float] = field(compare=False)
    as_of: date | None = None
    form: str = ""
    table: Table | None = None
    coverage: str = ""

    def __post_init__(self) -> None:
        if self.abstained == bool(self.statements):
            raise ValueError(
                f"abstained is {self.abstained} with {len(self.statements)} statements"
            )
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence of {self.confidence}")
        if self.table:
            self._check_rows(self.table)

    def _check_rows(self, table: Table) -> None:
        if len(table.rows) != len(self.statements):
            raise ValueError(f"{len(table.rows)} rows with {len(self.statements)} statements")
        for row, statement in zip(table.rows, self.statements, strict=True):
            cited = {(one.article_id, one.start, one.end) for one in statement.citations}
            for cell in row:
                if any((c.article_id, c.start, c.end) not in cited for c in cell.citations):
                    raise ValueError(f"the cell {cell.text!r} cites what its statement does not")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations in the order of their numbers."""
        return tuple(c for statement in self.statements for c in statement.citations)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values."""
        return {
            "question": self.question,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "form": self.form,
            "abstained": self.abstained,
            "confidence": round(self.confidence, 4),
            "text": self.text,
            "table": self.table and self.table.as_dict(),
            "coverage": self.coverage,
            "statements": [statement.as_dict() for statement in self.statements],
            "nearest": [citation.as_dict() for citation in self.nearest],
            "searched": self.searched.as_dict(),
            "timings_ms": {name: round(ms, 1) for name, ms in self.timings_ms.items()},
        }
