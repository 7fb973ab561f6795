"""How likely the words of a claim only say again what a sentence says, told by how they align."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa.aligning import EQUAL, Alignment, Pair
from qa.claim_pairs import LIGHT
from qa.lexicon import base_set
from qa.name_words import GROUPS, PERSONS
from qa.sources import Source
from qa.splitting import Claim
from qa.stance_words import DOUBTS
from qa.synonyms import mean_the_same
from qa.words import words
from vectorstore import Span

#: The weights of the features and the log-odds without any, by logistic regression on the claims
#: of the open half of ``benchmarks/claims`` that are said (216) and not: its 16 additions, counted
#: four times, 16 swapped citations, and 240 claims put behind another claim of the same article
#: whose sentences do not say them. In cross-validation over eight groups of claims, at the
#: threshold of ``qa.checking``, 2 % of the claims that are said fall below it, of the appended ones
#: 97 %. The similarity of the whole texts and the reader's log-odds were tried: they told no more.
WEIGHTS = (9.14, -1.09)
INTERCEPT = -4.67

#: A word is left over that is said less surely.
_LEFT_OVER = 0.35

#: How surely a sentence says what the one before it names and it takes up.
_MEANT = 0.6


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a claim's words a sentence says.

    ``share`` is the mean over its words, names counting less, 0 to 1; ``longest`` counts the words
    in the longest run that the sentence does not say; ``gap`` reaches from the first of the words
    that it does not say to the last, or is the claim's span; ``elsewhere`` are words that only
    another of the cited sentences has.
    """

    share: float
    longest: int
    elsewhere: tuple[Span, ...]
    gap: Span

    @property
    def features(self) -> tuple[float, ...]:
        """The numbers that the probability is a function of."""
        return self.share, float(self.longest)

    @property
    def probability(self) -> float:
        """The probability, 0 to 1, that nothing is added."""
        odds = INTERCEPT + sum(w * x for w, x in zip(WEIGHTS, self.features, strict=True))
        return 1 / (1 + math.exp(-odds))


def coverage_of(
    claim: Claim,
    pairs: Sequence[Pair],
    names: Sequence[Span],
    settled: Sequence[Span],
    turned: Collection[int],
    alignment: Alignment,
    every: Sequence[Alignment],
) -> Coverage:
    """Measure how much of a claim a sentence says.

    ``names`` are the spans of its names, and of numbers and times that the sentence gives
    otherwise: they are checked apart. ``settled`` are spans that it was found to give; ``turned``
    where words begin whose opposite it denies; ``every`` are the alignments with all sentences.
    """
    weights, sures = 0.0, 0.0
    elsewhere: list[Span] = []
    missing: list[Pair] = []
    run: list[Pair] = []
    longest = 0
    subject = min((pair.word.start for pair in pairs if pair.word.verb), default=0)
    for pair in pairs:
        word = pair.word
        if not word.content:
            continue
        given = any(start <= word.start < end for start, end in settled)
        sure = 1.0 if given else 0.9 if word.start in turned else pair.sure
        named = any(start <= word.start < end for start, end in names)
        if not given and not named and sure < _MEANT:
            if word.start > subject and _is_elsewhere(pair, alignment, every):
                elsewhere.append(Span(word.start, word.end))
            elif _is_meant(pair, alignment, subject=word.start < subject):
                sure = _MEANT
        own = claim.own.start <= word.start < claim.own.end
        little = word.lower in DOUBTS or (word.lower in LIGHT and not word.phrase)
        weight = 0.1 if not own else 0.3 if named or little else 1.0
        weights += weight
        sures += weight * sure
        if sure < _LEFT_OVER and not named and not little and own:
            missing.append(pair)
            run.append(pair)
            longest = max(longest, len(run))
        else:
            run = []
    gap = Span(missing[0].word.start, missing[-1].word.end) if missing else claim.own
    share = sures / weights if weights else 1.0
    return Coverage(share, longest, tuple(elsewhere), gap)


def _is_meant(pair: Pair, alignment: Alignment, *, subject: bool) -> bool:
    """Say whether a word's thing stands just before the sentence, which takes it up by another.

    "It expects to reach the target": what target, the sentence before says.
    """
    source = alignment.source
    bases = base_set(pair.word.lower)
    if _describes_name(bases, source):
        return True
    if bases & _TAKEN_UP and _NOBODY.search(source.text):
        return True
    if not source.anaphors:
        return False
    around = f"{source.last_before} {source.title}"
    held = any(bases & base_set(one) for one in words(around))
    if held or any(mean_the_same(pair.word.lower, one) for one in words(source.last_before)):
        return True
    opens = _PRONOUN.match(source.text)
    return subject and bool(opens) and bool(bases & _TAKEN_UP)


def _describes_name(bases: frozenset[str], source: Source) -> bool:
    """Say whether a word stands in the article beside a name that the sentence has."""
    around = f"{source.title}. {source.before}"
    for name in source.names:
        for found in re.finditer(re.escape(name), around):
            near = words(around[max(0, found.start() - 30) : found.end() + 30])
            if any(bases & base_set(one) for one in near):
                return True
    return False


_TAKEN_UP = (
    GROUPS
    | PERSONS
    | frozenset(
        "patient passenger customer owner worker employee visitor viewer reader voter shopper "
        "candidate tenant buyer client guest neighbor neighbour pensioner family people".split()
    )
)
#: "No candidate" may be nobody.
_NOBODY = re.compile(r"\b(?:nobody|no one|none)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"[\"“]?(?:He|She|It|They|His|Her|Its|Their|This|That|Those|These|Both)\b")


def _is_elsewhere(pair: Pair, alignment: Alignment, every: Sequence[Alignment]) -> bool:
    """Say whether another of the sentences cited has a word that this one lacks."""
    if base_set(pair.word.lower) & PERSONS:
        return False  # the chairman may be "he"
    return pair.sure < _LEFT_OVER and any(
        other is not alignment and other.pairs[pair.word.start].sure >= EQUAL for other in every
    )
