"""Whether a claim keeps what came first, what caused what, and who did it to whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.aligning import EQUAL, Alignment, Pair
from qa.claim_pairs import SURELY, against
from qa.clause_words import Word, words_of
from qa.lexicon import base_set
from qa.quantities import quantities_in
from qa.sources import Source
from qa.splitting import Claim
from qa.verdicts import Fault, Reason
from vectorstore import Span

_ORDER = {"before": -1, "after": 1}
_BESIDE = re.compile(r"\b(?:before|after)\b", re.IGNORECASE)


def order_faults(text: str, pairs: Sequence[Pair], source: Source) -> Iterator[Reason]:
    """Yield a "before" of the claim that is an "after" of the sentence."""
    for word in _BESIDE.finditer(text):
        if any(0 <= one.span.start - word.end() <= 2 for one in quantities_in(text)):
            continue  # after ten years
        mine = _argument(text, word.end())
        wrong: Reason | None = None
        for told in _BESIDE.finditer(source.text):
            same = _ORDER[word[0].lower()] == _ORDER[told[0].lower()]
            theirs = _argument(source.text, told.end())
            if same and text[slice(*mine)].split()[:2] == source.text[slice(*theirs)].split()[:2]:
                wrong = None
                break
            behind = _share(pairs, mine, theirs, inside=True)
            crossed = _share(pairs, mine, theirs, inside=False)
            if behind == crossed:
                continue
            if (behind > crossed) == same:
                wrong = None
                break
            wrong = Reason(
                Fault.ORDER, Span(*word.span()), word[0], source.number, Span(*told.span()),
                told[0], True,
            )  # fmt: skip
        if wrong:
            yield wrong
            return


def _argument(text: str, at: int) -> Span:
    """Return what a "before" or an "after" is said of: up to the next mark, some words at most."""
    found = re.match(r"(?:\s+[^\s,;:.()]+){0,9}", text[at:])
    return Span(at, at + (found.end() if found else 0))


def _share(pairs: Sequence[Pair], mine: Span, theirs: Span, *, inside: bool) -> float:
    """Sum how surely what a span of the claim says stands in a span of the sentence, or not."""
    return sum(
        pair.sure
        for pair in pairs
        if mine.start <= pair.word.start < mine.end
        and pair.word.content
        and pair.other is not None
        and (theirs.start <= pair.other.start < theirs.end) == inside
        and pair.sure >= SURELY
    )


_FIRST = re.compile(
    r"\bfirst\b(?! and\b)(?P<one>.+?)\b(?:then|later|afterwards|next|finally)\b", re.IGNORECASE
)
_LATER = re.compile(r"\b(?:then|later|afterwards|next|finally|before)\b", re.IGNORECASE)


def sequence_faults(text: str, pairs: Sequence[Pair], source: Source) -> Iterator[Reason]:
    """Yield a "first" of the claim that comes later in the sentence."""
    mine, theirs = _FIRST.search(text), _LATER.search(source.text)
    if not mine or not theirs:
        return
    known = [p for p in pairs if p.other and p.sure >= SURELY and p.word.content]
    first = [p for p in known if mine.start("one") <= p.word.start < mine.end("one")]
    then = [p for p in known if p.word.start >= mine.end()]

    def late(some: Sequence[Pair]) -> float:
        places = [p.other.start >= theirs.end() for p in some if p.other and theirs]
        return sum(places) / len(places) if places else 0.5

    if late(first) > late(then):
        span = Span(mine.start(), mine.start() + 5)
        yield Reason(
            Fault.ORDER,
            span,
            text[slice(*span)],
            source.number,
            Span(*theirs.span()),
            theirs[0],
            True,
        )


_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result(?: of)?|in response to|"
    r"(?:was |were |is |are )?(?:caused|prompted|triggered) by|led to|leading to|caused|prompted|"
    r"therefore|forced|forcing|blamed (?:on|for)|over fears|in protest|so that)\b",
    re.IGNORECASE,
)
_ANY_CAUSE = re.compile(
    r"\b(?:because|due|owing|thanks|result\w*|response|caus\w+|prompt\w*|trigger\w*|led|lead\w*|"
    r"therefore|forc\w+|blam\w+|fear\w*|protest|so|since|as|after|for|over|to|made|make\w*|why|"
    r"reasons?|about|amid|citing|cited|wake|follow\w+|in order|when|with|means?|meant|"
    r"let\w*|stopp\w+|"
    r"through|by|from|explain\w*|responsible|behind|but)\b",
    re.IGNORECASE,
)


def cause_faults(text: str, claimed: Span, told: Sequence[Alignment]) -> Iterator[Reason]:
    """Yield a cause that no one sentence gives: two things that happened, joined by "because"."""
    for found in _CAUSE.finditer(text, *claimed):
        behind = [found.end(), claimed.end]
        ahead = [claimed.start, found.start()]
        if not any(
            _covered(one, *behind) >= 0.4
            and _covered(one, *ahead) >= 0.4
            and _ANY_CAUSE.search(one.source.text)
            for one in told
        ) and not any(_names_cause(one, found, behind) for one in told):
            yield Reason(Fault.CAUSE, Span(*found.span()), found[0])
            return


#: What tells that one thing came with, after or through another.
_JOINS = re.compile(
    r"\b(?:then|later|so|because|since|after|before|when|while|following|as|until|meanwhile|"
    r"therefore|once|thus|now|afterwards|earlier)\b",
    re.IGNORECASE,
)


def link_faults(text: str, told: Sequence[tuple[Claim, Source]]) -> Iterator[Reason]:
    """Yield a "since" or a "so" between claims of two sentences of which neither joins them."""
    for (_, one), (claim, other) in pairwise(told):
        if claim.link not in {"since", "after", "before", "when", "until", "because", "so", "as"}:
            continue
        if one.number == other.number or _JOINS.search(f"{one.text} {other.text}"):
            continue
        at = text.rfind(claim.link, 0, claim.own.start)
        fault = Fault.CAUSE if claim.link in {"because", "so"} else Fault.ORDER
        if at >= 0:
            yield Reason(fault, Span(at, at + len(claim.link)), claim.link)


def _names_cause(one: Alignment, found: re.Match[str], behind: list[int]) -> bool:
    """Say whether a sentence names a cause itself, and it is the claim's."""
    return bool(_CAUSE.search(one.source.text)) and _covered(one, *behind) >= 0.4


def _covered(one: Alignment, start: int, end: int) -> float:
    """Return how much of the claim's words in a span the sentence says, 0 to 1."""
    inside = [
        pair for pair in one.pairs.values() if start <= pair.word.start < end and pair.word.content
    ]
    return sum(pair.sure for pair in inside) / len(inside) if inside else 1.0


#: Verbs whose two sides are one: "the mayor remains Egon Prader".
_COPULAS = frozenset({"remain", "become", "be", "stay", "seem"})


def role_faults(pairs: Sequence[Pair], alignment: Alignment) -> Iterator[Reason]:
    """Yield two names that change their places about a verb."""
    mine, theirs = words_of(alignment.text).words, alignment.source.words.words
    several = {one for one, count in Counter(word.text for word in mine).items() if count > 1}
    names: list[Pair] = []
    for pair in pairs:
        if not pair.word.text[0].isupper() or pair.other is None or pair.sure < 0.9:
            continue
        if pair.other.text[0].isupper():
            # Of a name of several words the last stands for it that no other name has.
            if names and pair.word.start - names[-1].word.end <= 1:
                if pair.word.text in several:
                    continue
                names.pop()
            names.append(pair)
    for verb in pairs:
        other = verb.other
        if base_set(verb.word.lower) & _COPULAS:
            continue
        if other is None or not verb.word.content or verb.sure < EQUAL:
            continue
        for first, second in pairwise(names):
            if first.other is None or second.other is None:
                continue
            alone = alignment.text[first.word.end : second.word.start].split() == [verb.word.text]
            if not (verb.word.verb or (alone and verb.word.text.islower())):
                continue
            if first.word.clause != second.word.clause:
                continue
            if not first.word.start < verb.word.start < second.word.start:
                continue
            ends = sorted((first.other.start, second.other.start))
            if not ends[0] < other.start < ends[1]:
                continue
            # What stands between the names in both says the same of them: "imposed tariffs on".
            shared = {
                pair.other.start
                for pair in pairs
                if pair.other and first.word.start < pair.word.start < second.word.start
            }
            between = [
                one for one in theirs if ends[0] < one.start < ends[1] and one.start not in shared
            ]
            if any(one.verb and one.content for one in between):
                continue
            crossed = first.other.start > second.other.start
            passive = _is_passive(mine, verb.word) != _is_passive(theirs, other)
            if crossed != passive:
                yield against(Fault.ROLES, Pair(first.word, first.other, 1.0), alignment.source)
                return


def _is_passive(some: Sequence[Word], verb: Word) -> bool:
    at = next((n for n, one in enumerate(some) if one.start == verb.start), None)
    if at is None or not verb.lower.endswith(("ed", "n", "t", "d", "ught")):
        return False
    if any(one.lower == "by" for one in some[at + 1 : at + 3]):
        return True
    return any(
        one.lower in {"is", "are", "was", "were", "been", "be", "being"}
        for one in some[max(0, at - 3) : at]
    )
