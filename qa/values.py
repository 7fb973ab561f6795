"""The short answer of a sentence as a value that can be compared: a number, a day, a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.cell_kinds import lengths_in
from qa.closer import after_dateline
from qa.forms import Form
from qa.members import same_name
from qa.mentions import amounts_in, names_in, times_in
from qa.moments import Days, clock_of, days_of
from qa.types import Evidence
from qa.units import ONES, TENS
from qa.words import STOP_WORDS, stem, stem_set, words
from vectorstore import Span

_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_DIGITS = re.compile(r"\d[\d.,]*")

#: What is counted stands in the two words behind a number.
_FOLLOWING = re.compile(r"(?:[\s-][a-z]+){1,2}")
_CLAUSE = re.compile(r"[,;:–—](?!\d)|\b(?:and|but|while)\b")
_LETTER = re.compile(r"[^\W\d]")
_SMALL = frozenset(map(stem, STOP_WORDS))

_FINDERS: dict[Form, Callable[[str], Sequence[Span]]] = {
    Form.HOW_MANY: amounts_in,
    Form.HOW_LONG: lengths_in,
    Form.WHEN: times_in,
    Form.WHERE: names_in,
    Form.WHO: names_in,
}

#: Words behind an amount that tell what it counts: what happened is told further on.
NEAR = 3

#: A name less likely than this, log-odds, is no answer where the reader marks other words.
UNLIKELY = -2.0

#: Forms whose answers can be compared; the others are words, which differ without disagreeing.
COMPARABLE = frozenset(_FINDERS)


@dataclass(frozen=True, slots=True)
class Value:
    """A short answer: its span of the article, and what it comes to.

    ``counted`` are the stems of what follows a number; ``days`` are those that a time means.
    """

    span: Span
    text: str
    form: Form
    counted: frozenset[str] = frozenset()
    days: Days | None = None

    @property
    def is_name(self) -> bool:
        """Whether it is a name: two descriptions may be of the same one."""
        return bool(names_in(f"- {self.text}"))

    def compares_to(self, other: Value) -> bool:
        """Say whether two different values may be of the same thing: not "52 kroner" and "63".

        Last week and Tuesday are of different sizes, and so are Tuesday and half past six.
        """
        if self.form is Form.WHEN:
            return not self._holds(other) and not other._holds(self)
        if self.form is not Form.HOW_MANY:
            return True
        mine, theirs = _unit(self.text), _unit(other.text)
        return not mine or not theirs or bool(mine & theirs)

    def counts_like(self, other: Value) -> bool:
        """Say whether two numbers count the same things."""
        return bool(self.counted & other.counted)

    def agrees(self, other: Value) -> bool:
        """Say whether two short answers come to the same."""
        if self.form in (Form.WHERE, Form.WHO):
            return same_name(self.text, other.text)
        if self.form is Form.WHEN and (at := self._at_once(other)) is not None:
            return at
        if self.form not in COMPARABLE:
            mine_all, theirs_all = words(self.text), words(other.text)
            return mine_all == theirs_all or (
                same_name(self.text, other.text)
                and bool(names_in(self.text, ()) and names_in(other.text, ()))
            )
        mine, theirs = number_of(self.text), number_of(other.text)
        if self.form is Form.HOW_MANY and mine is not None and theirs is not None:
            return mine == theirs
        if mine != theirs:
            return False
        first, second = stem_set(self.text), stem_set(other.text)
        return first <= second or second <= first

    def _at_once(self, other: Value) -> bool | None:
        """Say whether two times are the same; None when their words must decide."""
        mine, theirs = clock_of(self.text), clock_of(other.text)
        if mine is not None and theirs is not None and mine != theirs:
            return False
        if self.days and other.days:
            return self.days == other.days
        return None if mine is None or theirs is None else True

    def _holds(self, other: Value) -> bool:
        """Say whether the days of one time hold another's, or it tells the day and not the hour."""
        if self.days and other.days:
            return self.days[0] <= other.days[0] and other.days[1] <= self.days[1]
        return (
            clock_of(self.text) is None and other.days is None and clock_of(other.text) is not None
        )


def _unit(text: str) -> frozenset[str]:
    """Return the stems of the words beside the numbers in a short answer."""
    plain = [word for word in words(text) if not word[0].isdigit()]
    return frozenset(
        stem(word)
        for word in plain
        if word not in ONES and word not in TENS and word not in _SCALES
    ) | frozenset(sign for sign in "$€£%" if sign in text)


def number_of(text: str) -> float | None:
    """Return the number in a short answer, None when there is none.

    >>> number_of("4,200 people"), number_of("twenty-one"), number_of("$2.5 million")
    (4200.0, 21.0, 2500000.0)
    """
    found = _DIGITS.search(text)
    scale = 1
    for word, factor in _SCALES.items():
        if re.search(rf"\b{word}\b", text, re.IGNORECASE):
            scale *= factor
    if found:
        digits = found[0].rstrip(".,").replace(",", "")
        try:
            return float(digits) * scale
        except ValueError:  # a dotted day
            return None
    total, any_word = 0, False
    for word in words(text.replace("-", " ")):
        if word in ONES or word in TENS:
            total += ONES.get(word, 0) + TENS.get(word, 0)
            any_word = True
    if not any_word and scale > 1:
        return float(scale)
    return float(total * scale) if any_word else None


def value_of(one: Evidence, form: Form, asked: frozenset[str]) -> Value | None:
    """Return the short answer of a sentence, None when it holds none of the form.

    ``asked`` are the question's stems: what it says itself is no answer. Of several the one that
    the reader marks counts, or the nearest to it.
    """
    if form not in _FINDERS:
        if one.answer is None:
            return None
        return Value(one.answer, _text(one, one.answer), form)
    spans = [value.span for value in values_of(one, form, asked)]
    if form in (Form.WHERE, Form.WHO):
        return _named_or_described(one, form, spans, asked)
    if not spans:
        return None
    if one.answer is None:
        return _made(one, spans[0], form)
    marked = one.answer
    nearest = min(
        spans,
        key=lambda span: (max(0, span.start - marked.end, marked.start - span.end), span.start),
    )
    if form is Form.HOW_MANY and len(spans) > 1:
        nearest = _beside_what_is_asked(one, spans, nearest, asked)
    return _made(one, nearest, form)


def _named_or_described(
    one: Evidence, form: Form, names: Sequence[Span], asked: frozenset[str]
) -> Value | None:
    """Return who or where a sentence says: a name, or the reader's words where no name is likely.

    "A flour merchant" and "in a sports hall" name nobody and no place.
    """
    odds = {(m.start, m.end): m.odds for m in one.mentions}
    best = max(names, key=lambda span: odds.get((span.start, span.end), -20.0), default=None)
    likely = best is not None and odds.get((best.start, best.end), 0.0) >= UNLIKELY
    marked = one.answer
    named = marked is not None and bool(names_in(f"- {_text(one, marked)}"))
    if marked is None or likely or (best and named) or stem_set(_text(one, marked)) <= asked:
        return best and Value(best, _text(one, best), form)
    return Value(marked, _text(one, marked), form)


def _beside_what_is_asked(
    one: Evidence, spans: Sequence[Span], marked: Span, asked: frozenset[str]
) -> Span:
    """Return the amount that stands beside the question's words when the marked one does not.

    Of "58 percent in Marchtal to 71 percent in Laxen" the second is Laxen's; of "seven people died
    and 31 were injured" the first is of people, where nobody asks for the injured.
    """
    asked = frozenset(word for word in asked if word not in _SMALL)
    beside: dict[Span, frozenset[str]] = {}
    for span in spans:
        after = one.text[span.start - one.start :]
        ends = [other.start - span.start for other in spans if other.start > span.start]
        clause = _CLAUSE.split(after[: min(ends, default=len(after))])[0]
        near = clause[span.end - span.start :].split()[:NEAR]
        beside[span] = stem_set(" ".join([_text(one, span), *near])) & asked
    if beside[marked] or not any(beside.values()):
        return marked
    return max(spans, key=lambda span: len(beside[span]))


def _made(one: Evidence, span: Span, form: Form) -> Value:
    text = _text(one, span)
    if form is Form.WHEN:
        return Value(span, text, form, days=days_of(one, span))
    if form is not Form.HOW_MANY:
        return Value(span, text, form)
    following = _FOLLOWING.match(one.text, span.end - one.start)
    after = words(following[0]) if following else []
    counted = _unit(text) | {stem(word) for word in after if word not in STOP_WORDS}
    return Value(span, text, form, frozenset(counted))


def values_of(one: Evidence, form: Form, asked: frozenset[str]) -> list[Value]:
    """Return all that a sentence holds of a form and the question does not say itself."""
    finder = _FINDERS.get(form)
    if finder is None:
        return []
    named = names_in(one.text) if form in (Form.HOW_MANY, Form.HOW_LONG) else []
    begin = after_dateline(one.text) if form in (Form.WHERE, Form.WHO) else 0
    if form is Form.HOW_MANY:  # nor the 4 of "4 March"
        named += [time for time in times_in(one.text) if _LETTER.search(one.text, *time)]
    spans = (
        Span(s + one.start, e + one.start)
        for s, e in finder(one.text)
        if s >= begin and not any(n.start <= s and e <= n.end for n in named)  # the 3 of "Orla 3"
    )
    return [_made(one, span, form) for span in spans if not stem_set(_text(one, span)) <= asked]


def _text(one: Evidence, span: Span) -> str:
    return one.text[span.start - one.start : span.end - one.start]
