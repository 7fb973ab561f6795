"""Evidence probabilities for sentences that are in no library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from qa.answering import checked, day_of
from qa.calibration import ANYWHERE
from qa.closed import LOWERED, held_by
from qa.when import read_time
from qa.windows import Window
from vectorstore import Span

#: Characters that are read together: what fits the network in nearly every text.
_TOGETHER = 900


def score(
    question: str,
    sentences: Sequence[str],
    *,
    title: str | None = None,
    published: date | None = None,
    context: str | None = None,
    as_of: date | str | None = None,
) -> list[float]:
    """Return for each sentence the probability, 0 to 1, that it answers the question.

    ``title`` is the article's. Sentences that stand in ``context``, the text around them, are read
    in it; the others are read alone. With ``published``, a sentence of an article whose day is far
    from the time asked about counts less; ``as_of`` is the question's day, today when left out.
    Without a library the rarity of words says nothing, so these probabilities come from the reader
    alone, and their map from questions over Wikipedia (``training/mixture.py``). Raises UsageError
    for an empty or far too long question or what is no day, WeightsError.
    """
    from qa.reader import UNREAD, shared_reader  # torch: it waits until something is read

    question = checked(question)
    day = day_of(as_of)
    windows, places = _windows(sentences, title or "", context or "")
    odds = np.zeros(len(sentences), np.float64)
    readings = shared_reader().read(question, windows)
    for numbers, reading in zip(places, readings, strict=True):
        for within, number in numbers:
            odds[number] = reading.odds[within]
    # What was cut off, because its letters make uncommonly many tokens, is read alone.
    cut = [n for n, sentence in enumerate(sentences) if sentence and odds[n] == UNREAD]
    alone = [Window(title or "", sentences[n], (Span(0, len(sentences[n])),)) for n in cut]
    for number, reading in zip(cut, shared_reader().read(question, alone), strict=True):
        odds[number] = reading.odds[0]
    if held := held_by(question, sentences):
        odds -= LOWERED * np.asarray([not one for one in held])
    slope, intercept, days = ANYWHERE
    if published is not None:
        odds -= days * read_time(question, day, None).distance(published)
    return [float(p) for p in 1 / (1 + np.exp(-(slope * odds + intercept)))]


def _windows(
    sentences: Sequence[str], title: str, context: str
) -> tuple[list[Window], list[list[tuple[int, int]]]]:
    """Return what to read, and for each window which of its sentences are which of those given."""
    found: list[tuple[Span, int]] = []
    windows: list[Window] = []
    places: list[list[tuple[int, int]]] = []
    after = 0
    for number, sentence in enumerate(sentences):
        start = context.find(sentence, after) if sentence else -1
        if start < 0 and sentence:
            start = context.find(sentence)
        if start < 0:
            windows.append(Window(title, sentence, (Span(0, len(sentence)),)))
            places.append([(0, number)])
        else:
            after = start + len(sentence)
            found.append((Span(start, after), number))
    found.sort()
    while found:
        begin = found[0][0].start
        count = sum(span.end - begin <= _TOGETHER for span, _ in found) or 1
        part, found = found[:count], found[count:]
        end = part[-1][0].end
        spare = max(0, _TOGETHER - (end - begin))
        first = max(0, begin - spare // 2)
        text = context[first : end + spare - (begin - first)]
        spans = tuple(Span(span.start - first, span.end - first) for span, _ in part)
        windows.append(Window(title, text, spans))
        places.append([(within, number) for within, (_, number) in enumerate(part)])
    return windows, places
