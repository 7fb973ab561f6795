"""Whether a claim denies what its sentence says, or says what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.aligning import Alignment, Pair
from qa.claim_pairs import LIGHT, SURELY, against, clause_of
from qa.clause_words import Word
from qa.lexicon import base_set
from qa.verdicts import Fault, Reason
from vectorstore import Span

#: Verbs of which each tells from its own side what the other does.
_CONVERSE = (
    {"buy", "purchase", "acquire"}, {"sell"}, {"give", "grant", "award", "hand", "send"},
    {"receive", "get"}, {"lend"}, {"borrow"}, {"teach"}, {"learn"}, {"win", "beat", "defeat"},
    {"lose"}, {"pay"}, {"earn"}, {"hire", "employ"}, {"join"}, {"supply", "provide"},
)  # fmt: skip


def negation_faults(pairs: Sequence[Pair], alignment: Alignment) -> Iterator[Reason]:
    """Yield what a claim denies and its sentence does not, or the other way round.

    The words of the claim vote: each says whether it stands denied on one side alone. A verb
    whose opposite the sentence has counts for most.
    """
    opposed = {pair.word.start: pair for pair in alignment.against}
    mine = [pair.word for pair in alignment.pairs.values()]
    theirs = alignment.source.words.words
    agree = differ = 0.0
    clause = clause_of(pairs)
    first: Pair | None = None
    for pair in pairs:
        word, other, turned = pair.word, pair.other, False
        if pair.sure < SURELY and word.start in opposed:
            other, turned = opposed[word.start].other, True
        elif pair.sure < SURELY:
            continue
        if (
            other is None
            or word.text[0].isupper()
            or word.text[0].isdigit()
            or not word.content
            or (word.lower in LIGHT and pair.sure < 0.9)
            or (turned and _is_converse(word, other))
        ):
            continue
        weight = 2.0 if turned or word.verb else 1.0
        if turned and word.verb:
            weight = _DECISIVE if other.clause == clause else 4.0
        if bool(word.negations % 2) ^ bool(other.negations % 2) ^ turned:
            if not turned and (_comes_before(word, mine) or _comes_before(other, theirs)):
                continue
            differ += weight
            decides = word.head if word.negations else other.head
            if decides and pair.sure >= 0.9 and not turned:
                differ += _DECISIVE
                first = pair
            if first is None or (turned and not first.is_opposite):
                first = Pair(word, other, pair.sure, is_opposite=turned)
        else:
            agree += weight
    if found := _said_against(alignment):
        yield found
        return
    texts = (alignment.text, alignment.source.text)
    if any(_NO_LONGER.search(one) and _ENDED.search(two) for one, two in (texts, texts[::-1])):
        return
    if _ELLIPSIS.search(alignment.source.text) and any(pair.word.negations for pair in pairs):
        return
    if first is not None and differ > agree:
        fault = Fault.OPPOSITE if first.is_opposite else Fault.NEGATION
        yield against(fault, first, alignment.source)


#: What has come to an end: it is not done any more, however that is said.
_NO_LONGER = re.compile(
    r"\b(?:no longer|(?:do|does|did|doing|go|goes) without|not any ?more|never again|"
    r"n['’]t any ?more)\b"
)
_ENDED = re.compile(
    r"\b(?:stopp?\w*|end(?:ed|s)?|ceas\w+|quit|left|leav\w+|drop\w+|abandon\w+|gave up|given up|"
    r"giving up|withdr\w+|pulled out|for good)\b"
)
#: "... and had not done so": what is denied stands elsewhere.
_ELLIPSIS = re.compile(r"(?:\bnot|n['’]t|\bnever) (?:done|do|did) (?:so|that|it)\b")
#: What the word counts that is denied itself, or whose opposite is said: it decides.
_DECISIVE = 20.0
_FOR = re.compile(
    r"\b(?P<verb>rul\w+|found|find|finds|decid\w+|vot\w+|judg\w+|testif\w+|argu\w+|"
    r"campaign\w*|came out|"
    r"spoke|speak|verdict|judgment|majority) (?:\w+ )?(?P<side>for|against|in favou?r of)\b"
)


_WITHOUT = re.compile(r"\b(?:exclud(?:ed|ing|es)|except(?: for)?|apart from|other than)\b")
_WITH = re.compile(r"\b(?:also|includ(?:ed|ing|es)|as well as|too|even)\b")


_ENDS = tuple(
    re.compile(
        rf"\b{word}\b(?! (?:week|month|year|night|season|spring|summer|autumn|winter|time|\w+day))"
    )
    for word in ("first", "last")
)
_BACKED = re.compile(
    r"\b(?:back(?:ed|s)|support(?:ed|s)?|approv(?:ed|es)|accept(?:ed|s)|agreed to)\b"
)
_VOTED_DOWN = re.compile(r"\b(?:vot\w+|rul\w+|decid\w+|came out) against\b")
_APART = (
    (_BACKED, _VOTED_DOWN),
    (_VOTED_DOWN, _BACKED),
    (_WITHOUT, _WITH),
    (_WITH, _WITHOUT),
    _ENDS,
    _ENDS[::-1],
)


def _said_against(alignment: Alignment) -> Reason | None:
    """Return words of the claim that stand against others of the sentence.

    A "for" of a ruling or a vote against an "against"; "excluded" against "also".
    """
    text, told = alignment.text, alignment.source.text
    mine, theirs = _FOR.search(text), _FOR.search(told)
    if not mine or not theirs or (mine["side"] == "against") == (theirs["side"] == "against"):
        for one, other in _APART:
            mine, theirs = one.search(text), other.search(told)
            if mine and theirs and not one.search(told) and not other.search(text):
                break
        else:
            return None
    return Reason(
        Fault.OPPOSITE,
        Span(*mine.span()),
        mine[0],
        alignment.source.number,
        Span(*theirs.span()),
        theirs[0],
        True,
    )


def _comes_before(word: Word, every: Sequence[Word]) -> bool:
    """Say whether a word stands before what is denied in its clause: as subject or as object."""
    return not word.negations and any(
        one.clause == word.clause and one.start > word.start and one.negations for one in every
    )


def is_balanced(pair: Pair, alignment: Alignment) -> Pair | None:
    """Return the opposite of a word that says the same, since one of both is denied."""
    for one in alignment.against:
        if one.word.start == pair.word.start and one.other is not None:
            if bool(one.word.negations % 2) != bool(one.other.negations % 2):
                return one
            if _is_converse(one.word, one.other):
                return one
    return None


def _is_converse(word: Word, other: Word) -> bool:
    mine, theirs = base_set(word.lower), base_set(other.lower)
    return any(
        (mine & one and theirs & two) or (mine & two and theirs & one)
        for one, two in zip(_CONVERSE[::2], _CONVERSE[1::2], strict=False)
    )
