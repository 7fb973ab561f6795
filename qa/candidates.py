"""Which names of a sentence may be members of a list, whatever the reader says of them.

A question says what it asks for: persons, companies, years. A name that the articles use for
something else is none, nor is what all of them are about, or who only tells the story. The names of
an enumeration that is said to be of what is asked for are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from qa.closed import members_asked, without_article
from qa.closer import Closer, Place, after_dateline
from qa.mentions import names_in
from qa.name_kinds import Naming, fits, is_no_business, wanted_naming
from qa.types import Evidence, Mention
from qa.units import ONES
from qa.words import stem, stem_set, words
from vectorstore import Span

#: What may stand before the first word of a sentence.
_OPENING = " \"'“‘(«„"

#: A name in more than this share of the sentences, seldom the first, is what they are about.
COMMON = 0.35

#: "Which companies paused" asks for who did it, "Which films did she make" does not.
_SUBJECT = re.compile(
    r"^(?i:who(?:ever)?|(?:which|what|name)\s+(?:[\w’'-]+\s+){0,5}?[\w-]+s)\s+"
    r"(?!(?:do|does|did|are|were|was|is|has|have|had|will|can)\s+"
    r"(?:the|a|an|[A-Z]\w*|he|she|it|they)\b)(?!of\b)\w+",
)

#: Only persons do these.
_PERSONS = re.compile(
    r"who (?:\w+ly )?(?:sits?|sat|chairs?|make|makes|made up|acts?|acted|stars?|starred|plays?|"
    r"played|directed|wrote|died|decided|decides|was born|are the (?:members|victims|winners)|"
    r"were the (?:members|victims|winners))\b",
    re.IGNORECASE,
)

#: Who tells a story is not what it is about.
_TELLS = re.compile(r"\s?(?:has |have |had |first )?(?:reported|reports|published)\b")
_TOLD_BY = re.compile(r"\b(?:according to|told|citing) (?:the )?$", re.IGNORECASE)

#: The titles of these stand in quotation marks, where an article sets them so at all.
_TITLED = frozenset(
    "film films movie movies book books novel novels play plays song songs album albums poem poems "
    "painting paintings documentary documentaries opera operas".split()
)
_TITLE = re.compile(r"[“\"‘][A-ZÀ-Þ0-9][^”\"’]{1,50}?[,.]?[”\"’]")
_WHERE = re.compile(
    r"\b(?:in|at|near|from|around|to|between|(?<!because )of) (?:the )?$", re.IGNORECASE
)

#: What a place's name is the name of when it stands behind it.
_GROUND = re.compile(
    r" (valley|river|lake|dam|street|road|bridge|mountain|pass|coast|bay|island|district|province|"
    r"county|region|hospital|university|festival|airport|station|stadium|church)\b"
)
#: Who did something does not stand behind these.
_OUTSIDE = re.compile(r"\b(?:from|against|than|near|about|onto|via|like|unlike) (?:the )?$", re.I)

#: Words that stand between the names of one enumeration.
BETWEEN = re.compile(
    r"(?:\s*[,;]\s*(?:and|or|plus|then)?\s*|\s+(?:and|or|plus|und|as well as)\s+|\s*&\s*)"
    r"(?:(?:finally|then|also|later|to|in|at|by|from)\s+)?"
    r"(?:(?:the|its|his|her|a|an)\s+(?:[a-z-]+\s+){0,3})?",
)


class Wanted:
    """What a question asks for, and which names of the articles found may be that."""

    def __init__(
        self, question: str, head: str, evidence: Sequence[Evidence], closer: Closer
    ) -> None:
        self.question = question
        self.closer = closer
        self.newest = max((one.published.year for one in evidence if one.published), default=0)
        self._asked = stem_set(question)
        self._common = _common(evidence)
        self.as_subject = bool(_SUBJECT.match(question))
        persons = frozenset({Naming.PERSON})
        self._wanted = persons if _PERSONS.match(question) else wanted_naming(head)
        self.asks_for_persons = Naming.PERSON in self._wanted
        self.noun = _noun(head)
        self._head = head
        self._named = _named_by(question, head)
        self._texts = [
            closer.text(Place(id, number))
            for id in dict.fromkeys(one.article_id for one in evidence)
            for number in range(len(closer.spans(id)))
        ]
        members = members_asked(question, adjectives=False)
        self._closed = members if members and any(map(members.search, self._texts)) else None
        self._fitting: dict[tuple[str, bool], bool] = {}
        self._are_quoted = self.noun in _TITLED and any(map(_TITLE.search, self._texts))

    def fits(self, name: str, *, surely: bool) -> bool:
        """Say whether a name may be what is asked for; ``surely`` when something must say so."""
        if self._closed:
            return bool(self._closed.fullmatch(without_article(name)))
        if (name, surely) not in self._fitting:
            last = name.split()[-1]
            held = [text for text in self._texts if last in text]
            self._fitting[name, surely] = (
                not is_no_business(name, self._head)
                and not (self._are_quoted and not _is_quoted(name, held))
                and fits(name, self._wanted, held, surely=surely)
            )
        return self._fitting[name, surely]

    def is_of_another_kind(self, one: Evidence, mention: Mention) -> bool:
        """Say whether a name is used for something else just here.

        "The upper Varn valley" is no village, and who comes from a club is not the club that hires.
        """
        before, after = one.text[: mention.start - one.start], one.text[mention.end - one.start :]
        ground = _GROUND.match(after)
        if ground and Naming.PLACE in self._wanted and stem(ground[1]) not in stem_set(self._head):
            return True
        return self.as_subject and bool(_OUTSIDE.search(before))

    def is_known(self, name: str) -> bool:
        """Say whether the question has a name, or all sentences do that is not of the kind."""
        known = stem_set(name)
        begun = words(name)
        if any(begun[: len(one)] == one for one in self._named):
            return True
        return known <= self._asked or (
            known <= self._asked | self._common and not self.fits(name, surely=True)
        )

    def is_name(self, word: str) -> bool:
        """Say whether a first word is a name: a common one must have a capital elsewhere."""
        if self._closed and self._closed.fullmatch(word):
            return True
        known = self.closer.library.embedder.tokenizer.token_to_id(word.lower())
        if " " in word or known is None:
            return True
        inside = re.compile(rf"[a-z,;:–—]['’”\"]? {re.escape(word)}\b")
        return any(inside.search(text) for text in self._texts)


def _is_quoted(name: str, texts: Sequence[str]) -> bool:
    return any(re.search(rf"[“\"‘']{re.escape(name)}[,.]?[”\"’']", text) for text in texts)


def _named_by(question: str, head: str) -> list[list[str]]:
    """Return the names in a question, in words: whoever is called so is known, with more of it too.

    What stands in the head ("the Ardglen branches") or tells where ("in Ardglen") may begin the
    names that are asked for.

    >>> _named_by("Which makers stopped over Corvane's rubber in Wick?", "makers")
    [['corvane']]
    """
    return [
        words(question[start:end])
        for start, end in names_in(question)
        if question[start:end] not in head and not _WHERE.search(question[:start])
    ]


def words_of(one: Evidence, span: Span | Mention) -> str:
    """Return the words of a span of an article that stand in a sentence."""
    return one.text[span.start - one.start : span.end - one.start]


def fitting(
    one: Evidence, mentions: Sequence[Mention], about: Wanted, *, surely: bool
) -> list[Mention]:
    """Return the names of a sentence that may be members, whatever the reader says of them."""
    if says_nothing(one.text):
        return []
    skip = after_dateline(one.text)
    named = announced(one.text, [Span(m.start, m.end) for m in mentions], one.start, about.noun)
    found = []
    for mention in mentions:
        name = words_of(one, mention)
        if Span(mention.start, mention.end) in named:
            found.append(mention)
            continue
        if _tells(one, mention) or about.is_of_another_kind(one, mention):
            continue
        begins = not one.text[skip : mention.start - one.start].strip(_OPENING)
        if (
            mention.start >= one.start + skip
            and not about.is_known(name)
            and about.fits(name, surely=surely)
            and (not begins or about.is_name(name))
        ):
            found.append(mention)
    others = [mention for mention in found if not _speaks(one, mention)]
    return others if others and about.asks_for_persons else found


def _common(evidence: Sequence[Evidence]) -> frozenset[str]:
    """Return the stems of names that many sentences have in passing: it is what they are about."""
    held = [
        [frozenset(map(stem, words(one.text[s:e]))) for s, e in _unlisted(one.text)]
        for one in evidence
    ]
    counts: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for names in held:
        counts.update(frozenset().union(*names))
        firsts.update(names[0] if names else ())
    return frozenset(
        name
        for name, count in counts.items()
        if count >= max(3, COMMON * len(held)) and firsts[name] < count / 3
    )


#: A name that something had before.
_FORMERLY = re.compile(
    r"\b(?:formerly|previously|once|was|were|been) (?:called|named|known as) [“\"]?$", re.IGNORECASE
)
_SPEAKS = re.compile(r",? (?:said|says|told|added|put it|explained|argued|wrote|recalled)\b")
_SPOKEN_BY = re.compile(r"\b(?:said|says|added|explained|recalled) (?:[a-z’'-]+ ){0,5}$")


def _speaks(one: Evidence, mention: Mention) -> bool:
    """Say whether somebody only tells of others in a sentence."""
    before, after = one.text[: mention.start - one.start], one.text[mention.end - one.start :]
    return bool(_SPEAKS.match(after) or _SPOKEN_BY.search(before))


def _tells(one: Evidence, mention: Mention) -> bool:
    """Say whether a sentence only has its news from a name: "the Castrel Courier reported"."""
    before, after = one.text[: mention.start - one.start], one.text[mention.end - one.start :]
    return bool(_TELLS.match(after) or _TOLD_BY.search(before) or _FORMERLY.search(before))


def _noun(head: str) -> str:
    """Return what the members are called in one word: "US cities" are cities."""
    inside = re.split(r"\b(?:of|in|from|at|who|that|which)\b", head)[0].split()
    return inside[-1].lower() if inside and head not in {"who", "what"} else ""


def says_nothing(sentence: str) -> bool:
    """Say whether a sentence is names alone: who wrote the article, or the score of a game.

    >>> says_nothing("By Bo Wick and Ann Lee"), says_nothing("Ann Lee, a poet, sits on it.")
    (True, False)
    """
    rest = sentence
    for start, end in reversed(names_in(sentence)):
        rest = f"{rest[:start]} {rest[end:]}"
    return not set(re.findall(r"[^\W\d_]{2,}", rest.lower())) - {"and", "by"}


def announced(sentence: str, names: Sequence[Span], offset: int, noun: str) -> frozenset[Span]:
    """Return the names of an enumeration that is said to be of what is asked for.

    ``names`` are spans in an article in which the sentence begins at ``offset``.

    >>> text = "Three villages, Kolbach, Fern and Ems, were evacuated by Varnkraft."
    >>> spans = names_in(text)
    >>> [text[s:e] for s, e in sorted(announced(text, spans, 0, "villages"))]
    ['Kolbach', 'Fern', 'Ems']
    """
    if not noun:
        return frozenset()
    for first, span in enumerate(names):
        begin = re.search(
            rf"\b{re.escape(noun)}\b,?(?: (?:will be|are|were|such as|like|including|namely))?"
            r"\s?[,:—–-]?\s?(?:the )?$",
            sentence[: span.start - offset],
            re.IGNORECASE,
        )
        if begin:
            run = [span]
            for near, far in pairwise(names[first:]):
                between = sentence[near.end - offset : far.start - offset]
                if not BETWEEN.fullmatch(between):
                    break
                run.append(far)
            return frozenset(run) if len(run) > 1 else frozenset()
    return frozenset()


_NUMBERS = {word: number for word, number in ONES.items() if 2 <= number <= 12}
_MORE = frozenset("more other further another additional first last of".split())


def counted(sentence: str, noun: str) -> list[str]:
    """Return the names of an enumeration whose number the sentence tells; none where it does not.

    >>> counted("Three villages, Kolbach, Fern and Ems, were evacuated.", "villages")
    ['Kolbach', 'Fern', 'Ems']
    >>> counted("Three more villages, Kolbach, Fern and Ems, were evacuated.", "villages")
    []
    """
    if not noun or noun not in sentence.lower():
        return []
    spans = names_in(sentence)
    named = sorted(announced(sentence, spans, 0, noun))
    if not named:
        return []
    before = words(sentence[: named[0].start])[-4:]
    number = next((_NUMBERS[one] for one in before if one in _NUMBERS), 0)
    if number != len(named) or not _MORE.isdisjoint(before):
        return []
    return [sentence[start:end] for start, end in named]


def _unlisted(text: str) -> list[Span]:
    """Return the names of a sentence that stand in no enumeration."""
    names = names_in(text)
    listed = {
        one
        for pair in pairwise(names)
        for one in pair
        if BETWEEN.fullmatch(text[pair[0].end : pair[1].start])
    }
    return [one for one in names if one not in listed]
