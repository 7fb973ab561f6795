"""Which nouns stand in the plural: as much English as telling a list from one thing needs.

A dictionary would weigh megabytes; a question needs the ending and the words that break its rule.
"""

from __future__ import annotations

import re
from enum import Enum


class Number(Enum):
    """How many a noun stands for; of ``OPEN`` nouns ("species") only the verb can tell."""

    ONE = "one"
    OPEN = "open"
    SEVERAL = "several"


_IRREGULAR = frozenset(
    "people police cattle mice geese teeth feet lice oxen bacteria criteria phenomena data media "
    "larvae algae fungi cacti nuclei stimuli alumni emus gnus menus gurus taxis skis kiwis rabbis "
    "alibis safaris dead wounded injured accused unemployed poor rich elderly".split()
)
_COMPOUND = re.compile(r"\w*(?:men|women|children|people|folk)$")
_SINGULAR = frozenset(
    "news gas bias canvas atlas alias lens chaos ethos cosmos asthma diabetes rabies measles "
    "politics economics mathematics physics athletics gymnastics ethics genetics electronics "
    "christmas rhinoceros pathos tennis this its his yes always perhaps besides sometimes as has "
    "was is does us plus thus specimen regimen abdomen omen acumen shorts trousers jeans "
    "pyjamas pajamas scissors glasses tongs pancreas texas dross".split()
)
_INVARIABLE = frozenset(
    "species series means works aircraft spacecraft hovercraft watercraft headquarters crossroads "
    "barracks gallows offspring sheep deer fish bison lynx salmon trout cod moose elk reindeer "
    "shellfish jellyfish squid swine quid".split()
)
_ENDING = re.compile(r"[\w-]*(?:[a-hj-rtv-z]|eau)s$")
#: Plurals that mostly stand before another noun ("sports league", "drinks company").
_BEFORE_A_NOUN = frozenset("sports arms sales goods savings customs earnings careers".split())
_MOSTLY_NOUNS = frozenset(
    "agency association authority body brand company department firm giant industry league maker "
    "minister ministry official programme program committee commission club".split()
)
_VERBS_IN_S = frozenset(
    "goes stays holds lies says makes keeps comes gets gives takes becomes remains serves brings "
    "wants needs owns loses pays pulls sells builds buys sends tells means stands sits belongs "
    "happens causes produces provides allows lets helps appears seems knows thinks believes lives "
    "follows contains includes requires expects offers begins starts stops opens closes leaves "
    "uses forms links joins hosts runs leads refuses".split()
)
_PASTS = frozenset(
    "took made went lost got left paid said became kept sold brought bought built began sent told "
    "threw drew grew flew knew fell rose broke spoke chose wrote drove hit fought caught taught "
    "thought felt dealt spent lent bore held stood sat ran met cut put quit shut withdrew came led "
    "hung won gave struck swept swam sank sang sprang stuck stole shook wore tore froze rode bit "
    "burnt beat saw found heard laid lay meant read spread split spun swore forgot forgave forbade "
    "overcame overtook undertook upheld withheld underwent bid bet burst cost hurt set shot slept "
    "sought understood".split()
)


def number_of(noun: str) -> Number:
    """Return how many a noun stands for.

    >>> [number_of(one).value for one in ("women", "wolves", "species", "news", "campus", "ship's")]
    ['several', 'several', 'open', 'one', 'one', 'one']
    """
    word = noun.lower()
    if word in _INVARIABLE:
        return Number.OPEN
    if word in _SINGULAR:
        return Number.ONE
    if word in _IRREGULAR or _COMPOUND.match(word):
        return Number.SEVERAL
    return Number.SEVERAL if len(word) > 2 and _ENDING.match(word) else Number.ONE


def describes(plural: str, following: str) -> bool:
    """Say whether a plural only describes what follows, as in "drinks company".

    >>> describes("sports", "body"), describes("parties", "form")
    (True, False)
    """
    return plural.lower() in _BEFORE_A_NOUN or following.lower() in _MOSTLY_NOUNS


def is_past(word: str) -> bool:
    """Say whether a word looks like a verb in the past ("paused", "won")."""
    return word.lower() in _PASTS or bool(re.match(r"[a-z-]{2,}ed$", word) and word != "need")


def is_verb_in_s(word: str) -> bool:
    """Say whether a word in -s is more often a verb than a noun in the plural ("goes")."""
    return word.lower() in _VERBS_IN_S
