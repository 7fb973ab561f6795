"""What of a text stands in quotation marks.

The marks may be curly or straight; a quotation without an end goes on to the end of its paragraph,
and does so in the next one where that begins with an opening mark again, as newspapers print it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?=\S)[^\n]+)*")
#: Fills a quotation so that offsets stay: neither a letter nor a blank nor a stop.
FILL = "·"


@lru_cache(maxsize=32)
def quotations(text: str) -> tuple[Span, ...]:
    """Return the half-open spans of the quotations, their marks included.

    >>> text = 'He said: “Go.” "I won\\'t," said Ann.'
    >>> [text[s:e] for s, e in quotations(text)]
    ['“Go.”', '"I won\\'t,"']
    """
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        opened: int | None = None
        for mark in re.finditer(r"[“”„\"]", paragraph[0]):
            at = paragraph.start() + mark.start()
            if opened is None:
                opened = at if mark[0] != "”" else None
            elif mark[0] != "“" or text[opened] == "„":
                found.append(Span(opened, at + 1))
                opened = None
        if opened is not None:
            found.append(Span(opened, paragraph.end()))
    return tuple(found)


@lru_cache(maxsize=32)
def masked(text: str) -> str:
    """Return the text with its quotations filled in, as long as before.

    >>> masked('He said “Go.” twice.')
    'He said ····· twice.'
    """
    parts: list[str] = []
    at = 0
    for start, end in quotations(text):
        parts += [text[at:start], FILL * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def is_quoted(text: str, at: int) -> bool:
    """Say whether a place is inside a quotation that began before it."""
    return any(start < at < end for start, end in quotations(text))
