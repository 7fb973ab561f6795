"""The members of a list: which names the sentences give, each once, and what says each.

The reader tells of every name in a sentence how likely the answer begins in it. A sentence that
denies, doubts or only plans what the question takes for a fact gives no member. Names are folded
when one is the other's beginning or end ("Brindlow", "Brindlow Stores").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from qa.candidates import BETWEEN, Wanted, counted, fitting, words_of
from qa.closer import Closer, Place
from qa.denying import against, denies, ends_for_good, has_left, is_given_up, is_past, refusal
from qa.types import Evidence, Mention
from qa.words import words
from vectorstore import Span

#: A name counts when its log-odds are not further below the best name's of its sentence.
BESIDE = 1.5

#: Below these log-odds a name is no answer, whatever else the sentence names.
FLOOR = -2.5

#: So much lower may be what surely is of the kind asked for.
SURELY = 1.5

#: By so much surer must be who is not among those that an article counts and names.
SURER = 1.0

#: The same when no sentence names one above that: the reader is not sure of any.
LOW = -5.5

#: The same in a sentence that says on what condition: the reader does not take it for an answer.
REFUSING = -9.0

#: By so much the first name's log-odds are raised where the members are the question's subject.
FIRST = 1.0


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
    >>> same_name("U.S.", "the United States"), same_name("U.S.", "UN")
    (True, False)
    """
    first, second = _plain(one), _plain(other)
    short, long = sorted((first, second), key=len)
    if not short:
        return False
    if len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long):
        return True
    return short == long[: len(short)] or short == long[-len(short) :]


#: Countries that go by several names.
_COUNTRIES = {
    **dict.fromkeys(("u.s.", "us", "usa", "u.s.a.", "america"), "United States"),
    **dict.fromkeys(("uk", "u.k.", "britain", "great britain"), "United Kingdom"),
}


def _plain(name: str) -> list[str]:
    name = _COUNTRIES.get(name.lower().removeprefix("the "), name)
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
    about = Wanted(question, head, evidence, closer)
    members = _collected(about, evidence, mentions, FLOOR)
    if len(members) < 2:
        lower = LOW + SURELY if members else LOW
        members = _collected(about, evidence, mentions, lower)
    return sorted(members, key=lambda member: -member.confidence)


def _collected(
    about: Wanted,
    evidence: Sequence[Evidence],
    mentions: Mapping[Place, Sequence[Mention]],
    floor: float,
) -> list[Member]:
    """Return the members whose log-odds are above a floor, in the order of the sentences."""
    denied: list[tuple[str, date]] = []
    ended: list[str] = []
    members: list[Member] = []
    for one in evidence:
        place = about.closer.place_of(one.article_id, one.start)
        if place is None:
            continue
        if one.published and is_past(about.question, one.text, one.published.year, about.newest):
            continue
        refused = refusal(about.question, one.text)
        on_condition = refused > 0
        known = fitting(one, mentions.get(place, ()), about, surely=on_condition)
        if on_condition:  # who refuses stands before that
            known = [mention for mention in known if mention.end <= one.start + refused]
        for span, odds in _given(one, known, about, REFUSING if refused else floor):
            name = words_of(one, span)
            if ends_for_good(about.question, one.text, name):
                ended.append(name)
                continue
            if not on_condition and against(about.question, one.text, name):
                if one.published and (denies(one.text) or has_left(one.text, name)):
                    denied.append((name, one.published))
                continue
            _add(members, name, odds, one, span, on_condition=on_condition)
    return [
        one
        for one in _all_told(merged(members), evidence, about)
        if not _taken_back(one, denied) and not any(one.is_called(name) for name in ended)
    ]


def given_up(question: str, member: Member, evidence: Sequence[Evidence], closer: Closer) -> bool:
    """Say whether an article, none of those that give a member being later, says it is none now.

    The sentence that says so need not be like the question, so all of the articles are looked at.
    """
    days = [one.published for one, _ in member.given_by if one.published]
    latest = max(days, default=None)
    if latest is None or member.on_condition:
        return False
    read = {one.article_id: one.published for one in evidence}
    return any(
        is_given_up(question, text, name)
        for id, day in read.items()
        if day and day >= latest
        for text in closer.texts(id)
        for name in member.names
        if name in text
    )


def _all_told(
    members: list[Member], evidence: Sequence[Evidence], about: Wanted
) -> Sequence[Member]:
    """Return the members that an article counts and names, where one does, and surer ones.

    "Three villages, Kolbach, Innerlahn and Fernitzau, were evacuated" names them all.
    """
    for one in evidence:
        names = counted(one.text, about.noun)
        of_it = [member for member in members if any(map(member.is_called, names))]
        if names and len(of_it) == len(names):
            least = min(member.odds for member in of_it)
            return [member for member in members if member in of_it or member.odds > least + SURER]
    return members


def _taken_back(member: Member, denied: Sequence[tuple[str, date]]) -> bool:
    """Say whether a later article denies what all others say of a member."""
    days = [one.published for one, _ in member.given_by]
    return any(
        member.is_called(name) and all(given and given < day for given in days)
        for name, day in denied
    )


def _given(
    one: Evidence,
    named: Sequence[Mention],
    about: Wanted,
    floor: float,
) -> Iterable[tuple[Span, float]]:
    """Return the names that a sentence gives as answers.

    Asked for who did something, the first name counts more than those after it. A name that surely
    is of what is asked for may be less likely.
    """
    measured = [
        (Span(start, end), odds + (FIRST if about.as_subject and not n else 0.0))
        for n, (start, end, odds) in enumerate(named)
    ]
    best = max((odds for _, odds in measured), default=-20.0)
    chosen = {
        span: odds
        for span, odds in measured
        if odds >= best - BESIDE
        and (
            odds >= floor
            or (odds >= floor - SURELY and about.fits(words_of(one, span), surely=True))
        )
    }
    spans = [span for span, _ in measured]
    for pairs in (pairwise(spans), pairwise(reversed(spans))):
        for near, far in pairs:  # who stands in one enumeration with a member is one
            if near in chosen and far not in chosen and _enumerated(one, near, far):
                chosen[far] = chosen[near] - 0.5
    return sorted(chosen.items())


def _enumerated(one: Evidence, span: Span, other: Span) -> bool:
    first, second = sorted((span, other))
    between = one.text[first.end - one.start : second.start - one.start]
    return bool(BETWEEN.fullmatch(between))


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


def merged(members: list[Member]) -> list[Member]:
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
