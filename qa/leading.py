"""Which sentence leads an answer: of those nearly as good, the one that holds what is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.closer import after_dateline
from qa.forms import Form
from qa.marking import definition_of
from qa.mentions import names_in
from qa.types import Evidence
from qa.values import COMPARABLE, value_of
from qa.words import stem_set, words
from vectorstore import Span

#: A sentence this far below the best score leads when it holds what is asked for and that does not.
LEAD = 2.0

#: The same for one that says in so many words what something is.
DEFINES = 3.0

_QUOTES = re.compile(r"[“\"][^“”\"]{3,}(?:[”\"]|$)")


def leading(question: str, form: Form, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence, sorted best first, with the sentence first that holds what is asked for."""
    found = _holding(question, form)
    if found is None:
        return list(evidence)
    holds, gap = found
    near = (one for one in evidence if one.score >= evidence[0].score - gap)
    first = next((one for one in near if holds(one)), evidence[0])
    return [first, *(one for one in evidence if one is not first)]


def _holding(question: str, form: Form) -> tuple[Callable[[Evidence], bool], float] | None:
    """Return what tells whether a sentence holds what is asked for, and how far down it is sought.

    None where any words may answer.
    """
    if form in COMPARABLE:
        asked = stem_set(question)
        return lambda one: value_of(one, form, asked) is not None, LEAD
    if form is Form.DEFINITION:
        return lambda one: definition_of(question, one.text) is not None, DEFINES
    if form is Form.QUOTATION:
        named = {word for s, e in names_in(question) for word in words(question[s:e])}
        return lambda one: _is_quoted(one.text, named), LEAD
    if form is Form.WHAT:
        return lambda one: one.answer is None or _is_told(one, one.answer), LEAD
    return None


def _is_told(one: Evidence, answer: Span) -> bool:
    """Say whether a short answer stands in a sentence, not in an agency's place in front of it."""
    return answer.start >= one.start + after_dateline(one.text)


def _is_quoted(sentence: str, named: set[str]) -> bool:
    """Say whether a sentence quotes somebody whom the question names, or nobody else."""
    if not _QUOTES.search(sentence):
        return False
    plain = _QUOTES.sub(" ", sentence)
    return not named or not named.isdisjoint(words(plain)) or not names_in(plain)
