"""Articles as HTML, and the links that lead into them: plain functions from data to a string.

Every text of an article or a user goes through ``esc``: nothing that someone wrote is ever read
as markup, and nothing here is ever read as Markdown.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

from qa import Citation
from ui.blocks import shown_blocks
from ui.wording import day, minute
from vectorstore import Article, CitewireError, Library, Span, UsageError, Version

_TAGS = {"heading": "h3", "paragraph": "p", "item": "li"}


def esc(text: object) -> str:
    """Return a text so that a browser shows it as it is, in an element or an attribute.

    >>> esc('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(str(text), quote=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads: an article, a sentence in it, and other sentences to mark lightly.

    ``version`` is the article's, ``None`` for the newest. ``digest`` is that of the sentence's
    words, so that a link into an article that has changed since never marks a wrong sentence.
    """

    article_id: str
    span: Span | None = None
    digest: str = ""
    others: tuple[Span, ...] = ()
    version: int | None = None

    @classmethod
    def of(cls, citation: Citation, others: Sequence[Citation] = ()) -> Self:
        """Return the place of a citation; of ``others`` those in the same article are marked."""
        span = Span(citation.start, citation.end)
        beside = {Span(c.start, c.end) for c in others if c.article_id == citation.article_id}
        return cls(
            citation.article_id,
            span,
            _digest(citation.quote),
            tuple(sorted(beside - {span})),
            citation.version,
        )

    def link(self) -> str:
        """Return the place as a query string.

        >>> Place("a", Span(3, 9), "beef", (Span(20, 30),)).link()
        'article=a&span=3-9&digest=beef&also=20-30'
        """
        fields = {"article": self.article_id}
        if self.version:
            fields["version"] = str(self.version)
        if self.span:
            fields |= {"span": f"{self.span.start}-{self.span.end}", "digest": self.digest}
        if self.others:
            fields["also"] = ".".join(f"{start}-{end}" for start, end in self.others)
        return urlencode(fields)

    @classmethod
    def parse(cls, link: object) -> Self:
        """Read what ``link`` wrote; raises UsageError for anything else.

        >>> Place.parse("article=a&span=3-9&digest=beef").span
        Span(start=3, end=9)
        """
        found = parse_qs(link) if isinstance(link, str) and len(link) < 10_000 else {}
        fields = {name: values[-1] for name, values in found.items()}
        try:
            return cls(
                fields["article"],
                _span(fields["span"]) if "span" in fields else None,
                fields.get("digest", ""),
                tuple(_span(text) for text in fields.get("also", "").split(".") if text),
                int(fields["version"]) if "version" in fields else None,
            )
        except (KeyError, ValueError) as error:
            raise UsageError(
                "This link does not lead to an article.", "", "Ask the question again."
            ) from error


def _span(text: str) -> Span:
    start, end = text.split("-")
    return Span(int(start), int(end))


def _digest(quote: str) -> str:
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:8]


# -- an article ----------------------------------------------------------------------------------


def place_html(place: Place, library: Library) -> str:
    """Return the article of a place with its sentences marked; raises ArticleNotFoundError.

    It is the version that the place names; where that is kept no more, the newest.
    """
    versions = library.history(place.article_id)
    kept = place.version in {one.version for one in versions}
    article = library.article(place.article_id, place.version if kept else None)
    size = len(article.text)
    span = place.span
    note = versions_html(article, versions)
    if span is None:
        return article_html(article, note=note)
    inside = 0 <= span.start < span.end <= size
    if not inside or _digest(article.text[span.start : span.end]) != place.digest:
        return article_html(
            article,
            note=note,
            notice="This article has changed since the answer was given, so the sentence is not "
            "marked. Ask again to see what it says now.",
        )
    others = [other for other in place.others if 0 <= other.start < other.end <= size]
    return article_html(article, span, also=others, note=note)


def versions_html(article: Article, versions: Sequence[Version]) -> str:
    """Return which version this is, with buttons to the others; nothing where it is the only one.

    The buttons open places as those of an answer do.
    """
    if len(versions) < 2:
        return ""
    newest = versions[-1].version
    said = f"Version {article.version} of {newest}"
    if article.version != newest:
        said = f"{said}: this article has been corrected since"
    buttons = []
    for one in versions:
        if one.version == article.version:
            continue
        place = Place(article.id, version=None if one.is_current else one.version)
        name = "the newest" if one.is_current else f"version {one.version}"
        buttons.append(
            f'<button type="button" class="cw-version" data-open="{esc(place.link())}">'
            f"{name}</button>"
        )
    return f'<p class="cw-notice" role="status">{said}. See {", ".join(buttons)}.</p>'


def article_html(
    article: Article,
    span: Span | None = None,
    *,
    also: Sequence[Span] = (),
    notice: str = "",
    note: str = "",
) -> str:
    """Return an article in its paragraphs, with ``<mark id="cited">`` around one span.

    ``note`` is HTML that is put before the text, ``notice`` words. The spans of ``also`` are marked
    lightly. All spans are half-open, in the article's text; one that overlaps another is left out.
    """
    marks = [(span, True)] if span else []
    for other in sorted(also):
        if all(other.end <= one.start or one.end <= other.start for one, _ in marks):
            marks.append((other, False))
    marks.sort()
    language = f' lang="{esc(article.language)}"' if article.language else ""
    body = _body(article, marks)
    said = f'<p class="cw-notice" role="status">{esc(notice)}</p>' if notice else ""
    return (
        f'<article class="cw-article"><header>{_kicker(article.outlet, article.published)}'
        f"<h2{language}>{esc(article.title or 'Untitled')}</h2>{_known(article)}{_origin(article)}"
        "</header>"
        f'{note}{said}<div class="cw-text"{language}>{body}</div></article>'
    )


def _body(article: Article, marks: Sequence[tuple[Span, bool]]) -> str:
    """Return the text in its blocks; items that follow each other are one list."""
    parts: list[str] = []
    was: str | None = None
    for block in shown_blocks(article):
        if block.kind == "item" and was != "item":
            parts.append('<ul class="cw-own-marks">' if block.numbered else "<ul>")
        elif block.kind != "item" and was == "item":
            parts.append("</ul>")
        tag = _TAGS[block.kind]
        named = ' class="cw-wrapped"' if block.wrapped else ""
        words = "".join(_marked(article.text, block.start, block.end, marks))
        parts.append(f"<{tag}{named}>{words}</{tag}>")
        was = block.kind
    if was == "item":
        parts.append("</ul>")
    return "".join(parts)


def _marked(text: str, start: int, end: int, marks: Sequence[tuple[Span, bool]]) -> Iterator[str]:
    """Yield the pieces of ``text[start:end]``, those under a mark wrapped in one."""
    at = start
    for span, main in marks:
        first, last = max(at, span.start), min(end, span.end)
        if first >= last:
            continue
        yield esc(text[at:first])
        # A span that runs over several paragraphs is marked in each, but has one anchor.
        anchor = ' id="cited" tabindex="-1"' if main and first == span.start else ""
        kind = "cw-cited" if main else "cw-also"
        yield f'<mark class="{kind}"{anchor}>{esc(text[first:last])}</mark>'
        at = last
    yield esc(text[at:end])


def _kicker(outlet: str | None, published: date | None) -> str:
    parts = [f"<span>{esc(outlet)}</span>"] if outlet else []
    if published:
        parts.append(f'<time datetime="{published.isoformat()}">{day(published)}</time>')
    return f'<p class="cw-kicker">{" · ".join(parts)}</p>' if parts else ""


def _known(article: Article) -> str:
    """Return who wrote it, in which section, when to the minute, and when it was changed."""
    parts = [esc(part) for part in (article.byline, article.section) if part]
    for word, moment in (("", article.published_at), ("updated ", article.modified_at)):
        if moment:
            parts.append(f'{word}<time datetime="{moment.isoformat()}">{minute(moment)}</time>')
    return f'<p class="cw-known">{" · ".join(parts)}</p>' if parts else ""


def _origin(article: Article) -> str:
    url = article.url or ""
    if url and urlsafe(url):
        return (
            f'<p class="cw-origin"><a href="{esc(url)}" target="_blank" '
            f'rel="noopener noreferrer">{esc(url)}</a></p>'
        )
    return f'<p class="cw-origin">{esc(url or source_name(article.source))}</p>'


def urlsafe(url: str) -> bool:
    """Say whether an address leads to a web page rather than into a script or a file.

    >>> urlsafe("https://a.example/x"), urlsafe("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def source_name(source: str) -> str:
    """Return a source as a person reads it: a file by its name, not by its place on this disk.

    >>> source_name("/home/ada/news/harbor.txt"), source_name("upload:harbor.txt")
    ('harbor.txt', 'harbor.txt (uploaded)')
    """
    if source.startswith("upload:"):
        return f"{source.removeprefix('upload:')} (uploaded)"
    return source if "://" in source else PurePath(source).name


def error_html(error: CitewireError) -> str:
    """Return an error in its own words."""
    rest = " ".join(part for part in (error.kept, error.to_do) if part)
    more = f"<p>{esc(rest)}</p>" if rest else ""
    said = f"<p><strong>{esc(error.happened)}</strong></p>"
    return f'<div class="cw-error" role="alert">{said}{more}</div>'
