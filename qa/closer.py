"""Reads sentences of the articles found a second time, with narrower questions.

A search reads what is most promising with the whole question. A list, and each cell of a table,
asks about one thing in a few sentences: those are read again, with their neighbors, and the short
answer in each is measured against what the sentence names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from qa.readers import reader_of
from qa.windows import Reading, Window
from vectorstore import Article, ArticleNotFoundError, Library, Span, groups_of

#: Finds spans in a sentence: names, amounts, days.
Finder = Callable[[str], Sequence[Span]]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A sentence: the id of its article and its number in it."""

    article_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """A span of an article that may answer, with the log-odds that the answer begins in it."""

    start: int
    end: int
    odds: float


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader says of a sentence: its log-odds, its short answer, and how to ask on."""

    place: Place
    odds: float
    answer: Span | None
    _reading: Reading
    _offset: int

    def odds_of(self, span: Span) -> float:
        """Return the log-odds that the answer begins in a span of the article."""
        return self._reading.odds_of(span.start - self._offset, span.end - self._offset)


@dataclass(slots=True)
class Closer:
    """The articles of one question, and a reader for them."""

    library: Library
    _articles: dict[str, tuple[Article, list[Span]] | None] = field(default_factory=dict)

    def article(self, id: str) -> Article | None:
        """Return an article, None when another process has removed it."""
        loaded = self._loaded(id)
        return loaded and loaded[0]

    def spans(self, id: str) -> list[Span]:
        """Return the sentences of an article, none when it is gone."""
        loaded = self._loaded(id)
        return loaded[1] if loaded else []

    def copies(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the numbers of articles' groups, the same for copies, as far as they are known."""
        return groups_of(self.library.catalogue, ids)

    def _loaded(self, id: str) -> tuple[Article, list[Span]] | None:
        if id not in self._articles:
            try:
                article = self.library.article(id)  # with its spans: both of one version
                self._articles[id] = article, list(article.sentences)
            except ArticleNotFoundError:
                self._articles[id] = None
        return self._articles[id]

    def place_of(self, id: str, start: int) -> Place | None:
        """Return the place of the sentence that begins at ``start``; None when there is none."""
        for number, span in enumerate(self.spans(id)):
            if span.start == start:
                return Place(id, number)
        return None

    def text(self, place: Place) -> str:
        """Return the words of a sentence."""
        article = self.article(place.article_id)
        start, end = self.spans(place.article_id)[place.number]
        return article.text[start:end] if article else ""

    def texts(self, id: str) -> list[str]:
        """Return the words of each sentence of an article, none when it is gone."""
        article = self.article(id)
        return [article.text[start:end] for start, end in self.spans(id)] if article else []

    def span(self, place: Place) -> Span:
        """Return where a sentence stands."""
        return self.spans(place.article_id)[place.number]

    def read(self, question: str, places: Iterable[Place]) -> dict[Place, Told]:
        """Read a question beside each sentence, shown with a neighbor on either side."""
        wanted = sorted(set(places))
        runs = list(self._runs(wanted))
        windows = [self._window(id, first, last) for id, first, last in runs]
        told: dict[Place, Told] = {}
        read = reader_of(self.library).read(question, windows)
        for (id, first, _), reading in zip(runs, read, strict=True):
            offset = self.spans(id)[first].start
            for number, odds in enumerate(reading.odds):
                place = Place(id, first + number)
                answer = reading.answers[number]
                told[place] = Told(
                    place,
                    float(odds),
                    answer and Span(answer.start + offset, answer.end + offset),
                    reading,
                    offset,
                )
        return {place: told[place] for place in wanted if place in told}

    def _runs(self, places: Sequence[Place]) -> Iterable[tuple[str, int, int]]:
        """Yield runs of sentences, first and last included, of one article each."""
        run: tuple[str, int, int] | None = None
        for place in places:
            last = min(place.number + 1, len(self.spans(place.article_id)) - 1)
            first = max(0, place.number - 1)
            if run and run[0] == place.article_id and first <= run[2] + 1 and last - run[1] < 6:
                run = run[0], run[1], last
                continue
            if run:
                yield run
            run = place.article_id, first, last
        if run:
            yield run

    def _window(self, id: str, first: int, last: int) -> Window:
        article = self.article(id)
        spans = self.spans(id)[first : last + 1]
        begin = spans[0].start
        text = article.text[begin : spans[-1].end] if article else ""
        title = article.title if article else ""
        return Window(title, text, tuple(Span(s - begin, e - begin) for s, e in spans))


_DATELINE = re.compile(
    r"^(?=[A-Z]{4}|[A-Z]{2,3} [A-Z]{2})[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:,? ?\([^)]{1,30}\))?,?"
    r"(?: \d\d? \w+)?(?: ?[-–—] |,? \d\d? \w+ \d{4}[.:](?: |$))"
)


def after_dateline(sentence: str) -> int:
    """Return where a sentence begins after the place that an agency puts in front of it.

    >>> after_dateline("BRACKWATER (Wendrick) - Quorrin"), after_dateline("IBM - which")
    (24, 0)
    >>> after_dateline("CASTREL, 20 March 2024. Sixteen days")
    24
    """
    found = _DATELINE.match(sentence)
    return found.end() if found else 0
