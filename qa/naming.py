"""Whose name a name is: what antecedents and speakers must know of the names of an article.

A name is a person's when the article says so: by a title or a role beside it, an age after it, a
usual first name, or because its last word alone is used later on ("Marrant", of Ilse Marrant),
where a company is shortened to its first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.mentions import names_in
from qa.name_words import MEN, PERSONS, SURNAMES, WOMEN
from qa.quoting import masked
from vectorstore import Span

_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Judge|Justice|President|Minister|"
    r"Secretary|Mayor|Senator|Governor|King|Queen|Prince|Princess|Pope|Captain|Rep|Sen|Gov|Col|"
    r"Colonel|Gen|General|Lt|Sgt|Sergeant|Detective|Officer|Sheriff|Chief|Chancellor|Speaker|Coach|"
    r"Archbishop|Bishop|Rev|Father|Inspector|Superintendent|Attorney|Commissioner|Congressman|"
    r"Congresswoman|Deputy|Director|Premier|Ambassador)"
)
_MALE = r"\b(?:Mr|Sir|Lord|King|Prince|Pope|Congressman)\.? $"
_FEMALE = r"\b(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Congresswoman)\.? $"
_ROLE = "|".join(sorted(PERSONS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?:\b(?:{_TITLES}|Sens|Reps|CEO)\.?,? |\b(?:{_ROLE}),? )$", re.IGNORECASE)
_AFTER = re.compile(
    rf",? (?:\(?\d\d\)?(?=[,.)] )|(?:who|whose)\b|(?:a|an|the|its|his|her|their)"
    rf"(?: [\w’'-]+){{0,3}} (?:{_ROLE})\b)"
)

_CAPITALS = "|".join(
    sorted((word.capitalize() for word in PERSONS - {"star", "man", "woman"}), key=len)[::-1]
)
_CAPITAL_ROLE = re.compile(
    rf"(?:\b{_TITLES}\.?|\b(?:{_CAPITALS}|Sens?\.|Reps?\.|Councilor|CEO|General)) (?=[A-Z])"
)
_ONLY_ROLE = re.compile(
    rf"(?:Prime|Vice|{_TITLES}|{_CAPITALS}|City|State|County|Company|University| )+"
)
_OPENING = re.compile(
    r"(?:Although|Though|When|Unlike|Despite|Yet|Whether|Even|Once|Many|Several|Two|Three|Both|"
    r"While|Because|Since|If|But|And|Fellow|Then|Last|Like|First lady) (?=[A-Z])"
)
#: Begins of sentences whose capital is that of the sentence.
_NO_NAME = re.compile(
    r"(?:(?:[A-Z][a-z]+ly|Furthermore|Moreover|However|Meanwhile|Instead),|"
    r"[A-Z][a-z]+ing (?![A-Z])|[A-Z][a-z]+s (?:are|were|have|say)\b)"
)

_THING = re.compile(
    r"[&/\d]|^[A-Z]{2,}$|\b(?:of|the|and)\b|^(?:New|North|South|East|West|Northern|Southern|Eastern|"
    r"Western|Central|United|Saint|St|San|Santa|Los|Las|Lake|Mount|Fort|Port|Great|Upper|Lower|Old|"
    r"Black|White|Supreme|National|Royal|First|Second|Hong|Costa|Puerto|Sri|El|World|Real|Super|"
    r"Red|Green|Big|Democratic|Premier|Home|Foreign|High|Sky|Google|Apple|Amazon|Microsoft|Meta)\b|"
    r"\b(?:Act|Agency|Airlines?|Airport|Airways|Albums?|America|Apps?|Arena|Army|Assembly|"
    r"Association|Authority|Avenue|Awards?|Bank|Bay|Beach|Board|Bridge|Brewery|Bureau|Capital|"
    r"Cathedral|Center|Centre|Channel|Church|City|Club|Coast|College|Commission|Committee|Communist|"
    r"Company|Conference|Congress|Co-operative|Corp|Corporation|Council|County|Court|Courier|Creek|"
    r"Cup|Daily|Day|Democrats?|Department|Direct|District|East|Energy|Entertainment|Europe|Family|"
    r"Fen|Festival|Field|Foods?|Force|Forest|Foundation|Gardens?|Gate|Gazette|Global|Government|"
    r"Green|Group|Guardian|Hall|Health|High|Hills?|Holdings?|Hospital|Hotel|House|Inc|Institute|"
    r"International|Islands?|Journal|Kingdom|Labs?|Laborator(?:y|ies)|Lake|Lane|Law|League|Limited|"
    r"Line|Ltd|Magazine|Mail|Mall|Market|Media|Military|Ministry|Motors?|Mountains?|Museum|Music|"
    r"Network|News|North|Office|Olympics?|Open|Opera|Orchestra|Organi[sz]ation|Palace|Park|Parliament"
    r"|Party|Place|Plaza|Police|Post|Press|Prix|Prize|Consort|Project|Province|Records?|Republic(?:ans?)?|"
    r"Research|Resort|Restaurant|River|Road|Rovers|School|Senate|Series|Services?|Society|South|"
    r"Square|Stadium|Star|States?|Station|Stores?|Street|Studios?|Sun|System|Systems|Team|Technolog"
    r"(?:y|ies)|Telegraph|Theat(?:er|re)|Times|Tour|Tower|Town|Trial|Trust|TV|Union|United|University|"
    r"Valley|Village|War|Warriors|Weekly|West|White|Wood|World|York|Zoo)$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in an article: its half-open span, and whether it is a person's.

    ``is_person`` is None when the article does not tell. ``gender`` is "m", "f" or "".
    """

    span: Span
    text: str
    is_person: bool | None
    gender: str = ""

    def is_same(self, other: Named) -> bool:
        """Say whether both are one name, the shorter one perhaps a part of the longer."""
        mine, others = self.text.split(), other.text.split()
        short, long = sorted((mine, others), key=len)
        ends = self.is_person is not False and other.is_person is not False
        return long[: len(short)] == short or (ends and long[-len(short) :] == short)


def names_of(text: str, sentences: Sequence[Span]) -> tuple[tuple[Named, ...], ...]:
    """Return the names outside quotation marks, a tuple for each sentence."""
    return _names_of(text, tuple(sentences))


@lru_cache(maxsize=32)
def _names_of(text: str, sentences: tuple[Span, ...]) -> tuple[tuple[Named, ...], ...]:
    plain = masked(text)
    lower = frozenset(re.findall(r"(?<![\w’'-])[a-zß-ÿ][\w’'-]+", text))
    found = [
        [
            piece
            for s, e in names_in(plain[start:end], lower)
            if not (s == _first_letter(plain[start:end]) and _NO_NAME.match(plain[start + s : end]))
            for piece in _pieces(text, Span(start + s, start + e))
        ]
        for start, end in sentences
    ]
    every = [span for spans in found for span in spans]
    counts: dict[str, int] = {}
    for start, end in every:
        counts[text[start:end]] = counts.get(text[start:end], 0) + 1
    told: dict[str, Named] = {}
    for span in every:
        one = _told(text, span, counts)
        before = told.get(one.text)
        if not before or (before.is_person is None) or (one.gender and not before.gender):
            told[one.text] = one
    for one in list(told.values()):
        if one.is_person and " " in one.text:
            short = told.get(one.text.split()[-1])
            if short and not short.is_person:
                gender = short.gender or one.gender
                told[short.text] = Named(short.span, short.text, True, gender)
    return tuple(
        tuple(Named(span, text[slice(*span)], *_known(told[text[slice(*span)]])) for span in spans)
        for spans in found
    )


def _first_letter(sentence: str) -> int:
    found = re.search(r"\w", sentence)
    return found.start() if found else 0


def _pieces(text: str, span: Span) -> list[Span]:
    """Cut "France's Victor Wembanyama" in two, and the role off "Town Manager Phil Hervey"."""
    name = text[span.start : span.end]
    opening = _OPENING.match(name)
    if opening:
        return _pieces(text, Span(span.start + opening.end(), span.end))
    if len(name) < 2 or _ONLY_ROLE.fullmatch(name):
        return []
    owner = re.match(r"(.+?)['’]s? (?=\S+ \S)", name)
    if owner:
        first = Span(span.start, span.start + owner.end(1))
        return [first, *_pieces(text, Span(span.start + owner.end(), span.end))]
    roles = list(_CAPITAL_ROLE.finditer(name))
    tail = name[roles[-1].end() :] if roles else ""
    # A role in the middle may be a surname: Martin Luther King Jr.
    in_front = bool(roles) and roles[0].start() == 0 and not tail.startswith(("Jr", "Sr", "II"))
    if tail and not _THING.search(tail) and (" " in tail or in_front):
        return [Span(span.start + roles[-1].end(), span.end)]
    return [span]


def _known(one: Named) -> tuple[bool | None, str]:
    return one.is_person, one.gender


def _told(text: str, span: Span, counts: dict[str, int]) -> Named:
    """Say what a name tells by itself and by what stands around it."""
    name = text[span.start : span.end]
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 80]
    words = name.split()
    first = words[0].lower()
    gender = ""
    if re.search(_MALE, before) or (len(words) > 1 and first in MEN - WOMEN):
        gender = "m"
    elif re.search(_FEMALE, before) or (
        first in WOMEN - MEN and (len(words) > 1 or first not in SURNAMES)
    ):
        gender = "f"
    if _THING.search(name) or len(words) > 4 or re.search(r"['’]s? ", name):
        return Named(span, name, False)
    last = counts.get(words[-1], 0)
    shortened = len(words) > 1 and last > 2 * counts.get(words[0], 0)
    known = len(words) > 1 and first in MEN | WOMEN
    if gender or known or shortened or _BEFORE.search(before) or _AFTER.match(after):
        return Named(span, name, True, gender)
    if len(words) > 1 and counts.get(words[0]) and not counts.get(words[-1]):
        return Named(span, name, False)
    return Named(span, name, None)
