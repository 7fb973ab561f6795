"""Small pieces of text that the terminal and the web page share, so that both say the same."""

from __future__ import annotations

from datetime import date, datetime


def many(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> many(1, "article"), many(2000, "article")
    ('1 article', '2,000 articles')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def quotation_marks(text: str) -> tuple[str, str]:
    """Return the marks to put around a quotation: none where it begins with a mark of its own.

    >>> quotation_marks("It rained."), quotation_marks("“Rain,” she said.")
    (('“', '”'), ('', ''))
    """
    return ("", "") if text[0] in "\"'“”„‟«»‘‚‹›「『" else ("“", "”")


def day(one: date) -> str:
    """Return a date in words.

    >>> day(date(2024, 3, 5))
    '5 March 2024'
    """
    return f"{one.day} {one:%B %Y}"


def minute(one: datetime) -> str:
    """Return a moment in words, with its time zone where that is known.

    >>> from datetime import UTC
    >>> minute(datetime(2024, 3, 5, 9, 30, tzinfo=UTC))
    '5 March 2024, 09:30 UTC'
    """
    zone = one.tzname()
    return f"{day(one)}, {one:%H:%M}{f' {zone}' if zone else ''}"


def days(first: date, last: date) -> str:
    """Return a period in words, what both ends share once.

    >>> days(date(2024, 3, 4), date(2024, 3, 6)), days(date(2024, 2, 28), date(2024, 3, 5))
    ('4 to 6 March 2024', '28 February to 5 March 2024')
    >>> days(date(2023, 12, 30), date(2024, 1, 2)), days(date(2024, 3, 6), date(2024, 3, 6))
    ('30 December 2023 to 2 January 2024', '6 March 2024')
    """
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month} to {day(last)}"


def capital(text: str) -> str:
    """Return a text with a capital at its begin.

    >>> capital("how long"), capital("")
    ('How long', '')
    """
    return text[:1].upper() + text[1:]
