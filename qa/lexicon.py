"""Which English words mean the same, the opposite, or something broader.

Told by WordNet 3.0 (Miller 1995), of which ``lexicon.txt.gz`` keeps what is used here
(``tools/make_lexicon.py``), since an embedding finds "rose" as near to "fell" as to "climbed".
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("lexicon.txt.gz")

#: What is taken off a form to get its base, and put on, by the part of speech (WordNet's morphy).
_ENDINGS = {
    pos: tuple(tuple(pair.split(">")) for pair in pairs.split())
    for pos, pairs in {
        "n": "ies>y ves>f ches>ch shes>sh ses>s xes>x zes>z men>man s>",
        "v": "ies>y ied>y es>e es> s> ed>e ed> ing>e ing>",
        "a": "iest>y ier>y er> est> er>e est>e",
        "r": "",
    }.items()
}
#: Broader meanings up to so many steps away still say nothing that the narrower does not.
_STEPS = 5


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """``words`` are the meanings of a base form by its part of speech; the rest by meaning."""

    words: dict[tuple[str, str], tuple[int, ...]]
    broader: list[tuple[int, ...]]
    beside: list[tuple[int, ...]]
    against: list[tuple[int, ...]]
    irregular: dict[tuple[str, str], list[str]]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    words, meanings, forms = gzip.decompress(FILE.read_bytes()).decode().split("\n\n")
    known: dict[tuple[str, str], tuple[int, ...]] = {}
    for line in words.split("\n"):
        word, pos, *some = line.split(" ")
        known[pos, word] = tuple(map(int, some))
    rows = [
        [tuple(map(int, part.split(","))) if part else () for part in line.split(";")]
        for line in meanings.split("\n")
    ]
    broader, beside, against = (list(column) for column in zip(*rows, strict=True))
    irregular: dict[tuple[str, str], list[str]] = {}
    for line in forms.split("\n"):
        form, pos, base = line.split(" ")
        irregular.setdefault((pos, form), []).append(base)
    return _Lexicon(known, broader, beside, against, irregular)


@lru_cache(maxsize=65_536)
def bases(word: str, pos: str) -> tuple[str, ...]:
    """Return the base forms of a word as a noun, verb, adjective or adverb: "n", "v", "a", "r".

    >>> bases("fell", "v"), bases("bodies", "n"), bases("table", "r")
    (('fell', 'fall'), ('body',), ())
    """
    lexicon = _lexicon()
    found = [word] if (pos, word) in lexicon.words else []
    found += lexicon.irregular.get((pos, word), [])
    for ending, base in _ENDINGS[pos]:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            one = word[: len(word) - len(ending)] + base
            doubled = len(one) > 3 and one[-1] == one[-2] and ending in {"ed", "ing", "er", "est"}
            for each in (one, one[:-1]) if doubled else (one,):
                if (pos, each) in lexicon.words:
                    found.append(each)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65_536)
def base_set(word: str) -> frozenset[str]:
    """Return all base forms of a word, whatever it is; the word itself where none is known."""
    return frozenset(one for pos in "nvar" for one in bases(word, pos)) or frozenset((word,))


def is_known(word: str, pos: str) -> bool:
    """Say whether a form may be of a part of speech."""
    return bool(bases(word, pos))


@lru_cache(maxsize=65_536)
def _meanings(word: str) -> frozenset[int]:
    words = _lexicon().words
    return frozenset(one for pos in "nvar" for base in bases(word, pos) for one in words[pos, base])


@lru_cache(maxsize=65_536)
def _wide(word: str) -> frozenset[int]:
    """Return the meanings of a word and those beside them: of the noun, those of its verb."""
    lexicon = _lexicon()
    own = _meanings(word)
    return own | {other for one in own for other in lexicon.beside[one]}


@lru_cache(maxsize=65_536)
def _above(word: str) -> frozenset[int]:
    lexicon = _lexicon()
    reached = set(_meanings(word))
    last = reached
    for _ in range(_STEPS):
        last = {up for one in last for up in lexicon.broader[one]} - reached
        reached |= last
    return frozenset(reached)


def same(one: str, other: str) -> bool:
    """Say whether two words may mean the same, or are the noun and the verb of one thing.

    >>> same("injured", "hurt"), same("complaints", "complained"), same("rose", "fell")
    (True, True, False)
    """
    if base_set(one) & base_set(other):
        return True
    return bool(_meanings(one) & _wide(other) or _wide(one) & _meanings(other))


def broader(wide: str, narrow: str) -> bool:
    """Say whether what is called by the second word may be called by the first as well.

    >>> broader("vehicle", "car"), broader("car", "vehicle")
    (True, False)
    """
    return bool(_meanings(wide) & _above(narrow))


def opposite(one: str, other: str) -> bool:
    """Say whether two words may mean the opposite of each other.

    >>> opposite("rose", "fell"), opposite("unsafe", "safe"), opposite("rose", "climbed")
    (True, True, False)
    """
    lexicon = _lexicon()
    first, second = _meanings(one), _meanings(other)
    if not first or not second or same(one, other):
        return False
    return any(not second.isdisjoint(lexicon.against[each]) for each in first) or any(
        not first.isdisjoint(lexicon.against[each]) for each in second
    )
