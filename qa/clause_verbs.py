"""Words as they stand in a text, and which of them are its verbs, as far as that can be told.

There is no tagger: what follows an auxiliary, a pronoun or a "to", and forms that are of a verb
alone, are taken for verbs; what follows an article is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from qa.lexicon import bases, is_known
from qa.stance_words import MODALS, NOT
from qa.words import STOP_WORDS

MARK = re.compile(r"[,;:()–—“”\"]|\s-\s|\.(?=\s|$)|[!?]")

AUX = frozenset(
    "is are was were be been being am has have had do does did will would shall should can could "
    "may might must cannot 's ’s 'll wo ca".split()
)
OPENS = frozenset(
    "but because while whereas although though when if unless which who whose whom where as after "
    "before since until till so yet once whether than".split()
)

DETERMINERS = frozenset(
    "the a an its his her their our my your this that these those some any no every each all both "
    "several many few another other more most less such of in on at by for with from to into "
    "over under about and or".split()
)


class Sure(IntEnum):
    """How sure a statement puts what it tells; a greater number is less sure."""

    FACT = 0
    WILL = 1
    PLAN = 2
    MAY = 3


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


def mark_verbs(found: list[Word]) -> None:
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
            if other in AUX or (other == "to" and is_base(one.lower)):
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
        if one.lower in AUX:
            one.verb = True
        elif helped:
            one.verb = is_known(one.lower, "v") or one.lower.endswith(("ed", "ing"))
        elif (before == "and" and is_base(one.lower) and _is_modal_before(found, at)) or (
            before in _SUBJECTS and is_base(one.lower)
        ):
            one.verb = True
        elif before in DETERMINERS and not (
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


#: Verbs whose past is their base.
_UNCHANGED = frozenset(
    "put cut set hit shut let cost read beat hurt quit split spread bid burst cast upset".split()
)
_SUBJECTS = frozenset({"i", "you", "we", "they"})
_PARTICLES = frozenset("up down out away back apart aside off on over forward through".split())
#: Particles that are prepositions where they do not follow their verb at once.
_CLOSE = frozenset("off on over forward through".split())


def mark_phrases(text: str, found: list[Word]) -> None:
    """Join a verb with its particle, "gave the heater up": together they say something else."""
    for at, one in enumerate(found):
        if not is_known(one.lower, "v") or (one.text[0].isupper() and at):
            continue
        for far, other in enumerate(found[at + 1 : at + 5]):
            if MARK.search(text[one.end : other.start]) or other.lower in OPENS | AUX:
                break
            if other.lower in _PARTICLES and not (far and other.lower in _CLOSE):
                joined = (f"{base}_{other.lower}" for base in bases(one.lower, "v"))
                one.phrase = next((each for each in joined if is_known(each, "v")), "")
                if one.phrase:
                    one.content, other.content = True, False
                break
            if other.lower in DETERMINERS - {"the", "a", "an", "its", "his", "her", "their"}:
                break


def is_base(lower: str) -> bool:
    """Say whether a word may be a verb's base form."""
    return lower in bases(lower, "v")


@lru_cache(maxsize=20_000)
def _is_finite(lower: str) -> bool:
    """Say whether a form alone may be a verb of a clause: in the past, or of he, she, it."""
    known = bases(lower, "v")
    if not known or (
        lower in STOP_WORDS and lower not in {"said", "says", "say", "told", "made", "got", "had"}
    ):
        return False
    if lower not in known or lower in _UNCHANGED:
        past = lower.endswith("ed") or not lower.endswith(("s", "ing"))
        return past or (lower.endswith("s") and not lower.endswith("ss"))
    return lower in {"say", "want", "expect", "sell", "need", "plan", "hope"}


@lru_cache(maxsize=20_000)
def is_form_of(word: str, some: frozenset[str]) -> bool:
    """Say whether a word is a form of one of some verbs."""
    return not some.isdisjoint(bases(word, "v"))
