"""When words of an answer are the words wanted, and when a citation is the sentence wanted.

Short answers and cells must be tight: a whole sentence holds the answer and does not mark it. The
lists of words are written here and not taken from the code that is measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from benchmarks.expected import Fact, Quoted
from qa import Citation, Statement
from qa.questions import normal

#: How much longer than an accepted form an answer may be: so many times, or so many words.
TIMES_LONGER = 2
WORDS_LONGER = 3

#: The closeness of equal words: more than any number of shared words.
EQUAL = 1000

#: Words that an answer may leave out of an accepted form, and that alone are none.
_SMALL = frozenset(
    "a about after all an and as at before by da de del der di du for from her his in into its la "
    "le of on or over since that the their to until van von with".split()
)

#: Words that turn a meaning round: an answer that adds or drops one says something else.
_TURNING = frozenset(
    "cannot denied denies deny except former formerly might neither never no nobody none nor not "
    "refused refuses unless without".split()
)

_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen half "
    "dozens hundred hundreds thousand thousands million millions billion billions twice".split()
)
_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?|[^\W\d_]+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def closeness(text: str, accepted: Sequence[str]) -> int:
    """Return how close a text is to the nearest accepted form: 0 when it is none of them.

    ``EQUAL`` for the same words; else the number of words that both have, where one holds the
    other. A longer text must be tight and add no number and no "not"; a shorter one may leave out
    part of a name, small words and a year, nothing else.

    >>> closeness("Brindlow", ["Brindlow Stores"]), closeness("weeks", ["six weeks"])
    (1, 0)
    >>> closeness("for six weeks", ["six weeks"]), closeness("six or nine weeks", ["six weeks"])
    (2, 0)
    """
    return max((_close(text, one) for one in accepted), default=0)


def same_words(text: str, accepted: Sequence[str]) -> bool:
    """Say whether a short answer or a cell is one of the accepted forms."""
    return closeness(text, accepted) > 0


def holds(text: str, accepted: Sequence[str], *, besides: Sequence[str] = ()) -> bool:
    """Say whether an accepted form stands in what is left of a text without ``besides``."""
    rest = normal(text)
    for one in sorted(besides, key=len, reverse=True):
        rest = rest.replace(normal(one), " | ")
    return any(normal(one) in rest for one in accepted)


def placed(
    texts: Sequence[str],
    wanted: Sequence[Sequence[str]],
    barred: Sequence[Sequence[str]] = (),
) -> list[int | None]:
    """Return which of the wanted each text is, None for none; each is given out once.

    ``wanted`` and ``barred`` hold accepted forms. Texts with the very words go first. A text that
    is as close to another one, or names another one too, is none: "Line" is not the Norsund Line
    where there is a second line, and "Oxholt and Pava" is not Oxholt.
    """
    found: list[int | None] = [None] * len(texts)
    for exact in (True, False):
        for number, text in enumerate(texts):
            if found[number] is None and (closeness(text, _joined(wanted)) == EQUAL) == exact:
                fit = _fitting(text, wanted, barred)
                found[number] = next((one for one in fit if one not in found), None)
    return found


def cites(citation: Citation, evidence: Sequence[Quoted]) -> bool:
    """Say whether a citation is one of the sentences, and not context of another.

    They share at least half of the longer one, so that neither a word nor a whole article is.
    """
    return not citation.context and any(_is_sentence(citation, one) for one in evidence)


def in_article(citation: Citation, fact: Fact) -> bool:
    """Say whether a citation is of an article that gives the fact."""
    return not citation.context and citation.article_id in fact.article_ids


def short_of(statement: Statement) -> str:
    """Return the short answer that a statement marks, empty when it marks none."""
    return statement.answer.text if statement.answer else ""


def states(statement: Statement, fact: Fact, others: Sequence[Fact] = ()) -> bool:
    """Say whether a statement gives a fact rather than one of the others.

    Its short answer is the fact's and it cites one of the fact's articles; or the short answer is
    none of them, and its quotation is a sentence of the fact and of none of the others.
    """
    short, first = short_of(statement), statement.citations[0]
    near = closeness(short, fact.texts)
    rival = max((closeness(short, other.texts) for other in others), default=0)
    if near or rival:
        besides = any(holds(short, other.texts, besides=fact.texts) for other in others)
        cited = any(in_article(one, fact) for one in statement.citations)
        return near > rival and cited and not besides
    return cites(first, fact.evidence) and not any(cites(first, one.evidence) for one in others)


def _close(text: str, accepted: str) -> int:
    given, wanted = normal(text).split(), normal(accepted).split()
    if not given or not wanted:
        return 0
    if given == wanted:
        return EQUAL if _figures(text) == _figures(accepted) else 0
    if _changed(text, accepted):
        return 0
    if normal(accepted) in normal(text):
        limit = max(TIMES_LONGER * len(wanted), len(wanted) + WORDS_LONGER)
        return len(wanted) if len(given) <= limit else 0
    if normal(text) in normal(accepted) and _enough(given, accepted):
        return len(given)
    return 0


def _changed(one: str, other: str) -> bool:
    """Say whether two texts differ in a number that is no year, or in a word that turns them."""
    numbers = {n for n in _figures(one) ^ _figures(other) if not _YEAR.fullmatch(n)}
    turning = set(normal(one).split()) ^ set(normal(other).split())
    return bool(numbers or turning & _TURNING)


def _figures(text: str) -> set[str]:
    found = _FIGURE.findall(text.lower())
    return {one for one in found if one[0].isdigit() or one in _NUMBERS}


def _enough(given: Sequence[str], accepted: str) -> bool:
    """Say whether words of an accepted form are enough of it.

    What is left out are small words; capitalized words and years while a capitalized one stays.
    """
    capitalized = [one for one in re.findall(r"\w[\w-]*", accepted) if one[0].isupper()]
    names = set(normal(" ".join(capitalized)).split())
    content = set(given) - _SMALL
    left_out = set(normal(accepted).split()) - set(given) - _SMALL
    years = {word for word in left_out if _YEAR.fullmatch(word)}
    return not left_out or (left_out <= names | years and bool(content & names))


def _joined(wanted: Sequence[Sequence[str]]) -> list[str]:
    return [text for texts in wanted for text in texts]


def _fitting(
    text: str, wanted: Sequence[Sequence[str]], barred: Sequence[Sequence[str]]
) -> list[int]:
    """Return the numbers of the wanted that a text may be: several only with the same words."""
    near = [closeness(text, one) for one in wanted]
    best = max(near, default=0)
    if best == EQUAL or not best:
        return [number for number, one in enumerate(near) if one == best and best]
    if max((closeness(text, one) for one in barred), default=0) >= best or near.count(best) > 1:
        return []
    number = near.index(best)
    others = [*wanted[:number], *wanted[number + 1 :], *barred]
    named = any(holds(text, other, besides=wanted[number]) for other in others)
    return [] if named else [number]


def _is_sentence(citation: Citation, one: Quoted) -> bool:
    if citation.article_id != one.article_id:
        return False
    longer = max(citation.end - citation.start, len(one.text))
    text, start = citation.article.text, -1
    while (start := text.find(one.text, start + 1)) >= 0:
        shared = min(citation.end, start + len(one.text)) - max(citation.start, start)
        if 2 * shared >= longer:
            return True
    return False
