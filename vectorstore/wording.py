"""What an article is worded in, and whether another is taken from it.

What is copied is taken over nearly word for word: under another headline, cut at the end, in
another order, a word changed here and there. What is written anew shares names and a statement or
two. The share of common word sequences tells the two apart (A. Z. Broder, "On the resemblance and
containment of documents", 1997). It does not tell a copy from next week's column of the same
pattern, which differs in what the pattern is filled with: names and numbers.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: Words in a sequence. Five are broken too often where one word in ten is changed, two are common.
SEQUENCE = 3

#: The share of the shorter article's sequences that stands in the longer one, of a copy at least.
COPIED = 0.6

#: The share of the shorter article's names and numbers that stands in the longer one, likewise.
PARTICULARS = 0.75

#: Words of an opening, and the share of its sequences that stands in the other article. Of a copy
#: one of the two openings does so at least: where both are new, what is common is furniture, the
#: captions of a gallery, the background that an outlet puts below each report on a matter.
OPENING = 200
OPENED = 0.3

#: Of a copy the shorter article has at least this share of the longer one's sequences. What is
#: shorter is an item in a round-up, or a quotation.
SMALLEST = 1 / 8

_WORD = re.compile(r"\w+")
_MIX = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Wording:
    """The hashes of a text's word sequences, words, and names and numbers, sorted, once each.

    ``opening`` are the sequences of its first words. All are the same in every process and on
    every machine. ``digest`` is one of the words in their order; texts that differ in blanks and
    punctuation alone have the same.
    """

    digest: bytes
    sequences: Hashes
    opening: Hashes
    words: Hashes
    particulars: Hashes


@lru_cache(maxsize=256)
def wording_of(text: str) -> Wording:
    """Return what a text is worded in; a text shorter than a sequence is a sequence itself.

    >>> len(wording_of("The ferry to Castrel sails at nine.").sequences)
    5
    """
    words = _WORD.findall(text)
    lowered = {word: word.lower() for word in set(words)}
    numbers = {word: crc32(low.encode("utf-8", "surrogatepass")) for word, low in lowered.items()}
    hashes = np.fromiter(map(numbers.__getitem__, words), np.uint32, len(words))
    # "The" is no name where "the" stands too; a number has no small form.
    named = [
        number
        for word, number in numbers.items()
        if lowered[word] not in numbers or word[0].isdigit()
    ]
    particulars = np.unique(np.asarray(named, np.uint32))
    # Texts without a word are equal only where all their characters are.
    said = hashes.tobytes() + particulars.tobytes() or text.encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(said, digest_size=16).digest()
    opening = _sequences(hashes[:OPENING])
    return Wording(digest, _sequences(hashes), opening, np.unique(hashes), particulars)


def copied_share(one: Wording, other: Wording) -> float | None:
    """Return the share of the shorter wording that stands in the longer, None if it is no copy.

    Does not depend on which is given first.

    >>> agency = "The bridge at Tarnholm reopened to traffic on Monday after 14 months of repairs."
    >>> copied_share(wording_of(agency), wording_of("Bridge open. " + agency))
    1.0
    >>> later = agency.replace("Monday", "Friday").replace("Tarnholm", "Lindesby")
    >>> copied_share(wording_of(agency), wording_of(later)) is None
    True
    """
    if one.digest == other.digest:
        return 1.0
    shorter, longer = sorted((one, other), key=lambda w: (len(w.sequences), w.digest))
    if not len(shorter.sequences) or len(shorter.sequences) < SMALLEST * len(longer.sequences):
        return None
    share = common(shorter.sequences, longer.sequences) / len(shorter.sequences)
    if share < COPIED:
        return None
    missing = len(shorter.particulars) - common(shorter.particulars, longer.words)
    # One may be missing of a few: the place in front of an agency's report, say.
    if missing > max(1.0, (1 - PARTICULARS) * len(shorter.particulars)):
        return None
    return share if _opens(shorter, longer) or _opens(longer, shorter) else None


def _opens(one: Wording, other: Wording) -> bool:
    """Say whether the opening of one wording stands in another."""
    return common(one.opening, other.sequences) >= OPENED * len(one.opening)


def common(one: Hashes, other: Hashes) -> int:
    """Return how many hashes two sorted arrays have in common."""
    return len(np.intersect1d(one, other, assume_unique=True))


def _sequences(words: Hashes) -> Hashes:
    """Return the hashes of the runs of words, mixed from the hashes of the words."""
    if not len(words):
        return words
    runs = max(1, len(words) - SEQUENCE + 1)
    mixed = np.zeros(runs, np.uint64)
    for at in range(min(SEQUENCE, len(words))):
        mixed = (mixed ^ words[at : at + runs].astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))
