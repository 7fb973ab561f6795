"""Begins of sentences that stand for something named before: "He", "its", "The online shop"."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.name_words import GROUPS, PERSONS, PLACES
from qa.quoting import FILL, masked

_PRONOUN = r"(?:he|she|it|they|his|her|its|their)"
NOUNS = PERSONS | GROUPS | PLACES
#: Capitals that say where a thing is from, and name nothing.
_ORIGIN = re.compile(
    r"[a-z\d-]+|[A-Z][\w.-]*-(?:based|owned|born|backed)|U\.?S\.?|UK|EU|"
    r"[A-Z]\w+(?:ese|ish|ian|ean|can|man|ch|"
    r"sh)"
)
_NO_ADJECTIVES = frozenset(
    "the a an this that his her its their to of in was is were are had has have and or for on at "
    "by with as who which will would can not".split()
)
#: What follows tells which one is meant.
_TOLD = re.compile(
    r" (?:of|that|which|who|whose|whom|behind|in|at|on|for|from|with|to|where|near|by|between|"
    r"against|about|named|called|known|responsible|accused|based)\b"
)
_LEADING = re.compile(
    r"(?:(?:But|And|Yet|So|Still|Then|Now|Later|Also|However|Meanwhile|Instead|Today|Overall|"
    r"Eventually|Finally|Afterwards?|Recently|Previously|Additionally|Moreover|Furthermore|"
    r"In addition|For example|At the time|As a result|Despite this),? |"
    r"(?:In|On|At|By|Since|Until|During|Last|Earlier|Over|From|For|Following|After|Before)\b"
    r"(?P<intro>[^,;:·]{1,60}), )"
)
_DATED = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Christmas|Easter)\b"
)
_EXPLETIVE = re.compile(
    r"it(?:['’]s| is| was| has been| will be| would be| may be| might be| could be| remains?|"
    r" became| isn['’]t| wasn['’]t| seem(?:s|ed)| appear(?:s|ed)| turn(?:s|ed) out| emerged|"
    r" happen(?:s|ed)| follows| comes?| came| marks?| means?| meant| takes?| took| costs?|"
    r" helps?| helped| looks?| feels| felt| makes sense| doesn['’]t matter| hurts| depends| all|"
    r" rained| snowed| goes| sounds?)\b",
    re.IGNORECASE,
)
#: Verbs after which a speaker is taken up.
SAYING = (
    r"(?:said|says|say|told|tells|added|adds|argued|argues|warned|warns|explained|explains|insisted|"
    r"insists|claimed|claims|wrote|writes|recalled|noted|notes|continued|admitted|joked|replied)"
)
_AFTER_QUOTE = re.compile(
    rf"{FILL}+,? (?:(?P<one>{_PRONOUN}|the [\w’' -]{{3,40}}?) (?:also |then |later )?{SAYING}|"
    rf"{SAYING} (?P<two>he|she|they|it))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4_000)
def needs_antecedent(sentence: str) -> str | None:
    """Return the words at the begin of a sentence that stand for what was named before it.

    After a quotation at the begin these are the words for its speaker; None when there are none.

    >>> needs_antecedent("The online shop now sells only new heaters.")
    'The online shop'
    >>> needs_antecedent('"We did," she said.'), needs_antecedent("It is clear that we lost.")
    ('she', None)
    """
    plain = masked(sentence)
    if plain.startswith(FILL):
        after = _AFTER_QUOTE.match(plain)
        if not after:
            return None
        start = after.start("one") if after["one"] else after.start("two")
        return _standing(plain[start:])
    leading = _LEADING.match(plain)
    if leading and re.search(r"[A-ZÀ-Þ]", _DATED.sub("", leading["intro"] or "")):
        return None
    return _standing(plain[leading.end() :] if leading else plain)


def _standing(words: str) -> str | None:
    """Return the pronoun or the noun with its article that a clause begins with."""
    pronoun = re.match(rf"({_PRONOUN})(?=[\s’',])(?!,? [A-Z][a-z]+ and)", words, re.IGNORECASE)
    if pronoun:
        return None if _is_expletive(words) else pronoun[1]
    for noun in map(_longer, [words] * 4, range(4)):
        if not noun or not (noun["noun"].lower() in NOUNS or "-year-old" in noun["noun"]):
            continue
        rest = words[noun.end() :]
        if _TOLD.match(rest) or re.match(r",? [A-ZÀ-Þ]|, (?:who|which)\b", rest):
            return None
        further = re.match(r" ([a-z-]+)", rest)
        if further and further[1] in NOUNS:
            continue
        if all(
            _ORIGIN.fullmatch(word) and word not in _NO_ADJECTIVES
            for word in noun["adjectives"].split()
        ):
            return noun[0]
    return None


def _longer(words: str, adjectives: int) -> re.Match[str] | None:
    """Match a noun after so many words."""
    return re.match(
        rf"[Tt]he (?P<adjectives>(?:[\w’'.-]+ ){{{adjectives}}})(?P<noun>\d+-year-old|[a-z][a-z-]+)"
        r"(?=$|[\s,.:;’'])",
        words,
    )


def _is_expletive(words: str) -> bool:
    return bool(_EXPLETIVE.match(words)) and not re.match(
        r"it (?:is|was|has been) (?:the|a|an|one of|based|owned|founded|run|led|made up)\b"
        r"(?!.* (?:that|to|who) )",
        words,
        re.IGNORECASE,
    )
