"""Pages, feeds and sitemaps of the web."""

from ingest.web.fetcher import is_url, shown_url
from ingest.web.pages import Page
from ingest.web.visits import Web

__all__ = ["Page", "Web", "is_url", "shown_url"]
