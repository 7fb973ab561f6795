"""What changed between two versions of an article: sentence by sentence, word by word.

difflib of the standard library aligns both: sentences as whole units first, so that a paragraph put
in front moves nothing, then the words of those sentences that took each other's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from vectorstore import Article, Span

#: Two sentences are one that was changed when they share so much of their words, 0 to 1.
ALIKE = 0.5

#: So many comparisons of two sentences are worth it; beyond, a text was written anew.
_MOST_PAIRS = 20_000

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w+")

#: What a reader sees of an article beside its text.
_FIELDS = ("title", "outlet", "published", "url", "byline", "section")


class Words(NamedTuple):
    """A piece of a changed sentence: words that both versions have, or only one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence, or a heading, that is not in both versions as it is.

    ``before`` and ``after`` are half-open spans of the two texts; of what was ``added`` there is
    no ``before``, of what was ``removed`` no ``after``. ``words`` are the pieces of one that was
    ``changed``.
    """

    kind: Literal["removed", "added", "changed"]
    before: Span | None
    after: Span | None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of an article, and what is different in the later one, in the text's order.

    ``fields`` are what is known beside the text: what it was and what it is, by the field's name.
    """

    before: Article
    after: Article
    fields: dict[str, tuple[str, str]]
    changes: tuple[Change, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as JSON values, with the words of each sentence."""
        return {
            "article_id": self.after.id,
            "before": self.before.version,
            "after": self.after.version,
            "fields": {
                name: {"before": was, "after": now} for name, (was, now) in self.fields.items()
            },
            "changes": [
                {
                    "kind": one.kind,
                    "before": _side(self.before, one.before),
                    "after": _side(self.after, one.after),
                    "words": [list(words) for words in one.words],
                }
                for one in self.changes
            ],
        }


def difference(before: Article, after: Article) -> Difference:
    """Compare two versions of an article.

    >>> def version(text):
    ...     ends = [at + 1 for at, one in enumerate(text) if one == "."]
    ...     starts = [0, *(end + 1 for end in ends[:-1])]
    ...     return Article("a", text, sentences=tuple(map(Span, starts, ends)))
    >>> found = difference(version("He left. It rained."), version("He left at noon. It rained."))
    >>> [(one.kind, one.words) for one in found.changes]  # doctest: +NORMALIZE_WHITESPACE
    [('changed', (Words(kind='same', text='He left'), Words(kind='added', text=' at noon'),
                  Words(kind='same', text='.')))]
    """
    fields = {
        name: (_said(before, name), _said(after, name))
        for name in _FIELDS
        if _said(before, name) != _said(after, name)
    }
    return Difference(before, after, fields, tuple(_changes(before, after)))


def nearest(sentence: str, article: Article) -> Span | None:
    """Return the sentence of an article that is most like another, None when none is like it."""
    texts = [article.text[start:end] for start, end in article.sentences]
    number = _most_like(sentence, texts)
    return None if number is None else article.sentences[number]


def _changes(before: Article, after: Article) -> Iterator[Change]:
    old, new = _units(before), _units(after)
    texts = [before.text[s:e] for s, e in old], [after.text[s:e] for s, e in new]
    matcher = SequenceMatcher(None, *texts, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = dict(_pairs(texts[0][first:last], texts[1][begin:end]))
        taken = set(pairs.values())
        at = 0  # of the new ones, those before it have been told of
        for number in range(last - first):
            if number not in pairs:
                yield Change("removed", old[first + number], None)
                continue
            partner = pairs[number]
            yield from (
                Change("added", None, new[begin + other])
                for other in range(at, partner)
                if other not in taken
            )
            at = partner + 1
            words = _words(texts[0][first + number], texts[1][begin + partner])
            yield Change("changed", old[first + number], new[begin + partner], tuple(words))
        yield from (
            Change("added", None, new[begin + other])
            for other in range(at, end - begin)
            if other not in taken
        )


def _units(article: Article) -> list[Span]:
    """Return the sentences, and what stands between them: headings and list marks."""
    found: list[Span] = []
    at = 0
    for start, end in (*article.sentences, Span(len(article.text), len(article.text))):
        between = article.text[at:start]
        for line in re.finditer(r"\S(?:[^\n]*\S)?", between):
            found.append(Span(at + line.start(), at + line.end()))
        if start < end:
            found.append(Span(start, end))
        at = end
    return found


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield which old sentence became which new one, both in their order."""
    if len(before) * len(after) > _MOST_PAIRS:
        return
    start = 0
    for number, old in enumerate(before):
        partner = _most_like(old, after[start:])
        if partner is not None:
            yield number, start + partner
            start += partner + 1


def _most_like(sentence: str, others: Sequence[str]) -> int | None:
    """Return the number of the sentence that shares most words with one, the first of equals."""
    best, found = ALIKE, None
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_WORD.findall(sentence.lower()))  # the side that is prepared once
    for number, other in enumerate(others):
        matcher.set_seq1(_WORD.findall(other.lower()))
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        ratio = matcher.ratio()
        if ratio > best or (ratio == best and found is None):
            best, found = ratio, number
    return found


def _words(before: str, after: str) -> Iterator[Words]:
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    for kind, first, last, begin, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield Words("same", "".join(old[first:last]))
            continue
        if first < last:
            yield Words("removed", "".join(old[first:last]))
        if begin < end:
            yield Words("added", "".join(new[begin:end]))


def _said(article: Article, name: str) -> str:
    value = getattr(article, name)
    return "" if value is None else str(value)


def _side(article: Article, span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "text": article.text[span.start : span.end]}
