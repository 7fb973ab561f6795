"""Questions that ask for one of a closed class: a country, a state of the United States, a month.

Of these a program knows all members, so a sentence that names none of them does not answer, however
well it fits otherwise. Countries come from the Unicode CLDR (by Babel), as do the languages, whose
names are most countries' adjectives: "the Swedish government" names Sweden. Where no sentence found
names a member, the world of the articles may be another one, and nothing is held against them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.words import stem_set
from vectorstore import Span

#: What countries are called beside the names that the CLDR gives them.
_ALSO = (
    "US|U.S.|USA|America|UK|U.K.|Britain|Great Britain|England|Scotland|Wales|Northern Ireland|"
    "Holland|Turkey|Czech Republic|Ivory Coast|Burma|Myanmar|Congo|DRC|Hong Kong|Macau|Palestine|"
    "East Timor|Swaziland|Macedonia|Bosnia|Herzegovina|Trinidad|Tobago|Antigua|UAE|Emirates|Korea|"
    "Vatican|Cape Verde|Saint Lucia|Micronesia|Soviet Union|USSR|Yugoslavia|Czechoslovakia|"
    "East Germany|West Germany|Zaire|Rhodesia|Ceylon|Persia|Siam"
)
_ADJECTIVES = (
    "American|British|Scottish|Irish|English|Welsh|Swiss|Belgian|Austrian|Iraqi|Israeli|Saudi|"
    "Emirati|Qatari|Kuwaiti|Omani|Yemeni|Pakistani|Bangladeshi|Afghan|Filipino|Philippine|Argentine|"
    "Chilean|Peruvian|Lebanese|Cuban|Cypriot|Taiwanese|Senegalese|Congolese|Togolese|Moroccan"
)
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|"
    "Hawaii|Hawai‘i|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|"
    "Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|"
    "New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|"
    "Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|"
    "Washington|West Virginia|Wisconsin|Wyoming"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

#: By so much what the reader says, log-odds, is lowered for a sentence that names no member, and by
#: so much the promise of the cheap features, which decides what is read.
LOWERED = 7.0
PROMISED_LESS = 3.0

_ASKS = r"\b(?:which|what)\s+(?:(?!of\b)[\w.’'-]+\s+){{0,2}}?{}\b"
_ASKS_COUNTRY = re.compile(
    _ASKS.format("(?:country|countries|nations?)")
    + r"(?!\s+(?:clubs?|music|song|songs|singers?|stars?|house|album|radio|artists?|duo|band)\b)",
    re.IGNORECASE,
)
_ASKS_STATE = re.compile(
    r"\b(?:which|what)\s+(?:(?:other|two|three|US|U\.S\.|American|southern|western|northern|eastern|"
    r"midwestern|swing|neighbou?ring)\s+){0,2}?states?\b(?!\s+(?:of|department|media|run|owned|house))",
    re.IGNORECASE,
)

#: Other classes: what they are called, and their members.
_CLASSES = {
    "months?": _MONTHS,
    "(?:weekday|days? of the week)": _DAYS,
    "continents?": "Africa|Antarctica|Asia|Australia|Europe|North America|South America|Oceania",
    "oceans?": "Atlantic|Pacific|Indian Ocean|Arctic|Southern Ocean",
    "planets?": "Mercury|Venus|Earth|Mars|Jupiter|Saturn|Uranus|Neptune",
}


def members_asked(question: str, *, adjectives: bool = True) -> re.Pattern[str] | None:
    """Return what finds a member of the closed class that a question asks for; None for others.

    With ``adjectives``, "Swedish" is found for Sweden.

    >>> found = members_asked("Which European country left the union?")
    >>> found.findall("The Swedish prime minister flew to Peru from Lagos.") if found else None
    ['Swedish', 'Peru']
    >>> members_asked("Which company left the country?") is None
    True
    """
    if _ASKS_COUNTRY.search(question):
        return _countries(adjectives=adjectives)
    if _ASKS_STATE.search(question):
        return re.compile(rf"\b(?:{_STATES})\b")
    for noun, members in _CLASSES.items():
        if re.search(_ASKS.format(noun), question, re.IGNORECASE):
            return re.compile(rf"\b(?:{members})\b")
    return None


@lru_cache(maxsize=2)
def _countries(*, adjectives: bool) -> re.Pattern[str]:
    from babel import Locale

    english = Locale("en")
    names = {name for code, name in english.territories.items() if len(code) == 2}
    names = {part for name in names for part in (name, name.replace("&", "and"))}
    known = sorted(names | set(_ALSO.split("|")), key=len, reverse=True)
    every = [re.escape(name) for name in known]
    if adjectives:
        tongues = {name for name in english.languages.values() if re.fullmatch(r"[A-Z]\w+", name)}
        every += sorted(tongues | set(_ADJECTIVES.split("|")))
        derived = sorted({name[:-1] for name in known if re.fullmatch(r"[A-Z]\w{3,}", name)})
        every.append(rf"(?:{'|'.join(derived)})\w?(?:n|an|ian|ese|i|ish)")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(every)})(?!\w)")


#: What stands for a place or a time in news and does no business.
_OTHER = r"D\.C\.|Washington,? D\.C\.|E[SD]?T|P[SD]?T|C[SD]T|M[SD]T|GMT|UTC|BST|CES?T"


def is_place_or_time(name: str) -> bool:
    """Say whether a name is a country's, a US state's, a month's, a weekday's or a time zone's.

    >>> [is_place_or_time(name) for name in ("U.S.", "the Netherlands", "Delta", "ET", "German")]
    [True, True, False, True, True]
    """
    plain = name.removeprefix("the ").removeprefix("The ")
    places = rf"{_STATES}|{_MONTHS}|{_DAYS}|{_OTHER}"
    return bool(_countries(adjectives=True).fullmatch(plain) or re.fullmatch(places, plain))


def held_by(question: str, sentences: Sequence[str]) -> list[list[Span]] | None:
    """Return the members that each sentence names, if the question asks for a closed class.

    ``None`` when it does not, and when no sentence names any.
    """
    members = members_asked(question)
    if members is None:
        return None
    held = [named(sentence, members, question) for sentence in sentences]
    return held if any(held) else None


def named(sentence: str, members: re.Pattern[str], question: str) -> list[Span]:
    """Return the members that a sentence names and the question does not, spans of the sentence."""
    asked = stem_set(question)
    return [
        Span(*one.span()) for one in members.finditer(sentence) if not stem_set(one[0]) <= asked
    ]
