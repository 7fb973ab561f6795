"""The words of a statement with what holds for each: its clause, what denies it, how sure it is.

Rules over words, since there is no parser of grammar here: a clause ends at a mark, a conjunction
or a relative; what denies or doubts holds from where it stands to the end of its clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from qa.clause_verbs import (
    AUX,
    DETERMINERS,
    MARK,
    OPENS,
    Sure,
    Word,
    is_base,
    is_form_of,
    mark_phrases,
    mark_verbs,
)
from qa.lexicon import is_known
from qa.stance_words import (
    ALLEGED,
    CONDITIONS,
    CONSIDERS,
    GIVES_UP,
    MAY,
    MAYBE,
    MEANS_TO,
    MODALS,
    NO_DENIAL,
    NOT,
    NOT_TOGETHER,
    NOUNS,
    ONLY,
    OPINIONS,
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

__all__ = ["Sure", "Word", "Words", "words_of"]

_WORD = re.compile(
    r"\bU\.S\.?(?!\w)|n['’]t\b|[^\W_](?:[^\W_]|[.,’'-](?=[^\W_])(?![’']t\b))*?(?=n['’]t\b)|"
    r"[^\W_](?:[^\W_]|[.,](?=\d)|[’'-](?=[^\W_]))*"
)


#: They open a clause, or stand before a noun: "since March".
_EITHER = frozenset("as after before since until till than".split())
_QUIET = OPENS | CONDITIONS | {"according", "longer", "account"}
_SAYING = re.compile(
    r"(?:said|say|says|saying|told|tells|den(?:y|ie[sd])|doubt\w*|hop(?:e|ed|es|ing)|"
    r"expect(?:s|ed)?|believ\w+|think|thinks|thought|claim(?:s|ed)?|insist\w*|promis\w+|warn\w*|"
    r"add(?:s|ed)?|announc\w+|argu\w+|report(?:s|ed)?|confirm\w*|found|finds|show(?:s|ed|n)?|"
    r"fear(?:s|ed)?|know|knows|knew|admit\w*|explain\w*|suggest\w*|sure|so|it|likely|"
    r"clear|agree\w*|"
    r"decid\w+|order(?:ed|s)?|demand(?:ed|s)?|only|mean(?:s|t)?|ensur\w+|ruled|stat(?:ed|es))"
)


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
    mark_verbs(found)
    mark_phrases(text, found)
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
    content = (lower not in _LIGHT and lower not in AUX and len(lower) > 1) or lower.isdigit()
    if word in {"US", "U.S", "U.S."}:  # not the pronoun
        content = True
    if lower in NOT or (lower in MAY and lower != "risk") or lower in _QUIET:
        content = False
    found = Word(start, end, word, lower, content)
    if base := _denied_base(lower):
        found.phrase = base
    return found


@lru_cache(maxsize=20_000)
def _denied_base(word: str) -> str:
    """Return what a word denies by its beginning, "harmed" of "unharmed"; else nothing."""
    base = word[2:]
    if not word.startswith("un") or len(base) < 4 or word in NO_DENIAL:
        return ""
    adjective = is_known(base, "a") and not is_known(base, "n")
    return base if adjective or (base.endswith("ed") and is_known(base, "v")) else ""


def _number_clauses(text: str, found: list[Word]) -> None:
    number = 0
    seen_verb = False
    for at, one in enumerate(found):
        if at:
            before = found[at - 1]
            gap = text[before.end : one.start]
            opens = bool(MARK.search(gap)) and not _is_aside(text, found, at, gap)
            if one.lower in _EITHER:
                opens = opens or _goes_on(found, at)
            elif one.lower in OPENS:
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
    for number, one in enumerate(found[at : at + 7], start=at):
        if one.verb:
            return False
        if number + 1 < len(found) and MARK.search(text[one.end : found[number + 1].start]):
            return True
    return not found[at].lower.endswith("ing")


def _goes_on(found: list[Word], at: int) -> bool:
    """Say whether an "and" joins clauses: a verb follows it soon."""
    for one in found[at + 1 : at + 7]:
        if one.lower in OPENS or one.lower in {"and", "or", "that"}:
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
        denied = one.phrase and one.lower == f"un{one.phrase}"
        if marked and one.content:
            one.head, marked = True, False
        one.negations, one.sure, one.alleged = negations, sure, alleged
        one.condition, one.to = condition, to
        one.negations += bool(denied)
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
            and some[at - 1].lower in DETERMINERS
            and not (at + 1 < len(some) and some[at + 1].lower == "to")
        ):
            pass  # the plans of somebody are there
        elif one.lower in OPINIONS:
            sure = floor = Sure.MAY
        elif ahead == "would have":
            sure = Sure.MAY  # it did not come to it
        elif one.lower in MODALS and one.text != "May":
            sure = max(floor, Sure.WILL if one.lower in WILL else Sure.MAY)
        elif one.lower == "whether":
            sure = floor = Sure.MAY
        elif (one.lower in MAY or is_form_of(one.lower, MAYBE)) and one.text != "May":
            sure = max(sure, Sure.MAY)
        elif one.lower in WILL:
            sure = max(sure, Sure.WILL)
        elif _seems(one.lower, some[at + 1].lower if at + 1 < len(some) else ""):
            sure = max(sure, Sure.MAY)
        elif (
            one.lower in PLAN
            or (one.lower == "due" and _is_to_do(some, at))
            or is_form_of(one.lower, MEANS_TO)
            or ahead in {"is to", "are to", "was to", "were to"}
        ):
            sure = max(sure, Sure.PLAN)
        marked = marked or one.lower in PLAINLY_NOT or (one.lower in MODALS and one.text != "May")
        if one.lower == "without" and at + 1 < len(some) and some[at + 1].lower.endswith("ing"):
            marked = True
        if one.lower in STOPS:
            stopped = at
        if one.lower in GIVES_UP and any(other.lower in PLANNED for other in some[at + 1 : at + 4]):
            negations += 1
        if one.lower == "to" and at + 1 < len(some) and is_base(some[at + 1].lower):
            to = True
        if one.lower in ALLEGED:
            alleged = True


def _seems(word: str, following: str) -> bool:
    """Say whether a verb leaves open what is so: "appears to", "considers selling"."""
    if is_form_of(word, SEEMS):
        return following in {"to", "that"}
    return word in CONSIDERS and following.endswith("ing")


def _until_follows(some: list[Word], at: int) -> bool:
    """Say whether what did not happen did so in the end: "was not seen until May"."""
    told = at > 0 and some[at - 1].lower in {"did", "was", "were", "had"}
    return told and any(one.lower in {"until", "till"} for one in some[at + 1 : at + 10])


def _is_prevented(some: list[Word], at: int) -> bool:
    """Say whether a "from" follows what prevents: "keeps the pressure from rising"."""
    ahead = some[max(0, at - 5) : at]
    doing = at + 1 < len(some) and some[at + 1].lower.endswith("ing")
    return doing and any(is_form_of(one.lower, PREVENTS) for one in ahead)


def _is_to_do(some: list[Word], at: int) -> bool:
    """Say whether a "due" is followed by what is to be done, or by a day: not a cause."""
    ahead = [one.lower for one in some[at + 1 : at + 3]]
    return ahead[:1] != ["to"] or (len(ahead) > 1 and is_base(ahead[1]))


@lru_cache(maxsize=20_000)
def _is_doing(word: str) -> bool:
    """Say whether a noun names what somebody does: "sales", "selling", "production"."""
    return word.endswith(("ing", "ion", "ment", "sales", "sale", "work", "output", "deliveries"))
