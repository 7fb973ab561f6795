"""What an abstention says: what of the question stands in the articles, and what is missing.

Every sentence of it is a fact of the full-text index or of the articles' sentences. A word counts
where it stands in any inflection that the index knows, in a title or a text. What has not been
counted is not said.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from qa.kinds import Kind, holds, kind_of, names
from qa.words import STOP_WORDS, stem, stem_set, words
from vectorstore import Library, articles_with, language_name, sentences_of, stand_anywhere

#: Words and names of a question that are looked up: the names first, then the rarest.
MOST_TERMS = 8

#: Articles whose sentences are read to see whether the kind of thing asked for is in them.
MOST_READ = 10

#: Words and languages that are listed by name.
_LISTED = 4

#: A number, or a word: "1,500", "Covid-19".
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+(?![^\W_])|[^\W_]+(?:-[^\W_]+)*")
_PART = re.compile(r"\d+(?:[.,]\d+)+(?![^\W_])|[^\W_]+")
#: What may stand between the words of one name: "Maddick & Rowe", "Cobbler's Fen", "Isle of Man".
_WITHIN_NAME = re.compile(r"[ .&-]{1,3}|['’]s? ?| of (?:the )?")

#: A longer run of capitalized words is no name, but a headline.
_LONGEST_NAME = 5

#: Of these alphabets the index knows each word by itself; of others a word may be part of a run.
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")
#: Words of time: an article of that year or month need not say so.
_MONTHS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.month_abbr) if name)
_TIME = _MONTHS.union(
    "today yesterday tomorrow tonight week weekend month year day date time last past previous "
    "next latest newest current currently ago century decade".split(),
    (name.lower() for name in calendar.day_name),
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\ds?")

#: A sentence with one of these may hold a thing of the kind in a way that ``holds`` does not see.
_MAY_HOLD = {
    "number": re.compile(
        r"\b(?:one|once|single|both|couple|double|triple|quarter|thirds?|zero|no|nothing|trillions?|"
        r"scores?)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\b(?:now|soon|later|last|next|then|when|after|before|during|recently|once|already|"
        r"again|century|decade|weekend|christmas|easter|first|immediately|currently|still|"
        r"dawn|dusk)\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        r"\b(?:through(?:out)?|while|during|seasons?|ever|always|never|permanent|temporary|"
        r"indefinite|long|brief|briefly|weekend)\b",
        re.IGNORECASE,
    ),
}
_LACKS = {
    "name": "gives another name",
    "time": "says when",
    "duration": "says for how long",
    "number": "gives a figure",
    "reason": "has a word like “because”",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a name of the question, as it stands there."""

    text: str
    is_name: bool = False

    def __str__(self) -> str:
        return self.text if self.is_name else f"“{self.text}”"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a question that is not answered; all numbers are of articles.

    ``library`` is how many there are, ``searched`` how many of them are not later than ``as_of``,
    ``unread`` how many of these are in each language that is not read, by its code. Of the
    question's terms ``absent`` are those that no article has, ``present`` those that some have.
    ``together`` articles have all of the latter but ``left``, of which none of these has any.
    ``lacks`` is the kind of thing that no sentence with one of ``about`` gives, nor the one after.
    ``changed`` says that there was an answer, and its articles are no longer what they were,
    ``unnamed`` that sentences answer a question for a list, but none of their names is a member.
    """

    library: int
    searched: int
    as_of: date | None = None
    unread: Mapping[str, int] = field(default_factory=dict)
    absent: tuple[Term, ...] = ()
    present: tuple[Term, ...] = ()
    together: int = 0
    left: tuple[Term, ...] = ()
    lacks: str | None = None
    about: tuple[Term, ...] = ()
    changed: bool = False
    unnamed: bool = False


def abstention(facts: Facts) -> str:
    """Return the words of an abstention.

    >>> terms = Term("Microsoft", is_name=True), Term("police")
    >>> abstention(Facts(20, 20, present=terms, together=3))
    ... # doctest: +ELLIPSIS
    'The library ... 3 articles mention Microsoft and “police”, but none of their sentences is ...'
    """
    if not facts.library:
        return "The library is empty, so it does not answer this. Ingest articles first."
    said = [f"The library does not answer this. {_searched(facts)}"]
    if facts.unread:
        said.append(_unread(facts))
    later = facts.library - facts.searched
    if facts.searched and later and facts.as_of:
        were = "is dated later than" if later == 1 else "are dated later than"
        said.append(f"{later:,} more {were} {_day(facts.as_of)}.")
    if facts.changed:
        said.append("The articles that answer it were changed at this moment: ask again.")
        return " ".join(said)
    if facts.unnamed:
        said.append("The nearest sentences are about it, but no name in them is sure to be one.")
        return " ".join(said)
    if facts.absent:
        said.append(f"No article mentions {_listed(facts.absent, 'or')}.")
    if facts.present:
        said.append(_together(facts))
    return " ".join(said)


def _searched(facts: Facts) -> str:
    if facts.searched or not facts.as_of:
        return f"{_many(facts.searched)} {'was' if facts.searched == 1 else 'were'} searched."
    every = "the only one is" if facts.library == 1 else f"all {facts.library:,} are"
    return f"0 articles were searched: {every} dated later than {_day(facts.as_of)}."


def _unread(facts: Facts) -> str:
    number = sum(facts.unread.values())
    languages = [language_name(code) for code in facts.unread]
    if len(languages) > _LISTED:
        languages[_LISTED - 1 :] = [f"{len(languages) - _LISTED + 1} other languages"]
    verb = "was" if number == 1 else "were"
    which = f"{number:,} of them"
    if number == facts.searched:
        which = "It" if number == 1 else "All of them"
    return f"{which}, in {_joined(languages, 'and')}, {verb} not understood."


def _together(facts: Facts) -> str:
    which = [term for term in facts.present if term not in facts.left]
    verb = "mentions" if facts.together == 1 else "mention"
    found = f"{_many(facts.together)} {verb} {_listed(which, 'and')}"
    if facts.left:
        none = "it does not mention" if facts.together == 1 else "none of them mentions"
        return f"{found}, but {none} {_listed(facts.left, 'or')}."
    if facts.absent:
        return f"{found}."
    if facts.lacks:
        about = _listed(facts.about, "or")
        return f"{found}, but no sentence that mentions {about} {_LACKS[facts.lacks]}."
    of_them = "of its sentences" if facts.together == 1 else "of their sentences"
    return f"{found}, but none {of_them} is certain enough to be the answer."


def _many(number: int) -> str:
    return f"{number:,} {'article' if number == 1 else 'articles'}"


def _listed(terms: Sequence[Term], word: str) -> str:
    parts = [str(term) for term in terms]
    if len(parts) > _LISTED + 1:
        parts[_LISTED:] = [f"{len(parts) - _LISTED} more words of the question"]
    return _joined(parts, word)


def _joined(parts: Sequence[str], word: str) -> str:
    """Join the parts of a list.

    >>> _joined(["a"], "or"), _joined(["a", "b", "c"], "or")
    ('a', 'a, b or c')
    """
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


# -- the facts -----------------------------------------------------------------------------------


def find_facts(
    question: str,
    library: Library,
    *,
    as_of: date | None = None,
    changed: bool = False,
    unnamed: bool = False,
) -> Facts:
    """Look up what an abstention can say, in one state of the library."""
    with library.catalogue.snapshot():
        every, searched = library.catalogue.counts()[0], library.catalogue.counts(as_of)[0]
        unread = library.unread(as_of) or {}
        facts = Facts(every, searched, as_of, unread=unread, changed=changed, unnamed=unnamed)
        if not searched or changed or unnamed:
            return facts
        kind = kind_of(question)
        terms = _rarest(terms_of(question, kind), library)
        found = dict(_look_up(terms, library, as_of))
        missing = [term for term, keys in found.items() if not keys and _is_known_apart(term.text)]
        anywhere = stand_anywhere(library.catalogue, [term.text for term in missing])
        absent = [term for term, there in zip(missing, anywhere, strict=True) if not there]
        present = {term: keys for term, keys in found.items() if keys}
        together, left = _together_in(present)
        facts = replace(
            facts,
            absent=tuple(absent),
            present=tuple(present),
            together=len(together),
            left=tuple(term for term in present if term in left),
        )
        if absent or left or not 0 < len(together) <= MOST_READ:
            return facts
        about = tuple(term for term in present if term.is_name) or tuple(present)
        lacks = _lacks(question, kind, about, list(sentences_of(library.catalogue, together)))
        return replace(facts, lacks=lacks, about=about)


def terms_of(question: str, kind: Kind) -> list[Term]:
    """Return the names and words that a question is about, in their order, each once.

    Left out are words of time, and what only names the kind of thing asked for ("companies").

    >>> question = "Which companies paused sales of the Skelvane P4 in March?"
    >>> [str(term) for term in terms_of(question, kind_of(question))]
    ['“paused”', '“sales”', 'Skelvane P4']
    """
    text = unicodedata.normalize("NFC", question)
    tokens = list(_TOKEN.finditer(text))
    capitals_tell = text != text.upper()
    has_month = any(token[0].lower() in _MONTHS for token in tokens)
    terms: list[Term] = []
    name: list[re.Match[str]] = []

    def end_name() -> None:
        if name:
            # The question's first word has a capital whatever it is.
            is_name = len(name) > 1 or name[0].start() > tokens[0].start()
            terms.append(Term(text[name[0].start() : name[-1].end()], is_name))
            name.clear()

    for token in tokens:
        word = token[0]
        if _says_nothing(word) or (has_month and len(word) < 3 and word.isdigit()):
            continue
        is_capital = capitals_tell and word[0].isupper()
        if not (is_capital and name and _is_one_name(text, name, token)):
            end_name()
        if is_capital:
            name.append(token)
        else:
            terms.append(Term(word))
    end_name()
    once = {tuple(map(stem, words(term.text))): term for term in reversed(terms)}
    return [
        term
        for stems, term in reversed(once.items())
        if not set(stems) <= kind.head and len(term.text) > 1
    ]


def _is_one_name(text: str, name: Sequence[re.Match[str]], token: re.Match[str]) -> bool:
    """Say whether a capitalized word goes on with the name before it."""
    last = name[-1]
    gap = text[last.end() : token.start()]
    if len(name) == _LONGEST_NAME or not _WITHIN_NAME.fullmatch(gap):
        return False
    return "." not in gap or len(last[0]) < 4  # an initial or "Dr.", not a sentence's end


def _says_nothing(word: str) -> bool:
    plain = "".join(words(word))
    return plain in STOP_WORDS or plain in _TIME or bool(_YEAR.fullmatch(word))


def _is_known_apart(text: str) -> bool:
    """Say whether the index knows these words by themselves, so that it would have found them."""
    return all(
        unicodedata.name(char, "").startswith(_ALPHABETS)
        for char in "".join(_PART.findall(text)).replace(".", "").replace(",", "")
    )


def _rarest(terms: Sequence[Term], library: Library) -> list[Term]:
    """Keep the names, then the rarest words, so many as are looked up; in their order."""
    stems = {stem(words(term.text)[0]) for term in terms if len(words(term.text)) == 1}
    counts = library.catalogue.passage_counts(sorted(stems)) if stems else {}

    def rank(number: int) -> tuple[bool, int, int]:
        return (
            not terms[number].is_name,
            counts.get("".join(map(stem, words(terms[number].text))), 0),
            number,
        )

    kept = sorted(range(len(terms)), key=rank)[:MOST_TERMS]
    return [terms[number] for number in sorted(kept)]


def _look_up(
    terms: Sequence[Term], library: Library, as_of: date | None
) -> Iterator[tuple[Term, frozenset[int]]]:
    """Yield each term with its articles; the words of a name that stands nowhere each for itself.

    What is too common to be counted is left out.
    """
    for term in terms:
        parts = _PART.findall(term.text)
        keys = articles_with(library.catalogue, term.text, until=as_of)
        if keys == frozenset() and len(parts) > 1:
            single = [part for part in parts if len(part) > 1 and not _says_nothing(part)]
            pieces = [Term(part, term.is_name and not part[0].isdigit()) for part in single]
            found = list(_look_up(pieces, library, as_of))
            if any(some for _, some in found):
                yield from found
                continue
        if keys is not None:
            yield term, keys


def _together_in(present: Mapping[Term, frozenset[int]]) -> tuple[frozenset[int], set[Term]]:
    """Return articles that have many of the terms, and the terms that none of them has.

    Taken in one by one are the names, then the rarest words, as long as an article has them all.
    """
    together: frozenset[int] = frozenset()
    left: set[Term] = set()
    for term in sorted(present, key=lambda term: (not term.is_name, len(present[term]))):
        both = together & present[term] if together else present[term]
        if both:
            together = both
        else:
            left.add(term)
    return together, left


def _lacks(
    question: str, kind: Kind, about: Collection[Term], sentences: Sequence[str]
) -> str | None:
    """Return the kind asked for that no sentence about the terms gives; ``None`` if all may be.

    ``None`` too when no sentence has one of them: they stand in titles.
    """
    wanted = [one for one in kind.wanted if one in _LACKS]
    if not wanted:
        return None
    asked = stem_set(question)
    stems = [stem_set(term.text) for term in about]

    def is_told(text: str) -> bool:
        return any(some <= stem_set(text) for some in stems)

    def may_hold(text: str, one: str) -> bool:
        if one == "name":
            return bool(names(text, asked, None))
        loose = _MAY_HOLD.get(one)
        return bool(holds(text, one, asked, frozenset()) or (loose and loose.search(text)))

    told_any = told_before = False
    for text in sentences:
        told = is_told(text)
        # The sentence after may go on about it: "The company sold 400."
        if told or told_before:
            wanted = [one for one in wanted if not may_hold(text, one)]
            if not wanted:
                return None
        told_any, told_before = told_any or told, told
    return wanted[0] if told_any else None
