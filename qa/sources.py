"""The sentences that a claim cites, with what stands around them: who "it" is, and who says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from qa.antecedents import antecedent_of, stands_for
from qa.claim_days import Moment, moments_in
from qa.clause_words import Words, words_of
from qa.lexicon import is_known
from qa.mentions import names_in
from qa.quantities import Quantity, quantities_in
from qa.quoting import quotations
from qa.speakers import speaker_of
from qa.types import Citation, Evidence
from vectorstore import Article, Span

#: What a sentence may call by another word what is named before it or in the title.
_ANAPHOR = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them|this|these|those|both|there|here)\b"
    r"|\b(?:[Tt]he|[Tt]hat|[Tt]his|[Tt]hose) (?:[a-z-]+ ){0,2}?[a-z]{3,}\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“A-Z])|\n\s*\n")


@dataclass(frozen=True)
class Source:
    """A cited sentence: its number among those cited, from 0, and what is known around it.

    ``before`` and ``after`` are the text around it, as far as it is known.
    """

    number: int
    text: str
    title: str = ""
    published: date | None = None
    before: str = ""
    after: str = ""
    _cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def words(self) -> Words:
        """The words of the sentence."""
        return words_of(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities in it."""
        return quantities_in(self.text)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The times in it, its day's context counted in."""
        return moments_in(self.text, self.published)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in it."""
        return tuple(self.text[start:end] for start, end in proper_names(self.text))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """The spans of what stands in quotation marks."""
        return quotations(self.text)

    @cached_property
    def _article(self) -> tuple[str, tuple[Span, ...], int]:
        """The text around it, its sentences, and which of them is this one."""
        before = self.before.strip()
        text = f"{before} {self.text}" if before else self.text
        start = len(text) - len(self.text)
        spans: list[Span] = []
        at = 0
        for found in _SENTENCE_END.finditer(before):
            spans.append(Span(at, found.start()))
            at = found.end()
        if before:
            spans.append(Span(at, len(before)))
        spans = [one for one in spans if one.start < one.end]
        spans.append(Span(start, len(text)))
        number = len(spans) - 1
        return text, tuple(spans), number

    @cached_property
    def speaker(self) -> str | None:
        """Who says what the sentence reports; None for the article itself."""
        text, spans, number = self._article
        return said_by(speaker_of(text, spans, number))

    @cached_property
    def antecedent(self) -> str | None:
        """The name that the sentence's begin stands for, where that is sure."""
        text, spans, number = self._article
        found = antecedent_of(text, spans, number)
        return found[0] if found else None

    def stands_for(self, pronoun: str) -> str | None:
        """Return the name that a pronoun within it stands for, where that is sure."""
        text, spans, number = self._article
        return stands_for(text, spans, number, pronoun)

    @cached_property
    def anaphors(self) -> tuple[Span, ...]:
        """The spans of what may stand for something that is named elsewhere."""
        return tuple(Span(*found.span()) for found in _ANAPHOR.finditer(self.text))

    @cached_property
    def own_subject(self) -> str:
        """The name that stands before the sentence's first verb; empty when none does."""
        verb = next((one.start for one in self.words.words if one.verb), 0)
        found = [
            self.text[s:e]
            for s, e in proper_names(self.text)
            if e <= verb and not re.match(r" [a-z]{3,}", self.text[e:verb])
        ]
        plain = not re.match(r"\w+['’]s? |[^,]*\b(?:of|in|at|from|for|by) ", self.text[:verb])
        return found[-1] if found and plain else ""

    @cached_property
    def last_before(self) -> str:
        """The sentence before it."""
        text, spans, number = self._article
        return text[slice(*spans[number - 1])] if number else ""


def proper_names(text: str) -> list[Span]:
    """Return the names in a text; a word that begins it and may be a common one is none.

    >>> text = "Analysts at Linnet Shaw bought an Orla 3."
    >>> [text[start:end] for start, end in proper_names(text)]
    ['Linnet Shaw', 'Orla 3']
    """
    found: list[Span] = []
    for start, end in names_in(text):
        first = not re.search(r"\w", text[:start])
        word = text[start:end].lower()
        if (
            first
            and " " not in word
            and (
                word.endswith(("ever", "one", "body"))
                or all(any(is_known(part, pos) for pos in "nvar") for part in word.split("-"))
            )
        ):
            continue
        tail = re.search(r"\s\d[\d,.]*$", text[start:end])
        if tail and re.match(r"\s[a-z]{3,}s\b(?<! has)(?<! was)", text[end:]):
            end = start + tail.start()
        if number := re.match(
            r"\s\d{1,3}\b(?![.,]\d|\s?(?:%|per|[a-z]{3,}s\b)(?<! was)(?<! has))", text[end:]
        ):
            end += number.end()
        if found and text[found[-1].end : start] == " for ":
            start = found.pop().start  # the Office for Product Standards
        found.append(Span(start, end))
    return found


def said_by(speaker: str | None) -> str | None:
    """Return a speaker, None for words that are no one: "the group carries insurance"."""
    if not speaker or re.search(r"\b(?:who|which|that)\b", speaker):
        return speaker
    tells = any(one.verb and not one.text[0].isupper() for one in words_of(speaker).words[1:])
    return None if tells else speaker


def sources_of(
    sentences: Sequence[str | Evidence | Citation],
    title: str | None,
    published: date | None,
    context: str | None,
) -> list[Source]:
    """Return the cited sentences; ``title``, ``published`` and ``context`` are of plain texts."""
    found = []
    for number, one in enumerate(sentences):
        if isinstance(one, Citation):
            before, after = _around(one.article, one.start, one.end)
            found.append(Source(number, one.quote, one.title, one.published, before, after))
        elif isinstance(one, Evidence):
            around = _split(context or "", one.text)
            day = one.published or published
            found.append(Source(number, one.text, one.title or title or "", day, *around))
        else:
            around = _split(context or "", one)
            found.append(Source(number, one, title or "", published, *around))
    return [_in_company(one, found[: one.number]) for one in found]


def _in_company(one: Source, earlier: Sequence[Source]) -> Source:
    """Add the cited sentences of the same article that come before to what stands before one."""
    ahead = ""
    for other in earlier:
        if other.title == one.title and other.published == one.published:
            for piece in (other.before.strip(), other.text):
                if piece and piece not in one.before and piece not in ahead:
                    ahead = f"{ahead} {piece}".strip()
    if not ahead:
        return one
    before = f"{ahead} {one.before}".strip()
    return Source(one.number, one.text, one.title, one.published, before, one.after)


def _around(article: Article, start: int, end: int) -> tuple[str, str]:
    return article.text[max(0, start - _AROUND) : start], article.text[end : end + _AROUND]


#: Characters before and after a sentence that are looked at.
_AROUND = 1200


def _split(context: str, sentence: str) -> tuple[str, str]:
    """Return what stands before and after a sentence in its context."""
    at = context.find(sentence)
    if at < 0:
        return "", ""
    end = at + len(sentence)
    return context[max(0, at - _AROUND) : at], context[end : end + _AROUND]
