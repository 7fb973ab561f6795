"""When two addresses are one article's: what does not lead anywhere else is left out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Parameters that say where a reader came from, and change nothing of what is read.
_TRACKING = re.compile(
    r"(?:utm_\w+|mc_[ce]id|at_(?:medium|campaign|custom\d)|[a-z]{0,2}clid|gclsrc|igshid|ocid|cmpid"
    r"|ns_(?:campaign|mchannel|source)|_ga|yclid|msclkid|smid|ref_src)",
    re.IGNORECASE,
)
#: What stands behind "#" and leads to no other article.
_PLACES = re.compile(
    r"|top|comments|respond|comment-\d+|disqus_thread|(?:ref|xtor)=.*", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}


def url_key(url: str | None) -> str | None:
    """Return what tells an article's address from others, None without one.

    http and https are one, so are upper and lower case in the host's name; the usual port,
    parameters that only say where a reader came from and what stands behind "#" without leading to
    another article are left out. All else may lead to another one, a slash at the end too, or one
    of the posts of a page, and stays. What is no address of the web stays as it is.

    >>> url_key("HTTPS://News.example:443/a?id=7&utm_source=feed#top")
    '//news.example/a?id=7'
    >>> url_key("https://news.example/blog#post-3")
    '//news.example/blog#post-3'
    >>> url_key("urn:newsml:1")
    'urn:newsml:1'
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _PORTS or not host:
        return url
    place = f"{host}:{port}" if port and port != _PORTS[scheme] else host
    fields = [one for one in parts.query.split("&") if one and not _is_tracking(one)]
    query = f"?{'&'.join(fields)}" if fields else ""
    part = parts.fragment.partition(":~:")[0]
    leads = any(not (_PLACES.fullmatch(one) or _is_tracking(one)) for one in part.split("&"))
    return f"//{place}{parts.path or '/'}{query}{f'#{part}' if leads else ''}"


def _is_tracking(field: str) -> bool:
    return _TRACKING.fullmatch(field.partition("=")[0]) is not None
