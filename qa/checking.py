"""Whether sentences say what a claim says: word by word, with what is denied, doubted and said.

A statement is split into its claims (``qa.splitting``), each is tried against every sentence that
is cited, and the one that says it best counts. What is told otherwise, or not told, is named
(``qa.claim_facts``, ``qa.claim_stances``, ``qa.claim_speakers``); of the words that are left a
calibrated score tells whether they only reword the sentence or add to it (``qa.grounding``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.aligning import Alignment, Pair, align
from qa.answering import checked
from qa.claim_certainty import coming_faults, condition_faults, modality_faults
from qa.claim_days import moments_in
from qa.claim_facts import date_faults, digit_faults, exchange_faults, number_faults
from qa.claim_names import name_fault
from qa.claim_negations import is_balanced, negation_faults
from qa.claim_order import cause_faults, link_faults, order_faults, role_faults, sequence_faults
from qa.claim_replaced import replacement_faults
from qa.claim_speakers import attribution_faults, quotation_faults, speakers_of
from qa.clause_words import words_of
from qa.grounding import Coverage, coverage_of
from qa.quantities import quantities_in
from qa.quoting import quotations
from qa.sources import Source, proper_names, sources_of
from qa.splitting import Claim, split_claims
from qa.types import Citation, Evidence
from qa.verdicts import Fault, Label, Part, Reason, Verdict
from vectorstore import Span

#: A claim adds nothing where this is at least as likely: so the fewest of both kinds go wrong.
THRESHOLD = 0.3


@dataclass(frozen=True, slots=True)
class Tried:
    """One claim against one sentence: what failed, and how far the words are covered."""

    claim: Claim
    alignment: Alignment
    pairs: tuple[Pair, ...]
    reasons: tuple[Reason, ...]
    coverage: Coverage

    @property
    def worth(self) -> float:
        """What orders the sentences: the one that says a claim best comes first."""
        return self.coverage.probability - 0.3 * len({one.fault for one in self.reasons})


def check(
    claim: str,
    sentences: Sequence[str | Evidence | Citation],
    *,
    title: str | None = None,
    published: date | None = None,
    context: str | None = None,
) -> Verdict:
    """Say whether sentences say what a claim says, and of what they do not, why.

    Relative days are counted from ``published``, and a pronoun or "the company" may stand for
    what ``title`` or ``context``, the text around the sentences, names; evidence and citations
    bring their own. Raises UsageError for an empty or far too long claim, WeightsError.
    """
    claim = checked(claim, "claim")
    sources = sources_of([one for one in sentences if one], title, published, context)
    if not sources:
        whole = Span(0, len(claim))
        nothing = (Reason(Fault.ADDITION, whole, claim),)
        return Verdict(Label.UNSUPPORTED, 0.0, nothing)
    if found := _copied(claim, sources):
        return found
    tried = try_claims(claim, sources)
    best = [max(some, key=lambda one: one.worth) for some in tried]
    common = [
        *quotation_faults(claim, sources),
        *cause_faults(claim, Span(0, len(claim)), [one.alignment for one in tried[0]]),
        *_exchanges(claim, best),
        *link_faults(claim, [(one.claim, one.alignment.source) for one in best]),
    ]
    return _verdict(claim, best, common)


def _copied(text: str, sources: Sequence[Source]) -> Verdict | None:
    """Return the verdict on a claim that is one of the sentences, word for word."""
    plain = _plain(text)
    for source in sources:
        if plain == _plain(source.text):
            whole = Span(0, len(text))
            part = Part(whole, text, Label.SUPPORTED, 1.0, source.number)
            return Verdict(Label.SUPPORTED, 1.0, (), (part,))
    return None


def _plain(text: str) -> str:
    """Return a text with one kind of blanks and of quotation marks."""
    return " ".join(text.translate(_MARKS).split())


_MARKS = str.maketrans("“”„‘’", '"""\'\'')


def _exchanges(text: str, best: Sequence[Tried]) -> Iterator[Reason]:
    """Yield numbers of a statement that changed their places in a sentence."""
    for source in {one.alignment.source.number: one.alignment.source for one in best}.values():
        yield from exchange_faults(text, quantities_in(text), source)


def try_claims(text: str, sources: Sequence[Source]) -> list[list[Tried]]:
    """Try each claim of a statement against each sentence."""
    alignments = align(words_of(text), sources)
    claims = split_claims(text)
    return [
        [_tried(text, one, who, other, alignments) for other in alignments]
        for one, who in zip(claims, speakers_of(text, claims), strict=True)
    ]


def _tried(
    text: str,
    claim: Claim,
    who: str | None,
    alignment: Alignment,
    every: Sequence[Alignment],
) -> Tried:
    source = alignment.source
    pairs = tuple(pair for pair in alignment.pairs.values() if claim.holds(pair.word))
    quoted = quotations(text)

    def inside(span: Span) -> bool:
        return claim.spans_hold(span) and not any(
            start <= span.start < end for start, end in quoted
        )

    numbers = [one for one in quantities_in(text) if inside(one.span)]
    times = [one for one in moments_in(text, source.published) if inside(one.span)]
    names = [
        one
        for one in proper_names(text)
        if inside(one) and not any(t.span.start < one.end and one.start < t.span.end for t in times)
    ]
    faults = [*number_faults(text, numbers, source), *date_faults(text, times, source)]
    given = [*(one.span for one in numbers), *(one.span for one in times)]
    known = [*given, *names]
    faults += digit_faults(text, known, inside, source)
    wrong = {reason.span for reason in faults}
    settled = [span for span in given if span not in wrong]
    for name in names:
        found = name_fault(text, name, who, pairs, alignment, every)
        if found is None:
            settled.append(name)
        else:
            faults.append(found)
    told = tuple(one for one in pairs if claim.own.start <= one.word.start < claim.own.end)
    faults += negation_faults(told, alignment)
    faults += replacement_faults(alignment, claim.spans)
    faults += modality_faults(told, alignment)
    faults += coming_faults(times, pairs, source)
    faults += condition_faults(text, claim.own, pairs, source)
    faults += order_faults(text, pairs, source)
    faults += sequence_faults(text, pairs, source)
    faults += role_faults(pairs, alignment)
    faults += attribution_faults(text, claim.own, who, pairs, alignment)
    turned = {pair.word.start for pair in pairs if is_balanced(pair, alignment)}
    coverage = coverage_of(
        claim,
        pairs,
        [*names, *wrong, *_speaker(text, who, claim)],
        settled,
        turned,
        alignment,
        every,
    )
    return Tried(claim, alignment, pairs, tuple(faults), coverage)


def _speaker(text: str, who: str | None, claim: Claim) -> list[Span]:
    """Return where a claim names who says it, with what he is called before his name."""
    at = text.find(who, claim.own.start) if who else -1
    if not who or not claim.own.start <= at < claim.own.end:
        return []
    begin = claim.own.start if at - claim.own.start < _TITLED else at
    return [Span(begin, at + len(who))]


#: So many characters before a name may say what its bearer is.
_TITLED = 40


def _verdict(text: str, best: Sequence[Tried], common: Sequence[Reason]) -> Verdict:
    parts = [_part(text, one) for one in best]
    reasons = sorted(
        {*common, *(reason for part in parts for reason in part.reasons)},
        key=lambda one: (one.span, one.fault),
    )
    score = min(part.score for part in parts)
    if common:
        score = min(score, 0.1)
    if not reasons:
        return Verdict(Label.SUPPORTED, score, (), tuple(parts))
    if any(one.contradicts for one in reasons):
        label = Label.CONTRADICTED
    elif any(part.label is Label.SUPPORTED for part in parts) and not common:
        label = Label.PARTLY
    else:
        label = Label.UNSUPPORTED
    return Verdict(label, min(score, 0.49), tuple(reasons), tuple(parts))


def _part(text: str, tried: Tried) -> Part:
    reasons = list(tried.reasons)
    score = tried.coverage.probability
    if score < THRESHOLD:
        span = tried.coverage.gap
        reasons.append(Reason(Fault.ADDITION, span, text[slice(*span)]))
    for span in tried.coverage.elsewhere:
        reasons.append(Reason(Fault.MERGED, span, text[slice(*span)]))
    if not reasons:
        label = Label.SUPPORTED
    elif any(one.contradicts for one in reasons):
        label, score = Label.CONTRADICTED, min(score, 0.05)
    else:
        label, score = Label.UNSUPPORTED, min(score, 0.2)
    own = tried.claim.own
    number = tried.alignment.source.number if label is Label.SUPPORTED else None
    return Part(own, text[slice(*own)], label, score, number, tuple(reasons))
