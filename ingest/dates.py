"""Dates as people and machines write them; a date that cannot be told for certain is unknown."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timezone
from functools import cache

from dateutil import parser

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d.*|\d{4}|\d{6})?")
_NUMBERS = re.compile(r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?\d{4}\b")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# A time of the day with dots, as British and German papers print it: 10.30, 17.04.15. Nothing with
# a digit or a further dot beside it, which would be a date.
_DOTTED_TIME = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])\.([0-5]\d)(?:\.([0-5]\d))?(?!\.?\d)")

#: Languages in which the names of months are known; those of a month in one and of another month
#: in another, as "listopad", say nothing.
_LANGUAGES = (
    "be bg bs ca cs da de el es et eu fi fr gl hr hu is it lt lv mk nb nl pl pt ro ru sk sl sq sr "
    "sv tr uk".split()
)
#: The longest text that is taken for a date in words.
_LONGEST = 80
_IN_WORDS = re.compile(
    r"(?:(?P<weekday>[^\W\d_]{2,14}(?:-feira)?)\.?,?\s+)?(?:(?:le|el|il|den|o)\s+)?"
    r"(?:(?P<day>\d{1,2})(?:\.|er|[ºª°])?\s+(?:de\s+|di\s+|d['’])?(?P<month>[^\W\d_]{2,14})\.?,?\s+"
    r"(?:del?\s+)?|(?P<month_first>[^\W\d_]{2,14})\.?\s+(?P<day_next>\d{1,2}),?\s+(?:del?\s+)?)"
    r"(?P<year>\d{4})(?:\s?г\.?)?"
    r"(?:[,;]?\s+(?:[-–|]\s*|(?:um|à|a las|alle|alle ore|ore|às|om|kl|klo)\b\.?\s*)?"
    r"(?P<time>\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?)(?:\s?(?:uhr|h|hs|hrs|uur))?)?\.?",
    re.IGNORECASE,
)
# As in Hungarian, Lithuanian and Latvian.
_YEAR_AND_WORDS = re.compile(
    r"(?P<year>\d{4})(?:\.|\.\s?gada|\s?m\.)?\s+(?:(?P<month>[^\W\d_]{2,14})\.?\s+"
    r"(?P<day>\d{1,2})(?:\.|\s?d\.)?|(?P<day_next>\d{1,2})\.\s+(?P<month_first>[^\W\d_]{2,14}))"
    r"(?:,?\s+(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?))?",
    re.IGNORECASE,
)
_IN_CHARACTERS = re.compile(
    r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"
    r"(?:\s*[(（][月火水木金土日一二三四五六월화수목금토일][)）])?(?:\s*(?P<time>\d{1,2}:\d{2}(?::\d{2})?))?"
)


def parse_date(value: object) -> date | None:
    """Return the day that ``value`` names, or ``None``.

    A day, a month and a year of four digits must all be given. ``03/04/2023`` may be March or
    April, so it is unknown; ``2023/06/22``, ``22 June 2023``, ``June 22, 2023``, ``13/04/2023``
    and everything ISO 8601 or RFC 2822 are read, and months by their names in many languages. A
    time of the day may stand beside it, with colons or dots. The day is that of the place where it
    was written: a time zone does not move it.

    >>> parse_date("2023/06/22"), parse_date("Thu, 22 Jun 2023 10:00:00 GMT")
    (datetime.date(2023, 6, 22), datetime.date(2023, 6, 22))
    >>> parse_date("22 June 2023, 10.30 am"), parse_date("22.06.2023 10.30")
    (datetime.date(2023, 6, 22), datetime.date(2023, 6, 22))
    >>> parse_date("12. März 2024"), parse_date("3 de mayo de 2024"), parse_date("2024年5月3日")
    (datetime.date(2024, 3, 12), datetime.date(2024, 5, 3), datetime.date(2024, 5, 3))
    >>> parse_date("03/04/2023"), parse_date("June 2023"), parse_date("next week")
    (None, None, None)
    """
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if found := _YEAR_FIRST.match(text):
        return _day(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _NUMBERS.search(text):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            return None
    if day := _in_words(text):
        return day
    said = _in_numbers(text)
    return parse_date(said) if said else None


def parse_moment(value: object) -> datetime | None:
    """Return the moment that ``value`` names, or ``None`` where it has no time of the day.

    Its day is what ``parse_date`` makes of it. A midnight without a zone is how programs write a
    day, so it is none. The time zone is the one that is written there as an
    offset, or as UTC, GMT or Z; other names of zones are of several places, so it has none then.

    >>> parse_moment("2023-06-22T10:00:00+02:00").isoformat(), parse_moment("22 June 2023")
    ('2023-06-22T10:00:00+02:00', None)
    """
    if isinstance(value, datetime):
        return value
    day = parse_date(value)
    if day is None or not isinstance(value, str):
        return None
    text = value.strip()
    text = _DOTTED_TIME.sub(_with_colons, _in_numbers(text) or text)
    try:
        # Two defaults again: a time of the day is in the text when it is the same with both.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
            one, other = (
                parser.parse(text, default=default)
                for default in (
                    datetime(day.year, day.month, day.day, 1),
                    datetime(day.year, day.month, day.day, 2),
                )
            )
    except (ValueError, OverflowError):
        return None
    if one != other or one.date() != day:
        return None
    offset = one.utcoffset()
    if offset is None and one.time() == time.min:
        return None
    return one.replace(tzinfo=None if offset is None else timezone(offset))


def _in_words(text: str) -> date | None:
    if not _YEAR.search(text):
        return None
    text = _DOTTED_TIME.sub(_with_colons, text)
    # Read with two different defaults: what differs was not in the text.
    try:
        days = {
            parser.parse(text, default=default, ignoretz=True).date()
            for default in (datetime(1904, 2, 2), datetime(1931, 11, 17))
        }
    except (ValueError, OverflowError):
        return None
    day = days.pop()
    return None if days else _plausible(day)


def _in_numbers(text: str) -> str:
    """Return a date whose month is named in another language as ISO 8601; nothing for any other.

    >>> _in_numbers("Dienstag, 12. März 2024, 9.15 Uhr"), _in_numbers("3. listopada 2024")
    ('2024-03-12 9:15', '')
    """
    if len(text) > _LONGEST:
        return ""
    if found := _IN_CHARACTERS.fullmatch(text):
        month: int | None = int(found["month"])
        day = found["day"]
    elif found := _in_some_order(unicodedata.normalize("NFC", text)):
        month = _months().get((found["month"] or found["month_first"]).lower())
        day = found["day"] or found["day_next"]
        weekday = found.groupdict().get("weekday")
        if weekday and weekday.lower() not in _weekdays():
            return ""
    if not found or not month:
        return ""
    hour = re.sub(r"\s?[.h:]\s?", ":", (found["time"] or "").lower())
    return f"{found['year']}-{month:02}-{int(day):02} {hour}".strip()


def _in_some_order(text: str) -> re.Match[str] | None:
    return _IN_WORDS.fullmatch(text) or _YEAR_AND_WORDS.fullmatch(text)


@cache
def _months() -> dict[str, int]:
    """Return the months' numbers by their names and short names, with accents and without."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for name, month in _names(get_month_names):
        found.setdefault(name, set()).add(month)
    return {name: months.pop() for name, months in found.items() if len(months) == 1}


@cache
def _weekdays() -> frozenset[str]:
    from babel.dates import get_day_names

    return frozenset(name for name, _ in _names(get_day_names))


def _names(get: Callable[..., Mapping[int, str]]) -> Iterator[tuple[str, int]]:
    """Yield names in small letters, as they stand in a date and alone, and their numbers."""
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, said in get(width, context=context, locale=language).items():
                    name = re.sub(r"^(?:de |d’)", "", said.lower()).rstrip(".")
                    yield name, number
                    plain = unicodedata.normalize("NFKD", name)
                    yield "".join(c for c in plain if not unicodedata.combining(c)), number


def _with_colons(time: re.Match[str]) -> str:
    return ":".join(part for part in time.groups() if part)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return _plausible(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _plausible(day: date) -> date | None:
    return day if 1500 <= day.year <= 2200 else None
