"""A statement's claims: its clauses with a subject and a predicate of their own.

"Ann Lee, who runs the shop, sold it in May and left" claims three things of Ann Lee. What is said
and under what condition it holds stays with the claim. Rules over words and marks; where they are
not sure, what might be two claims stays one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.clause_words import Word, words_of
from qa.lexicon import bases
from qa.quoting import masked
from vectorstore import Span

#: Fewer content words make no claim of their own.
_FEWEST = 2

_JOINED = re.compile(
    r"(?:;|,?\s[–—]|\s-|:)\s+(?=\w)|,?\s+(?:but|while|whereas|although|though|yet|"
    r"and(?: then| so)?|so"
    r"|because|since|after|before|when)\s+|,\s+(?=[a-z]+ing\s)"
)
_RELATIVE = re.compile(r",\s+(?:which|who|whose|where|whom)\s+")
_CAUSES = frozenset({"because", "so", "since", "as"})
_TIMES = frozenset({"after", "before", "when", "while"})
_PRONOUNS = frozenset("he she it they we i you there this that these those".split())


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a statement: the half-open spans of its words, the subject's carried over first.

    ``own`` is the span of what it adds; ``link`` is the word that joins it to the claim before it:
    "because", "after", or empty. ``without`` are spans within it that are claims of their own;
    ``aside`` is set for those.
    """

    own: Span
    spans: tuple[Span, ...]
    link: str = ""
    without: tuple[Span, ...] = ()
    aside: bool = False

    def holds(self, word: Word) -> bool:
        """Say whether a word of the statement is one of the claim's own."""
        return self.spans_hold(Span(word.start, word.end))

    def spans_hold(self, span: Span) -> bool:
        """Say whether a span of the statement is in the claim."""
        return any(
            start <= span.start and span.end <= end for start, end in self.spans
        ) and not any(start <= span.start < end for start, end in self.without)


def split_claims(text: str) -> list[Claim]:
    """Return the claims of a statement in their order.

    >>> text = "Lumeric shut its fryer line in 2019 and never made fryers again."
    >>> [" + ".join(text[s:e] for s, e in one.spans) for one in split_claims(text)]
    ['Lumeric shut its fryer line in 2019', 'Lumeric + never made fryers again.']
    """
    plain = masked(text)
    claims: list[Claim] = []
    holes: list[Span] = []
    for _ in range(_MOST_ASIDE):
        cut = _aside(plain)
        if cut is None:
            break
        head, hole, begin = cut
        own = Span(begin, hole.end)
        claims += [
            replace(one, aside=True)
            for one in _joined(plain, (head, own))
            if one.own.end > one.own.start
        ]
        holes.append(hole)
        plain = plain[: hole.start] + " " * (hole.end - hole.start) + plain[hole.end :]
    main = [replace(one, without=tuple(holes)) for one in _joined(plain, (Span(0, len(text)),))]
    return sorted([*claims, *main], key=lambda one: one.own) or [
        Claim(Span(0, len(text)), (Span(0, len(text)),))
    ]


#: So many relative clauses and appositions are cut off at most.
_MOST_ASIDE = 4


def _aside(text: str) -> tuple[Span, Span, int] | None:
    """Return a relative clause or an apposition between commas: its noun, it, where it begins."""
    if found := _RELATIVE.search(text):
        end, begin = _end_of_relative(text, found.end()), found.end()
    elif found := _APPOSED.search(text):
        end, begin = found.end("what"), found.start("what")
    else:
        return None
    head = _noun_before(text, found.start())
    hole = Span(found.start(), end + (text[end : end + 1] == ","))
    if not text[head.start : head.end].strip():
        return None
    return head, hole, begin


_APPOSED = re.compile(
    r"(?<=\w), (?P<what>(?:an?|the|its|his|her|one of) [a-z][^,;:.]{3,}?)(?=, [a-z]|[.]?$)"
)


def _end_of_relative(text: str, at: int) -> int:
    for comma in re.finditer(r",\s", text[at:]):
        rest = text[at + comma.end() :]
        if re.match(r"(?:and|or|who|which)\b", rest):
            continue
        told = any(one.verb for one in words_of(text[at : at + comma.start()]).words)
        goes_on = any(one.verb for one in words_of(rest).words[:4])
        if goes_on or (told and _PLACED.match(rest)):
            return at + comma.start()
    return len(text)


#: What stands behind a relative clause and belongs to the main one: "..., at the end of May".
_PLACED = re.compile(r"(?:at|in|on|from|until|by|for|with|after|before|since|to|over|during)\b")


def _noun_before(text: str, end: int) -> Span:
    """Return the span of the noun phrase that ends at a place."""
    before = text[:end]
    cut = max(
        (
            found.end()
            for found in re.finditer(
                r"\b(?:of|by|from|to|with|for|at|in|on|and|that|said|is|was|are|were|"
                r"called)\s|[,;:]\s",
                before,
            )
        ),
        default=0,
    )
    return Span(cut, end)


def _joined(text: str, spans: tuple[Span, ...]) -> list[Claim]:
    """Split at conjunctions; a claim without a subject gets that of the one before it."""
    claims: list[Claim] = []
    last = spans[-1]
    begin = last.start
    carried = spans[:-1]
    subject: tuple[Span, ...] = carried
    link = ""
    for joint in [*_JOINED.finditer(text, last.start, last.end), None]:
        end = joint.start() if joint else last.end
        if joint and (
            re.search(r"\b(?:has|have|had)$|\bbetween\b(?:(?!\band\b)[^,;])*$", text[begin:end])
            or (joint[0].strip() == "as" and re.search(r"\bas\b", text[begin:end]))
        ):
            continue
        if joint and not (
            _is_claim(text[begin:end], bool(subject))
            and _may_begin(text[joint.end() : last.end], text[begin:end])
        ):
            continue
        own = Span(begin, end)
        has_subject = _has_subject(text[begin:end])
        if claims and not has_subject:
            claims.append(Claim(own, (*subject, own), link))
        else:
            claims.append(Claim(own, (*carried, own) if not claims else (own,), link))
            if found := _subject(text, own):
                subject = (*carried, found) if not claims[:-1] else (found,)
        if joint:
            begin = joint.end()
            word = re.search(r"[a-z]+", joint[0])
            link = word[0] if word else ""
    return claims


def _is_claim(text: str, has_subject: bool) -> bool:
    some = words_of(text).words
    return any(one.verb for one in some) and (
        has_subject or sum(one.content for one in some) >= _FEWEST
    )


def _may_begin(rest: str, before: str) -> bool:
    """Say whether a claim may begin here: its verb comes before the next mark."""
    clause = re.split(r"[,;:]\s|\s(?:and|but|because|which|who|that)\s", rest)[0]
    some = words_of(clause).words
    if not some or sum(one.content for one in some) < 1:
        return False
    if _MODAL.search(before) and some[0].lower in bases(some[0].lower, "v") and len(some) > 1:
        return some[1].lower in {
            "the",
            "a",
            "an",
            "its",
            "his",
            "her",
            "their",
            "more",
            "no",
            "all",
        }
    return any(one.verb for one in some) or some[0].lower.endswith("ing")


_MODAL = re.compile(r"\b(?:will|would|can|could|may|might|must|should|to)\b")


def _has_subject(text: str) -> bool:
    some = words_of(text).words
    first = next((at for at, one in enumerate(some) if one.verb), None)
    if first is None or some[0].lower.endswith("ing"):
        return False
    return any(one.content or one.lower in _PRONOUNS for one in some[:first])


def _subject(text: str, own: Span) -> Span | None:
    some = words_of(text[slice(*own)]).words
    first = next((at for at, one in enumerate(some) if one.verb), None)
    while first and not some[first - 1].content and not some[first - 1].text[0].isupper():
        first -= 1  # without the "no longer" that is its verb's
    if not first:
        return None
    return Span(own.start + some[0].start, own.start + some[first - 1].end)
