"""Whether an address is that of an article: the one that a page gives itself, or was sent on to."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

#: What the front page of a site may be called.
_FRONT = re.compile(r"/?(?:(?:index|home|default)(?:\.\w+)?/?)?", re.IGNORECASE)
#: How the address of an article's other form may end, after that of the article.
_FORMS = frozenset("amp amp.html print m mobile full all single index.html index.php".split())
#: Names, in an address, of what stands before articles.
_WALLS = frozenset(
    "consent collectconsent cookie-consent cookieconsent cookiewall cookie-wall privacywall "
    "privacy-wall privacygate privacy-gate myprivacy paywall login log-in signin sign-in sso "
    "auth accounts".split()
)
#: What a host's name may begin with, before the site's.
_FEEDS = re.compile(r"^(?:www|feeds?|rss)\.")
_WORD = re.compile(r"\w+")
#: Words in a row that two texts rarely share by chance, and the share that one text's forms do.
_RUN, _SHARED = 4, 0.3


def canonical(said: str | None, final: str) -> str:
    """Return the address that a page gives itself, if it is believable, else where it was read.

    It must be of the same host, and neither the front page nor a page above that is no other form
    of this one: templates give all pages of a site, or of a section, such an address.

    >>> canonical("/crane", "https://a.example/crane/amp")
    'https://a.example/crane'
    >>> canonical("/news", "https://a.example/news/crane")
    'https://a.example/news/crane'
    """
    try:
        url = urljoin(final, said or "")
        one, other = urlsplit(url), urlsplit(final)
        same = _host(one.hostname) == _host(other.hostname) and one.scheme in {"http", "https"}
    except ValueError:
        return final
    front = is_front(one) and not is_front(other)
    return url if said and same and not (front or _is_above(one, other) or one.username) else final


def is_of_site(url: str, feed: str) -> bool:
    """Say whether an address is of the host that a feed is of, as sites name these.

    >>> is_of_site("https://www.post.example/crane", feed="https://feeds.post.example/all")
    True
    """
    try:
        one, other = urlsplit(url), urlsplit(feed)
        return _FEEDS.sub("", one.hostname or "") == _FEEDS.sub("", other.hostname or "")
    except ValueError:
        return False


def is_front(parts: SplitResult) -> bool:
    """Say whether an address is that of a site's front page."""
    return bool(_FRONT.fullmatch(parts.path)) and not parts.query


def not_the_article(asked: str, final: str) -> str:
    """Return what an address is that a page's visitor was sent on to instead, nothing if it is it.

    >>> not_the_article("https://a.example/crane", "https://consent.a.example/?back=crane")
    'a page that asks for consent or a login'
    """
    try:
        one, other = urlsplit(asked), urlsplit(final)
    except ValueError:
        return ""
    if _names(other) & _WALLS - _names(one):
        return "a page that asks for consent or a login"
    return "the front page" if is_front(other) and not is_front(one) else ""


def is_same_text(one: str, other: str) -> bool:
    """Say whether two texts are forms of one article: a teaser, a version, another extraction.

    A text of a few words, or none, is taken for a form of any.
    """
    fewer, more = sorted((_runs(one), _runs(other)), key=len)
    return not fewer or len(fewer & more) >= _SHARED * len(fewer)


def is_teaser(text: str, of: str) -> bool:
    """Say whether a text is much shorter than another one, or a part of it.

    >>> is_teaser("The crane fell", of="The crane fell into the harbor on Monday.")
    True
    """
    return 2 * len(text) < len(of) or (len(text) < len(of) and _runs(text) <= _runs(of))


def _is_above(one: SplitResult, other: SplitResult) -> bool:
    above, below = _segments(one), _segments(other)
    tail = below[len(above) :]
    return (
        not one.query
        and bool(tail)
        and below[: len(above)] == above
        and not all(name in _FORMS or name.isdecimal() for name in tail)
    )


def _segments(parts: SplitResult) -> list[str]:
    return [name for name in parts.path.lower().split("/") if name]


def _names(parts: SplitResult) -> set[str]:
    return {_host(parts.hostname).split(".")[0], *_segments(parts)}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _host(name: str | None) -> str:
    return (name or "").lower().removeprefix("www.")
