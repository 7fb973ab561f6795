"""The days that a quotation names by their distance from the article's own.

"Sales stop on Wednesday" tells a reader nothing who meets it months later. The words stay as they
are; beside them goes which day they mean, counted from the day of publication. Words are left alone
where the day is not certain: within quotation marks, where they were spoken on some other day,
where the tense is not plain (``qa.tense``), or where they are, or may be, part of a name. The
words are found by ``qa.day_words``; what they mean is worked out by dateparser.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from qa.day_words import (
    AGO,
    DATE,
    ENTRY,
    IN_MONTH,
    NAME_GOES_ON,
    NEAR_DAY,
    NO_DAY,
    NUMBERS,
    ON_DAY,
    ON_WEEKDAY,
    OWN,
    PERIOD,
    ROUNDLY,
    SHOW,
    WEEKDAYS,
    Told,
    is_name,
    is_weekday,
)
from qa.tense import Tense
from qa.types import ResolvedDate
from vectorstore import Article, Span

_Days = tuple[date, date]

#: Years of publication outside of which calendars are not to be counted on.
_YEARS = range(1700, 2200)

#: The day on which the words are put to dateparser; what they mean then is moved to the article's.
_BASE = date(2000, 7, 1)

#: A day without a year may be this far away, in days, when a tense says on which side it lies ...
_FAR = 270
#: ... and when none does: the other side is then thrice as far.
_NEAR = 90

#: A month without a year may be so many months away; farther, a writer names the year.
_FAR_MONTHS = 10

#: How many of a unit may have passed for "ago" to be meant exactly rather than roundly.
_COUNTED = {"day": 14, "week": 11, "month": 11, "year": 9}

#: Days that are spoken of without their year for many years after it.
_FAMOUS = frozenset({(1, 6), (9, 11), (10, 7)})


def resolved_dates(article: Article, start: int, end: int) -> tuple[ResolvedDate, ...]:
    """Return the relative dates in ``[start, end)`` of an article's text, in order.

    None without a day of publication. Full dates are left out, since they need nothing. A week
    goes from Monday to Sunday; weeks and months "ago" are as long around the day so far away.

    >>> words = "The shop closed on Wednesday. It will open again next week."
    >>> article = Article.of(words, published=date(2024, 3, 8))
    >>> for one in resolved_dates(article, 0, len(words)):
    ...     print(one.text, one.first, one.last)
    Wednesday 2024-03-06 2024-03-06
    next week 2024-03-11 2024-03-17
    """
    day = article.published
    if day is None or day.year not in _YEARS:
        return ()
    found: list[ResolvedDate] = []
    taken: list[Span] = []
    for span, match, means in sorted(_matches(article.text, start, end), key=_place):
        if any(match.start() < other.end and other.start < match.end() for other in taken):
            continue
        taken.append(Span(*match.span()))
        told = Told(article, day, span)
        if not start <= span.start < span.end <= end or told.is_spoken() or _is_entry(told):
            continue
        if days := means(told, match):
            text = article.text[span.start : span.end]
            found.append(ResolvedDate(span.start, span.end, text, *days))
    return tuple(found)


_Means = Callable[[Told, re.Match[str]], "_Days | None"]


def _matches(text: str, start: int, end: int) -> Iterator[tuple[Span, re.Match[str], _Means]]:
    """Yield what looks like a date in or near a span; near, since what goes on may say more."""
    around = max(0, start - 60), min(len(text), end + 60)
    for pattern, means in _KINDS:
        for match in pattern.finditer(text, *around):
            group = "span" if "span" in pattern.groupindex else 0
            yield Span(*match.span(group)), match, means


def _place(found: tuple[Span, re.Match[str], _Means]) -> tuple[int, int]:
    return found[0].start, -found[0].end


def _on_weekday(told: Told, match: re.Match[str]) -> _Days | None:
    if told.is_of_another_year(paragraph=False) or not is_weekday(told, match):
        return None
    which = (match["which"] or "").lower()
    index = WEEKDAYS.index(match["weekday"])
    if match["date"]:
        if which or match["week"]:
            return None
        fits = [one for one in _both(match["date"].strip(", "), told.day) if one]
        return _single(
            next((d for d in fits if d.weekday() == index and abs(d - told.day).days <= _FAR), None)
        )
    if match["week"]:
        week = None if which else _period(match["week"], "week", told.day)
        return _single(week and week[0] + timedelta(days=index))
    recent = told.day - timedelta(days=(told.day.weekday() - index) % 7)
    coming = told.day + timedelta(days=(index - told.day.weekday()) % 7)
    if which:
        return _single(_which_weekday(which, recent, coming, told.day))
    if told.is_framed():
        return None
    tense = told.tense()
    if tense is Tense.PAST:
        # A page that was changed the day after it came out, or that came out where it was still
        # the day before, is likelier than a weekday that names the day six days ago.
        return _single(recent if (told.day - recent).days < 6 else None)
    return _single(coming if tense is Tense.FUTURE and coming != told.day else None)


def _which_weekday(which: str, recent: date, coming: date, day: date) -> date | None:
    """Tell what "last", "next" and "this" make of a weekday, where all would say the same."""
    if recent == day:
        week = timedelta(days=7)
        return {"last": day - week, "next": day + week}.get(which)
    monday = day - timedelta(days=day.weekday())
    if which.endswith("past"):
        return recent
    if which.endswith("coming"):
        return coming
    if which == "last":
        return recent if recent < monday else None
    if which == "next":
        return coming if coming >= monday + timedelta(days=7) else None
    return coming if coming < monday + timedelta(days=7) else None


def _is_entry(told: Told) -> bool:
    """Say whether the words are told of another day than that of publication."""
    return any(
        _parsed(f"{one['date']} {told.day.year}") != told.day
        for one in ENTRY.finditer(told.article.text, 0, told.span.start)
    )


def _on_day(told: Told, match: re.Match[str]) -> _Days | None:
    if NAME_GOES_ON.match(told.after) or re.match(r"\s(?:and|or)\s\d", told.after):
        return None
    if match["year"]:
        year = _year(match["year"], told.day)
        return _single(_parsed(f"{match['date']} {year}"))
    if told.is_of_another_year(paragraph=True) or told.is_framed():
        return None
    past, future = _both(match["date"], told.day)
    if past and (past.month, past.day) in _FAMOUS:
        return None
    back = (told.day - past).days if past else _FAR + 1
    on = (future - told.day).days if future else _FAR + 1
    tense = told.tense()
    if tense is Tense.PAST:
        return _single(past if back <= _FAR else None)
    if tense is Tense.FUTURE:
        return _single(future if on <= _FAR else None)
    return _single(past if back <= min(on, _NEAR) else future if on <= _NEAR else None)


def _in_month(told: Told, match: re.Match[str]) -> _Days | None:
    day, number = told.day, list(calendar.month_name).index(match["month"])
    if is_name(match["month"], told.article.text):
        return None
    if match["year"]:
        return None if match["which"] else _month(_year(match["year"], day), number)
    if match["which"] == "this":
        return _month(day.year, number)
    if number == day.month or told.is_of_another_year(paragraph=True) or told.is_framed():
        return None
    past, future = day.year - (number > day.month), day.year + (number < day.month)
    if match["which"]:
        year = past if match["which"] == "last" else future
        return _month(year, number) if year != day.year else None
    tense = told.tense()
    if tense is Tense.PAST:
        return _month(past, number) if (day.month - number) % 12 <= _FAR_MONTHS else None
    if tense is Tense.FUTURE:
        return _month(future, number) if (number - day.month) % 12 <= _FAR_MONTHS else None
    return None


def _near_day(told: Told, match: re.Match[str]) -> _Days | None:
    if told.is_titled() or SHOW.match(told.after) or NO_DAY.search(told.before):
        return None
    if re.match(rf",?\s+{DATE}", told.after):
        return None  # the date says it, and a page that was changed may say another one
    words = match["day"].lower()
    if words == "today" and told.tense() is Tense.UNSURE:
        return None  # it may mean "nowadays"
    if re.search(r"\b(?:from|week|year|ago|this time)\s+\Z", told.before):
        return None
    if words.split()[0] == "this":
        return told.day, told.day
    if words.startswith("last"):
        words = "yesterday"
    return _single(_shifted(words.removeprefix("the "), told.day))


def _named_period(told: Told, match: re.Match[str]) -> _Days | None:
    if told.is_titled() or OWN.search(told.before):
        return None
    days = _period(match["which"].lower(), match["unit"], told.day)
    if days and match["side"]:
        earlier = match["side"].lower() == "earlier"
        days = (days[0], told.day) if earlier else (told.day, days[1])
    return days if days and days[0] < days[1] else None


def _period(which: str, unit: str, day: date) -> _Days | None:
    """Return the first and the last day of a week, a month or a year.

    On a Sunday nothing, for a week: to some it is the last day of one, to others the first.
    """
    if unit == "week" and day.weekday() == 6:
        return None
    within = _shifted(f"{which} {unit}", day)
    if within is None:
        return None
    if unit == "week":
        monday = within - timedelta(days=within.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _month(within.year, within.month)
    return date(within.year, 1, 1), date(within.year, 12, 31)


def _ago(told: Told, match: re.Match[str]) -> _Days | None:
    count, unit = match["count"].lower(), match["unit"]
    number = int(count) if count.isdigit() else 1 if count in {"a", "an"} else None
    if number is None:
        number = NUMBERS.index(count) + 1
    if not 0 < number <= _COUNTED[unit] or ROUNDLY.search(told.before):
        return None
    day = _shifted(match[0].lower(), told.day)
    if day is None or unit == "day":
        return _single(day)
    if unit == "year":  # at the turn of one, people count in either way
        turn = told.day.month in {1, 12}
        return None if turn else (date(day.year, 1, 1), date(day.year, 12, 31))
    around = timedelta(days=3 if unit == "week" else 15)
    return day - around, day + around


_KINDS: tuple[tuple[re.Pattern[str], _Means], ...] = (
    (ON_WEEKDAY, _on_weekday),
    (ON_DAY, _on_day),
    (IN_MONTH, _in_month),
    (NEAR_DAY, _near_day),
    (PERIOD, _named_period),
    (AGO, _ago),
)


def _single(day: date | None) -> _Days | None:
    return (day, day) if day else None


def _year(which: str, day: date) -> int:
    return day.year + {"last": -1, "this": 0, "next": 1}[which]


def _month(year: int, month: int) -> _Days:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _both(words: str, day: date) -> tuple[date | None, date | None]:
    """Return the last and the coming day of a name without a year, the day itself included."""
    years = (day.year - 1, day.year, day.year + 1)
    found = [one for one in (_parsed(f"{words} {year}") for year in years) if one]
    past, future = [one for one in found if one <= day], [one for one in found if one >= day]
    return max(past, default=None), min(future, default=None)


def _shifted(words: str, day: date) -> date | None:
    """Return the day that words like "three weeks ago" mean on a day."""
    there = _parsed(words)
    if there is None:
        return None
    by_calendar = "month" in words or "year" in words
    moved: date = day + (relativedelta(there, _BASE) if by_calendar else there - _BASE)
    return moved


@lru_cache(maxsize=1024)
def _parsed(words: str) -> date | None:
    """Return the day that words mean, relative ones as on ``_BASE``.

    The base is always the same: dateparser sets itself up anew for each one, which takes longer
    than all the rest.
    """
    import dateparser

    settings = {"RELATIVE_BASE": datetime.combine(_BASE, time())}
    found = dateparser.parse(" ".join(words.split()), languages=["en"], settings=settings)
    return found.date() if found else None
