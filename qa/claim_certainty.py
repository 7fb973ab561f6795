"""Whether a claim is as sure of what it tells as the sentence cited, and on what condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.aligning import Alignment, Pair
from qa.claim_days import Fit, Moment, fit
from qa.claim_pairs import LIGHT, SURELY, against, clause_of, is_past
from qa.clause_words import Sure, Word
from qa.sources import Source
from qa.stance_words import DOUBTS, MODALS
from qa.verdicts import Fault, Reason
from vectorstore import Span

#: So near, in characters, a day stands to the verb that it is the day of.
_NEAR_VERB = 60
_CONDITION = re.compile(
    r"\b(?:unless|if|provided|providing|as long as|on condition|only (?:if|when|after|once)|"
    r"whether|until|would)\b",
    re.IGNORECASE,
)
_STRONG_CONDITION = re.compile(
    r"\b(?:unless|if|provided that|as long as|on condition that|only (?:if|when|after|once))\b",
    re.IGNORECASE,
)


def modality_faults(pairs: Sequence[Pair], alignment: Alignment) -> Iterator[Reason]:
    """Yield what a claim tells as surer than its sentence does."""
    source = alignment.source
    known = [
        pair
        for pair in pairs
        if pair.other is not None
        and pair.sure >= SURELY
        and pair.word.content
        and not pair.word.text[0].isupper()
        and (pair.word.lower not in DOUBTS or pair.word.head)
        and (pair.word.lower not in LIGHT or pair.sure >= 0.9)
    ]
    mine = [pair.word for pair in pairs]
    after = [
        pair
        for pair in known
        if not _is_ahead(pair.word, mine)
        and pair.other
        and not _is_ahead(pair.other, source.words.words)
    ]
    heads = [p for p in after if p.word.verb and p.other and (p.other.verb or p.other.head)]
    doubts = any(one.lower in DOUBTS - MODALS for one in mine)
    told = heads or [p for p in after if p.other and p.other.sure is not Sure.WILL and not doubts]
    now = not is_past(mine)
    surer = [pair for pair in told if _is_surer(pair, now=now)]
    plain = [p for p in known if p.sure >= 0.9 and _is_surer(p, now=now) and _is_head(p)]
    if plain or (surer and 2 * len(surer) >= len(told)):
        surer = plain or surer
        yield against(Fault.MODALITY, surer[0], source, contradicts=False)
        return
    if not heads and (found := _unsure_clause(pairs, alignment, now=now)):
        yield found
        return
    alleged = [p for p in known if p.other and p.other.alleged and not p.word.alleged]
    held = [p for p in known if p.other and p.other.condition and not p.word.condition]
    if 2 * len(alleged) > len(known):
        yield against(Fault.MODALITY, alleged[0], source, contradicts=False)
    elif held and any(p.word.verb for p in held) and len(held) * 3 >= len(known):
        yield against(Fault.CONDITION, held[0], source, contradicts=False)


def _is_head(pair: Pair) -> bool:
    """Say whether a word follows the "will" of the claim, or the "may" of the sentence for it."""
    if pair.word.head:
        return pair.word.sure is Sure.WILL
    return pair.other is not None and pair.other.head and pair.word.verb and not pair.word.sure


def coming_faults(
    some: Sequence[Moment], pairs: Sequence[Pair], source: Source
) -> Iterator[Reason]:
    """Yield what a claim tells as past of a day that was still to come for the article."""
    words = [pair.word for pair in pairs]
    if not is_past(words) or any(one.sure or one.to for one in words):
        return
    for one in some:
        if source.published is None or one.side:
            continue
        told = [other for other in source.moments if fit(one, other, source.published) is Fit.SAME]
        days = one.days if not told else told[0].days
        if days and days[0] > source.published:
            verb = next((pair.word for pair in pairs if pair.word.verb), None)
            if verb is not None and abs(verb.start - one.span.start) < _NEAR_VERB:
                yield Reason(Fault.MODALITY, Span(verb.start, verb.end), verb.text, source.number)
                return


def _is_ahead(word: Word, every: Sequence[Word]) -> bool:
    """Say whether a word stands before what makes its clause less sure, as its subject."""
    return word.sure is Sure.FACT and any(
        one.clause == word.clause and one.start > word.start and one.sure for one in every
    )


def _unsure_clause(pairs: Sequence[Pair], alignment: Alignment, *, now: bool) -> Reason | None:
    """Return that a claim in other words tells as done what its sentence's clause only plans."""
    clause = clause_of(pairs)
    unsure = [
        one
        for one in alignment.source.words.words
        if one.clause == clause and one.content and one.sure >= Sure.PLAN
    ]
    if now or not unsure or any(pair.word.sure or pair.word.to for pair in pairs):
        return None
    verb = next((pair for pair in pairs if pair.word.verb and pair.word.content), None)
    if verb is None:
        return None
    return against(
        Fault.MODALITY, Pair(verb.word, unsure[0], 0.0), alignment.source, contradicts=False
    )


def _is_surer(pair: Pair, *, now: bool) -> bool:
    mine, theirs = pair.word.sure, pair.other.sure if pair.other else Sure.FACT
    if pair.word.to and mine is Sure.FACT:
        mine = Sure.PLAN
    if mine is Sure.FACT:  # "comes early" is what will come
        return theirs > Sure.WILL if now else theirs >= Sure.WILL
    if mine is Sure.WILL:
        return theirs is Sure.MAY
    return False


def condition_faults(
    text: str, claimed: Span, pairs: Sequence[Pair], source: Source
) -> Iterator[Reason]:
    """Yield a condition of the sentence that the claim has lost."""
    if _CONDITION.search(text):
        return
    found = _STRONG_CONDITION.search(source.text)
    if not found:
        return
    clause = clause_of(pairs)
    here = next((w.clause for w in source.words.words if w.start >= found.start()), None)
    if clause is None or here is None or abs(here - clause) > 1:
        return
    held = [
        pair
        for pair in pairs
        if pair.other
        and pair.other.start > found.end()
        and pair.sure >= SURELY
        and pair.word.content
    ]
    if held and len(held) * 2 > len([p for p in pairs if p.word.content]):
        return
    to_come = any(
        pair.word.sure or pair.word.negations or (pair.other and pair.other.sure) for pair in pairs
    )
    if not to_come:
        return
    yield Reason(
        Fault.CONDITION, claimed, text[slice(*claimed)], source.number, Span(*found.span()),
        found[0],
    )  # fmt: skip
