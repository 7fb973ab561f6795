"""What may stand in a cell: the spans of a sentence that are of the kind a column asks for.

A column of fees holds money and not an age, one of shares holds percentages, one that asks how long
holds no "a year ago". What somebody gives as a reason, or as a condition, is the clause that says
so.
"""

from __future__ import annotations

import re

from qa.forms import Attribute, Form
from qa.mentions import amounts_in, durations_in, names_in, origins_in, times_in
from qa.words import stem, words
from vectorstore import Span

_MONEY_ASKED = re.compile(
    r"\b(?:fees?|costs?|prices?|money|pay|paid|fines?|sums?|salary|salaries|budgets?|worth|"
    r"euros?|dollars?|pounds?|deposits?|debts?|losses)\b",
    re.IGNORECASE,
)
_SHARE_ASKED = re.compile(
    r"\b(?:percentages?|per ?cent|shares?|proportions?|fractions?|majority)\b", re.IGNORECASE
)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:US\$|EUR|USD|GBP|euros?|dollars?|pounds?|kroner|kronor|krone|crowns|francs|yen|"
    r"cents|pence)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|\b(?:per ?cent|half|third|quarter)\b", re.IGNORECASE)
_AGE = re.compile(
    r"(?<=[\w”\"], )(?P<age>\d{1,3})(?=[,.;)]|$)|\b(?P<age_>\d{1,3})[- ]years?[- ]old\b|"
    r"\baged? (?P<_age>\d{1,3})\b"
)
_LENGTH = re.compile(r"[ -]?(?:second|minute|hour|day|night|week|month|year|decade)s?\b", re.I)
_BARE_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_FREE = re.compile(
    r"\b(?:free of charge|for free|for nothing|on a free transfer|the rest)\b", re.IGNORECASE
)
#: Such a length of time says when, not how long.
_WHEN = re.compile(
    r"(?: and \w+ \w+)?\s(?:ago|earlier|later|before|after|old|from now|that)\b", re.IGNORECASE
)
_BORN = re.compile(r"\b(?:born|built|founded|birthday|aged|century|centuries)\b", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:\d[\d,]*|[a-z]+)[ -](?:days?|weeks?|months?|years?|decades?)\b"
    r"(?! (?:ago|later|after|before))",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|in|within|after|over|past|last|next|every|of|than|first) (?:\w+ )?$", re.IGNORECASE
)
#: "At least four months before" is a length after all.
_LASTS = re.compile(
    r"\b(?:wait(?:ed|s|ing)?|lasts?|lasted|takes?|took|spen[dt])\b[^,;.]{0,25}$|\bat least\b",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|on the grounds that|due to|owing to|as a result of) "
    r"(?P<clause>[^;:–—]+?)(?=[.;:–—]?[\"”’]?$|[;:–—]|, (?:and|but|which|who|said|according|"
    r"(?:[\w’'-]+ ){1,7}(?:said|says|told)\b))",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:on (?:the )?condition that|provided that|as long as|only if|obliged to|must) "
    r"(?P<clause>[^;:–—]+?)(?=[.;:–—]?[\"”’]?$|[;:–—]|, (?:and|but|which|who|said)\b)",
    re.IGNORECASE,
)
_ASKS_ORIGIN = re.compile(r"\b(?:countr(?:y|ies)|nation(?:ality|alities|s)?)\b", re.IGNORECASE)
_ASKS_CONDITION = re.compile(r"\b(?:conditions?|terms|requirements?|obligations?)\b", re.I)


def typed_spans(attribute: Attribute, sentence: str) -> list[Span] | None:
    """Return the spans of a sentence that may fill a cell; None when any words may.

    >>> text = "Sander Wick, 22, came for 1.2 million kroner in 2024, two years ago."
    >>> def given(asked, form):
    ...     return [text[s:e] for s, e in typed_spans(Attribute(asked, form), text)]
    >>> given("for what fee", Form.HOW_MANY), given("for how long", Form.HOW_LONG)
    (['1.2 million kroner'], [])
    """
    match attribute.form:
        case Form.HOW_MANY:
            return _amounts(attribute.asked, sentence)
        case Form.HOW_LONG:
            return lengths_in(sentence)
        case Form.WHEN:
            return times_in(sentence)
        case Form.WHERE if asks_origin(attribute):
            return sorted([*names_in(sentence), *origins_in(sentence)])
        case Form.WHERE | Form.WHO:
            return names_in(sentence)
        case Form.WHY:
            return _clauses(_BECAUSE, sentence) or None
        case _ if _ASKS_CONDITION.search(attribute.asked):
            return _clauses(_CONDITION, sentence)
    return None


def asks_origin(attribute: Attribute) -> bool:
    """Say whether a column asks of which country somebody or something is."""
    return attribute.form is Form.WHERE and bool(_ASKS_ORIGIN.search(attribute.asked))


def lengths_in(sentence: str) -> list[Span]:
    """Return the lengths of time that say how long, not when.

    >>> text = "A year ago it closed for six weeks."
    >>> [text[s:e] for s, e in lengths_in(text)]
    ['six weeks']
    """
    return [
        one
        for one in durations_in(sentence)
        if not _WHEN.match(sentence, one.end) or _LASTS.search(sentence[: one.start + 9])
    ]


def ages_in(sentence: str) -> list[Span]:
    """Return the ages of a sentence, without their units where they are beside a name.

    >>> text = "Ann Lee, 33, met a 12-year-old."
    >>> [text[s:e] for s, e in ages_in(text)]
    ['33', '12']
    """
    return [Span(*one.span(one.lastgroup or 0)) for one in _AGE.finditer(sentence)]


def tells_age(sentence: str) -> bool:
    """Say whether a sentence may tell how old somebody or something is.

    >>> tells_age("The oak is some 400 years old."), tells_age("He was mayor for 18 years.")
    (True, False)
    >>> tells_age("Scientists put it at 190 years."), tells_age("She was born in 1960.")
    (True, True)
    """
    if ages_in(sentence) or _BORN.search(sentence):
        return True
    return any(not _FOR.search(sentence[: one.start()]) for one in _YEARS.finditer(sentence))


def _clauses(pattern: re.Pattern[str], sentence: str) -> list[Span]:
    return [Span(*found.span("clause")) for found in pattern.finditer(sentence)]


def _amounts(asked: str, sentence: str) -> list[Span]:
    if re.search(r"\bhow old\b", asked, re.IGNORECASE):
        return ages_in(sentence)
    found = [one for one in amounts_in(sentence) if not _is_beside(one, sentence)]
    counts = re.search(r"\bhow many\b", asked, re.IGNORECASE)
    if _SHARE_ASKED.search(asked) and not counts:
        kept = [one for one in found if _SHARE.search(_with_unit(one, sentence))]
        return kept + [Span(*one.span()) for one in _FREE.finditer(sentence)]
    if _MONEY_ASKED.search(asked) and not counts:
        kept = [one for one in found if _MONEY.search(_with_unit(one, sentence))]
        return kept + [Span(*one.span()) for one in _FREE.finditer(sentence)]
    counted = _counted(asked)
    plain = [
        one
        for one in found
        if not _MONEY.search(sentence[one.start : one.end])
        and not _LENGTH.match(sentence, one.end)
        and sentence[one.start : one.end].lower() != "one"
    ]
    named = [one for one in plain if counted & _after(one, sentence)]
    return named or plain


def _is_beside(one: Span, sentence: str) -> bool:
    """Say whether a number counts nothing: a year, an age, a part of a day or of a name."""
    text = sentence[one.start : one.end]
    aged = sentence[: one.start].endswith(", ") and sentence[one.end :].startswith(",")
    dated = any(s <= one.start < e for s, e in times_in(sentence))
    return bool(_BARE_YEAR.fullmatch(text)) or (aged and text.isdigit()) or dated


def is_money(sentence: str, amount: Span) -> bool:
    """Say whether an amount of a sentence is money."""
    return bool(_MONEY.search(_with_unit(amount, sentence)))


def _with_unit(one: Span, sentence: str) -> str:
    """Return an amount with the word that follows it: "50,000" of "50,000 euros"."""
    following = re.match(r"\s?\S+", sentence[one.end :])
    return sentence[one.start : one.end] + (following[0] if following else "")


def _counted(asked: str) -> frozenset[str]:
    """Return the stem of what is counted: "workers" in "how many workers did it concern"."""
    found = re.search(r"how (?:many|much) ([\w’'-]+)", asked, re.IGNORECASE)
    return frozenset(stem(word) for word in words(found[1])) if found else frozenset()


def _after(one: Span, sentence: str) -> frozenset[str]:
    near = words(sentence[one.start : one.end + 40])[:6]
    return frozenset(stem(word) for word in near)
