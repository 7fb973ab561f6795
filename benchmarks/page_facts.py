"""Compares the title and the day that Citewire takes from a page with all that the page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ingest.dates import parse_date
from ingest.pages.blocks import words_of
from ingest.pages.jsonld import article_nodes, text_of
from ingest.pages.metadata import metadata, published_places, title_places
from ingest.pages.tree import parse_page


def facts(pages: Iterable[tuple[str, str]]) -> None:
    """Print how often title and day are right, wrong and unknown, and what is to be looked at.

    Right is what the JSON-LD of an article on the page says too, or, where the value came from
    there or the page has none, another place. What only one place says is counted by itself.
    """
    titles: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for name, html in pages:
        tree = parse_page(html, name)
        known = metadata(tree)
        said = {words_of(text_of(node.get("headline"))) for node in article_nodes(tree)} - {""}
        title, place = known.fields.get("title", ""), known.known_from.get("title", "")
        others = [words_of(v) for v, p in title_places(tree) if p != place]
        verdict = _verdict(words_of(title), said if "JSON-LD" not in place else set(), others)
        titles[verdict] += 1
        if verdict == "differs":
            print(f"  {name[:8]}  title {title!r} ({place}), but {sorted(said)[:2] or others[:2]}")
        day, place = known.fields.get("published"), known.known_from.get("published", "")
        found = [(str(parse_date(v)), p) for v, p in published_places(tree) if parse_date(v)]
        ours = str(parse_date(day)) if day else ""
        ld = {d for d, p in found if p.startswith("JSON-LD")}
        rest = [d for d, p in found if p != place]
        verdict = _verdict(ours, ld if "JSON-LD" not in place else set(), rest)
        days[verdict] += 1
        if any(d != ours for d, _ in found):
            print(f"  {name[:8]}  day {ours} ({place}); all: {found[:6]}")
    for what, counts in (("title", titles), ("day", days)):
        print(f"{what}: {', '.join(f'{n} {verdict}' for verdict, n in counts.most_common())}")


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
