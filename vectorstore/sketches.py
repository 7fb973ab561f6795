"""Short signatures of wordings that are likely to meet where wordings do.

The signature is MinHash's, by datasketch: two of its numbers are equal as often as two wordings
have sequences in common (Broder 1997). Pairs of its numbers are the bands of locality-sensitive
hashing (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3). Of datasketch
only the signature is taken: its index lives in memory, and ours in the library's transaction.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vectorstore.wording import Hashes

if TYPE_CHECKING:
    from datasketch import MinHash

#: Numbers of a signature, 4 bytes each.
NUMBERS = 256

#: Numbers in a band. With two, wordings that have a sixth of their sequences in common meet with a
#: probability of 0.97, an eighth 0.87, a hundredth 0.01.
ROWS = 2

#: Standard deviations by which an estimate may be too low before a candidate is passed over.
_SURE = 3.0


def signature(sequences: Hashes) -> Hashes:
    """Return the signature of a set of hashes, shape (NUMBERS,)."""
    sketch = _empty().copy()
    sketch.update_batch(sequences.tolist())
    return np.asarray(sketch.hashvalues, np.uint32)


def bands(signed: Hashes) -> list[int]:
    """Return the numbers under which a signature is looked up, one a band, 64 bits with a sign."""
    pairs = signed.reshape(-1, ROWS).astype(np.uint64)
    joined = (pairs[:, 0] << np.uint64(32)) | pairs[:, 1]
    joined ^= np.arange(len(pairs), dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return [int(number) for number in joined.view(np.int64)]


def possible_share(
    signed: Hashes, size: int, others: Hashes, sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the largest likely shares of the shorter wordings that stand in the longer ones.

    ``signed`` has shape (NUMBERS,), ``others`` (n, NUMBERS), ``sizes`` (n,): how many sequences
    there are. Returns shape (n,).
    """
    alike = (others == signed).mean(axis=1)
    likely = alike + _SURE * np.sqrt(np.maximum(alike * (1 - alike), 1 / NUMBERS) / NUMBERS)
    in_common = np.minimum(likely, 1) / (1 + np.minimum(likely, 1)) * (size + sizes)
    return np.asarray(np.minimum(1.0, in_common / np.minimum(size, sizes)))


def meets(share: float) -> float:
    """Return the probability that two wordings with this share of all sequences share a band.

    >>> round(meets(1 / 6), 2), round(meets(1 / 8), 2), round(meets(1 / 100), 2)
    (0.97, 0.87, 0.01)
    """
    return 1 - math.pow(1 - math.pow(share, ROWS), NUMBERS // ROWS)


@cache
def _empty() -> MinHash:
    # Takes half a second with all that it brings; who only reads a library needs none of it.
    from datasketch import MinHash

    # The scheme is named: what is stored must mean the same in a later version.
    return MinHash(NUMBERS, seed=1, hashfunc=int, scheme="affine32")
