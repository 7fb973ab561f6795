"""Whether two sentences tell the same in other words, or another value in the same words.

Reporters who write on one fact share the words it hangs on: "because the lifts had failed" and
"the lifts stopped" share one that the question does not have, and more around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.about import content
from qa.kinds import figures
from qa.types import Evidence
from qa.values import COMPARABLE, Value, number_of
from qa.words import stem, words
from vectorstore import Span

#: Shares of the shorter one's content words that two sentences and two short answers have in
#: common when they tell the same, and that a sentence has in common with one of another value.
ALIKE = 0.3
ANSWERS = 0.5
PARALLEL = 0.4

#: Content words that two sentences of different values have in common at least.
FEWEST = 3


def tells_the_same(
    one: Evidence, value: Value, other: Evidence, theirs: Value, asked: frozenset[str]
) -> bool:
    """Say whether two sentences give the same short answer, in whatever words.

    ``asked`` are the question's stems: what they share beside those counts.
    """
    if value.agrees(theirs):
        return True
    if value.form in COMPARABLE or one.article_id == other.article_id:
        return False
    if _numbers(value) or _numbers(theirs):
        return any(_repeats(*pair) for pair in ((value, other), (theirs, one)))
    if not _alike(one, other, ALIKE):
        return False
    return any(_held(*pair, asked) for pair in ((value, other), (theirs, one)))


def shared_answer(one: Evidence, value: Value, others: Sequence[tuple[Evidence, Value]]) -> Value:
    """Return the short answer of a sentence that most of those that say the same have too.

    The reader may mark where a fire spread; that it began in the laundry is what all tell.
    """

    def held_by(text: str) -> int:
        return sum(content(text) <= content(other.text) for other, _ in others)

    best, most = value, held_by(value.text)
    for _, theirs in others:
        at = one.text.find(theirs.text)
        held = content(theirs.text)
        if at >= 0 and held and not held <= content(value.text) and held_by(theirs.text) > most:
            span = Span(one.start + at, one.start + at + len(theirs.text))
            best, most = replace(value, span=span, text=theirs.text), held_by(theirs.text)
    return best


def is_parallel(one: Evidence, other: Evidence) -> bool:
    """Say whether two sentences say of a value what it is in the same words."""
    shared = _plain(one) & _plain(other)
    return len(shared) >= FEWEST and _alike(one, other, PARALLEL)


def _alike(one: Evidence, other: Evidence, share: float) -> bool:
    first, second = _plain(one), _plain(other)
    return len(first & second) >= share * max(1, min(len(first), len(second)))


def _plain(one: Evidence) -> frozenset[str]:
    """Return the content words of a sentence without its numbers."""
    numbers = {stem(word) for number in figures(one.text) for word in words(number)}
    return content(one.text) - numbers


def _numbers(value: Value) -> frozenset[str]:
    return figures(value.text)


def _repeats(value: Value, other: Evidence) -> bool:
    """Say whether a sentence has the numbers of a short answer, with the word behind each."""
    number = number_of(value.text)
    held = content(value.text)
    return (
        number is not None
        and _numbers(value) <= figures(other.text)
        and (held <= content(other.text))
    )


def _held(value: Value, other: Evidence, asked: frozenset[str]) -> bool:
    """Say whether a sentence holds half of a short answer, and not the question's words alone."""
    held = content(value.text)
    shared = held & content(other.text)
    return bool(shared - asked) and len(shared) >= ANSWERS * len(held)
