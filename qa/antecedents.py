"""What "he", "it" or "the company" at the begin of a quoted sentence stands for.

Rules over words, capitals and positions, made for being right rather than for finding much: where
two names could be meant, or the one meant may have no name, there is no antecedent. The subject
position as the strongest sign is from centering (Grosz, Joshi and Weinstein 1995).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.introductions import introduced, is_alias
from qa.name_words import GROUPS, PERSONS
from qa.naming import Named, names_of
from qa.openings import SAYING, needs_antecedent
from qa.quoting import is_quoted, masked
from qa.subjects import subject_of
from vectorstore import Span

__all__ = ["antecedent_of", "needs_antecedent", "stands_for"]
#: So many sentences before are looked at.
MOST_BACK = 3

#: Organizations of these kinds are called by them whatever else they are.
_GENERIC = frozenset(
    "company firm group business giant corporation organisation organization start-up startup "
    "conglomerate enterprise venture brand retailer manufacturer maker chain supplier".split()
)
_UNNAMED = re.compile(
    rf"\b(?:an?|the|his|her|their|its|another) (?:[\w’'-]+ ){{0,3}}?(?:{'|'.join(PERSONS)})\b",
    re.IGNORECASE,
)
_OF_A_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Ff]rom|near|to|across|of|[Oo]n|around|[Aa]fter) (?:the )?$"
)
_PLURAL = re.compile(r" (?:also |now |still )?(?:are|were|have|do)\b")
_OF_A_GROUP = re.compile(
    r"it(?:['’]s)? (?:also |now |then |later |already |still |currently |further |even |only )?"
    r"(?:said|says|added|adds|announced|announces|plans|planned|has|had|will|would|sells|sold|runs|"
    r"ran|owns|owned|employs|employed|operates|operated|wants|wanted|expects|expected|reported|"
    r"reports|denied|denies|declined|hopes|hoped|offers|offered|launched|bought|acquired|paid|"
    r"makes|made|began|started|opened|closed|agreed|refused|blamed|apologi[sz]ed|lost|won|did|does|"
    r"joined|founded|argued|argues|claims|claimed|warned|warns|stores|stored|released|raised|cut|"
    r"stopped|promised|accused|intends|intended|used|gave|gives|provides|provided|produces|"
    r"produced)\b",
    re.IGNORECASE,
)


def antecedent_of(text: str, sentences: Sequence[Span], number: int) -> tuple[str, int] | None:
    """Return the name that a sentence's begin stands for, and the number of the naming sentence.

    ``sentences`` are half-open spans of ``text``, counted from 0. None when the sentence needs
    none, and when it is not sure.

    >>> text = "Stellick, the chain, sells it. The chain has sold 6,300."
    >>> antecedent_of(text, [Span(0, 30), Span(31, 56)], 1)
    ('Stellick', 0)
    """
    start, end = sentences[number]
    words = needs_antecedent(text[start:end])
    if not words or is_quoted(text, start):
        return None
    return _Search(text, sentences).before(number, words)


def stands_for(text: str, sentences: Sequence[Span], number: int, words: str) -> str | None:
    """Return the name that a pronoun within a sentence stands for, named before that sentence."""
    found = _Search(text, sentences).before(number, words)
    return found[0] if found else None


class _Search:
    """The names of one article, and how those of a sentence are taken up in the next."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.plain = masked(text)
        self.sentences = sentences
        self.names = names_of(text, sentences)

    def before(self, number: int, words: str) -> tuple[str, int] | None:
        """Return what some words stand for, and the number of the sentence that names it."""
        word = words.lower()
        if word in {"he", "his", "she", "her"}:
            return self._person(number, "m" if word in {"he", "his"} else "f")
        if word in {"it", "its"}:
            return self._thing(number, word)
        if word in {"they", "their"}:
            return None
        return self._noun(number, word)

    def _person(self, number: int, gender: str) -> tuple[str, int] | None:
        for at in range(number - 1, max(-1, number - 1 - MOST_BACK), -1):
            start, end = self.sentences[at]
            some = [one for one in self.names[at] if self._may_be_person(one, gender)]
            opener = self._opener(at)
            same = {"m": ("he", "his"), "f": ("she", "her")}[gender]
            if opener in {"he", "his", "she", "her"} - set(same):
                return None
            if opener in same and not is_quoted(self.text, start):
                if _distinct(some):
                    return None
                continue
            chosen = self._chosen(at, some)
            if chosen:
                return None if self._is_doubtful(chosen, at, same) else (chosen.text, at)
            if some or self._has_unnamed_person(at) or self._has_unknown(at):
                return None
            if re.search(r"\b(?:he|him|his|she|her)\b", self.plain[start:end]):
                return None
        return None

    def _is_doubtful(self, one: Named, at: int, same: tuple[str, str]) -> bool:
        """Say whether a person of unknown gender may be another one than the pronoun's.

        So when the pronoun was already in use before the name came up, or when the article also
        goes on from the name with the other pronoun.
        """
        if one.gender:
            return False
        start, end = self.sentences[at]
        taken, others = r"\bhim\b", r"\b(?:she|her)\b"
        if "she" in same:
            taken, others = r"\bher(?=[,.;]| (?:to|with|by|in|for|and)\b)", r"\b(?:he|his|him)\b"
        if re.search(rf"{taken}|{others}", self.plain[start:end]):
            return True
        known = False
        for before in range(max(0, at - 5), at):
            known = known or any(one.is_same(other) for other in self.names[before])
            if not known and self._opener(before) in same:
                return True
        unlike = {"he", "she", "his", "her"} - set(same)
        for there in range(len(self.names) - 1):
            if there != at and self._opener(there + 1) in unlike:
                subject = self._subject(there)
                if subject and subject.is_same(one):
                    return True
        return False

    def _may_be_person(self, one: Named, gender: str) -> bool:
        if one.is_person is False or (one.gender and one.gender != gender):
            return False
        says = re.match(rf" (?:also )?{SAYING}\b", self.plain[one.span.end : one.span.end + 20])
        return bool(one.is_person) or " " in one.text or bool(says)

    def _chosen(self, at: int, some: list[Named]) -> Named | None:
        """Return the one person of a sentence, or the one that is its subject."""
        subject = self._subject(at)
        if subject and subject in some:
            sure = subject.is_person or len(_distinct(some)) == 1
            others = [one for one in some if not one.is_same(subject) and one.is_person]
            if sure and not (others and self._is_saying(at)):
                return subject
            return None
        if (
            len(_distinct(some)) != 1
            or not some[0].is_person
            or self.text[some[0].span.end :][:1] in {"'", "’"}
        ):
            return None
        before = self.plain[self.sentences[at].start : some[0].span.start]
        taken = re.search(r"\b(?:he|she|him|her|his)\b", before, re.IGNORECASE)
        if taken or self._has_unnamed_person(at) or self._has_unknown(at):
            return None
        return some[0]

    def _has_unknown(self, at: int) -> bool:
        """Say whether a sentence has a one-word name, not a place's, that may be anybody's."""
        return any(
            one.is_person is None
            and " " not in one.text
            and not _OF_A_PLACE.search(self.plain[: one.span.start][-12:])
            for one in self.names[at]
        )

    def _is_saying(self, at: int) -> bool:
        return bool(re.search(rf"\b{SAYING}\b", self.plain[slice(*self.sentences[at])]))

    def _has_unnamed_person(self, at: int) -> bool:
        """Say whether a sentence speaks of a person by a noun with no name beside it."""
        start, end = self.sentences[at]
        return any(
            not re.match(r",? [A-ZÀ-Þ]", self.plain[start + found.end() :])
            and not re.search(r"[A-ZÀ-Þ][\w’'-]+, $", self.plain[: start + found.start()])
            for found in _UNNAMED.finditer(self.plain[start:end])
        )

    def _thing(self, number: int, word: str) -> tuple[str, int] | None:
        start, end = self.sentences[number]
        clause = re.search(r"\bits?\b.*", self.plain[start:end], re.IGNORECASE | re.DOTALL)
        if word == "it" and not (clause and _OF_A_GROUP.match(clause[0])):
            return None
        for at in range(number - 1, max(-1, number - 1 - MOST_BACK), -1):
            opener = self._opener(at)
            if opener in {"it", "its"}:
                continue
            if opener.startswith("the ") and opener.split()[-1] in GROUPS:
                return self._noun(at, opener)
            subject = self._subject(at)
            if subject and not subject.is_person and self._may_be_thing(subject):
                return subject.text, at
            return None
        return None

    def _may_be_thing(self, one: Named) -> bool:
        if _PLURAL.match(self.plain, one.span.end):
            return False
        before = self.plain[max(0, one.span.start - 20) : one.span.start]
        if re.search(rf"\b(?:{SAYING}|reported|reports) (?:[Tt]he )?$", before):
            return False
        return one.is_person is False or " " not in one.text

    def _noun(self, number: int, words: str) -> tuple[str, int] | None:
        noun = words.split()[-1]
        linked = introduced(self.plain, self.names[:number], noun)
        for at in range(number - 1, max(-1, number - 1 - MOST_BACK), -1):
            some = [one for one in self.names[at] if any(is_alias(one, two) for two in linked)]
            in_front = some and some[0].span.start - self.sentences[at].start < 5
            if len(_distinct(some)) == 1 and (at == number - 1 or in_front):
                return some[0].text, at
            if some or (noun in _GENERIC and self._subject(at)):
                break
        if linked or noun not in _GENERIC:
            return None
        for at in range(number - 1, max(-1, number - 1 - MOST_BACK), -1):
            subject = self._subject(at)
            if subject and not subject.is_person and self._may_be_thing(subject):
                return subject.text, at
            if self._opener(at) not in {"it", "its", words}:
                return None
        return None

    def _opener(self, at: int) -> str:
        start, end = self.sentences[at]
        return (needs_antecedent(self.text[start:end]) or "").lower()

    def _subject(self, at: int) -> Named | None:
        start, end = self.sentences[at]
        return subject_of(self.plain[start:end], start, self.names[at])


def _distinct(some: Sequence[Named]) -> list[Named]:
    found: list[Named] = []
    for one in some:
        if not any(one.is_same(other) for other in found):
            found.append(one)
    return found
