"""Names and reasons as they are printed: nothing in them moves a cursor or turns a line around."""

from __future__ import annotations

import re

#: Control characters, marks and overrides of the direction of text, line separators, surrogates.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BUT_LINES = re.compile(_UNPRINTABLE.pattern.replace(r"\x00-\x1f", r"\x00-\x08\x0b-\x1f"))


def printable(text: str, *, lines: bool = False) -> str:
    r"""Return a text that can be printed and stored, with what cannot be seen in it written out.

    ``lines`` keeps line breaks and tabs.

    >>> printable("in\x00voice\u202efdp.txt"), printable("a\nb", lines=True)
    ('in\\x00voice\\u202efdp.txt', 'a\nb')
    """
    return (_BUT_LINES if lines else _UNPRINTABLE).sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
