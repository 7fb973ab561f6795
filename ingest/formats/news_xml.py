"""An XML file is what its root element says: NewsML-G2, NITF, a feed or a page."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.formats.feeds import FEED_ROOTS, read_feed
from ingest.formats.newsml import newsml_articles
from ingest.formats.nitf import nitf_article
from ingest.formats.xml import parse_xml, root_name
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

_NEWSML = frozenset(["newsitem", "newsmessage", "packageitem", "knowledgeitem", "conceptitem"])


def read_xml(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read a document by its root; raises SourceError for one that holds no news."""
    root = root_name(data, source)
    if root in FEED_ROOTS:
        yield from read_feed(data, source, reading)
    elif root in _NEWSML:
        yield from newsml_articles(parse_xml(data, source), source, reading)
    elif root == "nitf":
        yield nitf_article(parse_xml(data, source), source, reading)
    else:
        what = {
            "urlset": "a sitemap, which lists pages: give its address to have them read",
            "sitemapindex": "a list of sitemaps: give its address to have their pages read",
            "newsml": "NewsML 1, which Citewire does not read: NewsML-G2 it does",
            "html": "a page: name it .html",
        }.get(root, f"XML of a kind that Citewire does not read (its root is {root})")
        raise SourceError(f"{source} is {what}.", to_do="It reads RSS, Atom, NewsML-G2 and NITF.")
