"""The words of a statement with what holds for each: its clause, what denies it, how sure it is.

Rules over words, since there is no parser of grammar here: a clause ends at a mark, a conjunction
or a relative; what denies or doubts holds from where it stands to the end of its clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from qa.lexicon import bases, is_known
from qa.stance_words import (
    ALLEGED,
    CONDITIONS,
    CONSIDERS,
    GIVES_UP,
    MAY,
    MAYBE,
    MEANS_TO,
    MODALS,
    NOT,
    NOT_TOGETHER,
    NOUNS,
    ONLY,
    PLAINLY_NOT,
    PLAN,
    PLANNED,
    PREVENTS,
    SEEMS,
    STOPS,
    WILL,
)
from qa.words import STOP_WORDS
from vectorstore import Span

_WORD = re.compile(
    r"n['’]t\b|[^\W_](?:[^\W_]|[.,’'-](?=[^\W_])(?![’']t\b))*?(?=n['’]t\b)|"
    r"[^\W_](?:[^\W_]|[.,](?=\d)|[’'-](?=[^\W_]))*"
)
_MARK = re.compile(r"[,;:()–—“”\"]|\s-\s|\.(?=\s|$)|[!?]")


class Sure(IntEnum):
    """How sure a statement puts what it tells; a greater number is less sure."""

    FACT = 0
    WILL = 1
    PLAN = 2
    MAY = 3


_AUX = frozenset(
    "is are was were be been being am has have had do does did will would shall should can could "
    "may might must cannot 's ’s 'll wo ca".split()
)
_OPENS = frozenset(
    "but because while whereas although though when if unless which who whose whom where as after "
    "before since until till so yet once whether than".split()
)
#: They open a clause, or stand before a noun: "since March".
_EITHER = frozenset("as after before since until till than".split())
_QUIET = _OPENS | CONDITIONS | {"according", "longer", "account"}
_SAYING = re.compile(
    r"(?:said|say|says|saying|told|tells|den(?:y|ie[sd])|doubt\w*|hop(?:e|ed|es|ing)|"
    r"expect(?:s|ed)?|believ\w+|think|thinks|thought|claim(?:s|ed)?|insist\w*|promis\w+|warn\w*|"
    r"add(?:s|ed)?|announc\w+|argu\w+|report(?:s|ed)?|confirm\w*|found|finds|show(?:s|ed|n)?|"
    r"fear(?:s|ed)?|know|knows|knew|admit\w*|explain\w*|suggest\w*|sure|so|it|likely|"
    r"clear|agree\w*|"
    r"decid\w+|order(?:ed|s)?|demand(?:ed|s)?|only|mean(?:s|t)?|ensur\w+|ruled|stat(?:ed|es))"
)
_DETERMINERS = frozenset(
    "the a an its his her their our my your this that these those some any no every each all both "
    "several many few another other more most less such of in on at by for with from to into "
    "over under about and or".split()
)


@dataclass(slots=True)
class Word:
    """A word: its half-open span, in lower case, and what holds for it where it stands.

    ``clause`` numbers the clauses of the text. ``content`` is set for words that say something.
    ``negations`` counts what denies it; ``sure`` says how sure it is; ``alleged`` that it is only
    said against somebody; ``condition`` that it holds only if something else does; ``to`` that
    it stands behind a "to do". ``phrase`` is a verb with its particle: "give_up".
    ``head`` is set for the first word that says something behind a "not" or a "may".
    """

    start: int
    end: int
    text: str
    lower: str
    content: bool
    clause: int = 0
    negations: int = 0
    sure: Sure = Sure.FACT
    alleged: bool = False
    condition: bool = False
    to: bool = False
    verb: bool = False
    phrase: str = ""
    head: bool = False


@dataclass(slots=True)
class Words:
    """The words of a text, and the spans of its clauses."""

    text: str
    words: list[Word]
    clauses: list[Span] = field(default_factory=list)

    def within(self, span: Span) -> list[Word]:
        """Return the words inside a span."""
        return [one for one in self.words if span.start <= one.start and one.end <= span.end]


_LIGHT = STOP_WORDS - frozenset(
    "against long made make makes making give given got get down off out up again name named list "
    "before after few most over under".split()
)
_LIGHT_VERBS = frozenset(
    "make made makes making give given gives got get gets take took taken".split()
)


@lru_cache(maxsize=512)
def words_of(text: str) -> Words:
    """Return the words of a text with what holds for each.

    >>> found = words_of("It may sell ships, but it has not closed a shop.")
    >>> [(one.text, one.sure.name) for one in found.words if one.text in ("ships", "closed")]
    [('ships', 'MAY'), ('closed', 'FACT')]
    >>> [one.text for one in found.words if one.negations]
    ['closed', 'a', 'shop']
    """
    found = [_word(text, *match.span()) for match in _WORD.finditer(text)]
    _mark_verbs(found)
    _mark_phrases(text, found)
    _number_clauses(text, found)
    spans: dict[int, list[Word]] = {}
    for one in found:
        spans.setdefault(one.clause, []).append(one)
    for some in spans.values():
        _mark(some)
    clauses = [Span(some[0].start, some[-1].end) for some in spans.values()]
    return Words(text, found, clauses)


def _word(text: str, start: int, end: int) -> Word:
    word = text[start:end]
    for ending in ("'s", "’s"):
        if word.lower().endswith(ending) and len(word) > 2:
            word, end = word[:-2], end - 2
    lower = word.lower().replace("’", "'")
    content = (lower not in _LIGHT and lower not in _AUX and len(lower) > 1) or lower.isdigit()
    if lower in NOT or (lower in MAY and lower != "risk") or lower in _QUIET:
        content = False
    return Word(start, end, word, lower, content)


def _mark_verbs(found: list[Word]) -> None:
    """Say which words are, as it seems, the verb of a clause or follow its auxiliary."""
    for at, one in enumerate(found):
        if not one.lower.isalpha() and "-" not in one.lower:
            continue
        if one.text[0].isupper() and at > 0:
            continue
        before = found[at - 1].lower if at else ""
        helped = False
        back = at - 1
        while back >= 0 and back >= at - 4:
            other = found[back].lower
            if other in _AUX or (other == "to" and _is_base(one.lower)):
                helped = True
                break
            if (
                other in NOT
                or other.endswith("ly")
                or other in {"also", "now", "still", "yet", "already", "since", "just"}
            ):
                back -= 1
                continue
            break
        if one.lower in _AUX:
            one.verb = True
        elif helped:
            one.verb = is_known(one.lower, "v") or one.lower.endswith(("ed", "ing"))
        elif (before == "and" and _is_base(one.lower) and _is_modal_before(found, at)) or (
            before in _SUBJECTS and _is_base(one.lower)
        ):
            one.verb = True
        elif before in _DETERMINERS and not (
            before in {"that", "and", "or"} and _is_finite(one.lower)
        ):
            one.verb = False
        else:
            one.verb = _is_finite(one.lower)


def _is_modal_before(found: list[Word], at: int) -> bool:
    """Say whether a "will" or a "to" stands before an "and": what follows may hang on it too."""
    return any(one.lower in MODALS | {"to", "can", "must", "should"} for one in found[:at]) and (
        at + 1 < len(found) and found[at + 1].lower not in {"of", "and"}
    )


_SUBJECTS = frozenset({"i", "you", "we", "they"})
_PARTICLES = frozenset("up down out away back apart aside off on over forward through".split())
#: Particles that are prepositions where they do not follow their verb at once.
_CLOSE = frozenset("off on over forward through".split())


def _mark_phrases(text: str, found: list[Word]) -> None:
    """Join a verb with its particle, "gave the heater up": together they say something else."""
    for at, one in enumerate(found):
        if not is_known(one.lower, "v") or (one.text[0].isupper() and at):
            continue
        for far, other in enumerate(found[at + 1 : at + 5]):
            if _MARK.search(text[one.end : other.start]) or other.lower in _OPENS | _AUX:
                break
            if other.lower in _PARTICLES and not (far and other.lower in _CLOSE):
                joined = (f"{base}_{other.lower}" for base in bases(one.lower, "v"))
                one.phrase = next((each for each in joined if is_known(each, "v")), "")
                if one.phrase:
                    one.content, other.content = True, False
                break
            if other.lower in _DETERMINERS - {"the", "a", "an", "its", "his", "her", "their"}:
                break


def _is_base(lower: str) -> bool:
    return lower in bases(lower, "v")


@lru_cache(maxsize=20_000)
def _is_finite(lower: str) -> bool:
    """Say whether a form alone may be a verb of a clause: in the past, or of he, she, it."""
    known = bases(lower, "v")
    if not known or (
        lower in STOP_WORDS and lower not in {"said", "says", "say", "told", "made", "got", "had"}
    ):
        return False
    if lower not in known or lower in {"put", "cut", "set", "hit", "shut", "let", "cost", "read"}:
        past = lower.endswith("ed") or not lower.endswith(("s", "ing"))
        return past or (lower.endswith("s") and not lower.endswith("ss"))
    return lower in {"say", "want", "expect", "sell", "need", "plan", "hope"}


def _number_clauses(text: str, found: list[Word]) -> None:
    number = 0
    seen_verb = False
    for at, one in enumerate(found):
        if at:
            before = found[at - 1]
            gap = text[before.end : one.start]
            opens = bool(_MARK.search(gap)) and not _is_aside(text, found, at, gap)
            if one.lower in _EITHER:
                opens = opens or _goes_on(found, at)
            elif one.lower in _OPENS:
                opens = True
            elif one.lower == "that":
                opens = not _SAYING.fullmatch(before.lower)
            elif one.lower == "and":
                opens = seen_verb and _goes_on(found, at)
            if opens:
                number += 1
                seen_verb = False
        seen_verb = seen_verb or one.verb
        one.clause = number


def _is_aside(text: str, found: list[Word], at: int, gap: str) -> bool:
    """Say whether a comma only sets something apart: no clause of its own begins behind it."""
    if gap.strip() != ",":
        return False
    begin = next((n for n in range(at - 1, -1, -1) if found[n].clause != found[at - 1].clause), -1)
    if found[begin + 1].lower in {"who", "which", "whose", "where", "that"}:
        return False
    if found[at].lower in CONDITIONS:
        return False
    if found[at].verb:
        return not _SAYING.fullmatch(found[at].lower)
    for one, after in zip(found[at : at + 7], found[at + 1 : at + 8], strict=False):
        if one.verb:
            return False
        if _MARK.search(text[one.end : after.start]):
            return True
    return not found[at].lower.endswith("ing")


def _goes_on(found: list[Word], at: int) -> bool:
    """Say whether an "and" joins clauses: a verb follows it soon."""
    for one in found[at + 1 : at + 7]:
        if one.lower in _OPENS or one.lower in {"and", "or", "that"}:
            return False
        if one.verb:
            return True
    return False


def _mark(some: list[Word]) -> None:
    """Mark the words of one clause."""
    negations, sure, alleged, to = 0, Sure.FACT, False, False
    condition = some[0].lower in CONDITIONS
    stopped = -1
    floor = Sure.FACT
    marked = False
    for at, one in enumerate(some):
        if marked and one.content:
            one.head, marked = True, False
        one.negations, one.sure, one.alleged = negations, sure, alleged
        one.condition, one.to = condition, to
        if stopped >= 0 and one.content:
            if at - stopped <= 4 and _is_doing(one.lower):
                one.negations += 1
            stopped = -1
        ahead = f"{one.lower} {some[at + 1].lower}" if at + 1 < len(some) else one.lower
        behind = f"{some[at - 1].lower} {one.lower}" if at else one.lower
        if behind in NOT_TOGETHER:
            continue
        if ahead in {"rule out", "rules out", "ruled out"} and negations % 2:
            negations, sure = negations - 1, Sure.MAY
        elif (one.lower in NOT or ahead in NOT_TOGETHER) and ahead not in ONLY:
            # What did not happen until then happened then.
            negations += not (one.lower in PLAINLY_NOT and _until_follows(some, at))
        elif one.lower == "from" and _is_prevented(some, at):
            negations += 1
        elif (
            one.lower in NOUNS
            and at
            and some[at - 1].lower in _DETERMINERS
            and not (at + 1 < len(some) and some[at + 1].lower == "to")
        ):
            pass  # the plans of somebody are there
        elif ahead == "would have":
            sure = Sure.MAY  # it did not come to it
        elif one.lower in MODALS and one.text != "May":
            sure = max(floor, Sure.WILL if one.lower in WILL else Sure.MAY)
        elif one.lower == "whether":
            sure = floor = Sure.MAY
        elif (one.lower in MAY or _is_of(one.lower, MAYBE)) and one.text != "May":
            sure = max(sure, Sure.MAY)
        elif one.lower in WILL:
            sure = max(sure, Sure.WILL)
        elif (
            _is_of(one.lower, SEEMS) and at + 1 < len(some) and some[at + 1].lower in {"to", "that"}
        ) or (one.lower in CONSIDERS and at + 1 < len(some) and some[at + 1].lower.endswith("ing")):
            sure = max(sure, Sure.MAY)
        elif (
            one.lower in PLAN
            or (one.lower == "due" and _is_to_do(some, at))
            or _is_of(one.lower, MEANS_TO)
            or ahead in {"is to", "are to", "was to", "were to"}
        ):
            sure = max(sure, Sure.PLAN)
        marked = marked or one.lower in PLAINLY_NOT or (one.lower in MODALS and one.text != "May")
        if one.lower in STOPS:
            stopped = at
        if one.lower in GIVES_UP and any(other.lower in PLANNED for other in some[at + 1 : at + 4]):
            negations += 1
        if one.lower == "to" and at + 1 < len(some) and _is_base(some[at + 1].lower):
            to = True
        if one.lower in ALLEGED:
            alleged = True


def _until_follows(some: list[Word], at: int) -> bool:
    """Say whether what did not happen did so in the end: "was not seen until May"."""
    told = at > 0 and some[at - 1].lower in {"did", "was", "were", "had"}
    return told and any(one.lower in {"until", "till"} for one in some[at + 1 : at + 10])


def _is_prevented(some: list[Word], at: int) -> bool:
    """Say whether a "from" follows what prevents: "keeps the pressure from rising"."""
    ahead = some[max(0, at - 5) : at]
    doing = at + 1 < len(some) and some[at + 1].lower.endswith("ing")
    return doing and any(_is_of(one.lower, PREVENTS) for one in ahead)


def _is_to_do(some: list[Word], at: int) -> bool:
    """Say whether a "due" is followed by what is to be done, or by a day: not a cause."""
    ahead = [one.lower for one in some[at + 1 : at + 3]]
    return ahead[:1] != ["to"] or (len(ahead) > 1 and _is_base(ahead[1]))


@lru_cache(maxsize=20_000)
def _is_of(word: str, some: frozenset[str]) -> bool:
    """Say whether a word is a form of one of some verbs."""
    return not some.isdisjoint(bases(word, "v"))


@lru_cache(maxsize=20_000)
def _is_doing(word: str) -> bool:
    """Say whether a noun names what somebody does: "sales", "selling", "production"."""
    return word.endswith(("ing", "ion", "ment", "sales", "sale", "work", "output", "deliveries"))
