"""Web pages: the article's own words, and what the page truly says about it."""

from ingest.pages.charset import page_text
from ingest.pages.loader import load_page

__all__ = ["load_page", "page_text"]
