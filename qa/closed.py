"""Questions that ask for one of a closed class: a country, a state, a month.

Of these a program knows all members, so a sentence that names none of them does not answer, however
well it fits otherwise. Countries come from the Unicode CLDR (by Babel), most adjectives are made
of them: "the Kenyan government" names Kenya. (Of the languages some are called Alabama, Dakota or
Slave.) Where no sentence found names a member, the world of the articles may be another one, and
nothing is held against them.
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
    "East Germany|West Germany|Zaire|Rhodesia|Ceylon|Persia|Siam|Prussia|Ottoman Empire|"
    "Austria-Hungary|Tibet|Turkiye|Sao Tome"
)
#: These end the names of other places: New Jersey, New South Wales, the Gulf of Mexico.
_PART_OF = {
    "England": "(?<!New )",
    "Jersey": "(?<!New )",
    "Mexico": "(?<!New )(?<!Gulf of )",
    "Wales": "(?<!South )(?<!Prince of )",
}
#: What the CLDR has among its territories and is no country.
_NO_COUNTRY = frozenset("EU UN EZ QO XA XB ZZ".split())
_ADJECTIVES = (
    "American|British|Scottish|Irish|English|Welsh|Swiss|Belgian|Austrian|Iraqi|Israeli|Saudi|"
    "Emirati|Qatari|Kuwaiti|Omani|Yemeni|Pakistani|Bangladeshi|Afghan|Filipino|Philippine|Argentine|"
    "Chilean|Peruvian|Lebanese|Cuban|Cypriot|Taiwanese|Senegalese|Congolese|Togolese|Moroccan|"
    "Comorian|Czech|Danish|Dutch|Faroese|Finnish|French|German|Greek|Icelandic|Kazakh|Kyrgyz|Lao|"
    "Malagasy|Marshallese|Norwegian|Polish|Portuguese|Scots|Slovak|Somali|Spanish|Swedish|Tajik|"
    "Thai|Turkish|Turkmen|Uzbek|Ivorian|Kosovar|Salvadoran|Dominican|Spaniard|Swede|Serb|Croat|Briton|Icelander|"
    "New Zealander"
)
#: What a country's team is called in reports that need not say of which.
_TEAMS = (
    "All Blacks|Azzurri|Black Caps|Black Ferns|Les Bleus|Lionesses|Matildas|Proteas|Socceroos|"
    "Springboks|Team GB|Three Lions|Wallabies|West Indies|Windies"
)
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|"
    "Hawaii|Hawai‘i|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|"
    "Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|"
    "New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|"
    "Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|"
    "Washington|West Virginia|Wisconsin|Wyoming"
)
#: The states of federations, by what finds the federation, but for those whose names say more often
#: something else ("Acre", "Delta").
_FEDERATIONS = {
    r"US|U\.S\.|USA|American?|United States|swing": _STATES,
    "Australian?": (
        "New South Wales|Queensland|South Australia|Tasmania|Victoria|Western Australia|"
        "Northern Territory"
    ),
    "Indian?": (
        "Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Goa|Gujarat|Haryana|"
        "Himachal Pradesh|Jammu and Kashmir|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|"
        "Manipur|Meghalaya|Mizoram|Nagaland|Odisha|Punjab|Rajasthan|Sikkim|Tamil Nadu|Telangana|"
        "Tripura|Uttar Pradesh|Uttarakhand|West Bengal"
    ),
    "German|Germany": (
        "Baden-Württemberg|Bavaria|Berlin|Brandenburg|Bremen|Hamburg|Hesse|Lower Saxony|"
        "Mecklenburg-Western Pomerania|North Rhine-Westphalia|Rhineland-Palatinate|Saarland|"
        "Saxony-Anhalt|Saxony|Schleswig-Holstein|Thuringia"
    ),
    "Austrian?": (
        "Burgenland|Carinthia|Lower Austria|Upper Austria|Salzburg|Styria|Tyrol|Vorarlberg|Vienna"
    ),
    "Mexican|Mexico": (
        "Aguascalientes|Baja California Sur|Baja California|Campeche|Chiapas|Chihuahua|Coahuila|"
        "Colima|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|Michoac[aá]n|Morelos|Nayarit|"
        "Nuevo Le[oó]n|Oaxaca|Puebla|Quer[eé]taro|Quintana Roo|San Luis Potos[ií]|Sinaloa|Sonora|"
        "Tabasco|Tamaulipas|Tlaxcala|Veracruz|Yucat[aá]n|Zacatecas"
    ),
    "Brazilian|Brazil": (
        "Alagoas|Amap[aá]|Amazonas|Bahia|Cear[aá]|Esp[ií]rito Santo|Goi[aá]s|Maranh[aã]o|"
        "Mato Grosso do Sul|Mato Grosso|Minas Gerais|Pará|Para[ií]ba|Paran[aá]|Pernambuco|"
        "Piau[ií]|Rio de Janeiro|Rio Grande do Norte|Rio Grande do Sul|Rond[oô]nia|Roraima|"
        "Santa Catarina|S[aã]o Paulo|Sergipe|Tocantins"
    ),
    "Nigerian?": (
        "Abia|Adamawa|Akwa Ibom|Anambra|Bauchi|Bayelsa|Benue|Borno|Ebonyi|Edo|Ekiti|Enugu|Gombe|"
        "Jigawa|Kaduna|Kano|Katsina|Kebbi|Kogi|Kwara|Lagos|Nasarawa|Ogun|Ondo|Osun|Oyo|Sokoto|"
        "Taraba|Yobe|Zamfara"
    ),
    "Malaysian?": (
        "Johor|Kedah|Kelantan|Malacca|Negeri Sembilan|Pahang|Penang|Perak|Perlis|Sabah|Sarawak|"
        "Selangor|Terengganu"
    ),
}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

#: By so much what the reader says, log-odds, is lowered for a sentence that names no member, and by
#: so much the promise of the cheap features, which decides what is read.
LOWERED = 7.0
PROMISED_LESS = 3.0

_ASKS = r"\b(?:which|what)\s+(?P<between>(?:[\w.’'-]+\s+){{0,2}}?)(?:{})\b(?![-‐]\w)"
#: "What is the country's name", "Which firm of the country": what is asked for stands before these.
_NOT_BETWEEN = frozenset(
    "of is are was were be been did do does has have had will would can could may might should "
    "must a an the this that these those his her its their our your my and or to in on at by for "
    "from with left cross".split()
)
_ASKS_COUNTRY = re.compile(
    _ASKS.format("country|countries|(?<!first )nations?")
    + r"(?!\s+(?:clubs?|music|musicians?|songs?|singers?|stars?|houses?|albums?|radio|artists?|duo|"
    r"band|pubs?|inns?|hotels?|estates?|roads?|lanes?|parks?|manor|cottages?|code|codes|director|"
    r"manager|legend|hit|walk|fair|show|act|states?)\b)",
    re.IGNORECASE,
)
_ASKS_STATE = re.compile(
    r"\b(?:which|what)\s+(?:(?:other|two|three|US|U\.S\.|American|Australian|"
    r"Indian|German|Austrian|Mexican|Brazilian|Nigerian|Malaysian|southern|western|northern|eastern|"
    r"midwestern|swing|neighbou?ring)\s+){0,2}?states?\b(?![-‐]\w)"
    r"(?!\s+(?:of|department|media|run|owned|house|senat(?:e|ors?)|lawmakers?|legislat(?:ors?|ures?)|"
    r"representatives?|governors?|ministers?|officials?|secretary|attorneys?|prosecutors?|judges?|"
    r"courts?|police|troopers?|employees?|agency|agencies|bod(?:y|ies)|regulators?|commission|"
    r"committee|law|laws|tax|aid|pensions?|assets?|bank|compan(?:y|ies)|firms?|enterprises?|"
    r"broadcasters?|television|tv|news|universit(?:y|ies)|colleges?|schools?|hospitals?|prisons?|"
    r"parks?|highways?|route|museums?|librar(?:y|ies)|capitals?|visits?|funeral|dinner|banquet|fair|"
    r"champions?|championships?|bird|flower|party|security|secrets?)\b)",
    re.IGNORECASE,
)
#: How something is: "What state is the patient in?"
_CONDITION = re.compile(
    r"^[Ww]hat state (?:is|are|was|were) (?:(?:the|his|her|its|their) [a-z]+|he|she|it|they)\b"
)

#: Other classes: what they are called, and their members.
_CLASSES = {
    "months?": _MONTHS,
    "weekday|days? of the week": _DAYS,
    "continents?": "Africa|Antarctica|Asia|Australia|Europe|North America|South America|Oceania",
    r"oceans?(?!\s+(?:liners?|races?|cruises?|floor|drive|view|park|currents?)\b)": (
        "Atlantic|Pacific|Indian Ocean|Arctic|Southern Ocean"
    ),
    # Those of other stars are called after them: TRAPPIST-1e, TOI-715 b.
    r"(?<!dwarf )(?<!minor )planets?": (
        "Mercury|Venus|Earth|Mars|Jupiter|Saturn|Uranus|Neptune|"
        r"[A-Z][A-Za-z]*[ -]?\d[\d-]*(?:\.\d+)? ?[b-h]|Proxima (?:Centauri )?[b-d]"
    ),
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
    if _asks(_ASKS_COUNTRY, question):
        return _countries(adjectives=adjectives)
    if _ASKS_STATE.search(question) and not _CONDITION.search(question):
        return re.compile(rf"\b(?:{'|'.join(_states_of(question))})\b")
    for noun, members in _CLASSES.items():
        if _asks(re.compile(_ASKS.format(noun), re.IGNORECASE), question):
            return re.compile(rf"\b(?:{members})\b")
    return None


def _states_of(question: str) -> list[str]:
    """Return the states of the federation that is said to be meant, else of all."""
    return [
        states
        for name, states in _FEDERATIONS.items()
        if re.search(rf"\b(?:{name})(?: \w+)? states?\b|\bstates? in (?:the )?(?:{name})", question)
    ] or list(_FEDERATIONS.values())


def _asks(pattern: re.Pattern[str], question: str) -> bool:
    """Say whether what a pattern finds is asked for: no verb or article stands in between.

    >>> _asks(_ASKS_COUNTRY, "What did the country do?"), _asks(_ASKS_COUNTRY, "What nation won?")
    (False, True)
    """
    return any(
        _NOT_BETWEEN.isdisjoint(between)
        and not any(re.search(r"[’']s?$|^[a-z]+[^osu]s$", word) for word in between)
        for between in (found["between"].split() for found in pattern.finditer(question))
    )


@lru_cache(maxsize=2)
def _countries(*, adjectives: bool) -> re.Pattern[str]:
    from babel import Locale

    english = Locale("en")
    names = {
        name
        for code, name in english.territories.items()
        if len(code) == 2 and code not in _NO_COUNTRY
    }
    names = {part for name in names for part in (name, name.replace("&", "and"))}
    known = sorted(names | set(_ALSO.split("|")), key=len, reverse=True)
    every = [_PART_OF.get(name, "") + re.escape(name) for name in known]
    if adjectives:
        every += _TEAMS.split("|")
        every.append(rf"(?:{_ADJECTIVES})s?")
        whole = r"(?:[A-Z]\w+ )*[A-Z]\w{3,}"
        derived = sorted({name[:-1] for name in known if re.fullmatch(whole, name)}, key=len)
        every.append(rf"(?:{'|'.join(reversed(derived))})\w?(?:n|an|ian|ese|i|ish)s?")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(every)})(?!\w)")


#: Countries and states that share their names with a town.
_ALSO_TOWNS = frozenset(
    "Djibouti|Gibraltar|Guatemala|Hong Kong|Kuwait|Luxembourg|Macau|Monaco|New York|Panama|"
    "San Marino|Singapore|Vatican|Washington".split("|")
)

#: What stands for a place or a time in news and does no business.
_OTHER = r"D\.C\.|Washington,? D\.C\.|E[SD]?T|P[SD]?T|C[SD]T|M[SD]T|GMT|UTC|BST|CES?T"


def without_article(name: str) -> str:
    """Return a name without "the" in front of it.

    >>> without_article("the Netherlands"), without_article("Theydon")
    ('Netherlands', 'Theydon')
    """
    return name.removeprefix("the ").removeprefix("The ")


def is_place_or_time(name: str) -> bool:
    """Say whether a name is a country's, a US state's, a month's, a weekday's or a time zone's.

    >>> [is_place_or_time(name) for name in ("U.S.", "the Netherlands", "Delta", "ET", "German")]
    [True, True, False, True, True]
    """
    if name == "Emirates":  # the airline: the country has an article
        return False
    plain, places = without_article(name), rf"{_STATES}|{_MONTHS}|{_DAYS}|{_OTHER}"
    return bool(_countries(adjectives=True).fullmatch(plain) or re.fullmatch(places, plain))


def is_no_town(name: str) -> bool:
    """Say whether a name is a country's or a US state's, and no town's that is called alike.

    >>> [is_no_town(name) for name in ("Mississippi", "the U.S.", "New York", "Singapore", "Wick")]
    [True, True, False, False, False]
    """
    plain = without_article(name)
    is_land = _countries(adjectives=False).fullmatch(plain) or re.fullmatch(_STATES, plain)
    return bool(is_land) and plain not in _ALSO_TOWNS


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
