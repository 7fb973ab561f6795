"""Whether a date in a sentence lies before or after the day on which the sentence was written.

"On Friday" names the last Friday in "the board met on Friday" and the coming one in "the board
will meet on Friday". The nearest verb decides. Only what is plain is told: after "agreed to meet on
Friday", "called a meeting for Friday" or "the board meets on Friday" no reader without the calendar
can be sure, and a wrong day is worse than none. A parser of grammar would tell more; it would be
another model to load for a few words.
"""

from __future__ import annotations

import re
from enum import StrEnum

#: More words than these between a verb and a date: the date may belong to something else.
_FAR = 12


class Tense(StrEnum):
    """When something happens, seen from the day of writing."""

    PAST = "past"
    FUTURE = "future"
    UNSURE = "unsure"


_FUTURE = (
    r"(?<!\bthe )(?<!\bhis )(?<!\bher )(?<!\bof )(?<!\bat )(?<!\bfree )(?<!\bpolitical )will\b"
    r"|won['’]t\b|shall\b|(?<=\w)['’]ll\b|must\b(?! have)|(?:has|have) to\b"
    r"|(?:is|are) (?:not |now |also |still )?"
    r"(?:to\b(?! the)|due\b(?: to)?|(?:expected|scheduled|planned|slated)\b(?: to)?"
    r"|going to\b|about to\b|likely to\b|set (?:to|for)\b)"
    r"|(?:plans|intends|aims|hopes|expects) to\b|expects [^,;:]{1,40}? to\b"
)
_UNSURE = (
    r"(?:was|were|been) (?:not )?(?:to|due|expected|scheduled|planned|slated|supposed|likely|going"
    r"|set to|set for)\b"
    r"|to (?!(?:the|an?|his|her|its|their|our|this|that|these|those|all|some|many|more|\w+ing"
    r"|\w*[^su\W]s)\b)(?=[a-z])"
    r"|called (?:for|off)\b"
    r"|(?:would|could|should|may|might|can|cannot|is|are|am|has|have|does|do|says?|if|unless"
    r"|than|like|similar|compared|for|before|until|ahead|pending|upcoming|coming|next|every|each|usually|always|whether"
    r"|planned|scheduled|expected|delayed|postponed|cancelled|canceled|rescheduled|urged|invited"
    r"|ordered|agreed|vowed|threatened|promised|proposed|wanted|hoped|decided|asked|allowed"
    r"|advised|predicted|pledged|organi[sz]ed|booked|due|moved|approved|backed|banned"
    r"|meets|votes|opens|begins|starts|ends|closes|returns|resumes|expires|goes|comes|takes|plays"
    r"|faces|runs|arrives|leaves|holds|launches|hosts|decides|travels|flies|visits|appears|stands"
    r"|heads|kicks|gets|makes|gives|shows|remains|lives|works)\b"
)
_SAID = (
    r"(?:said|told|announced|added|confirmed|warned|reported|stated|declared|explained|claimed"
    r"|admitted|insisted|revealed|wrote|tweeted|posted|argued|noted|disclosed)\b"
)
_PAST = (
    r"(?:was|were|had|did|went|came|took|gave|made|found|held|began|left|won|lost|met|led|broke"
    r"|brought|bought|built|sold|sent|spent|stood|rose|fell|fled|flew|grew|drew|drove|knew|threw"
    r"|spoke|stole|struck|shot|sank|sang|sat|kept|slept|felt|dealt|heard|paid|laid|became|saw|got"
    r"|ran|swam|swore|wore|tore|chose|froze|fought|caught|taught|thought|sought|hung|rang|hid|rode"
    r"|arose|withdrew|undertook|overtook|overcame|underwent|forgave|forgot|awoke|blew|bent|bit"
    r"|crept|dug|fed|lent|meant|misled|swept|swung|shook|shone|shrank|slid|spun|stuck|stung"
    r"|understood|upheld|overthrew|rebuilt|"
    r"given|taken|shown|seen|done|written|broken|driven|gone|begun|stolen|chosen|fallen|thrown"
    r"|drawn|flown|sworn|torn|hidden|beaten"
    r"|(?!hundred\b|sacred\b|naked\b|wicked\b|kindred\b|\w*eed\b)[a-z]{2,}ed)\b"
)
_MARKER = re.compile(
    rf"(?P<future>(?:(?<!\w)|(?=['’]))(?:{_FUTURE}))"
    rf"|\b(?:(?P<unsure>{_UNSURE})|(?P<said>{_SAID})|(?P<past>{_PAST}))"
)
#: What ends the part of a sentence that one verb governs.
_BREAK = re.compile(r"[;:()]|,(?=\s)|\s[–—-]\s|—|\b(?:which|who|that|whose|where)\b")
_PREPOSITION = re.compile(
    r"\b(?P<word>on|in|since|until|till|by|for|from|before|after|to|through|between|of|starting"
    r"|into|during|over)(?: (?:early|late|about|around|mid))?[ -]?(?:the )?$",
    re.IGNORECASE,
)
#: After these a verb in the past says nothing: "he was given until Friday".
_TOWARDS = frozenset("until till by for from before to through between of starting into".split())
_AUXILIARY = re.compile(
    r"\b(?:be|been|being|is|are|has|have|had|was|were|get|gets|got|stay|remain|keep|['’]ve)"
    r"(?: not| also| \w+ly)? $"
)
_ADJECTIVE = re.compile(r"\b(?:the|an?|his|her|its|their|our|some|of|newly|\w+['’]s) $")
_JOINS = re.compile(r"(?:\band|\bbut|\bwhile|\bwhen|\bthen)?$")
#: What may stand between "said" and the day on which it was said.
_SAYING = re.compile(
    r"(?:\s+|\b(?:[A-Z][\w.’'-]*|an?|the|his|her|its|their|in|at|to|from|on|late|early|statement"
    r"|news|press|conference|interview|briefing|report|release|tweet|speech|filing|video|memo|post|message|email|letter|court|hearing"
    r"|reporters|journalists|newspaper|parliament|step|decision|move|company|spokes\w+|it|he|she"
    r"|they|police|officials)(?!\w))*"
)
_EVENT = re.compile(
    r"\b(?:attack|crash|fire|shooting|accident|explosion|death|killing|blast|storm|earthquake"
    r"|flood|protest|incident|defeat|win|victory|loss|arrest|announcement|statement|ruling"
    r"|decision|raid|collision|murder|fall|collapse|blaze|disaster)s? $"
)


def tense_at(sentence: str, start: int, end: int) -> Tense:
    """Tell when that happens which a date, ``[start, end)`` of a sentence, is the date of.

    Words in quotation marks should have been blanked: their verbs are another speaker's.

    >>> words = "It will stop sales on Friday, the company said on Monday."
    >>> [str(tense_at(words, at, at + 6)) for at in (words.index("Friday"), words.index("Monday"))]
    ['future', 'past']
    """
    before = sentence[:start]
    preposition = ""
    if found := _PREPOSITION.search(before):
        preposition = found["word"].lower()
        before = before[: found.start()]
    if preposition == "since":
        return Tense.PAST
    clause = clause_before(before, len(before))
    rest = sentence[end:]
    if _JOINS.fullmatch(clause.strip().lower()):
        tense = _after(rest.lstrip(" ,"))
    else:
        tense = _last(clause, bool(preposition)) if _verbs(clause) else _after(rest)
    if preposition in _TOWARDS and (tense is Tense.PAST or preposition in {"to", "of"}):
        return Tense.UNSURE
    return tense


def clause_before(sentence: str, at: int) -> str:
    """Return the words of a sentence from the last comma, or the like, to a place."""
    ends = [one.end() for one in _BREAK.finditer(sentence, 0, at)]
    return sentence[ends[-1] if ends else 0 : at]


def _verbs(words: str) -> list[re.Match[str]]:
    """Return the marks of tense, without participles that only follow one or adorn a noun."""
    found = []
    for one in _MARKER.finditer(words):
        ahead = words[: one.start()]
        idle = one["past"] or one["said"]
        if idle and (_AUXILIARY.search(ahead) or _ADJECTIVE.search(ahead)):
            continue
        found.append(one)
    return found


def _last(clause: str, introduced: bool) -> Tense:
    """Tell the tense of a date at the end of a clause."""
    *others, verb = _verbs(clause)
    gap = clause[verb.end() :]
    if len(gap.split()) > _FAR:
        return Tense.UNSURE
    if verb["future"]:
        return Tense.UNSURE if introduced and _EVENT.search(clause) else Tense.FUTURE
    if verb["unsure"]:
        return Tense.UNSURE
    if verb["said"]:
        return Tense.PAST if _SAYING.fullmatch(gap) else Tense.UNSURE
    unsettled = any(one["future"] or (one["unsure"] or "for") != "for" for one in others)
    said = any(one["said"] for one in others)
    return Tense.UNSURE if unsettled and not said else Tense.PAST


def _after(rest: str) -> Tense:
    """Tell the tense of a date that stands before its verb."""
    clause = rest
    if stop := _BREAK.search(clause):
        clause = clause[: stop.start()]
    verbs = _verbs(clause)
    if not verbs or verbs[0]["unsure"] or len(clause[: verbs[0].start()].split()) > _FAR:
        return Tense.UNSURE
    if verbs[0]["future"]:
        return Tense.FUTURE
    mixed = any(one["future"] for one in _verbs(rest))
    return Tense.UNSURE if verbs[0]["past"] and mixed else Tense.PAST
