"""The short answer of a sentence as a value that can be compared: a number, a day, a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.forms import Form
from qa.members import same_name
from qa.mentions import amounts_in, durations_in, names_in, times_in
from qa.types import Evidence
from qa.words import stem, stem_set, words
from vectorstore import Span

_ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_DIGITS = re.compile(r"\d[\d.,]*")

_FINDERS: dict[Form, Callable[[str], Sequence[Span]]] = {
    Form.HOW_MANY: amounts_in,
    Form.HOW_LONG: durations_in,
    Form.WHEN: times_in,
    Form.WHERE: names_in,
    Form.WHO: names_in,
}

#: Forms whose answers can be compared; the others are words, which differ without disagreeing.
COMPARABLE = frozenset(_FINDERS)


@dataclass(frozen=True, slots=True)
class Value:
    """A short answer: its span of the article, and what it comes to."""

    span: Span
    text: str
    form: Form

    def compares_to(self, other: Value) -> bool:
        """Say whether two different values may be of the same thing: not "52 kroner" and "63"."""
        if self.form is not Form.HOW_MANY:
            return True
        mine, theirs = _unit(self.text), _unit(other.text)
        return not mine or not theirs or bool(mine & theirs)

    def agrees(self, other: Value) -> bool:
        """Say whether two short answers come to the same."""
        if self.form in (Form.WHERE, Form.WHO):
            return same_name(self.text, other.text)
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


def _unit(text: str) -> frozenset[str]:
    """Return the stems of the words beside the numbers in a short answer."""
    plain = [word for word in words(text) if not word[0].isdigit()]
    return frozenset(
        stem(word)
        for word in plain
        if word not in _ONES and word not in _TENS and word not in _SCALES
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
        if word in _ONES or word in _TENS:
            total += _ONES.get(word, 0) + _TENS.get(word, 0)
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
    if not spans:
        return None
    if form in (Form.WHERE, Form.WHO) and one.mentions:
        odds = {(m.start, m.end): m.odds for m in one.mentions}
        best = max(spans, key=lambda span: odds.get((span.start, span.end), -20.0))
        return Value(best, _text(one, best), form)
    if one.answer is None:
        return Value(spans[0], _text(one, spans[0]), form)
    marked = one.answer
    nearest = min(
        spans,
        key=lambda span: (max(0, span.start - marked.end, marked.start - span.end), span.start),
    )
    return Value(nearest, _text(one, nearest), form)


def values_of(one: Evidence, form: Form, asked: frozenset[str]) -> list[Value]:
    """Return all that a sentence holds of a form and the question does not say itself."""
    finder = _FINDERS.get(form)
    if finder is None:
        return []
    named = names_in(one.text) if form in (Form.HOW_MANY, Form.HOW_LONG) else []
    spans = (
        Span(s + one.start, e + one.start)
        for s, e in finder(one.text)
        if not any(n.start <= s and e <= n.end for n in named)  # the 3 of "Orla 3"
    )
    return [
        Value(span, _text(one, span), form)
        for span in spans
        if not stem_set(_text(one, span)) <= asked
    ]


def _text(one: Evidence, span: Span) -> str:
    return one.text[span.start - one.start : span.end - one.start]
