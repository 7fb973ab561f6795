"""Pages, feeds and sitemaps of the web."""
