"""What a question asks for, told by its words: a person, a day, a number, a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.words import stem, words

_NUMBER = (
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|half|twice|percent|none|first|second|third)\b"
)
_TIME = (
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"today|yesterday|tomorrow|tonight|morning|evening|night|noon|week|weeks|month|months|year|"
    r"years|day|days|hours?|minutes?|decades?|century|spring|summer|autumn|winter|earlier|later|"
    r"ago|since|until|19\d\d|20\d\d)\b"
)
_REASON = (
    r"\b(?:because|after|since|due|owing|amid|over|following|caused?|reasons?|why|so that|"
    r"in order to|to protect|citing|blamed?|blaming|as a result)\b"
)
_MANNER = r"\b(?:by|using|through|with|via)\b"

_PATTERNS = {
    "time": re.compile(_TIME, re.IGNORECASE),
    "number": re.compile(_NUMBER, re.IGNORECASE),
    "reason": re.compile(_REASON, re.IGNORECASE),
    "manner": re.compile(_MANNER, re.IGNORECASE),
}
# A name: a capital that does not begin the sentence, or several capitalized words in a row.
_NAME = re.compile(
    r"(?<=[\w,;:“\"'’(–—-] )[A-ZÀ-Þ][\w’'.&-]+|\b[A-ZÀ-Þ][\w’']+ (?:of )?[A-ZÀ-Þ]\w+"
)

_LIST = re.compile(
    r"^(?:which|what|whose|list|name|who\s+are|who\s+were)\b(?:\s+(?:all|are|were|the|of|other|"
    r"\w+))?\s+(?P<noun>[a-z-]{3,}s|people|men|women|children)\b(?!')",
    re.IGNORECASE,
)
_SINGULAR_S = frozenset("is was has does this news series business process address s".split())
_HEAD = re.compile(
    r"\b(?:which|what|whose|how many)\s+(?P<noun>[\w-]+(?:\s+[\w-]+)?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a question asks for.

    ``wanted`` is one of ``time``, ``number``, ``name``, ``reason``, ``manner``, ``any``;
    ``is_list`` says that several members are asked for; ``head`` are stems of what the members
    or the answer are called ("companies"), which an answering sentence need not contain.
    """

    wanted: str
    is_list: bool
    head: frozenset[str]


def kind_of(question: str) -> Kind:
    """Tell what a question asks for.

    >>> kind_of("Which companies paused sales, and for how long?").is_list
    True
    >>> kind_of("How many heaters were sold?").wanted, kind_of("Who is the president?").wanted
    ('number', 'name')
    """
    text = " ".join(question.split())
    lower = text.lower()
    listed = _LIST.search(text)
    is_list = bool(listed and listed["noun"].lower() not in _SINGULAR_S)
    head = _HEAD.search(text)
    nouns = words(head["noun"])[:1] if head and not lower.startswith("how many") else []
    if listed and is_list:
        nouns.append(listed["noun"].lower())
    return Kind(_wanted(lower), is_list, frozenset(stem(noun) for noun in nouns))


def _wanted(lower: str) -> str:
    asked = re.search(r"\b(who|whom|whose|when|where|why|which|what|how)\b(?:\s+(\w+))?", lower)
    if asked is None:
        return "any"
    first, second = asked[1], asked[2] or ""
    if first == "how":
        if second in {"many", "much", "old", "far", "tall", "big", "large", "fast", "high"}:
            return "number"
        return "time" if second in {"long", "often", "soon"} else "manner"
    if first in {"what", "which"} and second in {"year", "day", "date", "month", "time", "century"}:
        return "time"
    if first == "what" and second in {"percentage", "number", "amount", "share", "price"}:
        return "number"
    simple = {"who": "name", "whom": "name", "whose": "name", "where": "name", "which": "name"}
    return {**simple, "when": "time", "why": "reason"}.get(first, "any")


def satisfies(sentence: str, kind: Kind, question_stems: frozenset[str]) -> float:
    """Say how far a sentence holds something of the kind asked for: 0, 1, or 0.5 if unknown.

    A name counts when it is not one that the question itself gives.
    """
    if kind.wanted == "name":
        return float(bool(names(sentence, question_stems)))
    pattern = _PATTERNS.get(kind.wanted)
    return 0.5 if pattern is None else float(bool(pattern.search(sentence)))


def names(sentence: str, question_stems: frozenset[str]) -> list[str]:
    """Return the stems of capitalized words that begin no sentence and are not the question's."""
    found = (stem(word) for m in _NAME.finditer(sentence) for word in words(m[0]) if len(word) > 1)
    return [name for name in dict.fromkeys(found) if name not in question_stems]
