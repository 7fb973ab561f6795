"""When a page says that its article was published: the machine's times, and the reader's day.

Programs often give the moment in another time zone than the newsroom's: what was printed late on
Monday is Tuesday in UTC. Where the page prints the day before, that day is the article's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ingest.canonical import canonical_line
from ingest.dates import parse_date, parse_moment
from ingest.pages.jsonld import Node, text_of
from ingest.pages.places import ADDRESS, Found, Places

_PUBLISHED = (
    "article:published_time article:published og:published_time og:article:published_time "
    "datepublished date_published published_time publish_date publish-date publishdate pubdate "
    "pub_date publicationdate publication_date dc.date.issued dcterms.issued dc.date.created "
    "dcterms.created dcterms.date dc.date parsely-pub-date sailthru.date citation_publication_date "
    "citation_online_date cxenseparse:recs:publishtime article.published rnews:datepublished "
    "displaydate originalpublicationdate ptime date"
).split()
_MODIFIED = (
    "article:modified_time article:modified og:updated_time og:modified_time datemodified "
    "date_modified last-modified lastmod modified_time dcterms.modified dc.date.modified "
    "article.updated revised utime"
).split()
_STRONG = ("JSON-LD", "meta article:published", "meta parsely", "itemprop")
_EPOCH = date(1970, 1, 1)
# A clock is at most so many hours behind that of UTC; that of most newsrooms at most so many.
_BEHIND, _MOSTLY_BEHIND = 12, 8


def published_days(places: Places, node: Node, url: str, titles: Sequence[str]) -> list[Found]:
    """Return every time of publication that the page gives, the strongest place first."""
    found = [Found(text_of(node.get("datePublished")), "JSON-LD datePublished")]
    found += places.metas(" ".join(_PUBLISHED))
    found += _agreeing(places.properties("datePublished"))
    found += _agreeing(places.times())
    found += _agreeing(places.own_days())
    found += places.dated_address(url)
    # What only readers see is read where nothing else tells: it costs a walk over the page.
    if not any(parse_date(one.value) for one in found):
        found += _agreeing(places.beside_headline(titles))
    return [one for one in found if one.value]


def best_day(found: Sequence[Found], places: Places, titles: Sequence[str]) -> Found | None:
    """Return the first that is a day, or one that gives the moment of the same day.

    A moment early on a day gives way to the day before where the page prints that one.
    """
    days = [(one, day) for one in found if (day := parse_date(one.value)) and day != _EPOCH]
    if not days:
        return None
    best, first = days[0]
    moment = parse_moment(best.value)
    if moment:
        return _day_before(moment, [one for one, _ in days], places, titles) or best
    for one, day in days[1:]:
        if day == first and parse_moment(one.value) and _is_strong(one):
            return one
    return best


def modified_moment(places: Places, node: Node) -> Found | None:
    """Return the moment of the last change, by the strongest place that gives one."""
    found = [Found(text_of(node.get("dateModified")), "JSON-LD dateModified")]
    found += places.metas(" ".join(_MODIFIED))
    found += _agreeing(places.properties("dateModified"))
    return next((one for one in found if parse_moment(one.value)), None)


def disagreement(found: Sequence[Found], best: Found) -> list[str]:
    """Return a note where another strong place names a day that is not next to the best one's."""
    day = parse_date(best.value)
    for one in found:
        other = parse_date(one.value)
        if day and other and _is_strong(one) and abs((other - day).days) > 1:
            return [
                f"published is {day} by {best.place}, but {other} by {one.place}: the first is used"
            ]
    return []


def left_out(found: Sequence[Found]) -> list[str]:
    """Return a note on a date that cannot be told."""
    said = next((one for one in found if one.value.strip()), None)
    if said is None:
        return []
    return [
        f"the date {canonical_line(said.value)[:40]!r} ({said.place}) cannot be told for certain, "
        "so it is left out"
    ]


def _day_before(
    moment: datetime, found: Sequence[Found], places: Places, titles: Sequence[str]
) -> Found | None:
    """Return the day before a moment's, where the page prints it or has it in its address."""
    before = moment.date() - timedelta(days=1)
    if moment.hour >= _BEHIND:
        return None
    # What was changed on the day before was published by then.
    if printed := _agreeing(places.beside_headline(titles, changes=True)):
        return printed[0] if parse_date(printed[0].value) == before else None
    if moment.hour >= _MOSTLY_BEHIND:
        return None
    dated = (one for one in found if one.place == ADDRESS and parse_date(one.value) == before)
    return next(dated, None)


def _agreeing(found: Iterable[Found]) -> list[Found]:
    """Return what names one day alone; places that name several are of several articles."""
    some = list(found)
    days = {parse_date(one.value) for one in some} - {None}
    return some if len(days) == 1 else []


def _is_strong(one: Found) -> bool:
    return one.place.startswith(_STRONG)
