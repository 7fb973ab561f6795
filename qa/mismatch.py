"""What speaks against a sentence that else fits: it is of another one, another year, another side.

"The west wing" is not the east wing, a strike of 2021 is not that of 2023, and what a firm may do
it has not done. Such a sentence shares all other words with the question, and the reader reads past
the one that differs. Each difference makes a sentence less likely by a factor.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qa.about import About
from qa.cell_kinds import ages_in, lengths_in
from qa.closer import Closer, Place, after_dateline
from qa.denying import denied_or_doubted, is_past
from qa.forms import Form
from qa.mentions import amounts_in, names_in
from qa.name_kinds import NOUNS, Naming
from qa.types import Evidence
from qa.words import stem, words
from vectorstore import Span

#: By these a sentence is less likely that tells of another year, of an older one than the question
#: can mean, of the other side; that denies or doubts; whose article lacks a name,
#: or has it only far from there; that speaks of another one as "it".
ANOTHER_YEAR = 0.25
OLDER_YEAR = 0.6
OTHER_SIDE = 0.15
DOUBTED = 0.3
NAMELESS = 0.6
FAR = 0.85
ANOTHER_ONE = 0.3
OTHER_SUBJECT = 0.55
NOT_OF_KIND = 0.35

#: Sentences of which it is asked what speaks against them, the best ones.
MOST = 40

#: What a factor takes of a score, for each point of its natural logarithm.
_SCORE = 1.5

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_PLACED = re.compile(r"\b(?:in|at|near|from|around|across|outside|on) (?:the )?$", re.IGNORECASE)
_IT = re.compile(
    r"[\"“'‘]?(?:its?|the (?:company|firm|group|chain|bank|airline|club|school|university|carrier|"
    r"retailer|maker|manufacturer|party|agency|organi[sz]ation))\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bhow many (?:of )?(?:the )?(?:[\w’'-]+ ){0,3}?(?P<noun>[a-z]+s|people)\b", re.I
)
#: What a number counts: the noun in the plural behind it.
_NOUN = re.compile(
    r" (?:(?!and\b|or\b|of\b|in\b|to\b)[\w’'-]+ ){0,2}?(?P<noun>[a-z]{3,}s|people)\b"
)
#: A year in these is not that of what the sentence tells.
_ASIDE = re.compile(
    r",? (?:where|when|who|whom|which|whose|after|before|until|than in|as in)\b[^,;:.]*|"
    r"\b(?:since|from|of|the|founded in|built in|born in|born about|opened in|established in|"
    r"dating from) (?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(r"[\"“'‘]?(?:he|she|it|they|his|her|its|their|the)\b", re.IGNORECASE)
_EVER = re.compile(
    r"\b(?:ever|last|first|previous|previously|former|earlier|before|history)\b", re.I
)


def _sides(*groups: str) -> dict[str, frozenset[str]]:
    return {word: frozenset(group.split()) - {word} for group in groups for word in group.split()}


#: Words of which one thing has only one: what one group has in common excludes the others.
_SIDES = _sides(
    "north south east west northern southern eastern western",
    "left right",
    "upper lower",
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "men women",
    "male female",
    "january february march april may june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
    "spring summer autumn winter",
    "old new",
    "inner outer",
)


@dataclass(slots=True)
class Mismatch:
    """A question, and what speaks against a sentence as its answer."""

    question: str
    form: Form
    closer: Closer
    newest: int
    _about: About = field(init=False)
    _years: frozenset[str] = field(init=False)
    _names: list[frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._about = About(self.question, self.closer)
        self._years = frozenset(_YEAR.findall(self.question))
        self._names = [
            frozenset(word for word in words(self.question[start:end]) if len(word) > 1)
            for start, end in names_in(self.question)
            if not _PLACED.search(self.question[:start])
        ]

    def factor(self, one: Evidence) -> float:
        """Return by what a sentence is less likely, 0 to 1; 1 where nothing speaks against it."""
        return self.certain(one) * self.of_whom(one)

    def certain(self, one: Evidence) -> float:
        """Return the part of it that no source words in another way."""
        return (
            self._of_year(one)
            * (OTHER_SIDE if is_other_side(self.question, one.text) else 1.0)
            * (DOUBTED if self._is_doubted(one) else 1.0)
            * (ANOTHER_ONE if self._is_another(one) else 1.0)
            * (NOT_OF_KIND if lacks_kind(self.question, self.form, one.text) else 1.0)
        )

    def of_whom(self, one: Evidence) -> float:
        """Return the other part: whom a sentence names, which another source may do otherwise."""
        return (OTHER_SUBJECT if self._has_other_subject(one) else 1.0) * self._of_names(one)

    def _of_year(self, one: Evidence) -> float:
        if self.form is Form.WHEN:
            return 1.0
        told = frozenset(_YEAR.findall(_ASIDE.sub(" ", one.text)))
        year = one.published.year if one.published else 0
        if self._years and told and self._years.isdisjoint(told):
            return ANOTHER_YEAR
        if year and is_past(self.question, one.text, year, self.newest):
            return ANOTHER_YEAR
        old = told and year and all(int(other) < year for other in told)
        if old and not self._years and not _EVER.search(self.question):
            return OLDER_YEAR
        return 1.0

    def _is_doubted(self, one: Evidence) -> bool:
        """Say whether a sentence, or the one that names what it is about, denies or doubts."""
        names, text = self._named_in(one.text), one.text
        if not names and _TAKES_UP.match(text):
            place = self.closer.place_of(one.article_id, one.start)
            back = range(place.number - 1, max(-1, place.number - 4), -1) if place else ()
            before = (self.closer.text(Place(one.article_id, number)) for number in back)
            text = next(filter(self._named_in, before), "")
            names = [name for name in self._named_in(text)[:1] if text.startswith(name)]
        return any(denied_or_doubted(self.question, text, name) for name in names)

    def _named_in(self, text: str) -> list[str]:
        """Return the names in a text that have a word in common with one of the question."""
        return [
            text[start:end]
            for start, end in names_in(text)
            if any(not name.isdisjoint(words(text[start:end])) for name in self._names)
        ]

    def _of_names(self, one: Evidence) -> float:
        """Return what it counts that names of the question stand nowhere near."""
        if not self._names:
            return 1.0
        near = frozenset(words(f"{one.title} {self._about.before(one)} {one.text}"))
        lacking = [name for name in self._names if name.isdisjoint(near)]
        if not lacking:
            return 1.0
        article = self.closer.article(one.article_id)
        held = frozenset(words(article.text)) if article else near
        nowhere = sum(name.isdisjoint(held) for name in lacking)
        return float(NAMELESS**nowhere * FAR ** (len(lacking) - nowhere))

    def _is_another(self, one: Evidence) -> bool:
        """Say whether "it" or "the company" of a sentence is not what the question names.

        The sentence before names somebody, and not whom the question does.
        """
        if not self._names or not _IT.match(one.text):
            return False
        place = self.closer.place_of(one.article_id, one.start)
        if place is None or not place.number:
            return False
        before = self.closer.text(Place(one.article_id, place.number - 1))
        near = frozenset(words(f"{one.title} {before} {one.text}"))
        return bool(names_in(before)) and all(name.isdisjoint(near) for name in self._names)

    def _has_other_subject(self, one: Evidence) -> bool:
        """Say whether a sentence begins with another name, and lacks one of the question's."""
        begin = after_dateline(one.text)
        named = [Span(start - one.start, end - one.start) for start, end, _ in one.mentions]
        first = next((span for span in named if span.start >= begin), None)
        if not self._names or first is None:
            return False
        lead = one.text[begin : first.start].strip(" \"“'‘").lower()
        name = frozenset(words(one.text[first.start : first.end]))
        asked = frozenset(words(self.question))
        own = frozenset(words(one.text))
        lacks = any(known.isdisjoint(own) for known in self._names)
        return lead in {"", "the", "but", "and"} and name.isdisjoint(asked) and lacks


def lacks_kind(question: str, form: Form, sentence: str) -> bool:
    """Say whether a sentence holds nothing of the kind that is asked for.

    >>> lacks_kind("How many rings were sold?", Form.HOW_MANY, "It supplies six British makers.")
    True
    >>> lacks_kind("How old is the mayor?", Form.HOW_MANY, "He has been mayor for 18 years.")
    True
    """
    if form is Form.HOW_LONG:
        return not lengths_in(sentence)
    if form is not Form.HOW_MANY:
        return False
    if re.search(r"\bhow old\b", question, re.IGNORECASE):
        return not ages_in(sentence)
    found = amounts_in(sentence)
    counted = _COUNTED.search(question)
    if not found or counted is None:
        return not found
    wanted = stem(counted["noun"].lower())
    nouns = [_NOUN.match(sentence, one.end) for one in found]
    held = [noun and stem(noun["noun"].lower()) for noun in nouns]
    return wanted not in NOUNS[Naming.PERSON] and all(one and one != wanted for one in held)


def is_other_side(question: str, sentence: str) -> bool:
    """Say whether a sentence has another side, turn or part of the same thing than is asked for.

    >>> is_other_side("When did the west wing open?", "The east wing opened on Monday.")
    True
    >>> is_other_side("When did the west wing open?", "The west wing opened, not the east wing.")
    False
    """
    asked = words(question)
    told = words(sentence)
    for word, noun in pairwise(asked):
        others = _SIDES.get(word)
        if others is None or noun in _SIDES or word in told:
            continue
        noun_stem = stem(noun)
        if any(one in others and stem(after) == noun_stem for one, after in pairwise(told)):
            return True
    return False


def weighed(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> tuple[list[Evidence], list[Evidence]]:
    """Return evidence anew, best first, with what speaks against each sentence counted, twice.

    In the probabilities of the second only what is certain is counted: so sources are compared,
    each of which may call whom the question names in another way. The order is the same.
    """
    newest = max((one.published.year for one in evidence if one.published), default=0)
    mismatch = Mismatch(question, form, closer, newest)
    found = []
    for one in evidence[:MOST]:
        certain = mismatch.certain(one)
        factor = certain * mismatch.of_whom(one)
        score = one.score + _SCORE * math.log(factor)
        found.append(
            tuple(
                replace(one, probability=one.probability * part, score=score)
                for part in (factor, certain)
            )
        )
    found += [(one, one) for one in evidence[MOST:]]
    found.sort(key=lambda pair: -pair[0].score)
    return [one for one, _ in found], [one for _, one in found]
