"""The times that a claim or a sentence names, and whether one is the other.

"On Monday evening" in a paper of 10 May 2022 and "on 9 May 2022" are one day. What the words mean
is worked out by ``qa.told_days``; where it is not sure, weekdays, days, months and years are
compared as far as both name them.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from qa.moments import Days, clock_of
from qa.told_days import resolved_dates
from vectorstore import Article, Span

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTHS |= {name.lower()[:3]: n for n, name in enumerate(calendar.month_name) if n}
_MONTHS["sept"] = 9
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_MONTH = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"])
_WEEKDAY = "|".join(calendar.day_name)
_SEASON = "spring|summer|autumn|winter"
_CLOCK = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\so['’]clock"
    r"|\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)|\b(?:noon|midnight)\b"
    r"|\b\d{1,2}[.:]\d\d(?=\s(?:on|in|when|and)\b)"
)
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY})s?\b,?(?:\s(?P<part>morning|afternoon|evening|night)\b)?,?\s?)?"
    rf"(?:(?:the\s)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})\b\.?"
    rf"(?:,?\s(?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_MONTH})\b\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?![\d:])(?:,?\s(?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<month3>{_MONTH})\b\.?(?:\s(?:of\s)?(?P<year3>\d{{4}})\b)?"
    rf"|(?<![\d.,$£€])\b(?P<year4>1[5-9]\d\d|20\d\d)s?\b(?![.,]\d|%))"
    rf"|\b(?P<weekday5>{_WEEKDAY})s?\b(?:\s(?P<part5>morning|afternoon|evening|night)\b)?"
    rf"|\b(?P<season>{_SEASON})\b|(?P<clock>{_CLOCK})"
    r"|\b(?P<word>(?i:yesterday|tomorrow|today|tonight|last night|this morning))\b"
    r"|\b(?P<period>(?i:last|next|this) (?:week|month|year))\b",
)
_PHASE = re.compile(
    r"\b(?:(?P<early>early|start of|beginning of|begin of|outset of)|(?P<mid>mid|middle of)|"
    r"(?P<late>late|end of|close of))(?: in)?[\s-](?:the )?$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\b(?:(?P<before>before|until|till|by|ahead of|prior to|up to)|"
    r"(?P<after>after|since|from|following|starting|beginning))"
    r"(?: the| about| around| early| late| last| mid| end of| middle of| at least)*[\s-]$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:between|from)\b[^.;]{0,40}$")
_WHICH = re.compile(r"\b(?P<which>last|next|this) $", re.IGNORECASE)


class Fit(Enum):
    """How a claimed time stands to one that is told."""

    SAME = 2
    OPEN = 1
    OTHER = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: the half-open span of its words, and what they name of it; None where they do not.

    ``days`` are the first and the last day that they mean, where that is sure. ``side`` is
    "before" or "after" where something lies on that side of it.
    """

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str = ""
    phase: str = ""
    season: str = ""
    clock: int | None = None
    side: str = ""
    words: str = ""
    days: Days | None = None

    @property
    def size(self) -> int:
        """How fine it is: 0 a year, 1 a month or season, 2 a day, 3 an hour."""
        if self.clock is not None:
            return 3
        if self.day or self.weekday is not None:
            return 2
        return 1 if self.month or self.season else 0


@lru_cache(maxsize=512)
def moments_in(text: str, published: date | None) -> tuple[Moment, ...]:
    """Return the times in a text, counted from the day of publication where they are relative.

    >>> [one.days for one in moments_in("It closed on Monday.", date(2022, 5, 10))]
    [(datetime.date(2022, 5, 9), datetime.date(2022, 5, 9))]
    """
    found = [one for match in _DATE.finditer(text) if (one := _moment(text, match))]
    if published is None:
        return tuple(_full(one) for one in found)
    told = resolved_dates(Article.of(text or " ", published=published), 0, len(text))
    resolved = []
    for one in found:
        days = next(
            ((t.first, t.last) for t in told if t.start < one.span.end and one.span.start < t.end),
            None,
        )
        resolved.append(_with(_full(one), days, published, text))
    return tuple(resolved)


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    month = match["month"] or match["month2"] or match["month3"]
    if month and match["month3"] and not _is_month(text, match):
        return None
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    day = match["day"] or match["day2"]
    weekday = match["weekday"] or match["weekday5"]
    if day and not 1 <= int(day) <= 31:
        return None
    if match["year4"] and re.match(r"\s[a-z]{3,}s\b(?<! was)(?<! is)", text[match.end() :]):
        return None  # "2000 people"
    before = text[: match.start()]
    phase = _PHASE.search(before)
    start = phase.start() if phase else match.start()
    side = _SIDE.search(text[:start]) or _SIDE.search(before)
    ranged = (
        side
        and _RANGE.search(text[:start])
        and re.match(r"[^.;]{0,40}?\s?(?:to|and|until|till|–|-)\s", text[match.end() :])
    )
    return Moment(
        Span(start, match.end() - (text[match.end() - 1] == "." and not match["clock"])),
        year=int(year) if year else None,
        month=_MONTHS[month.lower()] if month else None,
        day=int(day) if day else None,
        weekday=_WEEKDAYS[weekday.lower()] if weekday else None,
        part=(match["part"] or match["part5"] or "").lower(),
        phase=next((k for k, v in phase.groupdict().items() if v), "") if phase else "",
        season=(match["season"] or "").lower(),
        clock=clock_of(match["clock"]) if match["clock"] else None,
        side="" if ranged else _side(text, match.end(), before, side),
        words=match[0].lower(),
    )


_NOT_BEFORE = re.compile(r"\b(?:not|n['’]t|never|no) (?:[\w’'-]+ ){0,5}$", re.IGNORECASE)


def _side(text: str, end: int, before: str, side: re.Match[str] | None) -> str:
    if re.match(r",? at the (?:very )?latest\b", text[end:]):
        return "before"
    if re.match(r",? at the (?:very )?earliest\b", text[end:]):
        return "after"
    if side is None:
        return "before" if re.search(r"\b(?:no|not) later than\b[^,;]{0,20}$", before) else ""
    if side["after"]:
        return "after"
    turns = side["before"].lower() in {"before", "until", "till"}
    return "after" if turns and _NOT_BEFORE.search(text[: side.start()]) else "before"


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Say whether the name of a month alone is one: not "may", "march", nor Theresa May."""
    name = match["month3"]
    before = text[: match.start()]
    if re.search(r"\b[A-Z][\w’'-]+ $", before) and not re.search(
        r"\b(?:In|By|Since|Until|Last|Next|From|Late|Early|And|Between|This|On|Of|To) $", before
    ):
        return False
    if name in {"May", "March"}:
        return bool(
            match["year3"]
            or re.search(
                r"(?i)\b(?:in|by|since|until|till|last|next|from|late|early|mid|and|between|this|to"
                r"|of|before|after|for|on|through|during|or)[\s-](?:the )?$",
                before,
            )
        )
    return True


def _full(one: Moment) -> Moment:
    """Add the days that a date with its year means."""
    if one.year is None:
        return one
    try:
        if one.month and one.day:
            day = date(one.year, one.month, one.day)
            days = (day, day)
        elif one.month:
            last = calendar.monthrange(one.year, one.month)[1]
            days = (date(one.year, one.month, 1), date(one.year, one.month, last))
        else:
            days = (date(one.year, 1, 1), date(one.year, 12, 31))
    except ValueError:
        return one
    return _replaced(one, days)


def _with(one: Moment, days: Days | None, published: date, text: str) -> Moment:
    if one.days:
        return one
    word = text[one.span.start : one.span.end].lower()
    is_own = one.weekday == published.weekday() and one.day is None
    bare = is_own and not _WHICH.search(text[: one.span.start])
    if days is None and (bare or word == "today"):
        days = (published, published)
    return _replaced(one, days) if days else one


def _replaced(one: Moment, days: Days) -> Moment:
    return Moment(
        one.span, one.year, one.month, one.day, one.weekday, one.part, one.phase, one.season,
        one.clock, one.side, one.words, days,
    )  # fmt: skip


def fit(claimed: Moment, told: Moment, published: date | None = None) -> Fit:
    """Say whether a claimed time is the one told.

    ``OPEN`` is for what the sentence leaves open: the claim is finer, or the two are of other
    kinds, a month and a time of day.

    >>> def one(text): return moments_in(text, date(2022, 5, 10))[0]
    >>> fit(one("on 9 May 2022"), one("on Monday"), date(2022, 5, 10)).name
    'SAME'
    >>> fit(one("on Tuesday"), one("on Monday")).name
    'OTHER'
    >>> fit(one("in mid-May"), one("in the middle of May")), fit(one("in May"), one("on 9 May"))
    (<Fit.SAME: 2>, <Fit.SAME: 2>)
    """
    if claimed.words == told.words and claimed.side == told.side:
        return Fit.SAME
    mine, theirs = _parts(claimed), _parts(told)
    if published is not None and _is_that_weekday(mine, theirs, published):
        return Fit.OTHER if claimed.side and told.side and claimed.side != told.side else Fit.SAME
    both = mine.keys() & theirs.keys()
    if any(mine[key] != theirs[key] for key in both):
        return Fit.OTHER
    if claimed.side and told.side and claimed.side != told.side:
        return Fit.OTHER
    if claimed.days and told.days:
        if claimed.days[1] < told.days[0] or told.days[1] < claimed.days[0]:
            return Fit.OTHER
        held = claimed.days[0] <= told.days[0] and told.days[1] <= claimed.days[1]
        if not held and not both:
            return Fit.OPEN
    extra = _named(claimed) - theirs.keys()
    if not extra:
        return Fit.SAME
    if extra == {"year"} and both and published is not None:
        near = abs(int(mine["year"]) - published.year) <= 1
        return Fit.SAME if near else Fit.OTHER
    if extra <= {"part", "phase"} and both:
        return Fit.OPEN
    if claimed.days and told.days:
        held = claimed.days[0] <= told.days[0] and told.days[1] <= claimed.days[1]
        return Fit.SAME if held else Fit.OPEN
    return Fit.OPEN


def _is_that_weekday(
    mine: dict[str, int | str], theirs: dict[str, int | str], published: date
) -> bool:
    """Say whether a day of the month is the weekday told, a week away at most."""
    if "day" in theirs or not {"day", "month"} <= mine.keys():
        return False
    for distance in range(-7, 8):
        day = published + timedelta(days=distance)
        if day.weekday() == theirs.get("weekday") and (day.month, day.day) == (
            mine["month"],
            mine["day"],
        ):
            return mine.get("year", day.year) == day.year
    return False


def _named(one: Moment) -> frozenset[str]:
    """Return which parts the words of a time name themselves."""
    return frozenset(_parts(replace(one, days=None)))


def _parts(one: Moment) -> dict[str, int | str]:
    """Return what a time names, or what its days tell, by the name of the part."""
    parts: dict[str, int | str | None] = {
        "year": one.year, "month": one.month, "day": one.day, "weekday": one.weekday,
        "part": one.part or None, "phase": one.phase or None, "season": one.season or None,
        "clock": one.clock,
    }  # fmt: skip
    if one.days and one.days[0].year == one.days[1].year:
        first, last = one.days
        parts["year"] = first.year
        if first.month == last.month:
            parts["month"] = first.month
            if first == last:
                parts["day"], parts["weekday"] = first.day, first.weekday()
    return {key: value for key, value in parts.items() if value is not None}
