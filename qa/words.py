"""Words of questions and sentences, in the form that the full-text index knows them by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Any

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")

#: Words of English that say how a question is asked, not what it is about.
STOP_WORDS = frozenset(
    """a about after again against ago all also am an and any anyone anything are around as ask at
    be because been before being between both but by can could did do does doing done down during
    each either else ever every few for from further get give given go got had has have having he
    her here hers herself him himself his how however i if in into is it its itself just kind let
    like list long made make makes making many may me might mine more most much must my myself name
    named no nor not now of off on once one only or other others our out over own per please
    recent recently said same say says she should since so some such tell than that the their them
    then there these they this those though through to told too type under until up upon us was
    way we week were what whatever when where whether which while who whom whose why will with
    within without would you your s t d ll re ve m""".split()
)

#: Passages that a library is taken to hold beyond its own, and the share of them that any word
#: stands in: in a library of few articles every word would else be either everywhere or nowhere.
_PRIOR_PASSAGES = 500
_PRIOR_SHARE = 1 / 300

#: Passages that the words of a question should find, and those that are scored at most if they do:
#: some twenty milliseconds' worth. Only an archive of thousands of articles holds more.
ENOUGH, MOST = 1_000, 30_000


def words(text: str) -> list[str]:
    """Return the words of a text as SQLite's ``unicode61`` finds them: lower case, no accents.

    >>> words("Microsoft’s café-owner, 1,500 m²")
    ['microsoft', 's', 'cafe', 'owner', '1', '500', 'm2']
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _WORD.findall(plain.lower())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem under which the full-text index holds a word (Porter 1980).

    >>> stem("companies"), stem("paused")
    ('compani', 'paus')
    """
    if not word.isascii() or len(word) < 3:
        return word
    return str(_porter().stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of all words of a text."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=4_000)  # the sentences of a few questions; 2 kB each
def stem_set(text: str) -> frozenset[str]:
    """Return the stems of a text, each once; remembered, since questions meet again."""
    return frozenset(stems(text))


def content_words(question: str) -> list[str]:
    """Return the words that a question is about, each once; all its words if there are none.

    >>> content_words("Which companies paused sales, and for how long?")
    ['companies', 'paused', 'sales']
    """
    every = list(dict.fromkeys(words(question)))
    return [word for word in every if word not in STOP_WORDS] or every


def rare_and_common(question: str, counts: Mapping[str, int]) -> tuple[str, str]:
    """Return an FTS5 query of the question's rarer words, and one of those that find too much.

    ``counts`` says in how many passages each stem occurs. The rarest words come first, until they
    find ENOUGH passages; those that then go beyond MOST are the common ones. Either is empty when
    there are no such words. Words are letters and digits in double quotation marks, so that nothing
    of a question can be taken for FTS5's own grammar.

    >>> rare_and_common("Which president visited Telmouth?", {"telmouth": 2_000, "presid": 90_000})
    ('"visited" OR "telmouth"', '"president"')
    """
    rare: list[str] = []
    common: list[str] = []
    found = 0
    for word in sorted(content_words(question), key=lambda word: counts.get(stem(word), 0)):
        count = counts.get(stem(word), 0)
        if found < ENOUGH or found + count <= MOST:
            rare.append(word)
            found += count
        else:
            common.append(word)
    return _any_of(rare), _any_of(common)


def _any_of(some: Sequence[str]) -> str:
    return " OR ".join(f'"{word}"' for word in some)


def rarity(counts: Mapping[str, int], terms: Sequence[str], passages: int) -> dict[str, float]:
    """Return each stem's inverse document frequency, in nats.

    ``counts`` says in how many of ``passages`` each stem occurs; a stem that is not in it occurs
    in none. Smoothed toward a library of a few hundred passages.
    """
    total = passages + _PRIOR_PASSAGES
    prior = _PRIOR_PASSAGES * _PRIOR_SHARE
    return {term: log(total / (counts.get(term, 0) + prior)) for term in terms}


@lru_cache(maxsize=1)
def _porter() -> Any:  # noqa: ANN401 - the package is not typed
    return snowballstemmer.stemmer("porter")
