"""Quantities in a text: what they come to, in what unit, and whether they are bounds.

"$1.2bn" is 1.2 billion dollars, "three in ten" and "30 per cent" are one share, a year is twelve
months. ``qa.mentions`` finds short answers; here it counts what they mean. quantulum3 does the
like, but guesses units with a classifier of its own, and takes "5 May" for five of something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.lexicon import base_set
from qa.mentions import names_in, times_in
from qa.units import ONES, ORDINALS, PARTS, SCALES, SIGNS, TENS, UNITS
from qa.words import STOP_WORDS
from vectorstore import Span

_SMALL = "|".join([*ONES, *TENS])
_WORDS = rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(list(ONES)[1:10])})|{_SMALL})"
_SPELT_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_NUMBER = re.compile(
    r"(?P<sign>US\$|[$€£¥]|(?:USD|EUR|GBP)\s?)?"
    r"(?:(?<![\w.-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<suffix>(?:bn|mn|tn|m|k|b)(?![\w]))?"
    rf"|\b(?P<words>(?:an? (?=(?:{_SPELT_SCALE})\b))|{_WORDS}\b))"
    rf"(?P<scales>(?:[\s-](?:{_SPELT_SCALE})s?\b|(?<=\ba )(?:{_SPELT_SCALE})\b"
    rf"|\s(?:and\s)?{_WORDS}\b(?=[\s-](?:{_SPELT_SCALE})|(?<!\d)))*)"
    r"(?P<half>\sand\sa\shalf\b)?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"\b(?P<some>\d+|{_WORDS})[\s-](?:in|out of)[\s-](?:every )?(?P<of>\d+|{_WORDS})\b"
    rf"(?![\s-](?:{_SPELT_SCALE}))",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<some>an?|one|two|three|four|five|seven|nine|the other|the remaining|the missing)"
    r"[\s-])?(?P<part>half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
    r"(?P<of>(?:\sa|\san)?\s(?:million|billion|dozen|hour|year|century|decade)\b)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))\b", re.IGNORECASE
)
_ONE_UNIT = re.compile(
    r"\b(?:one|(?<=\bfor )an?|(?<=\bafter )an?|(?<=\bin )an?|(?<=\bwithin )an?|"
    r"(?<=\blasted )an?|(?<=\btook )an?"
    r"|(?<=\btakes )an?|(?<=\btake )an?|(?<=\bthan )an?|(?<=\bover )an?|(?<=\bof )an?"
    r"|(?<=\bnearly )an?|(?<=\balmost )an?|(?<=\babout )an?|(?<=\bleast )an?|(?<=\bby )an?"
    r"|an?(?=\s(?:whole |full )?\w+\s(?:later|earlier|longer|before|after|"
    r"and a half)))\s(?:(?:whole|full|single)\s)?"
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|year|decade|century)\b"
    r"(?P<half>\sand\sa\shalf\b)?(?! ago|['’]s|-)"
    r"(?!\s(?!(?:of|in|on|at|to|and|or|but|from|after|before|later|earlier|for|by|because|"
    r"while|when|"
    r"until|with|as|than|more|longer|instead|without|which|that|if|the|an?|this|last|next|since|"
    r"under|over|each|per|during|between|now|every|it|he|she|they|is|was|has|had)\b)[a-z]+)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?%|[\s-]per\s?cent\b", re.IGNORECASE)
_POINTS = re.compile(r"(?:\s?%|[\s-]per\s?cent|[\s-]percentage)[\s-]points?\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:(?P<twice>twice|once|thrice))\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:at least|no (?:fewer|less) than|minimum of|or more)\s*$", re.IGNORECASE)
_OVER = re.compile(r"\b(?:more than|over|above|exceeding|upwards of)\s*$", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:at (?:the )?most|up to|no more than|not more than|maximum of|as many as)"
    r"\s*$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:less than|fewer than|under|below|nearly|almost|close to|just short of)\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|some|approximately|an estimated|circa)\s*$", re.IGNORECASE
)
_UNIT_AFTER = re.compile(r"[\s-]*(?:[a-z]+[\s-]){0,1}?(?P<unit>[a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: the half-open span of its words, and what it comes to.

    ``unit`` is "%", "points", "ordinal", "times", a currency's sign, what a measure is counted in
    (days, months, seconds, meters …), or empty. ``bound`` is "least", "most", "about" or empty.
    ``counted`` are the bases of the words behind it.
    """

    span: Span
    value: float
    unit: str
    bound: str = ""
    counted: frozenset[str] = frozenset()


@lru_cache(maxsize=1024)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in their order; dates and numbers in names are none.

    >>> [(one.value, one.unit) for one in quantities_in("It paid £2.2m for three in ten seats.")]
    [(2200000.0, '£'), (30.0, '%')]
    >>> [(one.value, one.unit) for one in quantities_in("On 4 May four dozen rolls of the Orla 3")]
    [(48.0, '')]
    """
    found: list[Quantity] = []
    taken = [span for span in times_in(text) if not _is_counted_year(text, span)]
    taken += [span for span in names_in(text) if _is_numbered(text, span)]
    for finder in (_rates, _shares, _fractions, _numbers, _single_units, _times, _ordinals):
        for one in finder(text):
            if not any(one.span.start < end and start < one.span.end for start, end in taken):
                found.append(one)
                taken.append(one.span)
    return tuple(_with_units(text, sorted(found, key=lambda one: one.span)))


#: Units that the second of two numbers has for both.
_SHARED = frozenset({"%", "points", "$", "€", "£", "crown"})


def _with_units(text: str, some: list[Quantity]) -> list[Quantity]:
    """Give the first of "from 68 to 49 per cent" its unit."""
    found = list(some)
    for at in range(len(found) - 2, -1, -1):
        one, other = found[at], found[at + 1]
        between = text[one.span.end : other.span.start]
        joined = re.fullmatch(r"\s(?:to|and|or)\s|\s?[–-]\s?", between)
        shares = other.unit in _SHARED and other.value >= 1
        if not one.unit and not one.counted - other.counted and joined and shares:
            scale = re.search(rf"\b({_SPELT_SCALE})|\d(bn|mn|m|k)\b", text[slice(*other.span)])
            factor = SCALES[(scale[1] or scale[2]).lower()] if scale else 1.0
            factor = factor if one.value < factor else 1.0
            found[at] = replace(one, value=one.value * factor, unit=other.unit)
    return found


def _is_numbered(text: str, span: Span) -> bool:
    """Say whether a number is part of a name: of "Orla 3", not of "told Dunmarrow 61 times"."""
    if not re.search(r"\d", text[slice(*span)]):
        return False
    return not re.match(r"\s[a-z]{3,}s\b(?<! has)(?<! was)", text[span.end :])


def _is_counted_year(text: str, span: Span) -> bool:
    """Say whether four digits that look like a year count something: "1,900 people"."""
    after = re.match(r"\s([a-z]{3,}s)\b", text[span.end :])
    return text[slice(*span)].isdigit() and bool(after) and after[1] not in STOP_WORDS  # type: ignore[index]


def _shares(text: str) -> list[Quantity]:
    found = []
    for one in _SHARE.finditer(text):
        some, of = _plain(one["some"]), _plain(one["of"])
        if of and some <= of and of > 1:
            found.append(_made(text, Span(*one.span()), 100 * some / of, "%"))
    return found


def _fractions(text: str) -> list[Quantity]:
    found = []
    for one in _FRACTION.finditer(text):
        part, some = (
            one["part"].lower().rstrip("s") if one["part"].lower() != "half" else "half",
            (one["some"] or "").lower(),
        )
        if (
            part in {"half", "quarter"}
            and not some
            and not one["of"]
            and not re.match(r"\s(?:of|the|its|his|her|their|a)\b", text[one.end() :])
        ) and (part == "quarter" or not re.match(r"\s+\w+s\b", text[one.end() :])):
            continue
        if part not in {"half", "quarter"} and not some:
            continue  # the third of May
        if (
            some in {"a", "an"}
            and not one["of"]
            and not re.match(
                r"\s(?:of|the|its|his|her|their|less|more|as|were|was|are|is|have|has|had|"
                r"said)\b|[^\w\s]|$",
                text[one.end() :],
            )
        ):
            continue  # a third line
        if re.search(r"\band (?:a )?$|\d $", text[max(0, one.start() - 8) : one.start()]):
            continue
        number = {"": 1, "a": 1, "an": 1}.get(some)
        if number is None:
            number = 1 if some.startswith("the") else ONES[some]
        value = number * PARTS[part]
        if of := one["of"]:
            word = of.split()[-1].lower()
            if word in SCALES:
                found.append(_made(text, Span(*one.span()), value * SCALES[word], ""))
            else:
                unit, factor = UNITS[word]
                found.append(_made(text, Span(*one.span()), value * factor, unit))
        else:
            found.append(_made(text, Span(*one.span()), 100 * value, "%"))
    return found


def _numbers(text: str) -> list[Quantity]:
    found = []
    for one in _NUMBER.finditer(text):
        value = _value(one)
        if value is None:
            continue
        end = one.end()
        if (one["words"] or "").lower() == "one" and not one["scales"] and not _one(text, end):
            continue
        if one["words"] and text[max(0, one.start() - 1) : one.start()] in {"-", "’", "'"}:
            continue
        unit, factor, end = _unit_behind(text, end, one["sign"])
        found.append(_made(text, Span(one.start(), end), value * factor, unit))
    return found


def _one(text: str, end: int) -> bool:
    """Say whether a "one" counts: not of "one of them", "no one", "one another"."""
    after = re.match(r"[\s-]([a-z]+)", text[end:])
    return bool(after) and after[1] not in STOP_WORDS  # type: ignore[index]


def _value(one: re.Match[str]) -> float | None:
    if one["digits"]:
        value = float(one["digits"].replace(",", ""))
        if one["suffix"]:
            value *= SCALES[one["suffix"].lower()]
        for word in re.findall(r"[a-z]+", (one["scales"] or "").lower()):
            if word.rstrip("s") in SCALES:
                value *= SCALES[word.rstrip("s")]
    else:
        value = _plain(f"{one['words']} {one['scales'] or ''}")
    return value + 0.5 if one["half"] else value


def _plain(words: str) -> float:
    """Return the number that words or digits spell.

    >>> _plain("one hundred and twenty-one"), _plain("two hundred thousand"), _plain("90")
    (121.0, 200000.0, 90.0)
    """
    total, part = 0.0, 0.0
    for word in re.findall(r"[a-z]+|\d+", words.lower()):
        if word.isdigit():
            part += float(word)
        elif word in ONES or word in TENS:
            part += ONES.get(word, 0) + TENS.get(word, 0)
        elif word.rstrip("s") in {"hundred", "dozen"}:
            part = (part or 1) * SCALES[word.rstrip("s")]
        elif word.rstrip("s") in SCALES:
            total += (part or 1) * SCALES[word.rstrip("s")]
            part = 0.0
    return total + part


def _unit_behind(text: str, end: int, sign: str | None) -> tuple[str, float, int]:
    """Return the unit behind a number, what one is in ours, and where its words end."""
    if sign:
        return SIGNS[sign.strip().upper()], 1.0, end
    if points := _POINTS.match(text, end):
        return "points", 1.0, points.end()
    if percent := _PERCENT.match(text, end):
        return "%", 1.0, percent.end()
    if re.match(r"-years?-old", text[end:]):
        return "", 1.0, end
    found = re.match(r"[\s-]?(?P<unit>[A-Za-z]+)\b", text[end:])
    known = UNITS.get(found["unit"].lower()) if found else None
    return (*known, end + found.end()) if found and known else ("", 1.0, end)


def _single_units(text: str) -> list[Quantity]:
    found = []
    for one in _ONE_UNIT.finditer(text):
        unit, factor = UNITS[one["unit"].lower()]
        value = factor * (1.5 if one["half"] else 1)
        found.append(_made(text, Span(*one.span()), value, unit))
    return found


_RATE = re.compile(
    r"(?<=\w )(?:an?|per|each|every) (?P<unit>minute|hour|day|night|week|month|"
    r"year|shift|head|person|"
    r"customer|pupil|passenger|litre|liter|kilo|tonne|ton|mile|seat|ticket|share|game|"
    r"match)\b(?![-’'])"
    r"|\b(?P<adverb>hourly|daily|nightly|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
_ADVERBS = {
    "hourly": "hour", "daily": "day", "nightly": "day", "weekly": "week", "monthly": "month",
    "yearly": "year", "annually": "year",
}  # fmt: skip


def _rates(text: str) -> list[Quantity]:
    """Return what is counted by the day or the hour, as "per" so many days."""
    found = []
    for one in _RATE.finditer(text):
        if not one["adverb"] and not re.search(
            r"(?:\d|%|[$€£]|\b(?:kroner|twice|once|cent|hundred|thousand|million|people|\w+s)) ?$",
            text[: one.start()],
        ):
            continue
        if re.match(r"\s(?:ago|later|earlier|before|after|off|out)\b", text[one.end() :]):
            continue
        if one[0].lower().startswith(("each", "every")) and not re.search(
            r"(?:\d|%|[$€£]|\b(?:kroner|crowns|dollars|pounds|euros|cents|pence)) ?$",
            text[: one.start()],
        ):
            continue
        word = _ADVERBS.get((one["adverb"] or "").lower(), (one["unit"] or "").lower())
        word = "head" if word in {"person", "customer", "pupil", "passenger"} else word
        unit, factor = UNITS.get(word, (word, 1.0))
        days = {"day": 1.0, "month": 30.44, "second": 1 / 86400}.get(unit, float(len(word)) * 1e6)
        found.append(Quantity(Span(*one.span()), factor * days, "per"))
    return found


def _times(text: str) -> list[Quantity]:
    known = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
    return [
        _made(text, Span(*one.span()), known[one[0].lower()], "")
        for one in _TIMES.finditer(text)
        if one[0].lower() != "once"
    ]


def _ordinals(text: str) -> list[Quantity]:
    found = []
    for one in _ORDINAL.finditer(text):
        value = float(one["digits"] or ORDINALS[(one["word"] or "first").lower()])
        if value == 1 or ((one["word"] or "").lower() == "second" and text[one.end() :][:1] == "s"):
            continue  # "first" says more often "before" than which
        found.append(_made(text, Span(*one.span()), value, "ordinal"))
    return found


def _made(text: str, span: Span, value: float, unit: str) -> Quantity:
    before = text[max(0, span.start - 24) : span.start]
    after = text[span.end : span.end + 10]
    bound = ""
    if _LEAST.search(before) or re.match(r"\sor more\b", after):
        bound = "least"
    elif _MOST.search(before) or re.match(r"\sor (?:less|fewer)\b", after):
        bound = "most"
    elif _OVER.search(before):
        bound = "over"
    elif _UNDER.search(before):
        bound = "under"
    elif _ABOUT.search(before):
        bound = "about"
    following = re.match(r"(?:[\s-]+(?:of\s)?(?:the\s)?[A-Za-z’'-]+){1,4}", text[span.end :])
    words = re.findall(r"[a-z]+", following[0].lower()) if following else []
    counted = frozenset().union(*(base_set(one) for one in words if one not in STOP_WORDS), ())
    return Quantity(span, value, unit, bound, counted)
