"""How the sources of one fact stand to each other: they agree, disagree, correct or follow.

Values are compared, not sentences: 4,200 and "about 4,200 people" agree. Of different values the
one wins that an article gives as a correction; of states of different days the newest leads, where
the question or the articles show that it changed. Otherwise the articles disagree, and all values
are shown: none is chosen silently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.closer import Closer, Place
from qa.forms import Form, asks_for_now
from qa.types import Evidence, Standing
from qa.values import COMPARABLE, Value, number_of, value_of, values_of
from qa.words import stem_set

#: A sentence that is less likely than this share of the likeliest one gives no other value, and
#: below the second share it does not count as saying the same.
SHARE = 0.7
AGREES = 0.4

#: A value counts when its sentence holds this share of the question's words that the best holds.
ABOUT = 0.75

#: An older or newer state may be less likely than the best sentence by this share.
STATE_SHARE = 0.6

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)?|wrong(?:ly)?|erroneous(?:ly)?|in error|an error|the error|"
    r"mistake(?:n|nly)?|misstated|misreported|earlier (?:report|version|article)|regrets?|"
    r"amended|revised (?:down|up)|not \d[\d,.]*|put right)\b",
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
_CHANGED = re.compile(
    r"\b(?:now|new|rose|risen|rises|raised|grown|increased|fell|fallen|dropped|lowered|cut|"
    r"extend(?:s|ed)?|shorten(?:s|ed)?|postponed?|brought forward|instead|replace[sd]?|successor|"
    r"succeed(?:s|ed)?|took over|takes over|resigned|stepped down|reopen(?:s|ed)?|resume[sd]?|"
    r"again|no longer|since|meanwhile|by \w+day|latest|updated|another|further|more|died)\b",
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


def told_values(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> list[Told] | None:
    """Return the different values that likely sentences give, in reading order.

    None when they cannot be compared, or none is found. ``evidence`` is sorted, best first.
    """
    asked = stem_set(question)
    best = evidence[0]
    told: list[Told] = []
    for one in evidence:
        if one.probability < AGREES * best.probability:
            break
        value = value_of(one, form, asked)
        if value is not None and _CORRECTS.search(one.text):
            value = _corrected_value(one, value, form, asked)
        if value is None:
            if one is best:
                return None
            continue
        same = next((t for t in told if t.value and t.value.agrees(value)), None)
        if same is not None:
            same.sentences.append(one)
        elif not told or (form in COMPARABLE and _rivals(value, one, told[0], asked)):
            told.append(Told(value, [one]))
    apart = _of_different_articles(told)
    return _related(question, apart, closer) if len(apart) > 1 else apart


def _corrected_value(
    one: Evidence, value: Value, form: Form, asked: frozenset[str]
) -> Value | None:
    """Return what a sentence that corrects something says is right, None when only what is wrong.

    It says what is right behind "is", "was" or "to", and what was wrong behind "said" or "as".
    """
    for other in values_of(one, form, asked):
        before = one.text[: other.span.start - one.start]
        if _RIGHT.search(before[-40:]) and not _WRONG.search(before[-25:]):
            return other
    before = one.text[: value.span.start - one.start]
    return None if _WRONG.search(before) else value


def _rivals(value: Value, one: Evidence, best: Told, asked: frozenset[str]) -> bool:
    """Say whether another value may be of the same fact as the best one."""
    first = best.sentences[0]
    return (
        one.probability >= SHARE * first.probability
        and _overlap(asked, one) >= ABOUT * _overlap(asked, first)
        and best.value is not None
        and value.compares_to(best.value)
    )


def _overlap(asked: frozenset[str], one: Evidence) -> int:
    return len(asked & (stem_set(one.text) | stem_set(one.title)))


def _of_different_articles(told: Sequence[Told]) -> list[Told]:
    """Leave out values that stand beside a better one in the same articles: another thing's."""
    kept: list[Told] = []
    seen: set[str] = set()
    for one in told:
        own = {sentence.article_id for sentence in one.sentences}
        if kept and own <= seen:
            continue
        kept.append(one)
        seen |= own
    return kept


def _related(question: str, told: list[Told], closer: Closer) -> list[Told]:
    if corrected := _corrected(told, closer):
        return corrected
    days = [one.day for one in told]
    if all(days) and len(set(days)) > 1 and (asks_for_now(question) or _shows_change(told)):
        ordered = sorted(told, key=lambda one: one.day or date.min, reverse=True)
        ordered[0].standing = Standing.CURRENT
        for one in ordered[1:]:
            one.standing = Standing.SUPERSEDED
        return ordered
    for one in told:
        one.standing = Standing.DISPUTED
    return sorted(told, key=lambda one: one.day or date.max)


def _shows_change(told: Sequence[Told]) -> bool:
    newest = max(told, key=lambda one: one.day or date.min)
    return any(_CHANGED.search(one.text) for one in newest.sentences)


def _corrected(told: list[Told], closer: Closer) -> list[Told] | None:
    """Return the values with the right one first where an article corrects another."""
    for right in told:
        if right.value is None:
            continue
        others = [one for one in told if one is not right]
        for id in dict.fromkeys(one.article_id for one in right.sentences):
            texts = [closer.text(Place(id, n)) for n in range(len(closer.spans(id)))]
            marks = [n for n, text in enumerate(texts) if _CORRECTS.search(text)]
            near = " ".join(
                texts[m] for n in marks for m in range(max(0, n - 1), n + 2) if m < len(texts)
            )
            for other in others:
                if other.value and _stands(other.value, near) and _is_newer(right, other):
                    right.standing = Standing.CORRECTION
                    other.standing = Standing.CORRECTED
    if not any(one.standing is Standing.CORRECTION for one in told):
        return None
    return sorted(told, key=lambda one: one.standing is not Standing.CORRECTION)


def _stands(value: Value, text: str) -> bool:
    if value.text.lower() in text.lower():
        return True
    number = number_of(value.text)
    return number is not None and any(
        number_of(word) == number for word in re.findall(r"\d[\d.,]*|\w+", text)
    )


def _is_newer(right: Told, other: Told) -> bool:
    return not (right.day and other.day) or right.day >= other.day


def newest_first(question: str, form: Form, evidence: Sequence[Evidence]) -> list[Told] | None:
    """Return the states that likely sentences of different days tell, the newest first.

    None unless the question asks for the state now, or there is only one day.
    """
    if form is not Form.STATE and not asks_for_now(question):
        return None
    best = evidence[0]
    asked = stem_set(question)
    near = [
        one
        for one in evidence
        if one.probability >= STATE_SHARE * best.probability
        and one.published
        and _overlap(asked, one) >= ABOUT * _overlap(asked, best)
    ]
    newest: dict[str, Evidence] = {}
    for one in near:
        newest.setdefault(one.article_id, one)
    ordered = sorted(newest.values(), key=lambda one: one.published or date.min, reverse=True)
    if len({one.published for one in ordered}) < 2:
        return None
    return [
        Told(
            value_of(one, form, asked),
            [one],
            Standing.SUPERSEDED if one.published != ordered[0].published else Standing.CURRENT,
        )
        for one in ordered[:3]
    ]
