"""Words that a claim puts where its sentence has their opposite, or another number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from qa.aligning import Alignment
from qa.clause_words import words_of
from qa.synonyms import mean_the_opposite
from qa.verdicts import Fault, Reason
from vectorstore import Span

#: So many words may be put for so many others.
_MOST = 2


def replacement_faults(alignment: Alignment, claimed: tuple[Span, ...]) -> Iterator[Reason]:
    """Yield words of a claim that stand for their opposite between words that both have.

    ``claimed`` are the spans of the claim that is looked at.
    """
    mine, theirs = words_of(alignment.text).words, alignment.source.words.words
    matcher = SequenceMatcher(
        None, [one.lower for one in mine], [one.lower for one in theirs], autojunk=False
    )
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind != "replace" or last - first > _MOST or end - begin > _MOST:
            continue
        for one in mine[first:last]:
            if not any(start <= one.start < stop for start, stop in claimed):
                continue
            for other in theirs[begin:end]:
                if _are_opposed(one.lower, other.lower):
                    yield Reason(
                        Fault.NUMBER if one.text[0].isdigit() else Fault.OPPOSITE,
                        Span(one.start, one.end),
                        one.text,
                        alignment.source.number,
                        Span(other.start, other.end),
                        other.text,
                        True,
                    )


#: Small words that say the opposite of each other.
_PAIRS = tuple(
    frozenset(pair.split())
    for pair in (
        "more fewer|more less|most least|first last|before after|over under|above below|up down|"
        "all none|many few|always never|both neither|with without|for against|"
        "some no|every no|each no|any no|his her|he she|him her|here there|now then|"
        "early late|earlier later|since until|men women|man woman|boys girls|boy girl"
    ).split("|")
)


#: Digits alone, without a unit.
_PLAIN = re.compile(r"[\d.,]+")


def _are_opposed(one: str, other: str) -> bool:
    if one[0].isdigit() and other[0].isdigit():
        return _PLAIN.fullmatch(one) is not None and _PLAIN.fullmatch(other) is not None
    return frozenset((one, other)) in _PAIRS or mean_the_opposite(one, other, anywhere=False)
