"""Whether a question asks for one thing, for several, or leaves it open; and what they are called.

What counts is the noun behind "which", "what" or "name" and its number, not the verb that follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.plurals import Number, describes, is_past, is_verb_in_s, number_of

PREPOSITION = (
    r"(?:about|above|after|against|as|at|because of|before|below|between|by|during|for|from|in|"
    r"into|of|on|over|since|through|to|toward|towards|under|until|up to|with)"
)
AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)"
)
_AUXILIARIES = re.compile(rf"(?:{AUXILIARY}|need|cannot|won['’]t|ca|shall)(?:n['’]t)?$", re.I)
#: What a noun phrase cannot hold, or not behind its noun.
_STOPS = frozenset(
    "about above across after against ahead along amid among around as at away because before "
    "behind below beneath beside between beyond by despite down during except for from in inside "
    "into like near of off on onto out outside over past per round since than through throughout "
    "till to toward towards under unlike until up via while with within without and or but nor if "
    "when where why how who whom whose that which what a an the this these those his her its their "
    "my your our he she it they we you i no not never also still now already again even only just "
    "so then yet once twice each every all both any some there here elsewhere abroad alike alone "
    "together else apart today yesterday either neither most more".split()
)
_NUMERALS = frozenset(
    "two three four five six seven eight nine ten eleven twelve both several some many few various "
    "different other others further all more most another first second third last next".split()
)
_COUNT = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|several|many|various|"
    r"[2-9]|[1-9]\d)$"
)
_CLASSIFYING = re.compile(
    r"(?:(?:wo)?men|children|people)['’]s$|"
    r"(?:(?:farm|work|teach|driv|play|consum|pension)ers|students|parents)['’]$",
    re.I,
)
#: "Which colour shorts" asks for a color, "what kind of animals" for a kind.
_WHOLE_HEADS = frozenset("colour color size make brand type".split())
_LEADING = re.compile(
    rf"^(?!{PREPOSITION} (?:which|what|whom?)\b)(?!(?:which|what|whom?|whose|where|name|list)\b)"
    rf"[^,?:]{{3,80}}[,:] (?=(?:{PREPOSITION} )?(?:which|what|whom?|whose|where)\b)",
    re.I,
)
_ASKED = re.compile(
    rf"^(?:the [\w-]+ of )?(?:(?P<before>{PREPOSITION}) )?"
    r"(?P<ask>which|what|name|list|give) (?-i:(?:me|us) )?(?P<rest>.+)$",
    re.I,
)
_WHAT_ARE = re.compile(
    r"^[Ww]hat (?:are|were) (?P<rest>(?:the|his|her|its|their|[A-Z]\S+['’]s?) .+)$"
)
_PART = re.compile(
    r"^(?P<count>(?:one|two|three|four|five|six|several|some|all|both|any) )?of "
    r"(?P<set>(?:the|these|those|his|her|its|their|\w[\w.-]*(?: \w[\w.-]*)*?"
    r"['’]s?) .+)$"
)
_PART_BY_NAME = re.compile(r"^(?:\S+ )*?[A-Z][\w.-]*(?: [A-Z][\w.-]*)*(?:['’]s|s['’]) ")
_DETERMINER = re.compile(r"(?:an?|the|this|these|those|his|her|its|their|to|up|it)$", re.I)
_PARTICIPLE = re.compile(r"(?:\w{2,}ing|given|taken|shown|told|driven|chosen|seen|done|as)$")
_TIME = re.compile(r"(?:hours|dates|years|days|months|times|o['’]clock)$", re.I)
_REASONS = re.compile(r"(?:grounds|reasons|causes)$", re.I)
_SUMS = re.compile(r"(?:amounts?|numbers?|percentages?|prices?|sums?|fees?|shares?)$", re.I)
_ROLE = (
    r"(?:president|mayor|governor|minister|chief|coach|captain|champion|winner|king|queen|head|"
    r"manager|director|chair(?:man|woman|person)?|leader|chancellor|secretary(?:-general)?|"
    r"executive|commissioner|speaker|general|sheriff|editor|conductor|bishop|pope|runner-up)"
)
_WHO_ALL = re.compile(
    r"^who (?:all|sat|sits?|serves? on|served on|takes? part|took part|were|are|voted)\b"
    r"(?! (?:the|these|those|his|her|its|their) (?:\S+ )+\w+ing\b)",
    re.I,
)
#: "Who won in 2017 and in 2018?", "Who came second and third?", "the winners, women and men".
_ONE_FOR_EACH = re.compile(
    r"^whom? .*(?:\b(?:19|20)\d\d,? and (?:in |of |again in )?(?:19|20)\d\d\b(?! seasons?\b)|"
    r"\b(?:first|second|third) and (?:second|third|fourth|last)\b|\bover the years\b|"
    r"\b(?:wo)?men and (?:wo)?men\b|\brespectively\b|\bso far\b)",
    re.I,
)
_BETWEEN_YEARS = re.compile(r"\bbetween (?:[a-z]+ )?(?:19|20)\d\d and\b", re.I)
_OPEN_WH = re.compile(rf"^(?:{PREPOSITION} )?(?P<wh>whom?|whose|what|where)\b", re.I)
_DEFINITE = r"(?:an?|the|this|that|his|her|its|their|[A-Z\d][\w.’'-]*|[a-z]+['’]s)"
_ONE_PERSON = re.compile(
    rf"^[Ww]ho(?: is| was|['’]s)(?: (?:now|currently|still|once|then))? {_DEFINITE}(?: |$)|"
    rf"^[Ww]ho (?:.* )?(?:is|was|became|becomes|become|named|elected|appointed|crowned|"
    r"chosen|installed) (?:(?!(?:to|in|by|at|on|for|of|after|from|with|over|\w+ed|\w+ing)\b)\S+ )"
    rf"{{0,6}}{_ROLE}\b"
)
_ONE_THING = re.compile(
    rf"^[Ww]hat(?: is| was|['’]s) {_DEFINITE} (?!.*\b(?:of|about|with|for|against)$)|"
    r"^[Ww]hat (?:happened|happens|became|has become|is wrong|went wrong)\b|"
    rf"^[Ww]hat {AUXILIARY} .*\b(?:cost|weigh|mean|named|called?|titled|paid|pay|charge|say|tell|"
    r"think|comment|write)\b(?! that\b)"
)
_ONE_PLACE = re.compile(rf"^[Ww]here (?:is|was) {_DEFINITE} ")


@dataclass(frozen=True, slots=True)
class Asked:
    """The noun that is asked for: how many, and what they are called."""

    number: Number
    column: str


def asked_noun(question: str) -> Asked | None:
    """Return the noun behind "which", "what" or "name", or None where there is none.

    >>> asked_noun("Which of Pelagon's ships had accidents?").column
    'ships'
    >>> asked_noun("Which ship's guests fell ill?").number.value, asked_noun("What was stolen?")
    ('one', None)
    """
    text = plain(question)
    if what_are := _WHAT_ARE.match(text):
        return _predicate(what_are["rest"])
    asked = _ASKED.match(text)
    if asked is None:
        return None
    rest, ask = asked["rest"], asked["ask"].lower()
    if part := _part_of(rest):
        return part
    words = rest.split()
    if ask == "what" and not asked["before"] and _begins_with_a_verb(words):
        return None
    count, words = _without_numerals(words, ask)
    found = _noun(words)
    if found is None:
        agrees = ask == "which" and words[0].lower() in {"are", "were", "have"} and words[1:]
        return Asked(Number.SEVERAL, "") if agrees else None
    asked_for, behind = found
    if not behind and ask in {"which", "what"}:
        return Asked(Number.ONE, asked_for.column)
    number = asked_for.number
    noun = asked_for.column.rsplit(" ", 1)[-1]
    if number is Number.ONE and not asked["before"] and _is_plural_verb(behind):
        number = Number.SEVERAL
    if number is Number.OPEN:
        number = Number.SEVERAL if count else _number_by_verb(behind, bool(asked["before"]))
    before = (asked["before"] or "").lower()
    span = before == "between" and _TIME.match(noun)
    reason = before == "on" and noun == "grounds"
    column = "" if noun.lower() == "ones" else asked_for.column
    return Asked(Number.ONE if span or reason else number, column)


def is_list(question: str) -> bool:
    """Say whether a question asks for several members by its grammar.

    >>> is_list("Which parties form the coalition?"), is_list("Which crop stays barred?")
    (True, False)
    """
    text = plain(question)
    asked = asked_noun(text)
    if asked is not None:
        return asked.number is Number.SEVERAL
    if _WHO_ALL.match(text):
        return True
    return bool(_ONE_FOR_EACH.match(text)) and not _BETWEEN_YEARS.search(text)


def may_be_several(question: str) -> bool:
    """Say whether one or several may be meant: a list too, but not "which" with one noun.

    >>> [may_be_several(one) for one in ("Who resigned?", "What was stolen?", "Which man left?")]
    [True, True, False]
    """
    text = plain(question)
    asked = asked_noun(text)
    if asked is not None:
        return asked.number is not Number.ONE
    if is_list(text):
        return True
    if not _OPEN_WH.match(text):
        return False
    if re.match(r"what (?:are|were) \S+(?: \S+)?s$", text, re.I):
        return False
    return not (_ONE_PERSON.search(text) or _ONE_THING.search(text) or _ONE_PLACE.search(text))


def called(question: str) -> str:
    """Return what the members are called: "companies", or "who", "what", "where".

    >>> called("Which two countries left?"), called("Against whom were suits filed?")
    ('countries', 'who')
    """
    asked = asked_noun(question)
    if asked is not None and asked.column:
        return asked.column
    found = re.match(rf"(?:{PREPOSITION} )?(who|where)", plain(question), re.I)
    return found[1].lower() if found else "what"


def plain(question: str) -> str:
    """Return a question without its end mark and what leads to it ("After a week, which ...")."""
    return _LEADING.sub("", " ".join(question.split()).rstrip("?!. "))


def _predicate(rest: str) -> Asked | None:
    """Take "the conditions of the deal", not "the drivers striking about"."""
    found = _noun(rest.split()[1:])
    clause = re.split(r"\b(?:that|who|which|whose)\b", rest)[0]
    if found is None or any(_PARTICIPLE.match(one) or is_past(one) for one in clause.split()[2:]):
        return None
    asked, behind = found
    noun = asked.column.rsplit(" ", 1)[-1]
    follows = behind[0].lower() if behind else "of"
    several = asked.number is Number.SEVERAL and follows in _STOPS
    if not several or _REASONS.match(noun) or _SUMS.match(noun) or noun != noun.lower():
        return None
    return asked


def _part_of(rest: str) -> Asked | None:
    """Read "of the villages ...": several, unless the verb stands in the singular."""
    part = _PART.match(rest)
    if part is None:
        return None
    words = part["set"].split()[1:]
    if not part["set"].split()[0].lower().endswith(("'s", "’s", "s'", "s’")):
        by_name = _PART_BY_NAME.match(part["set"])
        words = part["set"][by_name.end() :].split() if by_name else words
    count = (part["count"] or "").strip().lower()
    of_two = bool(words) and words[0].lower() in {"two", "2"} and count != "two"
    _, words = _without_numerals(words, "of")
    found = _noun(words)
    if found is None or found[0].number is Number.ONE:
        return None
    asked, behind = found
    number = Number.ONE if count == "one" or of_two else _number_of_part(behind)
    return Asked(number, asked.column)


def _number_of_part(behind: Sequence[str]) -> Number:
    inside = False
    for at, word in enumerate(one.lower() for one in behind):
        if word in {"that", "who", "which"}:
            inside = True
        elif word in {"is", "was", "has", "isn't", "isn’t", "wasn't", "wasn’t"} and not inside:
            return Number.SEVERAL if _is_turned(behind[at:]) else Number.ONE
        elif _AUXILIARIES.match(word) or (is_past(word) and not word.endswith("ed")):
            if not inside:
                return Number.SEVERAL
            inside = False
    return Number.SEVERAL


def _is_turned(verb: Sequence[str]) -> bool:
    """Say whether the subject stands behind the verb ("is the bank closing", "has Orme sold")."""
    subject = verb[1] if len(verb) > 1 else ""
    if not (_DETERMINER.match(subject) or subject[:1].isupper()):
        return False
    return verb[0].lower() == "has" or any(one.endswith("ing") for one in verb[2:])


def _is_plural_verb(behind: Sequence[str]) -> bool:
    """Say whether "staff" is followed by "were dismissed", not by "were drivers told"."""
    plural = bool(behind) and behind[0].lower() in {"are", "were", "have"}
    return plural and len(behind) > 1 and (is_past(behind[1]) or behind[1] in {"been", "being"})


def _number_by_verb(behind: Sequence[str], is_object: bool) -> Number:
    """Tell by the verb whether "species" is one or several."""
    verbs = [one.lower() for one in behind if re.match(r"(?i)(?:is|was|has|are|were|have)$", one)]
    if not verbs or is_object:
        return Number.OPEN
    return Number.ONE if verbs[0] in {"is", "was", "has"} else Number.SEVERAL


def _without_numerals(words: list[str], ask: str) -> tuple[bool, list[str]]:
    """Take off "the", "two", "other"; say whether several were counted."""
    counted = False
    at = 0
    if ask not in {"which", "what"} and words[:1] and words[0].lower() == "all":
        at = 1
    while at < len(words) - 1:
        word = words[at].lower()
        counted = counted or bool(_COUNT.match(word))
        article = ask not in {"which", "what"} and word in {"the", "his", "her", "its", "their"}
        if not (words[at] in _NUMERALS or _COUNT.match(word) or article or (word == "of" and at)):
            break
        at += 1
    return counted, words[at:]


def _begins_with_a_verb(words: Sequence[str]) -> bool:
    first, *others = words
    if _AUXILIARIES.match(first) or first.lower() in _STOPS:
        return True
    second = others[0] if others else ""
    third = others[1] if len(others) > 1 else ""
    if is_past(first):
        return not (number_of(second) is Number.SEVERAL and _AUXILIARIES.match(third))
    in_s = number_of(first) is Number.SEVERAL and _DETERMINER.match(second)
    return bool(in_s) or (is_verb_in_s(first) and not _AUXILIARIES.match(second))


def _noun(words: Sequence[str]) -> tuple[Asked, Sequence[str]] | None:
    """Return the noun that a phrase is about, and the words behind its phrase."""
    end = _end(words)
    phrase = [one.rstrip(",;:") for one in words[:end]]
    if not phrase:
        return None
    owner = phrase[-1]
    if re.search(r"['’]s?$", owner):
        column = re.sub(r"['’]s?$", "", owner)
        regular = re.search(r"s['’]$", owner)
        number = number_of(column) if regular else Number.ONE
        return Asked(number, " ".join([*phrase[:-1], column])), words[end:]
    last = _last_of_noun(phrase, words[end:])
    column = " ".join(phrase[: last + 1])
    number = number_of(phrase[last])
    if phrase[0].lower() in _WHOLE_HEADS and last:
        return Asked(Number.ONE, phrase[0]), words[1:]
    if phrase[last] != phrase[last].lower() and last + 1 < len(phrase):
        number = Number.ONE
    return Asked(number, column), words[last + 1 :]


def _end(words: Sequence[str]) -> int:
    """Return where a noun phrase ends: at a verb, a preposition, an owner, a comma."""
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        follows = words[at + 1] if at + 1 < len(words) else ""
        plural = bool(at) and before == before.lower() and number_of(before) is not Number.ONE
        if at and before.endswith((",", ";", ":")):
            return at
        if _AUXILIARIES.match(word) or word.lower() in _STOPS:
            joins = word == "and" and at and not plural and not is_past(before)
            if joins and _plural_within(words[at + 1 :]):
                continue
            return at
        if re.search(r"['’]s?$", word) and not _CLASSIFYING.match(word):
            return at if any(number_of(one) is Number.SEVERAL for one in words[:at]) else at + 1
        if plural and (is_past(word) or word[0].isupper() or re.match(r"[a-z]+ly$", word)):
            return at
        if at and _is_verb(word, before, follows, words[at + 2 : at + 3]):
            return at
    return len(words)


def _plural_within(words: Sequence[str]) -> bool:
    return any(number_of(one) is Number.SEVERAL for one in words[: max(1, min(3, _end(words)))])


def _is_verb(word: str, before: str, follows: str, then: Sequence[str]) -> bool:
    """Say whether a word behind a noun in the singular is its verb."""
    if is_past(word):
        adverb = re.match(r"[a-z]+ly$", before)
        participle = number_of(follows) is Number.SEVERAL and bool(
            then and _AUXILIARIES.match(then[0])
        )
        return not adverb and not participle
    if number_of(word) is not Number.SEVERAL or number_of(before) is not Number.ONE:
        return False
    if _AUXILIARIES.match(follows):
        return False
    if is_verb_in_s(word) or is_past(follows):
        return is_verb_in_s(word)
    return bool(_DETERMINER.match(follows) or follows[:1].isupper())


def _last_of_noun(phrase: Sequence[str], behind: Sequence[str]) -> int:
    """Return which word of a phrase is its noun; behind it may stand a verb ("parties form")."""
    last = len(phrase) - 1
    plurals = [at for at, one in enumerate(phrase) if number_of(one) is not Number.ONE]
    if not plurals:
        return last
    first = plurals[0]
    while first + 1 in plurals:
        first += 1
    follows = behind[0] if behind else ""
    if first == last or _AUXILIARIES.match(follows):
        return last
    one_more = first + 1 == last
    past_follows = is_past(follows) and number_of(next(iter(behind[1:]), "")) is Number.ONE
    verb_follows = past_follows or is_verb_in_s(follows)
    if one_more and (verb_follows or describes(phrase[first], phrase[last])):
        return last
    return first
