"""Reads an article through that tells in its own words of what a question asks for.

A search reads the sentences that are most like the question. Where several matters fit it, those of
the first fill what is read, and of another article only its best sentence comes up. What such an
article says beside that is measured against that sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from qa.closer import Closer, Place
from qa.forms import Plan
from qa.mentions import names_in
from qa.types import Evidence
from qa.words import words

#: Sentences of an article that are read through.
MOST_READ = 30

#: Sentences this far below the best one, log-odds, say nothing.
GAP = 3.0

_PLACED = re.compile(r"\b(?:in|near|from|around|across|throughout|outside) $", re.IGNORECASE)


def sentences_like(best: Evidence, question: str, closer: Closer) -> list[Evidence]:
    """Return the sentences of an article as evidence, best first, its best one among them.

    How likely each is follows from what the reader says of it beside the best one.
    """
    known = closer.place_of(best.article_id, best.start)
    article = closer.article(best.article_id)
    if known is None or article is None:
        return [best]
    first = max(0, known.number - MOST_READ // 2)
    numbers = range(first, min(first + MOST_READ, len(closer.spans(best.article_id))))
    told = closer.read(question, [Place(best.article_id, number) for number in numbers])
    if known not in told:
        return [best]
    level = told[known].odds
    found = [best]
    for place, said in told.items():
        apart = said.odds - level
        if place == known or apart < -GAP:
            continue
        start, end = closer.span(place)
        found.append(
            Evidence(
                closer.text(place),
                best.article_id,
                start,
                end,
                best.score + apart,
                best.probability * math.exp(min(0.0, apart) / 2),
                best.title,
                best.published,
                version=best.version,
            )
        )
    return sorted(found, key=lambda one: -one.score)


def of_the_subject(plan: Plan, evidence: Sequence[Evidence], closer: Closer) -> list[Evidence]:
    """Return the sentences of articles that have one of the question's names anywhere.

    All are returned where the question has no name, or no article has one. Where something is goes
    without saying in an article of that place.
    """
    named = {
        word
        for start, end in names_in(plan.main)
        if not _PLACED.search(plan.main[:start]) and plan.main[start:end] not in plan.column
        for word in words(plan.main[start:end])
        if len(word) > 2
    }
    held: dict[str, bool] = {}
    for one in evidence:
        article = closer.article(one.article_id)
        if one.article_id not in held:
            text = f"{one.title} {article.text}" if article else one.text
            held[one.article_id] = not named.isdisjoint(words(text))
    return [one for one in evidence if held[one.article_id]] or list(evidence)
