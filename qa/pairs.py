"""Questions that an archive asks and answers itself: its headlines, and gaps in its sentences.

A headline asks what its article's lead answers. A sentence with a name or a number taken out asks
what another sentence, which holds that name or number, answers. Neither is a question that a person
would put, but both want the reader to see that two wordings mean the same thing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from qa.kinds import figures
from qa.questions import Question
from qa.words import STOP_WORDS, content_words, rarity, stem, stem_set
from vectorstore import Article, Library, Span

#: The question is asked so long after its article appeared.
AFTER = timedelta(days=7)

#: A headline with fewer words that say something asks for nothing certain.
LEAST_TITLE = 4

#: The lead is the first of so many sentences that has this share of the headline's words.
LEAD = 4
LEAD_SHARE = 0.3

#: Words that a gap is surrounded by, on each side at most, and in all at least.
AROUND = 9
LEAST_AROUND = 4

#: Of so many of the rarest words of a gap's question, two must stand beside what was taken out.
RAREST = 5

#: Words of a sentence in which a gap is made.
LEAST_WORDS, MOST_WORDS = 8, 45

_WORD = r"[A-ZÀ-Þ][\w’'&-]*"
_NAME = re.compile(rf"\b{_WORD}(?: (?:(?:of|de|von|van|der|al|bin) )?{_WORD})*")
_NUMBER = re.compile(
    r"(?<![\w.,-])(?:[$£€] ?)?\d[\d,.]*(?<=\d)(?: (?:million|billion|trillion|percent|per cent)|%)?"
    r"(?![\w%-])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BREAK = re.compile(r"[,;:—–“”\"()]| - ")
_SUFFIX = re.compile(r"\s+\|.*$|\s*(?:\.\.\.|…)\s*$")
_NOT_NAMES = STOP_WORDS | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december mr mrs ms dr".split()
)
_BODIES = re.compile(
    r"\b(?:Association|Bank|Center|Centre|City|Club|Co|College|Commission|Committee|Company|Corp|"
    r"Council|County|Court|Department|Group|House|Inc|Institute|League|Ministry|Museum|Office|"
    r"Party|Police|Senate|Service|States|Street|Times|Union|University|World)\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and what is known of its answer.

    ``kind`` is "headline", "cloze" or "question". ``article_id`` is the article that asks, and
    ``source`` the sentence of it that the question was made from: None for a line of a questions
    file, which is ``asked``. ``lead`` are the sentences that answer a headline, ``answer`` the name
    or number that was taken out of a sentence. ``day`` is the day of the question.
    """

    kind: str
    question: str
    day: date
    article_id: str = ""
    source: str = ""
    lead: tuple[Span, ...] = ()
    answer: str = ""
    asked: Question | None = None

    @property
    def key(self) -> str:
        """A short name that no other pair has."""
        return sha(f"{self.kind}\n{self.article_id}\n{self.question}\n{self.answer}")[:16]


def sha(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def day_after(article: Article) -> date:
    """Return the day on which an article's own questions are asked."""
    return article.published + AFTER if article.published else date.today()


def headline_of(article: Article) -> Pair | None:
    """Return the pair of an article's headline and lead; None where they have little in common.

    The lead are the first sentences that share words with the headline, two at most.
    """
    title = _SUFFIX.sub("", article.title).strip()
    wanted = frozenset(stem(word) for word in content_words(title))
    if len(wanted) < LEAST_TITLE:
        return None
    lead: list[Span] = []
    for span in article.sentences[:LEAD]:
        text = article.text[span.start : span.end]
        shared = len(wanted & stem_set(text)) / len(wanted)
        if shared >= LEAD_SHARE and len(text.split()) >= LEAST_WORDS:
            lead.append(span)
        elif lead:
            break
    if not lead:
        return None
    day = day_after(article)
    return Pair("headline", title, day, article.id, title, tuple(lead[:2]))


def clozes_of(article: Article, library: Library) -> Iterator[Pair]:
    """Yield pairs of gaps in an article's sentences, in an order that only looks like chance.

    Of each sentence one at most, and only of names and numbers that stand in another passage too,
    beside two of the rarer words of the question.
    """
    places = sorted(article.sentences, key=lambda span: sha(f"{article.id} {span.start}"))
    for span in places:
        sentence = article.text[span.start : span.end]
        if not LEAST_WORDS <= len(sentence.split()) <= MOST_WORDS or sentence.endswith("?"):
            continue
        for found in _gaps(sentence, article.text):
            question = _question(sentence, found)
            if question and _stands_elsewhere(found[0], question, library):
                yield Pair(
                    "cloze", question, day_after(article), article.id, sentence, answer=found[0]
                )
                break


def _gaps(sentence: str, text: str) -> list[re.Match[str]]:
    """Return the names and numbers that may be taken out, in an order like chance."""
    found = [one for one in _NUMBER.finditer(sentence) if len(one[0]) > 1]
    for one in _NAME.finditer(sentence):
        words = one[0].split()
        if words[0].lower() in _NOT_NAMES:  # "The White House" is asked for without its article
            trimmed = re.compile(re.escape(" ".join(words[1:]))).search(sentence, one.start() + 1)
            if len(words) > 1 and trimmed:
                found.append(trimmed)
        elif one.start() or len(words) > 1 or re.search(rf"[a-z,] {re.escape(one[0])}\b", text):
            found.append(one)
    kept = [one for one in found if not _plain(one[0]) and _ends_well(one, sentence)]
    return sorted(kept, key=lambda one: sha(one[0] + sentence))


def _ends_well(gap: re.Match[str], sentence: str) -> bool:
    """Say whether a gap is neither a contraction nor an abbreviation like "Rep."."""
    cut = gap[0].endswith(("’s", "'s", "n't", "n’t"))
    return not cut and not re.match(r"\.[\s\w]", sentence[gap.end() :])


def _plain(name: str) -> bool:
    return all(word.lower() in _NOT_NAMES or len(word) < 2 for word in re.findall(r"\w+", name))


def _question(sentence: str, gap: re.Match[str]) -> str | None:
    """Return the words around a gap as a question, None where there are too few."""
    before, after = sentence[: gap.start()], sentence[gap.end() :]
    left, right = _BREAK.split(before)[-1].split(), _BREAK.split(after)[0].rstrip(".!’'").split()
    if len(left) + len(right) < LEAST_AROUND + 2:
        left, right = _BREAK.sub(" ", before).split(), _BREAK.sub(" ", after).rstrip(".!").split()
    left, right = left[-AROUND:], right[:AROUND]
    if len(left) == 1 and left[0].lower() in STOP_WORDS:
        left = []
    asks = _asks(gap[0], left, right)
    if left and left[-1].lower() in {"in", "at", "near", "the", "about", "than"}:
        left = left[:-1]
    if not left or int(sha(sentence)[0], 16) % 2:
        words = [asks[0].upper() + asks[1:], *left, *right]
    else:
        words = [*left, asks, *right]
    question = " ".join(words)
    said = [word for word in content_words(question) if word not in STOP_WORDS]
    return f"{question}?" if len(said) >= LEAST_AROUND else None


def _asks(gap: str, left: list[str], right: list[str]) -> str:
    if figures(gap):
        if _YEAR.fullmatch(gap):
            return "in what year"
        if "%" in gap or "per" in gap:
            return "what percentage"
        return "how much" if gap[0] in "$£€" else "how many"
    if left and left[-1].lower() in {"in", "at", "near"}:
        return "where"
    person = len(gap.split()) in (2, 3) and not _BODIES.search(gap) and " of " not in gap
    article = bool(left) and left[-1].lower() in {"the", "a", "an"}
    speaks = bool(right) and right[0] in {"said", "says", "told", "added", "tweeted", "who"}
    return "who" if (person or speaks) and not article else "what"


def _stands_elsewhere(name: str, question: str, library: Library) -> bool:
    """Say whether two passages hold a name and two of the rarer words of a question."""
    mine = stem_set(name)
    terms = {stem(word): word for word in content_words(question) if stem(word) not in mine}
    counts = library.catalogue.passage_counts(list(terms))
    rare = rarity(counts, list(terms), library.catalogue.counts()[1])
    rarest = sorted(terms, key=lambda term: -rare[term])[:RAREST]
    two = " OR ".join(f'("{terms[a]}" AND "{terms[b]}")' for a, b in combinations(rarest, 2))
    phrase = name.replace('"', "")
    return bool(two) and len(library.catalogue.match(f'"{phrase}" AND ({two})', 2)) > 1
