"""Which article corrects another: what it says is right, and what it says was wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.closer import Closer, Place
from qa.forms import Form
from qa.types import Evidence, Standing
from qa.values import Value, number_of, values_of

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)?|wrong(?:ly)?|erroneous(?:ly)?|in error|an error|the error|"
    r"mistake(?:n|nly)?|misstated|misreported|regrets?|amended|revised (?:down|up)|put right|"
    r"earlier (?:\w+ )?(?:report|version|article|statement|dispatch))\b",
    re.IGNORECASE,
)
#: "Nine, not 14" puts a number right, unless something happened in between.
_NOT = re.compile(r"\bnot \d[\d,.]*", re.IGNORECASE)
_HAPPENED = re.compile(
    r"\b(?:chang(?:es?|ed)|recount(?:ed)?|now|since|extend(?:s|ed)|lengthened|shortened|raised|"
    r"lowered|postponed)\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:(?:number|figure|sum|date|day|total|it|there|name|amount|correct) (?:\w+ ){0,3}?"
    r"(?:is|was|were|are|should be|should have been)|corrected to|but|in fact|actually|really)\W+"
    r"(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:said|gave|given|reported|stated|put|wrote|published|wrongly|not|instead of|rather than|"
    r"earlier|error|mistake)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Told:
    """One value with the sentences that give it, best first."""

    value: Value | None
    sentences: list[Evidence]
    standing: Standing = Standing.HOLDS

    @property
    def day(self) -> date | None:
        """The newest day on which it was told."""
        return max((one.published for one in self.sentences if one.published), default=None)


def corrects(text: str) -> bool:
    """Say whether a text speaks of an error in what was said before."""
    return bool(_CORRECTS.search(text) or _NOT.search(text))


def right_value(one: Evidence, value: Value, form: Form, asked: frozenset[str]) -> Value | None:
    """Return what a sentence that corrects something says is right, None when only what is wrong.

    It says what is right behind "is", "was" or "to", and what was wrong behind "said" or "as".
    """
    for other in values_of(one, form, asked):
        before = one.text[: other.span.start - one.start]
        if _RIGHT.search(before[-40:]) and not _WRONG.search(before[-25:]):
            return other
    before = one.text[: value.span.start - one.start]
    return None if _WRONG.search(before) else value


def corrected(told: list[Told], closer: Closer) -> list[Told] | None:
    """Return the values with the right one first where an article corrects another."""
    for right in told:
        if right.value is None:
            continue
        others = [one for one in told if one is not right]
        for id in dict.fromkeys(one.article_id for one in right.sentences):
            texts = [closer.text(Place(id, n)) for n in range(len(closer.spans(id)))]
            marks = [n for n in range(len(texts)) if _marks(texts, n)]
            near = " ".join(
                texts[m] for n in marks for m in range(max(0, n - 1), n + 2) if m < len(texts)
            )
            for other in others:
                if other.value and stands(other.value, near) and _is_newer(right, other):
                    right.standing = Standing.CORRECTION
                    other.standing = Standing.CORRECTED
    if not any(one.standing is Standing.CORRECTION for one in told):
        return None
    return sorted(told, key=lambda one: one.standing is not Standing.CORRECTION)


def _marks(texts: Sequence[str], number: int) -> bool:
    """Say whether a sentence speaks of an error, and not of what has happened since."""
    if _CORRECTS.search(texts[number]):
        return True
    near = " ".join(texts[max(0, number - 1) : number + 1])
    return bool(_NOT.search(texts[number])) and not _HAPPENED.search(near)


def stands(value: Value, text: str) -> bool:
    """Say whether a text has a value, its number in digits or in words."""
    if value.text.lower() in text.lower():
        return True
    number = number_of(value.text)
    return number is not None and any(
        number_of(word) == number for word in re.findall(r"\d[\d.,]*|\w+", text)
    )


def _is_newer(right: Told, other: Told) -> bool:
    return not (right.day and other.day) or right.day >= other.day
