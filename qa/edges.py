"""Where a short answer may begin and end: at the edges of a phrase, not inside it.

The reader is likeliest to point at the word that tells most: "water" of "a full spoon of water",
"340" of "340 workers". What it says of each word is lowered where a phrase would be cut there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.units import ONES, TENS
from vectorstore import Span

#: By so much, natural logarithm, what would cut a phrase is less likely, surely and perhaps.
CUT = 3.0
MAY_CUT = 1.5

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS = _set(
    "a an the this that these those his her its their my your our some any no each every another "
    "several"
)
_NUMBERS = frozenset({*ONES, *TENS} - {"zero"}) | _set(
    "hundred thousand million billion trillion dozen half"
)
_ABOUT = _set("about nearly almost around over some roughly exactly")
_SMALL = _set(
    "of to in on at by for from with and or but nor that which who whose as than into is are was "
    "were be been being has have had will would can could may might must should did does do about "
    "after before because since until unless during between against under over through"
)


def edges(text: str, offsets: Sequence[Span]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what an answer's begin and end lose at each token, both of shape (n_tokens,).

    ``offsets`` are the tokens' spans in the text.

    >>> text = "It needs 340 workers."
    >>> begin, end = edges(text, [Span(*one.span()) for one in re.finditer("[^ .]+", text)])
    >>> begin.tolist(), end.tolist()
    ([0.0, 0.0, 0.0, 3.0], [0.0, 0.0, 3.0, 0.0])
    """
    found = list(_WORD.finditer(text))
    begins = np.zeros(len(text) + 1, np.float32)
    ends = np.zeros(len(text) + 2, np.float32)
    for number, one in enumerate(found):
        before = found[number - 1] if number else None
        after = found[number + 1] if number + 1 < len(found) else None
        near = before is not None and text[before.end() : one.start()] == " "
        begins[one.start()] = _begins_inside(before[0] if near and before else "", one[0])
        near = after is not None and text[one.end() : after.start()] == " "
        ends[one.end()] = _ends_inside(one[0], after[0] if near and after else "")
    starts, stops = np.asarray(offsets, np.int64).reshape(-1, 2).T
    return begins[starts], ends[stops]


def _begins_inside(before: str, word: str) -> float:
    """Return how surely a phrase is cut in front of a word."""
    small = before.lower()
    if word.lower() in _SMALL and word.lower() not in {"in", "at", "on", "by", "because"}:
        return MAY_CUT
    if not before:
        return 0.0
    if small in _DETERMINERS or (small in _ABOUT and _is_number(word)):
        return CUT
    if _is_number(before) and word[0].islower() and word.lower() not in _SMALL:
        return CUT
    if small == "of" and word[0].islower():
        return MAY_CUT
    if before[0].isupper() and word[0].isupper() and small not in _SMALL:
        return MAY_CUT
    return 0.0


def _ends_inside(word: str, after: str) -> float:
    """Return how surely a phrase is cut behind a word."""
    small = word.lower()
    if small in _DETERMINERS or small in _SMALL:
        return CUT
    if not after:
        return 0.0
    if _is_number(word) and after[0].islower() and after.lower() not in _SMALL:
        return CUT
    if word[0].isupper() and after[0].isupper():
        return CUT
    return MAY_CUT if after.lower() == "of" else 0.0


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word.lower() in _NUMBERS
