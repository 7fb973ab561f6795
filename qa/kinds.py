"""What a question asks for, told by its words: a person, a day, a number, a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.words import STOP_WORDS, stem, words

_NUMBERS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|"
    r"hundreds?|thousands?|millions?|billions?|half|twice|percent|none|nobody|no one"
)
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_UNITS = r"seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)"

#: What a sentence must hold to give a thing of each kind.
_PATTERNS = {
    "time": re.compile(
        rf"\b(?:{_MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|"
        rf"tonight|morning|afternoon|evening|noon|midnight|{_UNITS}|spring|summer|autumn|fall|"
        r"winter|earlier|ago|since|until|1[5-9]\d\d|20\d\d)\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        rf"(?:\d|\b(?:an?|{_NUMBERS}|several|many|few|whole|entire|coming|next))[\s-]+(?:\w+\s)?"
        rf"(?:{_UNITS})\b|"
        r"\b(?:until|till|unless|as long as|for (?:good|ever|days|weeks|months|years)|permanently|"
        r"indefinitely|temporarily|forever|how long)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(rf"\d|\b(?:{_NUMBERS})\b", re.IGNORECASE),
    "money": re.compile(
        r"[$€£¥]|\b\d[\d.,]*(?:p|c|bn|m)\b|\b(?:US\$|EUR|USD|GBP|CHF|euros?|dollars?|pounds?|pence|"
        r"cents|krone[rn]?|kronor|kronur|crowns?|francs?|yen|yuan|renminbi|rupees?|roubles?|rubles?|"
        r"pesos?|reais|rand|lira|shekels?|dirhams?|riyals?|won|baht|zloty|forint|hryvnias?|"
        r"millions?|billions?|trillions?|thousands?|bitcoins?|free|nothing|salary|profit)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\b(?:because|due to|owing to|amid|cause[sd]?|so that|citing|in order to|as a result|"
        r"to (?:protect|avoid|prevent|save|help)|blam(?:e|ed|ing)|reasons? (?:was|were|is|are))\b",
        re.IGNORECASE,
    ),
    "manner": re.compile(r"\b(?:by|using|through|with|via)\b", re.IGNORECASE),
}

_FIGURE = re.compile(rf"(?<![^\W\d_])\d(?:[\d.,]*\d)?|\b(?:{_NUMBERS})\b", re.IGNORECASE)

# A name: a capital that does not begin the sentence, or several capitalized words in a row.
_NAME = re.compile(
    r"(?<=[\w,;:“\"'’(–—-] )[A-ZÀ-Þ][\w’'.&-]+|\b[A-ZÀ-Þ][\w’']+ (?:of |& )?[A-ZÀ-Þ][\w’']+"
)

_FIRST = re.compile(r"[\"'“‘(]*[A-ZÀ-Þ][\w’'.&-]+")
_NOT_NAMES = STOP_WORDS | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept oct "
    "nov dec".split()
)

_AUXILIARIES = (
    r"do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must"
)
_LIST = re.compile(
    rf"^(?:(?:in|at|on|to|from|for|by|with|of)\s+)?(?:which|what|name|list)\s+(?:all\s+)?(?:of\s+the\s+|the\s+|other\s+)?"
    rf"(?:(?!(?:{_AUXILIARIES})\b)[\w-]+\s+)?(?P<noun>[a-z-]{{2,}}[a-rt-z]s|people|men|women|children)"
    r"\b(?!['’]|\s+(?:the|a|an|this|that|these|his|her|its|their|it|him|them)\b)",
    re.IGNORECASE,
)
_LIST_OF_PEOPLE = re.compile(r"^who\s+(?:are|were|all)\b", re.IGNORECASE)
_NO_PLURAL = frozenset("is was has does this us news series its always".split())
_HEAD = re.compile(r"\b(?:which|what|whose)\s+(?P<noun>[\w-]+)", re.IGNORECASE)
#: "How much" asks for money beside these, unless it says how much of what.
_ASKS_MONEY = re.compile(
    r"\bhow much (?:(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|may|"
    r"might|must)\b.*\b(?:costs?|pay|paid|charged?|worth|spen[dt]|earn(?:ed|s)?|fined?|owed?|"
    r"donated?|invest(?:ed)?|compensation)\b|money\b)"
)
#: "What did the club pay for him?", "What is she paid?"
_ASKS_PRICE = re.compile(
    r"^what (?:do|does|did|is|are|was|were|has|have|had|will|would|can|must) .*\b"
    r"(?:costs?|pays?|paid|charged?|earns?|earned)(?: for .+| (?:a|per|each) \w+)?\W*$"
)
_ASKED = re.compile(r"\b(who|whom|whose|when|where|why|which|what|how)\b(?:\s+(\w+))?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a question asks for.

    ``wanted`` holds, for each question word, one of ``time``, ``duration``, ``number``, ``name``,
    ``reason``, ``manner``, ``money``, ``any``; ``is_list`` says that several members are asked for;
    ``head`` are stems of what the members or the answer are called ("companies"), which an
    answering sentence need not contain.
    """

    wanted: tuple[str, ...]
    is_list: bool
    head: frozenset[str]


def kind_of(question: str) -> Kind:
    """Tell what a question asks for.

    >>> kind_of("Which companies paused sales, and for how long?").wanted
    ('name', 'duration')
    >>> kind_of("How many heaters were sold?").wanted, kind_of("What causes the fires?").is_list
    (('number',), False)
    >>> kind_of("How much will the recall cost?").wanted
    ('money',)
    """
    text = " ".join(question.split())
    listed = _LIST.search(text)
    is_list = bool(listed and listed["noun"].lower() not in _NO_PLURAL)
    if listed and is_list:
        nouns = [listed["noun"].lower()]
    else:
        nouns = [found["noun"].lower() for found in _HEAD.finditer(text)]
        nouns = [noun for noun in nouns if not re.fullmatch(_AUXILIARIES, noun)]
    wanted = [_wanted(found[1], found[2] or "") for found in _ASKED.finditer(text.lower())]
    asks = _ASKS_PRICE if wanted == ["any"] else _ASKS_MONEY
    if wanted in (["number"], ["any"]) and asks.search(text.lower()):
        wanted = ["money"]
    return Kind(
        tuple(dict.fromkeys(wanted)) or ("any",),
        is_list or bool(_LIST_OF_PEOPLE.search(text)),
        frozenset(stem(noun) for noun in nouns),
    )


def _wanted(word: str, following: str) -> str:
    if word == "how":
        if following in {"many", "much", "old", "far", "tall", "big", "large", "fast", "high"}:
            return "number"
        return "duration" if following == "long" else "manner"
    if word in {"what", "which"}:
        if following in {"year", "day", "date", "month", "time", "century"}:
            return "time"
        if following in {"percentage", "number", "amount", "share", "price"}:
            return "number"
    simple = {"who": "name", "whom": "name", "whose": "name", "where": "name", "which": "name"}
    return {**simple, "when": "time", "why": "reason"}.get(word, "any")


def satisfies(
    sentence: str, kind: Kind, asked: frozenset[str], known: frozenset[str] = frozenset()
) -> float:
    """Say how far a sentence holds what is asked for: the mean over ``wanted``, 0 to 1.

    A name counts when it is not one of ``asked``, the question's stems; ``known`` are names that
    the passage holds elsewhere. For ``any`` stands 0.5.
    """
    return sum(holds(sentence, one, asked, known) for one in kind.wanted) / len(kind.wanted)


def holds(sentence: str, wanted: str, asked: frozenset[str], known: frozenset[str]) -> float:
    """Say whether a sentence holds a thing of one kind: 0, 1, or 0.5 for ``any``."""
    if wanted == "name":
        return float(bool(names(sentence, asked, known)))
    pattern = _PATTERNS.get(wanted)
    return 0.5 if pattern is None else float(bool(pattern.search(sentence)))


def names(
    sentence: str, asked: frozenset[str], known: frozenset[str] | None = frozenset()
) -> list[str]:
    """Return the stems of capitalized words that are neither days, months nor of ``asked``.

    The sentence's first word, whose capital says nothing, counts when it is one of ``known``, the
    names that stand elsewhere, or when ``known`` is ``None``.
    """
    first, rest = _capitalized(sentence)
    counted = (name for name in first if known is None or name in known)
    return [name for name in dict.fromkeys((*counted, *rest)) if name not in asked]


@lru_cache(maxsize=50_000)
def _capitalized(sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stems of the first word and of the capitalized words inside."""
    start = _FIRST.match(sentence)
    inside = [word for found in _NAME.finditer(sentence) for word in words(found[0])]
    first, rest = (
        tuple(stem(word) for word in some if len(word) > 1 and word not in _NOT_NAMES)
        for some in (words(start[0]) if start else [], inside)
    )
    return first, rest


def figures(text: str) -> frozenset[str]:
    """Return the numbers of a text, in digits as they stand and in words.

    A digit that belongs to a name ("P4") is none.

    >>> sorted(figures("Six weeks, 41,800 P4 heaters, $2.5 million"))
    ['2.5', '41,800', 'million', 'six']
    """
    return frozenset(found[0].lower() for found in _FIGURE.finditer(text))
