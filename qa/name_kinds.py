"""What a name is a name of: a person, a body of people, a place, a work; told by what stands by it.

A question names what it wants ("which villages", "which goalkeepers"). A name that the articles
use in another way is left out. Each use of a name casts a vote: "in Kolbach", "said Ludo Farrant",
"Quorrin Direct, the online shop", "the film Tram 9". Rules, because no model for it can be had
without a model hub.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from qa.closed import is_no_town, is_place_or_time
from qa.words import stem, words


class Naming(StrEnum):
    """The kinds of things that have names."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    WORK = "work"
    AWARD = "award"


def _set(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


#: Common nouns by what they are called for; singular or plural.
NOUNS = {
    Naming.PERSON: _set(
        "person people man woman men women boy girl child children player footballer "
        "goalkeeper keeper striker golfer runner swimmer rider driver skier boxer pitcher athlete "
        "champion coach "
        "trainer manager director actor actress singer musician composer conductor writer author "
        "novelist poet painter artist sculptor photographer cinematographer filmmaker critic "
        "producer dancer comedian host presenter journalist reporter editor historian "
        "translator librarian juror judge lawyer "
        "prosecutor minister president chancellor senator governor mayor councillor lawmaker "
        "politician candidate member leader chief head boss chairman chairwoman chair executive "
        "officer official spokesman spokeswoman spokesperson ambassador king queen prince princess "
        "duke pope bishop priest doctor nurse surgeon scientist researcher professor teacher "
        "student pupil engineer astronaut pilot captain soldier general victim suspect witness "
        "survivor winner loser laureate nominee companion guest owner founder farmer worker "
        "employee democrat republican conservative who brother sister mother father son daughter "
        "husband wife successor predecessor"
    ),
    Naming.BODY: _set(
        "automaker carmaker chipmaker drugmaker "
        "company firm corporation business enterprise maker manufacturer producer brand retailer "
        "shop store chain supermarket grocer wholesaler seller supplier vendor brewer brewery "
        "bakery airline carrier operator railway bank insurer lender broker fund publisher "
        "newspaper magazine broadcaster network studio outlet organisation organization "
        "institution agency authority ministry department office council board committee "
        "commission court party union federation association club team side league university "
        "college school hospital museum gallery theatre orchestra choir band group giant startup "
        "developer utility charity foundation church police army navy museum festival media"
    ),
    Naming.PLACE: _set(
        "place city town village hamlet municipality country state nation province region county "
        "district island isle port harbour station stop valley river lake mountain borough suburb "
        "street square site location territory"
    ),
    Naming.WORK: _set(
        "film movie book novel play song album series show painting opera game programme podcast "
        "documentary product program software app feature model drug "
        "vaccine device gadget smartphone console website"
    ),
    Naming.AWARD: _set("award prize medal trophy cup honour honor title oscar"),
}

_BODY_WORDS = _set(
    "ltd limited inc corp corporation company co plc gmbh ag sa bank stores store group holding "
    "industries works line lines ferries buses coaches trafikk airways airlines air railways rail "
    "university college school academy institute hospital clinic club fc united city athletic "
    "party union ministry department office agency authority council committee commission court "
    "board association federation league society museum gallery theatre orchestra church partners "
    "brothers sons media press times post gazette herald courier journal direct online systems "
    "fc afc cf sc ac hk fk bk if ik sk sv kv vfb vfl tsv bsc rfc rc "
    "technologies software energy power pharma foods foundation trust festival"
)
_PLACE_WORDS = _set(
    "street road square bridge river lake valley mount mountain island islands bay harbour port "
    "county province district park hill north south east west upper lower st saint city"
)
#: A name with one of these is a public body's, which makes and sells nothing.
_PUBLIC_WORDS = _set(
    "institute inspectorate authority ministry department council commission committee court "
    "parliament senate congress government university police agency bureau tribunal regulator "
    "academy observatory ombudsman airport"
)
#: What is called one of these does business.
_COMMERCIAL = _set(
    "automaker carmaker chipmaker drugmaker company firm corporation business enterprise maker "
    "manufacturer producer brand retailer shop store chain supermarket grocer wholesaler seller "
    "supplier vendor brewer brewery bakery airline carrier operator lender broker insurer startup "
    "developer bank"
)
_TOWNS = _set("city town village")
#: A name that ends in one of these is a place's.
_GROUNDS = _set(
    "street road avenue square bridge river lake valley park hill island islands bay vale stadium "
    "arena hall centre center states kingdom republic emirates"
)
#: And one that ends in one of these is a law's, or what is won or played for.
_LAWS = _set("act bill law treaty amendment accord agreement")
_WON = _set("cup championship championships prize award awards trophy medal oscars")
_ROLE = "|".join(
    "spokesman spokeswoman spokesperson president minister director manager chairman chairwoman "
    "captain coach mayor judge lawyer professor doctor mr mrs ms dr sir dame lord lady king queen "
    "prince princess senator governor chancellor secretary commissioner leader founder owner "
    "executive officer actor actress singer author writer critic producer composer goalkeeper "
    "striker defender midfielder player keeper pianist conductor painter photographer "
    "cinematographer engineer farmer councillor".split()
)
#: "The Riga airline" is one in Riga.
_FIRM = "firm|company|airline|maker|manufacturer|retailer|bank|newspaper|club|startup|start-up"
_SAYS = r"(?:said|says|told|added|argued|warned|wrote|asked|explained|admitted|denied|believes)"


def wanted_naming(head: str) -> frozenset[Naming]:
    """Return what may be meant by what a question calls its members; empty when anything may.

    >>> [one.value for one in wanted_naming("villages in the valley")], wanted_naming("categories")
    (['place'], frozenset())
    """
    nouns = [stem(word) for word in words(head)]
    if nouns[:1] == ["who"]:
        return frozenset({Naming.PERSON, Naming.BODY})
    for noun in reversed(nouns[:4]):
        found = frozenset(naming for naming, known in NOUNS.items() if noun in known)
        if found:
            return found
    return frozenset()


def have_names(head: str) -> bool:
    """Say whether what a question asks for goes by names, as firms and places do.

    >>> have_names("publishers"), have_names("precautions"), have_names("people")
    (True, False, False)
    """
    return wanted_naming(head) in ({Naming.BODY}, {Naming.PLACE})


def is_no_business(name: str, head: str) -> bool:
    """Say whether a name is a public body's or a place's where those who do business are asked for.

    Of towns asked for, it says whether a name is a country's or a US state's.

    >>> [is_no_business("Halvard Institute", head) for head in ("software makers", "bodies")]
    [True, False]
    >>> is_no_business("U.S.", "airlines"), is_no_business("Riga-area", "companies")
    (True, True)
    """
    asked = {stem(word) for word in words(head)}
    if asked & _TOWNS:
        return is_no_town(name)
    if not asked & _COMMERCIAL:
        return False
    public = {stem(word) for word in words(name)} & _PUBLIC_WORDS
    return bool(public) or name.endswith(("-area", "-based")) or is_place_or_time(name)


def namings_of(name: str, texts: Iterable[str]) -> Counter[Naming]:
    """Count how often a name is used for each kind of thing.

    >>> uses = namings_of("Ludo Farrant", ["It waits, said Ludo Farrant, the chairman."])
    >>> uses.most_common(1)[0][0].value
    'person'
    """
    votes: Counter[Naming] = Counter()
    parts = words(name)
    stems = {stem(word) for word in parts}
    if stems & _BODY_WORDS or "&" in name or name.isupper():
        votes[Naming.BODY] += 3
    if stems & _PLACE_WORDS:
        votes[Naming.PLACE] += 1
    last_word = stem(parts[-1]) if len(parts) > 1 else ""
    for naming, known in (
        (Naming.PLACE, _GROUNDS),
        (Naming.WORK, _LAWS),
        (Naming.AWARD, _WON),
    ):
        votes[naming] += 2 * (last_word in known)
    plain = re.escape(name)
    last = re.escape(name.split()[-1])
    person = re.compile(
        rf"\b{_SAYS} (?:[a-z’' -]{{0,30}} )?{plain}\b(?!['’]s)|\b{last} {_SAYS}\b|"
        rf"\b(?i:{_ROLE}),? {plain}|{plain}, (?:aged )?\d\d\b|\b(?:Mr|Mrs|Ms|Dr) {last}\b|"
        rf"{plain}, who\b"
    )
    place = re.compile(
        rf"\b(?:[Ii]n|[Nn]ear|[Oo]utside|around|towards|above|below) {plain}\b(?![’'])|"
        rf"\b(?:across|throughout) {plain}\b|\bfrom {plain} to [A-ZÀ-Þ]|"
        rf"\b[Tt]he {plain} (?:{_FIRM})\b|"
        rf"\b(?:village|town|city|island|port|district|country) of {plain}\b|{plain}-based"
    )
    possessive = re.compile(
        rf"{plain}[’']s? (?:\w+ )?(?:shares|shops|stores|board|spokes\w+|chief|chairman|managing|"
        rf"chief|director|customers|employees|workers|products|owner|plant|factory|branches|"
        rf"members|players|coach|fleet|staff|engineers|president)|"
        rf"{plain}, (?:a|the) company\b|\bbought by {plain}|"
        rf"\bshares (?:in|of) {plain}"
    )
    for text in texts:
        if not stems & _BODY_WORDS:
            votes[Naming.PERSON] += 2 * len(person.findall(text))
        votes[Naming.PLACE] += 2 * len(place.findall(text))
        votes[Naming.BODY] += 2 * len(possessive.findall(text))
        for naming, said in _called(plain, text):
            votes[naming] += 2 * said
    if f"“{name}" in " ".join(texts) or f'"{name}' in " ".join(texts):
        votes[Naming.WORK] += 2
    return votes


#: Who is called a mediator or a novelist is a person.
_AGENT = re.compile(
    r"^[a-z]*(?:[a-z]man|woman|[a-z]{2}iator|[lsgt]ator|[rsl]ian|[a-z]{3}ist|tress)$"
)
_OWNERS = re.compile(r"[\w-]+['’]s ")


def _called(plain: str, text: str) -> Iterable[tuple[Naming, int]]:
    """Yield how often a text calls what a name stands for by a noun of each kind.

    The mayor of a town is not the town; the village of that name is.
    """
    beside = (
        rf"(\w+),? (?:(?:which |that )?(?:is |was )?called )?[“\"]?{plain}\b",
        rf"{plain}[”\"]?, (?:\d\d, )?(?:an?|the|its|his|her) ((?:[\w’'-]+ ){{0,3}}[\w’'-]+)",
        rf"{plain} (?:is|was) an? ((?:[\w’'-]+ ){{0,3}}[\w’'-]+)",
    )
    nouns = [
        word
        for one in beside
        for found in re.findall(one, text)
        for word in words(_OWNERS.sub("", found))
    ]
    said = [stem(word) for word in nouns]
    of = [stem(word) for word in re.findall(rf"(\w+) of {plain}\b", text)]
    for naming, known in NOUNS.items():
        called = sum(word in known for word in said)
        if naming is Naming.PLACE:
            called += sum(word in known for word in of)
        if naming is Naming.PERSON:
            called += sum(bool(_AGENT.search(word)) for word in nouns)
        yield naming, called


def fits(
    name: str, wanted: frozenset[Naming], texts: Iterable[str], *, surely: bool = False
) -> bool:
    """Say whether a name may be what is wanted: not when it is clearly used for something else.

    ``surely`` asks that it is used for what is wanted.
    """
    if not wanted:
        return not surely
    texts = list(texts)
    if wanted == {Naming.PERSON} and any(f"{name}, which" in text for text in texts):
        return False
    votes = namings_of(name, texts)
    mine = sum(votes[naming] for naming in wanted)
    if surely and not mine:
        return False
    other = max((count for naming, count in votes.items() if naming not in wanted), default=0)
    if Naming.PERSON in wanted and Naming.BODY not in wanted and len(name.split()) < 2 and not mine:
        return False
    return other < 2 or mine >= other / 2
