"""Searches for a pair's question, and says which sentences answer it.

What is neither right nor certainly wrong is cut out of the windows, and so is the sentence that the
question was made from: a reader must not be taught to know a sentence by its copied words, nor that
a true answer is none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.lists import Listed, Shown, runs_for
from qa.pairs import Pair
from qa.questions import holds_answer
from qa.scoring import QuestionTerms
from qa.windows import Run, Window
from qa.words import content_words, stem, stem_set
from vectorstore import Library, Span

#: Of ten articles, the answers in so many are only measured; of ten questions of a file, so many.
HELD_OUT = 1
QUESTIONS_HELD_OUT = 5

#: The share of a gap's question, by the rarity of its words, that an answering sentence has: less
#: tells of something else, more is a copy.
LEAST_SHARED, MOST_SHARED = 0.4, 0.85

#: A sentence that has so much in common with another one says the same.
COPY = 0.7

#: The share of a headline's words from which on a sentence may answer it, in its own article and in
#: any other.
MAY_ANSWER, MAY_ANSWER_ELSEWHERE = 1 / 3, 1 / 2

#: What a sentence is to a pair: it answers, does not, or cannot be told and is cut out.
RIGHT, WRONG, UNSURE = "right", "wrong", "unsure"

#: Says what a sentence is, given its article, its span there and its text.
_Judge = Callable[[str, Span, str], str]


@dataclass(frozen=True, slots=True)
class Labeled:
    """A pair that was searched for; ``held_out`` says that it is measured and never trained on."""

    kind: str
    held_out: bool
    listed: Listed


def is_held_out(text: str, of_ten: int = HELD_OUT) -> bool:
    """Say whether what is known by this text is kept out of training."""
    return int(hashlib.sha256(b"adapt " + text.encode()).hexdigest(), 16) % 10 < of_ten


def labeled(pair: Pair, library: Library) -> Labeled | None:
    """Search for a pair; None when nothing is found, or nothing that answers it.

    A list to train on has no window of a held-out article.
    """
    judge = _JUDGES[pair.kind](pair, library)
    shown: list[tuple[str, Shown]] = []
    for run in runs_for(pair.question, library, pair.day):
        found = run.passage.article_id
        shown += [(found, one) for one in _parts(run, pair, judge)]
    if pair.kind == "headline" and not any(one.right for _, one in shown):
        shown.append((pair.article_id, _lead(pair, library)))
    held_out = any(one.right and is_held_out(id) for id, one in shown)
    if pair.asked is not None:
        held_out = held_out or is_held_out(pair.question, QUESTIONS_HELD_OUT)
    answered = pair.asked is None or pair.asked.answerable
    kept = tuple(one for id, one in shown if held_out or not is_held_out(id))
    if len(kept) < 2 or any(one.right for one in kept) != answered:
        return None
    return Labeled(pair.kind, held_out, Listed(pair.question, kept))


def _parts(run: Run, pair: Pair, judge: _Judge) -> list[Shown]:
    """Return a run with its labels, in parts where something was cut out of it."""
    passage = run.passage
    found: list[list[tuple[int, str]]] = []
    part: list[tuple[int, str]] = []
    for number in range(run.first, run.last + 1):
        span = passage.sentences[number]
        text = passage.text[span.start - passage.start : span.end - passage.start]
        label = judge(passage.article_id, span, text)
        if label == UNSURE:
            found.append(part)
            part = []
        else:
            part.append((number, label))
    return [_shown(run, one, pair) for one in [*found, part] if one]


def _shown(run: Run, part: list[tuple[int, str]], pair: Pair) -> Shown:
    window = Run(run.passage, part[0][0], part[-1][0]).window()
    if pair.kind == "headline":  # of all windows, or the right one would be known by it
        window = Window("", window.text, window.sentences)
    right = frozenset(n for n, (_, label) in enumerate(part) if label == RIGHT)
    answers = tuple(
        Span(place.start(), place.end())
        for number in sorted(right)
        for start, end in [window.sentences[number]]
        for answer in (pair.answer, *(pair.asked.answers if pair.asked else ()))
        if answer
        for place in re.compile(re.escape(answer)).finditer(window.text, start, end)
    )
    return Shown(window, right, answers)


def _lead(pair: Pair, library: Library) -> Shown:
    """Return the lead of a headline that the search did not bring up."""
    article = library.article(pair.article_id)
    begin, end = pair.lead[0].start, pair.lead[-1].end
    spans = tuple(Span(s - begin, e - begin) for s, e in pair.lead)
    window = Window("", article.text[begin:end], spans)
    return Shown(window, frozenset(range(len(spans))), ())


def _judge_headline(pair: Pair, library: Library) -> _Judge:
    wanted = frozenset(stem(word) for word in content_words(pair.question))

    def judge(id: str, span: Span, text: str) -> str:
        own = id == pair.article_id
        if own and span in pair.lead:
            return RIGHT
        shared = len(wanted & stem_set(text)) / len(wanted)
        return UNSURE if shared >= (MAY_ANSWER if own else MAY_ANSWER_ELSEWHERE) else WRONG

    return judge


def _judge_cloze(pair: Pair, library: Library) -> _Judge:
    terms = QuestionTerms.of(pair.question, library)
    source = stem_set(pair.source)
    whole = re.compile(rf"(?<!\w){re.escape(pair.answer)}(?!\w)")
    pieces = [word for word in stem_set(pair.answer) if len(word) > 2]

    def judge(id: str, span: Span, text: str) -> str:
        found = stem_set(text)
        if len(source & found) >= COPY * len(source | found):
            return UNSURE
        if whole.search(text):
            shared = terms.overlap(found)
            return RIGHT if LEAST_SHARED <= shared <= MOST_SHARED else UNSURE
        return UNSURE if any(piece in found for piece in pieces) else WRONG

    return judge


def _judge_question(pair: Pair, library: Library) -> _Judge:
    asked = pair.asked
    if asked is None:
        raise ValueError("a pair of a questions file without its question")

    def judge(id: str, span: Span, text: str) -> str:
        if not asked.answerable or not holds_answer(text, asked.answers):
            return WRONG
        return RIGHT if not asked.article_ids or id in asked.article_ids else UNSURE

    return judge


_JUDGES = {"headline": _judge_headline, "cloze": _judge_cloze, "question": _judge_question}
