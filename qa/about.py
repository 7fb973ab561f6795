"""Whether a sentence speaks of what a question asks, its own words and those it leans on.

"Twelve people were injured." does not say where: the sentences before it do, and the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.closer import Closer, Place
from qa.types import Evidence
from qa.words import STOP_WORDS, stem, stem_set, words

#: Sentences before one, at least, that it may lean on; and the first of its paragraph.
BEFORE = 2

#: A sentence is about the same when it has this share of the question's words that the best has.
ABOUT = 0.75

#: A sentence may lead that is this much as likely as the best one.
LEADS = 0.8

#: What is counted is the first word in the plural behind "how many".
_COUNTED = re.compile(
    r"\b(?i:how many|number of) (?:[\w’'-]+ ){0,3}?([a-z]+s|people|men|women|children)\b"
)
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last previous".split()
)
_NOW = frozenset(map(stem, "current currently latest newest still yet far present date".split()))


@dataclass(slots=True)
class About:
    """The content words of a question, and how many of them a sentence speaks of."""

    question: str
    closer: Closer
    _stems: frozenset[str] = field(init=False)
    _counted: frozenset[str] = field(init=False)
    _overlaps: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stems = content(self.question) - _NOW
        found = _COUNTED.search(self.question)
        self._counted = content(found[1]) if found else frozenset()

    def overlap(self, one: Evidence) -> int:
        """Count the words of the question in a sentence, its title and what it leans on."""
        key = one.article_id, one.start
        if key not in self._overlaps:
            held = _own(one) | stem_set(self.before(one))
            self._overlaps[key] = len(self._stems & held)
        return self._overlaps[key]

    def near(self, one: Evidence, other: Evidence) -> bool:
        """Say whether a sentence speaks of what is asked nearly as much as another one does.

        Either with what they lean on or without: two sentences need not lean on as much.
        """
        own, others = (len(self._stems & _own(each)) for each in (one, other))
        return own >= ABOUT * others or self.overlap(one) >= ABOUT * self.overlap(other)

    def leading(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return evidence with the one first that speaks most of what is asked.

        Only nearly as likely ones may lead: what officers may still do is no answer to whether
        they may do what is asked.
        """
        near = [one for one in evidence if one.probability >= LEADS * evidence[0].probability]
        first = max(near, key=lambda one: len(self._stems & stem_set(one.text)))
        return [first, *(one for one in evidence if one is not first)]

    def is_another(self, one: Evidence, other: Evidence) -> bool:
        """Say whether the other sentence is of the second, as asked, and this one may not be."""
        named = _ORDINALS.intersection(words(self.question), words(other.text))
        return not named <= {*words(one.text), *words(self.before(one))}

    def counts(self, one: Evidence) -> bool:
        """Say whether a sentence names what the question wants to have counted."""
        return bool(self._counted & stem_set(one.text))

    def before(self, one: Evidence) -> str:
        """Return what a sentence leans on: its paragraph up to it, two sentences at least."""
        place = self.closer.place_of(one.article_id, one.start)
        article = self.closer.article(one.article_id)
        if place is None or article is None:
            return ""
        first = max(0, place.number - BEFORE)
        start = self.closer.span(Place(one.article_id, first)).start
        paragraph = article.text.rfind("\n\n", 0, one.start) + 1
        return article.text[min(start, paragraph) : one.start]


def _own(one: Evidence) -> frozenset[str]:
    return stem_set(one.text) | stem_set(one.title)


def content(text: str) -> frozenset[str]:
    """Return the stems of the words that say something."""
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)
