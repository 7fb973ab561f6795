"""Other extractors of main text, each imported when it is used: none is needed for the project.

pip install readability-lxml newspaper4k goose3 resiliparse boilerpy3 justext
"""

# mypy: ignore-errors
from __future__ import annotations

import re
from collections.abc import Callable


def trafilatura(**options: bool) -> Callable[[str], str]:
    """Return trafilatura with its options."""

    def extract(html: str) -> str:
        import trafilatura

        return trafilatura.extract(_plain(html), include_comments=False, **options) or ""

    return extract


def readability(html: str) -> str:
    """Return the text of readability-lxml's summary."""
    import lxml.html
    from readability import Document

    from ingest.pages.blocks import parts_of

    found = Document(_plain(html)).summary()
    return "\n".join(part.text for part in parts_of(lxml.html.fromstring(found)))


def newspaper(html: str) -> str:
    """Return newspaper4k's text."""
    from newspaper import Article

    # It would fetch the page's pictures.
    article = Article("https://page.example/news", language="en", fetch_images=False)
    article.download(input_html=_plain(html))
    article.parse()
    return article.text


def goose(html: str) -> str:
    """Return goose3's text."""
    from goose3 import Goose

    return Goose().extract(raw_html=_plain(html)).cleaned_text


def resiliparse(html: str) -> str:
    """Return resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True)


def boilerpy(html: str) -> str:
    """Return the text of boilerpy3's extractor for articles."""
    from boilerpy3 import extractors

    return extractors.ArticleExtractor(raise_on_failure=False).get_content(_plain(html))


def justext(html: str) -> str:
    """Return what jusText leaves."""
    import justext

    found = justext.justext(_plain(html).encode(), justext.get_stoplist("English"))
    return "\n".join(part.text for part in found if not part.is_boilerplate)


def _plain(html: str) -> str:
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)


OTHERS: dict[str, Callable[[str], str]] = {
    "trafilatura": trafilatura(),
    "trafilatura, fast": trafilatura(fast=True),
    "trafilatura, precision": trafilatura(favor_precision=True),
    "trafilatura, recall": trafilatura(favor_recall=True),
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "goose3": goose,
    "resiliparse": resiliparse,
    "boilerpy3": boilerpy,
    "jusText": justext,
}
