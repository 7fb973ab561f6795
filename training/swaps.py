"""Questions that nothing answers, made by putting another name or year into one that is answered.

A reader that has seen few of them takes the nearest fact for the answer: "For how long did Brack
close?" from a sentence about Grindle. The name put in stands in the same passage or in another
question; the year is a near one (after Jia and Liang 2017, arXiv:1707.07328, and Zhu et al. 2019,
arXiv:1906.06045, who make such questions with models).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qa.abstention import terms_of
from qa.kinds import kind_of
from qa.lists import Listed, Shown

#: The share of names that are taken from the passage itself: hard, and now and then still true.
FROM_PASSAGE = 0.4

_DAYS = frozenset(
    name.lower() for name in (*calendar.day_name, *calendar.month_name, *calendar.month_abbr)
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(
    r"(?<=[a-z,;:] )[A-Z][\w'’-]+(?: (?:& |of )?[A-Z][\w'’-]+){0,3}",
)
#: Between these a fact holds both ways, or of all alike: a question with another name may stand.
_LOOSE = re.compile(r"\b(?:and|or|between|both|each|other|with|against|than)\b", re.IGNORECASE)


def names_in(question: str) -> list[str]:
    """Return the names in a question, longest first.

    >>> names_in("For how long did Tallow & Marsh close its bars in Gdansk?")
    ['Tallow & Marsh', 'Gdansk']
    """
    terms = terms_of(question, kind_of(question))
    found = (term.text for term in terms if term.is_name and _is_name(term.text))
    return sorted(found, key=len, reverse=True)


def _is_name(text: str) -> bool:
    return len(text) > 2 and bool(set(text.lower().split()) - _DAYS)


def contrasts(lists: Sequence[Listed], count: int, rng: np.random.Generator) -> list[Listed]:
    """Return up to ``count`` answered questions, each followed by one made of it, unanswered."""
    answered = [one for one in lists if any(shown.right for shown in one.shown)]
    pool = sorted({name for one in answered for name in names_in(one.question)})
    made: list[Listed] = []
    for i in rng.permutation(len(answered)):
        if len(made) == 2 * count:
            break
        one = answered[i]
        question = _with_another_year(one.question, rng) or _with_another_name(one, pool, rng)
        if question:
            nothing = tuple(replace(shown, right=frozenset(), answers=()) for shown in one.shown)
            made += [one, Listed(question, _right_first(one, nothing))]
    return made


def _right_first(one: Listed, nothing: Sequence[Shown]) -> tuple[Shown, ...]:
    """Put first what answered before: it is the hardest, and the likeliest to be drawn."""
    order = sorted(range(len(nothing)), key=lambda n: not one.shown[n].right)
    return tuple(nothing[n] for n in order)


def _with_another_year(question: str, rng: np.random.Generator) -> str | None:
    found = _YEAR.search(question)
    if found is None:
        return None
    step = int(rng.choice([-3, -2, -1, 1, 2, 3]))
    return f"{question[: found.start()]}{int(found[0]) + step}{question[found.end() :]}"


def _with_another_name(one: Listed, pool: Sequence[str], rng: np.random.Generator) -> str | None:
    names = names_in(one.question)
    right = next(shown for shown in one.shown if shown.right)
    stands = [name for name in names if name.lower() in _all(right).lower()]
    if not stands or _LOOSE.search(one.question):
        return None
    old = stands[int(rng.integers(len(stands)))]
    taken = f"{one.question} {' '.join(_answers(right))}"
    if rng.random() < FROM_PASSAGE:
        others = _NAME.findall(right.window.text)
    else:
        text = _all(right)
        others = [pool[int(i)] for i in rng.integers(len(pool), size=12)]
        others = [name for name in others if name not in text]
    others = [n for n in others if not set(n.split()) & set(taken.split()) and _is_name(n)]
    if not others:
        return None
    return one.question.replace(old, others[int(rng.integers(len(others)))], 1)


def _all(shown: Shown) -> str:
    return f"{shown.window.title} {shown.window.text}"


def _answers(shown: Shown) -> list[str]:
    return [shown.window.text[start:end] for start, end in shown.answers]
