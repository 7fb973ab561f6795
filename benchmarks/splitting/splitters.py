"""The splitters that are judged: ours, and those of others that are installed.

Each takes a paragraph and its language, and returns half-open spans; ours takes the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from ingest.sentences import split_sentences
from vectorstore import Span

Splitter = Callable[[str, str], list[Span]]


def ours(text: str, language: str) -> list[Span]:
    """Return Citewire's sentences."""
    return list(split_sentences(text, language).sentences)


def _sentencex() -> Splitter:
    import sentencex

    return lambda text, language: [
        Span(one["start_index"], one["end_index"])
        for one in sentencex.get_sentence_boundaries(language, text)
    ]


def _pysbd() -> Splitter:
    import pysbd
    from pysbd.languages import LANGUAGE_CODES

    def split(text: str, language: str) -> list[Span]:
        known = language if language in LANGUAGE_CODES else "en"
        return [
            Span(one.start, one.end)
            for one in pysbd.Segmenter(known, clean=False, char_span=True).segment(text)
        ]

    return split


def _blingfire() -> Splitter:
    import blingfire

    return lambda text, _: [
        Span(start, end) for start, end in blingfire.text_to_sentences_and_offsets(text)[1]
    ]


def _syntok() -> Splitter:
    from syntok import segmenter

    def split(text: str, _: str) -> list[Span]:
        return [
            Span(one[0].offset, one[-1].offset + len(one[-1].value))
            for paragraph in segmenter.analyze(text)
            for one in map(list, paragraph)
            if one
        ]

    return split


def _nupunkt() -> Splitter:
    from nupunkt import sent_spans

    return lambda text, _: [Span(start, end) for start, end in sent_spans(text)]


def _sentencizer() -> Splitter:
    import spacy

    made: dict[str, Any] = {}

    def split(text: str, language: str) -> list[Span]:
        if language not in made:
            try:
                made[language] = spacy.blank(language)
            except ImportError:  # a language that spaCy, or the package for its words, lacks
                made[language] = spacy.blank("xx")
            made[language].add_pipe("sentencizer")
        return [Span(one.start_char, one.end_char) for one in made[language](text).sents]

    return split


OTHERS: dict[str, Callable[[], Splitter]] = {
    "sentencex": _sentencex,
    "pysbd": _pysbd,
    "blingfire": _blingfire,
    "syntok": _syntok,
    "nupunkt": _nupunkt,
    "spacy": _sentencizer,
}


def installed() -> tuple[dict[str, Splitter], list[str]]:
    """Return the splitters that are here by name, ours first, and the names of the others."""
    found: dict[str, Splitter] = {"ours": ours}
    missing = []
    for name, make in OTHERS.items():
        try:
            found[name] = by_paragraph(make())
        except ImportError:
            missing.append(name)
    return found, missing


def by_paragraph(split: Splitter) -> Splitter:
    """Give a splitter one paragraph at a time, and trim its spans: neither is what is judged."""

    def wrapped(text: str, language: str) -> list[Span]:
        return [
            one
            for start, end in _paragraphs(text)
            for one in trimmed(
                text, (Span(start + s, start + e) for s, e in split(text[start:end], language))
            )
        ]

    return wrapped


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for gap in re.finditer(r"\n\n+|\Z", text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()


def trimmed(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return spans without the blanks at their ends, and no empty ones."""
    found = []
    for start, end in spans:
        words = text[start:end]
        left = start + len(words) - len(words.lstrip())
        right = end - (len(words) - len(words.rstrip()))
        if left < right:
            found.append(Span(left, right))
    return found
