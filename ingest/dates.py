"""Dates as people and machines write them; a date that cannot be told for certain is unknown."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time, timezone

from dateutil import parser

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d.*|\d{4}|\d{6})?")
_NUMBERS = re.compile(r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?\d{4}\b")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# A time of the day with dots, as British and German papers print it: 10.30, 17.04.15. Nothing with
# a digit or a further dot beside it, which would be a date.
_DOTTED_TIME = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])\.([0-5]\d)(?:\.([0-5]\d))?(?!\.?\d)")


def parse_date(value: object) -> date | None:
    """Return the day that ``value`` names, or ``None``.

    A day, a month and a year of four digits must all be given. ``03/04/2023`` may be March or
    April, so it is unknown; ``2023/06/22``, ``22 June 2023``, ``June 22, 2023``, ``13/04/2023``
    and everything ISO 8601 or RFC 2822 are read. A time of the day may stand beside it, with colons
    or dots. The day is that of the place where it was written: a time zone does not move it.

    >>> parse_date("2023/06/22"), parse_date("Thu, 22 Jun 2023 10:00:00 GMT")
    (datetime.date(2023, 6, 22), datetime.date(2023, 6, 22))
    >>> parse_date("22 June 2023, 10.30 am"), parse_date("22.06.2023 10.30")
    (datetime.date(2023, 6, 22), datetime.date(2023, 6, 22))
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
    return _in_words(text)


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
    text = _DOTTED_TIME.sub(_with_colons, value.strip())
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


def _with_colons(time: re.Match[str]) -> str:
    return ":".join(part for part in time.groups() if part)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return _plausible(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _plausible(day: date) -> date | None:
    return day if 1500 <= day.year <= 2200 else None
