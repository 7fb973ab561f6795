"""What sentencex does not know of where sentences end, in small rules, each with its reason.

sentencex reads a text by its language's own rules; here its boundaries are taken away, moved past
what still belongs to the sentence before, or added. The words are data, in ``abbreviations``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest import abbreviations as known

_CLOSERS = r"[\"'”’“»«›)\]」』]"
#: What may stand between an end and its blank: the mark of a note, or a picture of a mood.
_NOTE = r"(?:\[[^\W_][^\]\n]{0,20}\]|[*†‡]{1,3}(?=\s|\Z)|[¹²³⁰⁴-⁹]+)"
_FACE = r"[\U0001F1E6-\U0001FAFF\u2600-\u27BF\uFE0F\u200D\u20E3]+"

_DOTTED = re.compile(r"\w(?:\w{0,3}\.-?\w{1,3})+\Z")
_ASIDE = re.compile(r"[—–-]+\s*(?=[^\W\d_])")  # «Стой!» — крикнул он
_OPENED = re.compile(r"(?<=\s)[\"'“‘«„(\[]+\Z")
_TRAIL = re.compile(rf"(?:{_NOTE})+|\s*{_FACE}(?=\s|\Z)")
_SMALL_WORD = re.compile(r"(?!\S{0,100}\w[.:/@]\w)(?!\S{0,20}://)[^\W\d_]{2}")  # and no address
_LETTER = re.compile(r"[^\W\d_]")
_ELIDED = re.compile(r"(?:[LlDd]|[A-Za-z]{2,5}ll)['’](?=[^\W\d_]{2})")  # L'on. Bassi, dell'avv.
_FIRST_WORD = re.compile(r"[\w'’-]+")
_SMALL_CAPITAL = re.compile(r"[a-z]{1,2}[A-Z]|[a-z]{2}-[A-Z]")  # iPhone, eBay, al-Nur
_SUFFIX = re.compile(r"(?:Inc|Corp|Ltd|Co|LLC)\b")
_QUOTED = re.compile(r"[?!…][\"”’»“]+\Z")
_QUOTED_FULL = re.compile(r"[。！？…][」』”’]+\Z")
_ATTRIBUTED = re.compile(
    rf"(?:[A-Z][\w.'’-]*\s+){{1,5}}(?:{'|'.join(known.SPEECH.split())})\b"
    rf"|(?:[A-Z][\w.'’-]*\s+){{0,4}}[A-Z][\w.'’-]*, [^,.;:!?\n]{{1,60}},\s+"
    rf"(?:{'|'.join(known.SPEECH.split())})\b"
)
_ATTRIBUTED_FULL = re.compile(
    r"と|って|[^\s，。！？、；：“「]{0,6}(?:说|說|问|問|喊|答|叫|(?<!知)道)"
)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The words of one language, ready to be looked up; ``added`` finds ends that are missing."""

    never: frozenset[str]
    number: frozenset[str]
    small: frozenset[str]
    name: frozenset[str]
    starters: frozenset[str]
    ordinals: bool
    added: re.Pattern[str]


def mended(text: str, ends: Sequence[int], language: str) -> list[int]:
    """Return where the sentences of a text end, from where sentencex ends them.

    ``ends`` are offsets in order, the last of them the text's own end; so is the result.
    """
    rules = _rules(language.lower().replace("_", "-").partition("-")[0])
    # Where sentences begin with small letters, as in hasty mails, these say nothing.
    first = _LETTER.search(text)
    cased = first is not None and not first[0].islower()
    moved = (_moved(text, end) for end in ends[:-1] if not _goes_on(text, end, rules, cased))
    found = {end for end in moved if end < len(text)} | {len(text)}
    found.update(_missing(text, sorted(found), rules))
    return sorted(found)


@lru_cache(maxsize=64)
def _rules(language: str) -> _Rules:
    def words(lists: dict[str, str]) -> frozenset[str]:
        return frozenset(f"{lists.get('', '')} {lists.get(language, '')}".split())

    return _Rules(
        never=words(known.NEVER_END),
        number=words(known.BEFORE_NUMBER),
        small=words(known.BEFORE_SMALL),
        name=words(known.BEFORE_NAME),
        starters=words(known.STARTERS),
        ordinals=language in known.ORDINALS,
        added=_added(language),
    )


def _added(language: str) -> re.Pattern[str]:
    """Find ends that sentencex passes over; what is found ends where the next sentence begins.

    All ways begin at the mark, so that the search runs from mark to mark.
    """
    capital = r"\s+(?=[\"“‘]?[A-Z])"
    ways = [
        rf"{_CLOSERS}*{_NOTE}+\s+(?=[\"“‘(]?[A-Z\d])",  # a note's mark hides the full stop
        rf"\){capital}",  # an aside that is a sentence of its own
    ]
    if words := known.WORDS.get(language):
        whole = "|".join(rf"(?<=\b{word}\.)" for word in words.split())
        ways.append(f"(?:{whole}){capital}")
    if ends := known.ENDS.get(language):
        found = "|".join(f"(?<={one})" for one in ends)
        ways.append(rf"(?:{found})\s+(?=[^\W\d_a-zа-яё])")
    if language == "en":
        starters = "|".join(known.STARTERS["en"].split())
        names = "|".join(rf"(?<=[a-z] {one}\.)" for one in known.AFTER_NAME["en"].split())
        ways.append(rf"(?:{names})\s+(?=(?:{starters})\s)")  # "He closed Main St. Nobody"
        ways.append(rf"(?<=[a-z]{{3}}[.!?])(?=(?:{starters})\s)")  # the blank was lost
        ways.append(rf"(?:(?<=\bYahoo!)|(?<=\bJeopardy!))\s+(?=(?:{starters})\s)")
    return re.compile(f"[.!?…](?:{'|'.join(ways)})")


# -- boundaries to take away ---------------------------------------------------------------------


def _goes_on(text: str, end: int, rules: _Rules, cased: bool) -> bool:
    """Say whether the sentence goes on after a boundary."""
    before = text[max(0, end - 40) : end].rstrip()
    after = text[end : end + 120].lstrip()
    if not after or not before:
        return False
    last = before[-1]
    dash = _ASIDE.match(after)
    first = after[dash.end()] if dash else after[0]
    small = first.islower() and not _SMALL_CAPITAL.match(after)
    if last == ".":
        blank = text[end - 1].isspace()
        if small and cased and blank and _SMALL_WORD.match(after):
            return True  # "the 10-yr. note", "3 okt. jl."
        return _abbreviated(before, after, small, blank, rules)
    if last in "?!":  # "Is it art? or is it a prank?", and a name with a mark: "Guess? Inc."
        return small or bool(_SUFFIX.match(after))
    if _QUOTED_FULL.search(before):
        return bool(_ATTRIBUTED_FULL.match(after))
    if _QUOTED.search(before):  # "« Viens ! » dit-il", "“Why?” Lee asked"
        return small or bool(_ATTRIBUTED.match(after))
    return False


def _abbreviated(before: str, after: str, small: bool, blank: bool, rules: _Rules) -> bool:
    if not blank and after[0] in "-–/" + "abcdefghijklmnopqrstuvwxyz0123456789":
        return True  # a full stop within a word: "J.-C.", "a.example"
    word = before.rsplit(None, 1)[-1][:-1].lstrip("\"'“‘«([„")
    word = _ELIDED.sub("", word)
    if rules.ordinals and word.isdecimal() and len(word) <= 3:
        first = _FIRST_WORD.match(after)
        return small or bool(first and first[0] not in rules.starters)
    if word in rules.never:
        return True
    if word in known.HOURS:  # "at 9 a.m. Monday", "5 p.m. Eastern"
        first = _FIRST_WORD.match(after)
        return small or bool(first and first[0] in known.AFTER_HOURS)
    if after[0].isdigit():
        return word in rules.number
    if small:  # "o.a. brood", "Assoc. called", "r. w"
        listed = word in rules.small or word in rules.number
        return listed or len(word) == 1 or bool(_DOTTED.match(word))
    if word in rules.name or (len(word) == 1 and word.isupper() and rules.starters):  # "A. Smit"
        first = _FIRST_WORD.match(after)
        return bool(first and first[0][0].isupper() and first[0] not in rules.starters)
    return False


# -- boundaries to move and to add ---------------------------------------------------------------


def _moved(text: str, end: int) -> int:
    """Return a boundary behind the note's mark or the picture that follows the full stop.

    One that stands behind an opening quotation mark goes before it.
    """
    if end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        opened = _OPENED.search(text, max(0, end - 4), end)
        if opened:
            return opened.start()
    at = end
    while at and text[at - 1].isspace():
        at -= 1
    if at < end and text[end].isascii():
        return end
    found = _TRAIL.match(text, at)
    return found.end() if found and found.end() > end else end


def _missing(text: str, ends: Sequence[int], rules: _Rules) -> Iterator[int]:
    at = 0
    for found in rules.added.finditer(text):
        end = found.end()
        while ends[at] < end:
            at += 1
        start = ends[at - 1] if at else 0
        if ends[at] == end:
            continue
        sentence = text[start:end].strip()
        if sentence.endswith(")") and not sentence.startswith("("):
            continue  # an aside within a sentence
        if not _is_open(sentence):
            yield end


def _is_open(sentence: str) -> bool:
    """Say whether a quotation or a bracket has not been closed yet."""
    return (
        sentence.count('"') % 2 == 1
        or sentence.count("“") > sentence.count("”")
        or sentence.count("«") > sentence.count("»")
        or sentence.count("(") > sentence.count(")")
    )
