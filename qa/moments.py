"""Days and times of day as numbers, so that different words for one moment can be seen to agree.

"6.52 a.m." is "eight minutes before seven"; "on Tuesday" in a paper of Thursday is the fourteenth.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from qa.told_days import resolved_dates
from qa.types import Evidence
from vectorstore import Article, Span

#: The first and the last day that words mean, the same for a single one.
Days = tuple[date, date]

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_NAMED_MONTH = "|".join(_MONTHS)
_FULL = (
    re.compile(rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)? (?P<month>{_NAMED_MONTH}),? (?P<year>\d{{4}})"),
    re.compile(rf"\b(?P<month>{_NAMED_MONTH}) (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"),
    re.compile(rf"\b(?P<month>{_NAMED_MONTH}) (?:of )?(?P<year>\d{{4}})"),
    re.compile(r"^(?:in )?(?P<year>(?:1[5-9]|20)\d\d)$"),
)
_HOURS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        range(1, 13),
        strict=True,
    )
)
_MINUTES = {**_HOURS, "twenty": 20, "twenty-five": 25, "a quarter": 15, "half": 30}
_HOUR = rf"(?:{'|'.join(_HOURS)}|\d\d?)"
_CLOCK = re.compile(r"\b(?P<hour>\d\d?)(?:[.:](?P<minute>\d\d))?\s?(?:[ap]\.?m\b|o['’]clock)")
_BESIDE = re.compile(
    rf"\b(?P<minutes>{'|'.join(sorted(_MINUTES, key=len, reverse=True))}|\d\d?)(?: minutes?)? "
    rf"(?P<side>past|after|before|to) (?P<hour>{_HOUR})\b"
)
_PLAIN = re.compile(rf"\b(?P<hour>{_HOUR}) (?:in the (?:morning|afternoon|evening)|at night)")


def clock_of(text: str) -> int | None:
    """Return the minutes after twelve, noon or midnight; None when no time of day is told.

    Which half of the day is meant stands elsewhere more often than not, so it is left out.

    >>> clock_of("6.52 a.m."), clock_of("eight minutes before seven"), clock_of("on Tuesday")
    (412, 412, None)
    """
    lower = text.lower()
    if re.search(r"\b(?:noon|midnight)\b", lower):
        return 0
    if found := _CLOCK.search(lower) or _PLAIN.search(lower):
        minute = int(found.groupdict().get("minute") or 0)
        return (_hour(found["hour"]) * 60 + minute) % 720
    if found := _BESIDE.search(lower):
        minutes = found["minutes"]
        beside = int(minutes) if minutes.isdigit() else _MINUTES[minutes]
        sign = -1 if found["side"] in ("before", "to") else 1
        return (_hour(found["hour"]) * 60 + sign * beside) % 720
    return None


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS[word]


def days_of(one: Evidence, span: Span) -> Days | None:
    """Return the days that a span of a sentence means, counted from its article's own.

    A bare weekday that is the article's own means that day: no other would be so called.
    """
    text = one.text[span.start - one.start : span.end - one.start].lower()
    for pattern in _FULL:
        if found := pattern.search(text):
            return _full(found.groupdict())
    if one.published is None:
        return None
    article = Article.of(one.text, published=one.published)
    for told in resolved_dates(article, span.start - one.start, span.end - one.start):
        return told.first, told.last
    named = next((number for name, number in _WEEKDAYS.items() if name in text), None)
    return (one.published, one.published) if named == one.published.weekday() else None


def _full(parts: dict[str, str | None]) -> Days | None:
    year, month, day = int(parts["year"] or 0), parts.get("month"), parts.get("day")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    number = _MONTHS[month]
    last = calendar.monthrange(year, number)[1]
    if day is None:
        return date(year, number, 1), date(year, number, last)
    return (date(year, number, int(day)),) * 2 if 1 <= int(day) <= last else None
