"""The day that readers see beside a page's headline, where no machine is told it.

Only short lines count, just above the headline or between it and the first paragraph: a date with
little beside it, a name or a time of the day. Lines that tell of a change do not, and where the
lines name several days, the day is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from lxml.html import HtmlElement

from ingest.dates import parse_date
from ingest.pages.blocks import parts_of
from ingest.pages.furniture import furniture
from ingest.told import words_of

#: So many blocks above the headline, and below it, are looked at.
ABOVE, BELOW = 3, 8
# A line of more words beside the date is no byline, a block of so many words is the article.
_FEW = 8
_PROSE = 25

_DATE = re.compile(
    r"(?<![\w./-])(?:"
    r"\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?(?:19|20)\d\d"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d"
    r"|(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}"
    r"|\d{1,2}([./-])\d{1,2}\2(?:19|20)\d\d"
    r")(?!\w)"
)
# Above the headline many pages print the day of the visit: there a word must tell.
_SAID = re.compile(
    r"\b(?:by|von|par|por|di|door|published|posted|submitted|publiziert|ver[oö]ffentlicht|publi[eé]|"
    r"publicado|pubblicato|gepubliceerd)\b",
    re.I,
)
_CHANGED = re.compile(
    r"\b(?:last\s+)?(?:updated?|modified|corrected|reviewed|aktualisiert|ge[aä]ndert|"
    r"mise? [àa] jour|modifi[eé]|actualizado|modificado|aggiornato|atualizado|bijgewerkt)\b",
    re.I,
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b(?:\s*(?:[ap]\.?m\.?|uhr))?", re.I)


def days_beside(tree: HtmlElement, titles: Iterable[str], *, changes: bool = False) -> list[str]:
    """Return the dates beside the headline, as they are written; ``titles`` are its wordings.

    With ``changes``, the days of changes are among them.
    """
    names = {words_of(title) for title in titles} - {""}
    body = tree.find("body")
    blocks = parts_of(tree if body is None else body)
    lines = [one.text.split("\n") for one in blocks]
    found: list[str] = []
    for at, block in enumerate(lines):
        if not any(words_of(line) in names for line in block):
            continue
        above = [line for one in lines[max(0, at - ABOVE) : at] for line in one]
        above = [line for line in above if _SAID.search(line)]
        found += [
            day for line in [*above, *_until_prose(lines[at:])] for day in _dates(line, changes)
        ]
    return list(dict.fromkeys(found))


def dates_in(text: str) -> set[date]:
    """Return every day that is written out in a text."""
    return {day for one in _DATE.finditer(text) if (day := parse_date(one[0]))}


def _until_prose(lines: list[list[str]]) -> Iterator[str]:
    for block in lines[: BELOW + 1]:
        long = len(" ".join(block).split()) >= _PROSE
        if long and not furniture("\n".join(block)):  # a long caption, say, is none
            return
        if not long:
            yield from block


def _dates(line: str, changes: bool) -> Iterator[str]:
    """Yield the dates of a line that has little else, up to where it tells of a change."""
    if (changed := _CHANGED.search(line)) and not changes:
        line = line[: changed.start()]
    found = list(_DATE.finditer(line))
    rest = _TIME.sub(" ", _DATE.sub(" ", line))
    if len(re.findall(r"[^\W\d]+", rest)) <= _FEW:
        yield from (one[0] for one in found if parse_date(one[0]))
