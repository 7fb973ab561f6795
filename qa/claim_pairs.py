"""What the checks of a claim share: when two words are the same, and what a failure says."""

from __future__ import annotations

from collections.abc import Sequence

from qa.aligning import Pair
from qa.clause_words import Word
from qa.lexicon import bases
from qa.sources import Source
from qa.verdicts import Fault, Reason
from vectorstore import Span

#: Two words must be so surely the same for what holds of one to be asked of the other.
SURELY = 0.45

#: Verbs that say little alone: "gone on", "come to an end".
LIGHT = frozenset(
    "go goes going gone went come comes coming came get gets got getting take takes taking took "
    "taken make makes making made put puts give gives giving gave given do does did done use used "
    "let lets set have has had reach reaches reached stand stands stood total totaled "
    "totalled amount amounts".split()
)


def clause_of(pairs: Sequence[Pair]) -> int | None:
    """Return the number of the sentence's clause that most words stand in."""
    counts: dict[int, float] = {}
    for pair in pairs:
        if pair.other is not None and pair.word.content:
            counts[pair.other.clause] = counts.get(pair.other.clause, 0) + pair.sure
    return max(counts, key=lambda clause: counts[clause]) if counts else None


#: With them a participle is of no past: "can be bought".
_NOT_PAST = frozenset("can may might will would could must should be shall".split())


def is_past(some: Sequence[Word]) -> bool:
    """Say whether words tell of the past: one is a verb in a past form, or "has" or "was"."""
    if any(one.lower in _NOT_PAST for one in some):
        return False
    for one in some:
        if one.lower in {"was", "were", "had", "has", "have", "did"}:
            return True
        known = bases(one.lower, "v") if one.verb else ()
        if known and one.lower not in known and not one.lower.endswith(("s", "ing")):
            return True
    return False


def against(fault: Fault, pair: Pair, source: Source, *, contradicts: bool = True) -> Reason:
    """Return that a word of the claim fails against one of the sentence."""
    other = pair.other
    return Reason(
        fault,
        Span(pair.word.start, pair.word.end),
        pair.word.text,
        source.number if other else None,
        Span(other.start, other.end) if other else None,
        other.text if other else "",
        contradicts,
    )
