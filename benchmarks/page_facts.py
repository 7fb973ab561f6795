"""Compares the title and the day that Citewire takes from a page with all that the page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from lxml.html import HtmlElement

from ingest.dates import parse_date
from ingest.pages.blocks import parts_of, words_of
from ingest.pages.headline import dates_in
from ingest.pages.jsonld import article_nodes, text_of
from ingest.pages.metadata import Metadata, metadata, published_places, title_places
from ingest.pages.tree import parse_page


def facts(pages: Iterable[tuple[str, str]]) -> None:
    """Print how often title and day are right, wrong and unknown, and what is to be looked at.

    A title is right where the JSON-LD of an article on the page says it too, or, where it came from
    there or the page has none, another place. A day is looked for in the page's visible text, which
    few of the places that Citewire reads are of, then in the other places. What only one place says
    is counted by itself, and listed with the days that the page does print.
    """
    titles: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for name, html in pages:
        tree = parse_page(html, name)
        known = metadata(tree)
        titles[_title(name, tree, known)] += 1
        days[_day(name, tree, known)] += 1
    for what, counts in (("title", titles), ("day", days)):
        print(f"{what}: {', '.join(f'{n} {verdict}' for verdict, n in counts.most_common())}")


def _title(name: str, tree: HtmlElement, known: Metadata) -> str:
    said = {words_of(text_of(node.get("headline"))) for node in article_nodes(tree)} - {""}
    title, place = known.fields.get("title", ""), known.known_from.get("title", "")
    others = [words_of(v) for v, p in title_places(tree) if p != place]
    verdict = _verdict(words_of(title), said if "JSON-LD" not in place else set(), others)
    if verdict == "differs":
        print(f"  {name[:8]}  title {title!r} ({place}), but {sorted(said)[:2] or others[:2]}")
    return verdict


def _day(name: str, tree: HtmlElement, known: Metadata) -> str:
    day, place = parse_date(known.fields.get("published")), known.known_from.get("published", "")
    places = [(d, p) for v, p in published_places(tree) if (d := parse_date(v))]
    body = tree.find("body")
    printed = dates_in("\n".join(one.text for one in parts_of(tree if body is None else body)))
    verdict = _day_verdict(day, printed, [d for d, p in places if p != place])
    if verdict != "printed":
        near = [d for d in printed if day and abs(d - day) <= timedelta(days=1)]
        said = [f"{d} ({p})" for d, p in places[:4]]
        print(f"  {name[:8]}  day {day} {verdict}: {said}; printed {[str(d) for d in near]}")
    return verdict


def _day_verdict(day: date | None, printed: set[date], others: list[date]) -> str:
    if day is None:
        return "unknown"
    if day in printed:
        return "printed"
    if not others:
        return "said once"
    return "confirmed" if day in others else "differs"


def _verdict(ours: str, judge: set[str], others: list[str]) -> str:
    if not ours:
        return "unknown"
    if judge:
        return "confirmed" if any(_same(ours, one) for one in judge) else "differs"
    if not others:
        return "said once"
    return "confirmed" if any(_same(ours, one) for one in others) else "differs"


def _same(one: str, other: str) -> bool:
    return one == other or (len(min(one, other, key=len)) > 12 and (one in other or other in one))
