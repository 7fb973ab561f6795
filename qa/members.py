"""The members of a list: which names the sentences give, each once, and what says each.

The reader tells of every name in a sentence how likely the answer begins in it. A sentence that
denies, doubts or only plans what the question takes for a fact gives no member. Names are folded
when one is the other's beginning or end ("Brindlow", "Brindlow Stores").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from qa.closer import Closer, Place, after_dateline
from qa.denying import against, denies, refusal
from qa.mentions import names_in
from qa.name_kinds import fits, wanted_naming
from qa.types import Evidence, Mention
from qa.words import stem, stem_set, words
from vectorstore import Span

#: A name counts when its log-odds are not further below the best name's of its sentence.
BESIDE = 1.5

#: Below these log-odds a name is no answer, whatever else the sentence names.
FLOOR = -2.5

#: The same when no sentence names one above that: the reader is not sure of any.
LOW = -5.5

#: The same in a sentence that says on what condition: the reader does not take it for an answer.
REFUSING = -9.0

#: By so much the first name's log-odds are raised where the members are the question's subject.
FIRST = 1.0

#: What may stand before the first word of a sentence.
_OPENING = " \"'“‘(«„"

#: A name in more than this share of the sentences, seldom the first, is what they are about.
COMMON = 0.35

#: "Which companies paused" asks for who did it, "Which films did she make" does not.
_SUBJECT = re.compile(
    r"^(?i:who(?:ever)?|(?:which|what|name)\s+(?:[\w’'-]+\s+){0,5}?[\w-]+s)\s+"
    r"(?!(?:do|does|did|are|were|was|is|has|have|had|will|can)\s+"
    r"(?:the|a|an|[A-Z]\w*|he|she|it|they)\b)(?!of\b)\w+",
)

#: Words that stand between the names of one enumeration.
_BETWEEN = re.compile(
    r"(?:\s*,\s*|\s*;\s*|\s+and\s+|\s*,\s*and\s+|\s*&\s*|\s+or\s+|\s*,?\s*as well as\s+|\s+und\s+)"
    r"(?:(?:finally|then|also|later|the|its|his|her|a|an)\s+|(?:[a-z]+\s+){0,3})?",
)


@dataclass(slots=True)
class Member:
    """A member with the sentences that give it, best first; each has the span that names it.

    ``on_condition`` is set where a sentence tells on what condition it is one.
    """

    name: str
    odds: float
    confidence: float
    given_by: list[tuple[Evidence, Span]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    on_condition: bool = False

    def is_called(self, name: str) -> bool:
        """Say whether a name is this member's."""
        return any(same_name(name, known) for known in self.names)


def same_name(one: str, other: str) -> bool:
    """Say whether two names may be the same thing's: equal, or one a part of the other.

    >>> same_name("Brindlow", "Brindlow Stores"), same_name("Maddick & Rowe", "Rowe Bank")
    (True, False)
    >>> same_name("United Nations", "UN"), same_name("Night Ferry", "Ferry")
    (True, True)
    """
    first, second = _plain(one), _plain(other)
    short, long = sorted((first, second), key=len)
    if not short:
        return False
    if len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long):
        return True
    return short == long[: len(short)] or short == long[-len(short) :]


def _plain(name: str) -> list[str]:
    return [word for word in words(name) if word not in {"the", "a", "an", "of"}]


def members_of(
    question: str,
    evidence: Sequence[Evidence],
    mentions: Mapping[Place, Sequence[Mention]],
    closer: Closer,
    head: str = "",
) -> list[Member]:
    """Return the members that sentences give, the surest first.

    ``evidence`` are the sentences, best first; ``mentions`` are the names in each, with the
    reader's log-odds that they answer ``question``, which asks for the members alone. ``head`` is
    what it calls them: a name that is used for something else is none.
    """
    about = _About(question, head, evidence, closer)
    for floor in (FLOOR, LOW):
        members = _collected(about, evidence, mentions, floor)
        if members:
            break
    return sorted(members, key=lambda member: -member.confidence)


class _About:
    """What a question asks for, and which names of the articles found may be that."""

    def __init__(
        self, question: str, head: str, evidence: Sequence[Evidence], closer: Closer
    ) -> None:
        self.question = question
        self.closer = closer
        self.asked = stem_set(question) | _common(evidence)
        self.as_subject = bool(_SUBJECT.match(question))
        self._wanted = wanted_naming(head)
        self._texts = [
            closer.text(Place(id, number))
            for id in dict.fromkeys(one.article_id for one in evidence)
            for number in range(len(closer.spans(id)))
        ]
        self._fitting: dict[tuple[str, bool], bool] = {}

    def fits(self, name: str, *, surely: bool) -> bool:
        """Say whether a name may be what is asked for; ``surely`` when something must say so."""
        if (name, surely) not in self._fitting:
            last = name.split()[-1]
            held = [text for text in self._texts if last in text]
            self._fitting[name, surely] = fits(name, self._wanted, held, surely=surely)
        return self._fitting[name, surely]

    def is_name(self, word: str) -> bool:
        """Say whether a first word is a name: a common one must have a capital elsewhere."""
        known = self.closer.library.embedder.tokenizer.token_to_id(word.lower())
        if " " in word or known is None:
            return True
        inside = re.compile(rf"[a-z,;:–—]['’”\"]? {re.escape(word)}\b")
        return any(inside.search(text) for text in self._texts)


def _collected(
    about: _About,
    evidence: Sequence[Evidence],
    mentions: Mapping[Place, Sequence[Mention]],
    floor: float,
) -> list[Member]:
    """Return the members whose log-odds are above a floor, in the order of the sentences."""
    denied: list[tuple[str, date]] = []
    members: list[Member] = []
    for one in evidence:
        place = about.closer.place_of(one.article_id, one.start)
        if place is None:
            continue
        refused = refusal(about.question, one.text)
        on_condition = refused > 0
        known = _fitting(one, mentions.get(place, ()), about, surely=on_condition)
        if on_condition:  # who refuses stands before that
            known = [mention for mention in known if mention.end <= one.start + refused]
        for span, odds in _given(one, known, about.as_subject, REFUSING if refused else floor):
            name = _words(one, span)
            if not on_condition and against(about.question, one.text, name):
                if one.published and denies(one.text):
                    denied.append((name, one.published))
                continue
            _add(members, name, odds, one, span, on_condition=on_condition)
    return [one for one in _merged(members) if not _taken_back(one, denied)]


def _words(one: Evidence, span: Span | Mention) -> str:
    return one.text[span.start - one.start : span.end - one.start]


def _fitting(
    one: Evidence, mentions: Sequence[Mention], about: _About, *, surely: bool
) -> list[Mention]:
    """Return the names of a sentence that may be members, whatever the reader says of them."""
    skip = after_dateline(one.text)
    found = []
    for mention in mentions:
        name = _words(one, mention)
        begins = not one.text[skip : mention.start - one.start].strip(_OPENING)
        if (
            mention.start >= one.start + skip
            and not stem_set(name) <= about.asked
            and about.fits(name, surely=surely)
            and (not begins or about.is_name(name))
        ):
            found.append(mention)
    return found


def _taken_back(member: Member, denied: Sequence[tuple[str, date]]) -> bool:
    """Say whether a later article denies what all others say of a member."""
    days = [one.published for one, _ in member.given_by]
    return any(
        member.is_called(name) and all(given and given < day for given in days)
        for name, day in denied
    )


def _common(evidence: Sequence[Evidence]) -> frozenset[str]:
    """Return the stems of names that many sentences have in passing: it is what they are about."""
    held = [
        [frozenset(map(stem, words(one.text[s:e]))) for s, e in names_in(one.text)]
        for one in evidence
    ]
    counts: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for names in held:
        counts.update(frozenset().union(*names))
        firsts.update(names[0] if names else ())
    return frozenset(
        name
        for name, count in counts.items()
        if count >= max(3, COMMON * len(held)) and firsts[name] < count / 3
    )


def _given(
    one: Evidence,
    named: Sequence[Mention],
    as_subject: bool,
    floor: float,
) -> Iterable[tuple[Span, float]]:
    """Return the names that a sentence gives as answers.

    Asked for who did something, the first name counts more than those after it.
    """
    measured = [
        (Span(start, end), odds + (FIRST if as_subject and not n else 0.0))
        for n, (start, end, odds) in enumerate(named)
    ]
    best = max((odds for _, odds in measured), default=-20.0)
    if best < floor:
        return []
    chosen = {span: odds for span, odds in measured if odds >= max(floor, best - BESIDE)}
    spans = [span for span, _ in measured]
    for pairs in (pairwise(spans), pairwise(reversed(spans))):
        for near, far in pairs:  # who stands in one enumeration with a member is one
            if near in chosen and far not in chosen and _enumerated(one, near, far):
                chosen[far] = chosen[near] - 0.5
    return sorted(chosen.items())


def _enumerated(one: Evidence, span: Span, other: Span) -> bool:
    first, second = sorted((span, other))
    between = one.text[first.end - one.start : second.start - one.start]
    return bool(_BETWEEN.fullmatch(between))


def _add(
    members: list[Member],
    name: str,
    odds: float,
    one: Evidence,
    span: Span,
    *,
    on_condition: bool,
) -> None:
    sure = one.probability
    for member in members:
        if member.is_called(name):
            member.names.add(name)
            if len(name) > len(member.name):
                member.name = name
            member.odds = max(member.odds, odds)
            member.confidence = max(member.confidence, sure)
            member.given_by.append((one, span))
            member.on_condition |= on_condition
            return
    members.append(Member(name, odds, sure, [(one, span)], {name}, on_condition))


def _merged(members: list[Member]) -> list[Member]:
    """Fold members that turned out to have a name in common."""
    kept: list[Member] = []
    for member in members:
        same = next((m for m in kept if any(m.is_called(name) for name in member.names)), None)
        if same is None:
            kept.append(member)
            continue
        same.names |= member.names
        same.given_by += member.given_by
        same.odds = max(same.odds, member.odds)
        same.confidence = max(same.confidence, member.confidence)
        same.on_condition |= member.on_condition
        same.name = max((same.name, member.name), key=len)
    return kept


def stems_of(member: Member) -> frozenset[str]:
    """Return the stems of all words that a member is called by."""
    return frozenset(stem(word) for name in member.names for word in words(name))
