"""The members of a list: which names the sentences give, each once, and what says each.

The reader tells of every name in a sentence how likely the answer begins in it. A sentence that
denies, doubts or only plans what the question takes for a fact gives no member. Names are folded
when one is the other's beginning or end ("Brindlow", "Brindlow Stores").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from qa.closer import Closer, Place, after_dateline
from qa.mentions import names_in
from qa.name_kinds import fits, wanted_naming
from qa.types import Evidence, Mention
from qa.words import stem, stem_set, words
from vectorstore import Span

#: A name counts when its log-odds are not further below the best name's of its sentence.
BESIDE = 1.5

#: Below these log-odds a name is no answer, whatever else the sentence names.
FLOOR = -2.5

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

_DENIES = (
    r"not|n['’]t|never|no longer|without|denie[sd]|deny|refuse[sd]?|declined?|reject(?:s|ed)?|"
    r"neither|nor|no plans?|cannot|instead of|ruled out|undecided|unlike|spared|escaped|"
    r"(?:dropped|scrapped|abandoned|shelved|reversed) (?:its|the|their|his|her) plans?|"
    r"called off|backed down"
)
_DOUBTS = (
    r"may|might|could|would|considers?|considering|considered|weigh(?:s|ing|ed)?|undecided|"
    r"thinking about|possibly|threaten(?:s|ed)?|whether|if"
)
_GOES_ON = (
    r"keep(?:s|ing)?|kept|continue[sd]?|continuing|goes on|go on|went on|going on|carries on|"
    r"carry on|carried on|remains? (?:open|on)|resume[sd]?|restart(?:s|ed)?|reopen(?:s|ed)?"
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_AGAINST = (
    re.compile(rf"\b(?:{_DENIES})\b|n['’]t\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_DOUBTS})\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_GOES_ON})\b", re.IGNORECASE),
)
_STOPS = re.compile(
    r"\b(?:stop|paus|halt|suspend|ceas|end(?:s|ed)?\b|withdr|with-?h(?:eld|old)|fr[eo]ez|froze|bann?|"
    r"refus)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"(?:\b(?:not|never|no longer)\b|n['’]t\b).{1,100}?\b(?:unless|until|as long as)\b",
    re.IGNORECASE | re.DOTALL,
)
#: What follows these says something else about the member than whether it is one.
_ASIDE = re.compile(
    r"\b(?:but|although|though|while|whereas|because|after|before|until|unless|so that|since|who|"
    r"which|that|and (?:will|has|had|did|does|is|was|may|now|also))\b|[,;:–—]",
    re.IGNORECASE,
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


def against(question: str, sentence: str, name: str) -> bool:
    """Say whether a sentence takes back what the question takes for a fact of what it names.

    Looked at is the clause of the name; words that the question itself has count for nothing.

    >>> against("Which firms paused sales?", "Stellick will keep on selling it.", "Stellick")
    True
    >>> against("Which firms paused sales?", "Yarbeck has stopped, but did not say why.", "Yarbeck")
    False
    >>> against("Which shops shut in 2019?", "It shut its shop in Wick in 2016.", "Wick")
    True
    """
    at = sentence.find(name)
    before = re.split(r"[;:–—]|\bbut\b|\band\b", sentence[: max(at, 0)])[-1]
    rest = sentence[at + len(name) :] if at >= 0 else sentence
    rest = re.sub(r"^\s*,[^,]{1,80},", "", rest)
    rest = re.sub(r"^\s*\([^)]*\)", "", rest)
    rest = re.sub(r"^,? (?:which|who) ", " ", rest)
    clause = f"{before[-25:]} {_ASIDE.split(rest, maxsplit=1)[0]}"
    years = set(_YEAR.findall(sentence))
    if years and _YEAR.search(question) and years.isdisjoint(_YEAR.findall(question)):
        return True
    return any(
        bool(pattern.search(clause)) and not pattern.search(question) for pattern in _AGAINST
    )


def refusal(question: str, sentence: str) -> int:
    """Return where a sentence refuses what the question asks who stopped; 0 if it does not.

    Who will not do something unless a condition holds has stopped it for so long.

    >>> refusal("Which firms paused sales?", "Oxholt will not sell it until it is safe.")
    12
    """
    found = _REFUSES.search(sentence) if _STOPS.search(question) else None
    return found.start() if found else 0


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
    wanted = wanted_naming(head)
    texts = [
        closer.text(Place(id, number))
        for id in dict.fromkeys(one.article_id for one in evidence)
        for number in range(len(closer.spans(id)))
    ]
    fitting: dict[tuple[str, bool], bool] = {}
    denied: list[tuple[str, date]] = []
    asked = stem_set(question) | _common(evidence)
    as_subject = bool(_SUBJECT.match(question))
    members: list[Member] = []
    for one in evidence:
        place = closer.place_of(one.article_id, one.start)
        if place is None:
            continue
        refused = refusal(question, one.text)
        on_condition = refused > 0
        known = mentions.get(place, ())
        if on_condition:  # who refuses stands before that
            known = [mention for mention in known if mention.end <= one.start + refused]
        floor = REFUSING if on_condition else FLOOR
        for span, odds in _given(one, known, asked, as_subject, floor):
            name = one.text[span.start - one.start : span.end - one.start]
            if (name, on_condition) not in fitting:
                last = name.split()[-1]
                held = [text for text in texts if last in text]
                fitting[name, on_condition] = fits(name, wanted, held, surely=on_condition)
            if not fitting[name, on_condition]:
                continue
            if not on_condition and against(question, one.text, name):
                if one.published and _AGAINST[0].search(one.text):
                    denied.append((name, one.published))
                continue
            begins = not one.text[: span.start - one.start].strip(_OPENING)
            if begins and not _is_name(name, texts, closer):
                continue
            _add(members, name, odds, one, span, on_condition=on_condition)
    kept = [one for one in _merged(members) if not _taken_back(one, denied)]
    return sorted(kept, key=lambda member: -member.confidence)


def _taken_back(member: Member, denied: Sequence[tuple[str, date]]) -> bool:
    """Say whether a later article denies what all others say of a member."""
    days = [one.published for one, _ in member.given_by]
    return any(
        member.is_called(name) and all(given and given < day for given in days)
        for name, day in denied
    )


def _is_name(word: str, texts: Sequence[str], closer: Closer) -> bool:
    """Say whether a first word is a name: a common one must have a capital elsewhere."""
    if " " in word or closer.library.embedder.tokenizer.token_to_id(word.lower()) is None:
        return True
    inside = re.compile(rf"[a-z,;:–—]['’”\"]? {re.escape(word)}\b")
    return any(inside.search(text) for text in texts)


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
    mentions: Sequence[Mention],
    asked: Set[str],
    as_subject: bool,
    floor: float,
) -> Iterable[tuple[Span, float]]:
    """Return the names that a sentence gives as answers.

    Asked for who did something, the first name counts more than those after it.
    """
    skip = after_dateline(one.text)
    named = [
        mention
        for mention in mentions
        if mention.start >= one.start + skip
        and not stem_set(one.text[mention.start - one.start : mention.end - one.start]) <= asked
    ]
    measured = [
        (Span(start, end), odds + (FIRST if as_subject and not n else 0.0))
        for n, (start, end, odds) in enumerate(named)
    ]
    best = max((odds for _, odds in measured), default=-20.0)
    if best < floor:
        return []
    chosen = {span: odds for span, odds in measured if odds >= max(floor, best - BESIDE)}
    for span, _ in measured:  # who stands in one enumeration with a member is one
        for other in list(chosen):
            if span not in chosen and _enumerated(one, span, other):
                chosen[span] = chosen[other] - 0.5
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
