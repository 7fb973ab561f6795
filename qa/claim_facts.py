"""Whether the numbers, times and names of a claim stand in a sentence that it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from qa.claim_days import Fit, Moment, fit
from qa.lexicon import base_set
from qa.quantities import Quantity
from qa.same_amounts import agree, comparable
from qa.sources import Source
from qa.verdicts import Fault, Reason
from qa.words import STOP_WORDS, words
from vectorstore import Span

#: Words around a quantity that may say what it counts.
_NEAR = 6
_LIST = re.compile(r",\s|\s(?:and|or)\s")


def number_faults(text: str, some: Sequence[Quantity], source: Source) -> Iterator[Reason]:
    """Yield the quantities of a claim that a sentence does not give, or gives otherwise."""
    for one in some:
        told = [other for other in source.quantities if agree(one, other)]
        if told:
            best = max(told, key=lambda other: _kinship(text, one, source.text, other))
            if swapped := _belongs_elsewhere(text, one, told, source):
                yield differs(Fault.NUMBER, text, one.span, source, swapped.span)
            elif _by_and_to(text, one, source.text, best):
                yield differs(Fault.NUMBER, text, one.span, source, best.span)
            continue
        if _follows(text, one, source) or _stands(text, one, source) or _recurs(text, one, source):
            continue
        rivals = [other for other in source.quantities if comparable(one, other)]
        if rivals:
            rival = max(rivals, key=lambda other: _kinship(text, one, source.text, other))
            if one.unit or _kinship(text, one, source.text, rival) > 0 or not one.counted:
                yield differs(Fault.NUMBER, text, one.span, source, rival.span)
                continue
        yield Reason(Fault.NUMBER, one.span, text[slice(*one.span)])
    yield from _said_twice(text, some, source)


def _said_twice(text: str, some: Sequence[Quantity], source: Source) -> Iterator[Reason]:
    """Yield a number that a claim has twice and the sentence once, beside one the claim lacks."""
    unclaimed = [other for other in source.quantities if not any(agree(one, other) for one in some)]
    for first, second in combinations(some, 2):
        told = [other for other in source.quantities if agree(first, other)]
        rivals = [other for other in unclaimed if comparable(first, other)]
        if first.value == second.value and len(told) == 1 and rivals and agree(second, told[0]):
            strange = min((first, second), key=lambda q: _beside(text, q, source.text, told[0]))
            yield differs(Fault.NUMBER, text, strange.span, source, rivals[0].span)


def digit_faults(
    text: str, known: Sequence[Span], inside: Callable[[Span], bool], source: Source
) -> Iterator[Reason]:
    """Yield digits of a claim that are in no number or time, and that a sentence does not have."""
    for found in _DIGITS.finditer(text):
        span = Span(*found.span())
        if not inside(span) or any(s < span.end and span.start < e for s, e in known):
            continue
        if not re.search(rf"(?<!\d){re.escape(found[0])}(?!\d)", source.text):
            yield Reason(Fault.NUMBER, span, found[0])


_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")


def exchange_faults(text: str, some: Sequence[Quantity], source: Source) -> Iterator[Reason]:
    """Yield two numbers that changed their places: what stands beside each is the other's."""
    mine, theirs = _CONTRAST.search(text), _CONTRAST.search(source.text)
    if (mine or theirs) and not (mine and theirs and mine[0][:4] == theirs[0][:4]):
        return
    given: list[tuple[Quantity, Quantity]] = []
    for one in some:
        if same := [other for other in source.quantities if agree(one, other)]:
            best = max(same, key=lambda other: _kinship(text, one, source.text, other))
            given.append((one, best))
    for (first, told), (second, other) in combinations(given, 2):
        if first.unit != second.unit or told.span == other.span:
            continue
        straight = _beside(text, first, source.text, told) + _beside(
            text, second, source.text, other
        )
        crossed = _beside(text, first, source.text, other) + _beside(
            text, second, source.text, told
        )
        if crossed > straight + 1:
            yield differs(Fault.NUMBER, text, first.span, source, other.span)
            return


#: Of two numbers one is the right one: their places say nothing.
_CONTRAST = re.compile(
    r"\b(?:instead of|rather than|not (?=[$€£]?\d)|correct\w*|wrong\w*|from\b.{1,30}\bto\b)"
)


def _beside(text: str, one: Quantity, told: str, other: Quantity) -> int:
    """Count the words that stand at the same side of both quantities, the next ones twice."""
    total = 0
    for mine, theirs in (
        (words(text[: one.span.start])[-3:][::-1], words(told[: other.span.start])[-3:][::-1]),
        (words(text[one.span.end :])[:3], words(told[other.span.end :])[:3]),
    ):
        for at, word in enumerate(mine):
            same = [n for n, each in enumerate(theirs) if base_set(word) & base_set(each)]
            if same:
                total += 2 if at == 0 and 0 in same else 1
    return total


_CHANGE = re.compile(r"\b(?:by|to|from)\s(?:about |around |nearly |almost |some |only )?$")


def _by_and_to(text: str, one: Quantity, told: str, other: Quantity) -> bool:
    """Say whether a claim takes the number to which something rose for that by which it did."""
    mine = _CHANGE.search(text[: one.span.start])
    theirs = _CHANGE.search(told[: other.span.start])
    if not mine or not theirs:
        return False
    return (mine[0].split()[0] == "by") != (theirs[0].split()[0] == "by") and bool(
        _MOVES.search(text) and _MOVES.search(told)
    )


_MOVES = re.compile(
    r"\b(?:rose|rise[sn]?|rising|fell|fall(?:s|en|ing)?|grew|grow(?:s|n|ing)?|drop\w*|cut|cuts|"
    r"increas\w+|decreas\w+|climb\w*|jump\w*|rais\w+|reduc\w+|lower\w*|declin\w+|shrank|"
    r"shrink\w*|slid|slip\w*|gain\w*|lost|lose[sn]?|narrow\w*|widen\w*|dip\w*|went (?:up|down))\b"
)


def _recurs(text: str, one: Quantity, source: Source) -> bool:
    """Say whether what a claim counts by the year recurs each year in the sentence."""
    if one.unit != "per":
        return False
    unit = words(text[slice(*one.span)])[-1]
    return bool(
        re.search(rf"\b(?:an?|each|every|per) {re.escape(unit)}\b|\b{unit[:4]}\w*ly\b", source.text)
    )


def _stands(text: str, one: Quantity, source: Source) -> bool:
    """Say whether a bare number stands in the sentence as part of something else, as an hour."""
    if one.unit or any(other.value == one.value for other in source.quantities):
        return False
    number = text[slice(*one.span)].lower()
    return bool(re.search(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)", source.text.lower()))


def _belongs_elsewhere(
    text: str, one: Quantity, told: Sequence[Quantity], source: Source
) -> Quantity | None:
    """Return the quantity that the sentence gives of what the claim counts, where it is another."""
    if not one.counted or one.unit in {"day", "month", "second", "ordinal"}:
        return None
    if any(_kinship(text, one, source.text, other) > 0 for other in told):
        return None
    if not all(other.counted for other in told):
        return None
    rivals = [
        other
        for other in source.quantities
        if comparable(one, other) and other not in told and one.counted & other.counted
    ]
    return rivals[0] if rivals else None


def _kinship(text: str, one: Quantity, told: str, other: Quantity) -> int:
    """Count the words that stand near both quantities."""
    if shared := len(one.counted & other.counted):
        return 3 * shared
    return len(_around(text, one.span) & _around(told, other.span))


def _around(text: str, span: Span) -> frozenset[str]:
    before = words(text[: span.start])[-_NEAR:]
    after = words(text[span.end :])[:_NEAR]
    return frozenset(
        base
        for word in (*before, *after)
        if word not in STOP_WORDS and not word.isdigit()
        for base in base_set(word)
    )


def _follows(text: str, one: Quantity, source: Source) -> bool:
    """Say whether a quantity follows from what the sentence gives: a rest, a sum, a count."""
    if one.unit == "%":
        return any(
            other.unit == "%"
            and abs(100 - other.value - one.value) < 1e-6
            and re.search(r"\b(?:rest|other|remaining|remainder)\b", source.text)
            for other in source.quantities
        )
    spelt = not re.search(r"\d", text[slice(*one.span)])
    if (
        spelt
        and one.value == 2
        and re.search(r"\b(?:both|pair|couple|twice|doubl\w+)\b", source.text)
    ):
        return True
    if one.unit or any(one.counted & other.counted for other in source.quantities):
        return False
    if spelt and one.value == 1:
        return True
    if spelt and len(source.names) == one.value > 1 and _LIST.search(source.text):
        return True
    plain = [other for other in source.quantities if not other.unit]
    return any(
        abs(first.value + second.value - one.value) < 1e-6 and _adds(first, second)
        for first, second in combinations(plain, 2)
    ) and bool(re.search(r"\b(?:more|and|plus|further|another|other)\b", source.text))


def _adds(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities count the same things, or one leaves open what it counts."""
    return bool(one.counted & other.counted) or not one.counted or not other.counted


def _is_told_hour(text: str, one: Moment, source: Source) -> bool:
    """Say whether a sentence gives an hour by its bare number: "closed at four"."""
    if any(other.clock is not None for other in source.moments):
        return False
    hour = words(text[slice(*one.span)])[:1]
    return bool(hour) and bool(re.search(rf"\bat {hour[0]}\b", source.text.lower()))


def date_faults(text: str, some: Sequence[Moment], source: Source) -> Iterator[Reason]:
    """Yield the times of a claim that a sentence does not give, or gives otherwise."""
    for one in some:
        if one.clock is not None and _is_told_hour(text, one, source):
            continue
        fits = [(fit(one, other, source.published), other) for other in source.moments]
        if any(how is Fit.SAME for how, _ in fits):
            continue
        if others := [other for how, other in fits if how is Fit.OTHER]:
            same_size = [other for other in others if other.size == one.size] or others
            yield differs(Fault.DATE, text, one.span, source, same_size[0].span)
        elif (any(how is Fit.OPEN for how, _ in fits) and one.days is None) or not (
            one.days and source.published and _is_day_of(one, source)
        ):
            yield Reason(Fault.DATE, one.span, text[slice(*one.span)])


def _is_day_of(one: Moment, source: Source) -> bool:
    """Say whether a wide time, a year or a month, is that of the article."""
    day = source.published
    return (
        day is not None
        and one.days is not None
        and one.size < 1
        and one.days[0] <= day <= one.days[1]
        and not source.moments
    )


def differs(fault: Fault, text: str, span: Span, source: Source, against: Span) -> Reason:
    """Return that a sentence says otherwise, and where."""
    return Reason(
        fault, span, text[slice(*span)], source.number, against, source.text[slice(*against)], True
    )
