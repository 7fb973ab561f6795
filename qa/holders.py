"""Who holds an office now: whom the articles call the former one, and who came after whom.

"Its director, Storz, resigned. He was followed by Pichlbauer." names two, on one day: the words
beside the names say which of them is in office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.about import About
from qa.closer import Closer
from qa.corrections import Told
from qa.forms import Form, asks_for_now
from qa.types import Evidence, Standing
from qa.values import Value, value_of, values_of
from qa.words import stem_set

#: A sentence that is less likely than this share of the likeliest one tells of no holder.
SHARE = 0.25

#: What may stand between the words that tell and the name: "the former director, Bruna". No name.
_TITLE = r"\W+(?:[a-z][\w’'-]*,? ){0,4}\W*$"
_OUT_BEFORE = re.compile(
    r"\b(?i:former|ex|late|previous|outgoing|then|ousted|took over from|takes over from|"
    r"(?:succeed|replac)(?:s|ed|es|ing)|successor (?:to|of)|followed|in place of|instead of)"
    + _TITLE
)
_OUT_AFTER = re.compile(
    r"^[^.;]{0,40}?\b(?:resigned|stepped down|steps down|retired|quit|died|stood down|"
    r"(?:was|were|has been|had been|is) (?:suspended|dismissed|sacked|fired|removed|ousted|"
    r"replaced|succeeded|followed|voted out)|left office|handed over|who had (?:run|led|headed|"
    r"held|been))\b",
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(
    r"\b(?i:(?:followed|succeeded|replaced) by|handed over to|in favou?r of|successor,?|new|"
    r"(?:appointed|named|elected|chose|made))" + _TITLE
)
_IN_AFTER = re.compile(
    r"^[^.;]{0,50}?\b(?:since|took over|takes over|(?:succeed|replac)(?:s|ed|es)|has taken over|"
    r"(?:was|were|has been|is) (?:appointed|named|elected|chosen|sworn in|made)|in charge|"
    r"took office|follows|followed)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Holder:
    """A person with the sentences that name him, and the newest word on whether he is in office."""

    value: Value
    sentences: list[Evidence]
    day: date
    is_in: bool | None


def holders(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> list[Told] | None:
    """Return who holds an office and who held it, the present holder first.

    None unless the question asks for the holder now, and sentences tell of who came or went.
    """
    if form is not Form.WHO or not asks_for_now(question):
        return None
    asked = stem_set(question)
    about = About(question, closer)
    known: list[_Holder] = []
    for one in evidence:
        if one.probability < SHARE * evidence[0].probability:
            break
        if one.published and about.near(one, evidence[0]):
            for value, is_in in _named(one, form, asked):
                _add(known, _Holder(value, [one], one.published, is_in))
    inside = [one for one in known if one.is_in is not False]
    if len(known) < 2 or all(one.is_in is None for one in known) or not inside:
        return None
    present = max(inside, key=lambda one: (one.day, one.is_in is True))
    rest = [one for one in known if one is not present]
    rest = [one for one in rest if one.is_in is not None or one.day < present.day]
    rest.sort(key=lambda one: one.day, reverse=True)
    return [
        Told(present.value, present.sentences, Standing.CURRENT),
        *(Told(one.value, one.sentences, Standing.SUPERSEDED) for one in rest),
    ]


def _named(one: Evidence, form: Form, asked: frozenset[str]) -> Iterator[tuple[Value, bool | None]]:
    """Yield whom a sentence is taken to answer with, and who else it says came or went."""
    best = value_of(one, form, asked)
    for value in values_of(one, form, asked):
        chosen = best is not None and value.span == best.span
        is_in = _is_in(one, value, chosen=chosen)
        if is_in is not None or chosen:
            yield value, is_in


def _add(known: list[_Holder], new: _Holder) -> None:
    same = next((one for one in known if one.value.agrees(new.value)), None)
    if same is None:
        known.append(new)
        return
    same.sentences += new.sentences
    if new.day > same.day or (new.day == same.day and same.is_in is None):
        same.day, same.is_in = new.day, new.is_in


def _is_in(one: Evidence, value: Value, *, chosen: bool) -> bool | None:
    """Say whether a sentence tells that a person is in office or out of it; None for neither.

    What comes after a name is of it only where the sentence is taken to answer with it.
    """
    before = one.text[: value.span.start - one.start]
    after = one.text[value.span.end - one.start :] if chosen else ""
    if _IN_BEFORE.search(before):
        return True
    if _OUT_BEFORE.search(before) or _OUT_AFTER.search(after):
        return False
    return True if _IN_AFTER.search(after) else None
