"""Pages, feeds and sitemaps of the web."""

from ingest.web.canonicals import is_teaser
from ingest.web.fetcher import is_url, shown_url
from ingest.web.forms import addressed
from ingest.web.memory import NoLibrary
from ingest.web.pages import Page
from ingest.web.visits import Listing, Web

__all__ = ["Listing", "NoLibrary", "Page", "Web", "addressed", "is_teaser", "is_url", "shown_url"]
