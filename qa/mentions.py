"""Names, amounts, days and lengths of time in a sentence, as spans of its words.

Rules over capitals and number words: no model for named entities can be had without a model hub
(docs/quality.md says what was looked at). The reader then says which of the spans answers.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator

from qa.words import STOP_WORDS
from vectorstore import Span

#: These end in a point that ends no sentence.
_SHORT_TITLE = r"(?:Sen|Rep|Gov|Dr|Mr|Mrs|Ms|Prof|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St)\."
_CAPITAL = rf"(?:{_SHORT_TITLE}|(?:[A-Z]\.){{1,3}}|[A-ZÀ-ÖØ-ÞŁŚŽŠČ][\w’'-]*\w|[A-Z](?!\w))"
_NUMBERED = r"(?:\d+(?![\w.,:%/-])|(?:[A-Z]+\d+[A-Z]*|\d+[A-Z]+)\b)"
_JOINT = (
    r"(?: (?:& |of (?:the )?|de (?:la )?|del |della |di |da |do |dos |du |van (?:der? )?|von |der |"
    r"la |le |al-|bin |ibn )|[ -]| ?/ ?)"
)
_NAME = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:{_JOINT}(?:{_CAPITAL}|{_NUMBERED}))*(?![\w])")
_QUOTED = re.compile(r"[“\"]([A-ZÀ-Þ0-9][^”\"]{1,60}?)[,.]?[”\"]")
#: A quoted run of words is a title when its longer words have capitals.
_TITLED = re.compile(r"(?:[A-ZÀ-Þ0-9][\w’'.&:!-]*|of|the|a|an|and|in|to|at|on|for|from|de|la|,|&)+")

_DAYS = frozenset(
    name.lower()
    for name in (
        *calendar.day_name,
        *calendar.month_name,
        *calendar.day_abbr,
        *calendar.month_abbr,
        "Sept",
    )
    if name
)
#: Where somebody comes from, or what he believes, names nobody.
_DEMONYM = re.compile(
    r"^(?:[a-z]{3,}(?:ish|nese|mese|guese|nian|sian|lian|gian|dian|cian|vian|nean|rean|aian|trian|ylvanian|icans?)|"
    r"argentines?|maltese|scots?m[ae]n|spaniards?|britons?|"
    r"(?:french|english|irish|scots|welsh|dutch)(?:wo)?m[ae]n|french|irish|dutch|czech|swiss|greek|"
    r"thai|welsh|danes?|swedes?|finns?|poles?|turks?|serbs?|croats?|iraqi|israeli|pakistani|"
    r"afghan|germans?|europeans?|africans?|asians?|catholics?|muslims?|jewish|christians?|"
    r"democrats?|republicans?)$",
    re.IGNORECASE,
)
_TITLES = frozenset(
    "actor actress captain chairman chairwoman chancellor coach colonel commissioner councillor "
    "dame director dr general gov governor inspector judge justice king lady lord major manager "
    "mayor minister miss mr mrs ms pope president prince princess prof professor queen rep sen "
    "secretary senator sergeant sir spokesman spokeswoman".split()
)
#: Who took the picture that stands beside a text.
_CREDIT = re.compile(r"^.*/(?:AP|AFP|EPA|Reuters|Bloomberg|Getty(?: Images)?)\b ?")
#: A title inside a run of capitals has the name behind it: "US District Judge Henry Autrey".
_TITLE_INSIDE = re.compile(
    r"^.*\b(?:(?:Sen|Rep|Gov|Dr|Mr|Mrs|Ms|Prof|Gen|Col|Lt|Sgt|Capt|Rev)\.|Chancellor|Chairman|"
    r"Chairwoman|Councillor|Director|Governor|Judge|Justice|Mayor|Minister|President|"
    r"Representative|Secretary|Senator|Speaker|General(?= [A-Z]\w+ [A-Z])) (?=[A-ZÀ-Þ][\w.])"
)
#: Words of number say nothing at the begin of a sentence.
_COUNTS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
#: What is called after a place or a cause.
_OF_PLACE = frozenset(
    "academy archbishop association bank bay bishop board bureau cape chamber church city college "
    "committee confederation council court department duke earl faculty federation hospital house "
    "institute isle kingdom league ministry museum office order organisation organization people "
    "prince princess republic school secretary society state states theatre union united "
    "university war".split()
)
_OFFICES = frozenset({"ceo", "cfo", "coo", "mp", "mps", "sen", "rep", "gov"})
#: "Don't" at the begin of a sentence.
_CONTRACTED = re.compile(r"\w+n['’]t$")
_PARTISAN = re.compile(r".* (?:democrats?|republicans?)$", re.IGNORECASE)
_OF_US = frozenset({"us", "u.s"})
_EDGES = frozenset({"the", "a", "an", "of", "and", "&", "in", "at", "on", "for", *_OFFICES})

_WORD_NUMBER = (
    r"an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"half(?: an?)?|several|a few|a couple of|dozens of|hundreds of"
)
_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|years?|"
    r"seasons?|decades?|century|centuries)"
)
_MONTH = "|".join(
    [*calendar.month_name[1:], *(f"{m}\\.?" for m in calendar.month_abbr[1:]), "Sept\\.?"]
)
_WEEKDAY = "|".join(calendar.day_name)
_DATE = (
    rf"(?:(?:{_WEEKDAY}),? )?(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})|"
    rf"(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?)(?!\d)(?:,? \d{{4}})?|"
    rf"(?:{_MONTH})(?: (?:of )?\d{{4}})|"
    rf"(?:the )?(?:end|middle|beginning|start|begin) of (?:{_MONTH})"
)
#: "Until May and not, as first agreed, until March" is until May.
_GOES_ON = r"(?!(?:and not|but|because|rather than|instead of)\b)[\w’'-]+"
_ABOUT = r"(?:about|around|nearly|almost|at least|more than|over|up to|some|another)"
_DURATION = re.compile(
    rf"\b(?:{_ABOUT}\s)?"
    rf"(?:from\s(?=(?:\d+|{_WORD_NUMBER})\s{_UNIT}\sto\s(?:\d+|{_WORD_NUMBER})\b(?!\s{_UNIT})))?"
    rf"(?:\d[\d.,]*|{_WORD_NUMBER})(?:\sand a half)?[\s-](?:to\s(?:\d+|{_WORD_NUMBER})\s)?"
    rf"(?:\w+\s)?{_UNIT}\b(?:\sto\s(?:\d+|(?!an?\b){_WORD_NUMBER})\b(?!\s\w+s\b))?|"
    rf"\b(?:until|till)\s(?:further notice|(?:{_DATE})|(?:{_GOES_ON}\s){{0,9}}{_GOES_ON})|"
    r"\b(?:unless|as long as)\s(?:[\w’'-]+\s){0,13}[\w’'-]+|"
    r"\b(?:for (?:good|ever)|indefinitely|permanently|forever|for the time being)\b",
    re.IGNORECASE,
)
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d?)"
_CLOCK = (
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)|\b(?:noon|midnight)\b|"
    rf"\b(?:(?:half|a quarter|\w+ minutes?)\s(?:past|before|after|to)\s)?{_HOUR}"
    r"(?:\s(?:in the (?:morning|afternoon|evening)|at night))|"
    rf"\b(?:half|a quarter|\w+ minutes)\s(?:past|before|after|to)\s{_HOUR}\b"
)
_TIME = re.compile(
    rf"\b(?:{_DATE})|\b(?:(?i:noon|midnight)) on (?:{_WEEKDAY})\b|(?i:{_CLOCK})|"
    rf"\b(?:(?:last|next|this)\s)?(?:{_WEEKDAY})"
    r"(?:\s(?:morning|afternoon|evening|night|noon))?\b|\b(?:1[5-9]|20)\d\d\b|"
    r"\b(?:yesterday|today|tomorrow|tonight)\b|\b(?:last|next|this|earlier this|later this)\s"
    r"(?:week|month|year|spring|summer|autumn|fall|winter)\b",
)
_MEASURE = (
    r"\s?%|\s(?:per ?cent|percent|percentage points|euros?|dollars?|pounds?|kroner|kronor|crowns|"
    r"francs|yen|cents|pence|kilomet(?:er|re)s?|km|met(?:er|re)s?|kilograms?|kg|tonnes?|tons|miles|"
    r"feet|inches|litres?|liters?|acres|hectares|degrees|points|jobs|people|workers|employees)\b"
)
_SCALE = r"\s(?:hundred|thousand|million|billion|trillion|dozen)\b"
_AMOUNT = re.compile(
    r"(?:[$€£¥]|\b(?:US\$|EUR|USD|GBP)\s?)?(?<![\w.-])(?:\d[\d.,]*\d|\d)"
    rf"(?:{_SCALE})?(?:{_MEASURE})?|"
    rf"\b(?:{_WORD_NUMBER.replace('an?|', '')})\b(?:{_SCALE})?(?:{_MEASURE})?",
    re.IGNORECASE,
)


def names_in(sentence: str, lower: Collection[str] = ()) -> list[Span]:
    """Return the names in a sentence, half-open spans, in their order.

    ``lower`` are words that the texts also write small: such a word says nothing at the begin of a
    sentence.

    >>> text = 'Quorrin Direct and Maddick & Rowe left the Isle of Man on Friday.'
    >>> [text[s:e] for s, e in names_in(text)]
    ['Quorrin Direct', 'Maddick & Rowe', 'Isle of Man']
    """
    quoted = [Span(*found.span(1)) for found in _QUOTED.finditer(sentence) if _is_title(found[1])]
    spans = list(quoted)
    for found in _NAME.finditer(sentence):
        for part in _owned_apart(sentence, Span(*found.span())):
            span = _trimmed(sentence, part, lower)
            if span and not any(q.start < span.end and span.start < q.end for q in quoted):
                spans.append(span)
    return sorted(spans)


def _is_title(text: str) -> bool:
    words = text.split()
    return len(words) <= 9 and all(_TITLED.fullmatch(word) for word in words)


def _owned_apart(sentence: str, span: Span) -> list[Span]:
    """Return the owner and what is owned: "Houston’s Cristian Javier" are two names."""
    text = sentence[span.start : span.end]
    credit = _CREDIT.match(text)
    begin = credit.end() if credit else 0
    owner = re.search(r"(?<=\w)['’]s ", text[begin:])
    if not owner:
        return [Span(span.start + begin, span.end)]
    middle = span.start + begin
    return [
        Span(middle, middle + owner.start()),
        Span(middle + owner.end(), span.end),
    ]


def _trimmed(sentence: str, span: Span, lower: Collection[str]) -> Span | None:
    """Take off what only looks like part of a name; None when nothing is left."""
    start, end = span
    based = re.search(r"-(?:[a-z]+ed|born|led|run|style|winning)\b.*$", sentence[start:end])
    if based:
        return None
    text = sentence[start:end]
    for ending in ("'s", "’s", "'", "’"):
        if text.endswith(ending):
            end -= len(ending)
            break
    titled = _TITLE_INSIDE.match(sentence[start:end])
    if titled:
        start += titled.end()
    while start < end:
        words = sentence[start:end].split(" ")
        first = words[0].lower().rstrip(".")
        at_begin = not re.search(r"\w", sentence[:start])
        plain = first in _DAYS or first in _EDGES
        if at_begin and len(words) == 1:
            plain = plain or first in STOP_WORDS or first in lower or first in _COUNTS
        elif at_begin:
            plain = plain or first in STOP_WORDS or (first in lower and first not in _TITLES)
        elif len(words) == 1:
            plain = plain or first in STOP_WORDS
        described = first in _TITLES or _DEMONYM.match(first) or first in _COUNTS or first in _OF_US
        if not plain and not (described and len(words) > 1):
            break
        start += len(words[0]) + 1
    while start < end:
        last = sentence[start:end].split(" ")[-1]
        if last.lower() not in _EDGES and last.lower() not in _DAYS:
            break
        end -= len(last) + 1
    if any(no.match(sentence[start:end]) for no in (_DEMONYM, _PARTISAN, _CONTRACTED)):
        return None
    end = _without_origin(sentence, start, end)
    named = start < end and re.search(r"[^\W\d_]", sentence[start:end])
    return Span(start, end) if named else None


def _without_origin(sentence: str, start: int, end: int) -> int:
    """Return the end of a name without "of Canada": but the University of Wick is of Wick."""
    before, of, _ = sentence[start:end].partition(" of ")
    parts = before.split()
    named_by_place = not _OF_PLACE.isdisjoint(part.lower() for part in parts)
    return end if not of or len(parts) < 2 or named_by_place else start + len(before)


def origins_in(sentence: str) -> list[Span]:
    """Return the words that say of which country somebody is.

    >>> text = "The Ghanaian producer met a French critic in May."
    >>> [text[s:e] for s, e in origins_in(text)]
    ['Ghanaian', 'French']
    """
    found = re.finditer(r"\b[A-ZÀ-Þ][\w’'-]+", sentence)
    return [Span(*one.span()) for one in found if _DEMONYM.match(one[0])]


def durations_in(sentence: str) -> list[Span]:
    """Return the lengths of time, "until" included.

    >>> text = "It stays shut for six weeks, until 17 April, or indefinitely."
    >>> [text[s:e] for s, e in durations_in(text)]
    ['six weeks', 'until 17 April', 'indefinitely']
    """
    return list(_found(_DURATION, sentence))


def times_in(sentence: str) -> list[Span]:
    """Return the days, months, years and times of day.

    >>> text = "It opened on Monday, 4 March 2024, and closes in May 2025."
    >>> [text[s:e] for s, e in times_in(text)]
    ['Monday, 4 March 2024', 'May 2025']
    """
    return list(_found(_TIME, sentence))


def amounts_in(sentence: str) -> list[Span]:
    """Return the numbers with what follows them as a unit.

    >>> text = "They paid $2.5 million for 340 jobs, 12 per cent of all."
    >>> [text[s:e] for s, e in amounts_in(text)]
    ['$2.5 million', '340 jobs', '12 per cent']
    """
    return list(_found(_AMOUNT, sentence))


def _found(pattern: re.Pattern[str], sentence: str) -> Iterator[Span]:
    for found in pattern.finditer(sentence):
        start, end = found.span()
        while sentence[start].isspace():
            start += 1
        yield Span(start, end)
