"""Makes statements of sentences: citations, the short answer, who says it, what "it" stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.antecedents import antecedent_of, needs_antecedent
from qa.closer import Closer, Place
from qa.independent import sources_of
from qa.speakers import speaker_of
from qa.told_days import resolved_dates
from qa.types import Citation, Evidence, ShortAnswer, Standing, Statement
from vectorstore import Span

#: Citations of one statement.
MOST_CITED = 6


def cite(closer: Closer, id: str, start: int, end: int) -> Citation | None:
    """Cite a sentence that still stands: another process may have changed its article."""
    article = closer.article(id)
    if article is None or end > len(article.text):
        return None
    return Citation(article, start, end, dates=resolved_dates(article, start, end))


def cite_evidence(closer: Closer, one: Evidence) -> Citation | None:
    """Cite a sentence if its article still says it in these words."""
    citation = cite(closer, one.article_id, one.start, one.end)
    return citation if citation and citation.quote == one.text else None


def statement_of(
    closer: Closer,
    sentences: Sequence[Evidence],
    answer: Span | None,
    *,
    standing: Standing = Standing.HOLDS,
    further: Sequence[Citation] = (),
) -> Statement | None:
    """Return a statement of the sentences that say the same, best first; None when all are gone.

    Each article is cited once. ``answer`` is the short answer, a span of the first sentence's
    article. ``further`` are cited besides. A sentence that begins with a pronoun is given the
    sentence that names what it stands for as context, or, when that is not sure, the one before.
    """
    cited: dict[str, Citation] = {}
    first: Evidence | None = None
    for one in sentences:
        if one.article_id in cited or len(cited) == MOST_CITED:
            continue
        citation = cite_evidence(closer, one)
        if citation:
            cited[one.article_id] = citation
            first = first or one
    if first is None:
        return None
    known = list(cited.values())
    known += [one for one in further if not any(_same(one, other) for other in known)]
    name, context, speaker = _around(closer, first)
    if context and not any(_same(context, one) for one in known):
        known.append(context)
    short = None
    if answer and first is sentences[0]:
        text = known[0].article.text[answer.start : answer.end]
        short = ShortAnswer(answer.start, answer.end, text)
    return Statement(
        known[0].quote,
        first.probability,
        tuple(known),
        answer=short,
        antecedent=name,
        speaker=speaker,
        sources=max(1, sources_of(known, closer.copies(one.article_id for one in known))),
        standing=standing,
    )


def _same(one: Citation, other: Citation) -> bool:
    return (one.article_id, one.start, one.end) == (other.article_id, other.start, other.end)


def _around(closer: Closer, one: Evidence) -> tuple[str | None, Citation | None, str | None]:
    """Return what a sentence's first words stand for, the context that shows it, who says it."""
    place = closer.place_of(one.article_id, one.start)
    article = closer.article(one.article_id)
    if place is None or article is None:
        return None, None, None
    spans = closer.spans(one.article_id)
    speaker = speaker_of(article.text, spans, place.number)
    if not needs_antecedent(one.text) or not place.number:
        return None, None, speaker
    named = antecedent_of(article.text, spans, place.number)
    name, number = named or (None, place.number - 1)
    start, end = closer.span(Place(one.article_id, number))
    context = cite(closer, one.article_id, start, end)
    return name, context and replace(context, context=True), speaker
