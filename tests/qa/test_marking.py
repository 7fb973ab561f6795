"""The words marked in a sentence: a whole clause, quotation, definition or phrase."""

from __future__ import annotations

import re

import pytest

from ingest import ingest
from qa import answer
from qa.edges import CUT, MAY_CUT, edges
from qa.forms import Form
from qa.marking import completed, definition_of
from vectorstore import Article, Library, Span


def span_of(words: str, sentence: str) -> Span:
    start = sentence.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("form", "sentence", "marked", "whole"),
    [
        (
            Form.WHY,
            "They gave it up in 2014 because the cars were worn out and nobody would pay.",
            "the cars",
            "because the cars were worn out and nobody would pay",
        ),
        (
            Form.WHY,
            "Koro voted no as she thought her sons would sell theirs, said her aide.",
            "her sons",
            "as she thought her sons would sell theirs",
        ),
        (
            Form.WHY,
            "The line let drivers test the brakes, in order to save one post.",
            "drivers",
            "in order to save one post",
        ),
        (Form.WHY, "He left to make room for others.", "make room", "to make room for others"),
        (Form.WHY, "He had yet to make them laugh.", "He had yet to make", "He had yet to make"),
        (Form.WHAT, "They ran, because nickel had flowed in.", "because nickel", None),
        (
            Form.QUOTATION,
            'The rector, Ann Lee, called it "a very exact measurement of what was paid".',
            "a very exact measurement",
            "a very exact measurement of what was paid",
        ),
        (Form.QUOTATION, "Bo Wick said that fares would rise.", "Wick", "that fares would rise"),
        (Form.WHERE, "They slept in a sports hall.", "sports hall", "in a sports hall"),
        (Form.WHAT, "It moved on for 300,000 kroner.", "300,000", "300,000 kroner"),
        (
            Form.COMPARISON,
            "The Col de Vernaz, which they had crossed, is 23 kilometres long.",
            "23 kilometres",
            "Col de Vernaz",
        ),
        (Form.COMPARISON, "Wick is longer than Oban.", "longer", "Wick"),
        (Form.COMPARISON, "Wick is shorter than Oban.", "shorter", "Oban"),
        (Form.COMPARISON, "Wick and Oban are long.", "long", "long"),
        (Form.WHO, "A flour merchant told him.", "A flour merchant", "A flour merchant"),
    ],
)
def test_marked_words_are_completed(
    form: Form, sentence: str, marked: str, whole: str | None
) -> None:
    question = "Which is longer, the Col de Vernaz or the Col d'Ormaz, Wick or Oban?"
    span = completed(form, question, sentence, span_of(marked, sentence))
    wanted = "because nickel had flowed in" if whole is None else whole
    assert sentence[span.start : span.end] == wanted


@pytest.mark.parametrize(
    ("question", "sentence", "defined"),
    [
        (
            "What do pilots mean by a ghost leg?",
            "A ghost leg is a flight that is sold although nobody means to fly it.",
            "a flight that is sold although nobody means to fly it",
        ),
        (
            "What is Skelvane?",
            "Skelvane, the maker of heaters, is in Wick.",
            "the maker of heaters",
        ),
        ("What is the Pine?", "They won a prize known as the Golden Pine.", None),
        ("What is the Pine?", "She won the Pine on Sunday.", None),
        ("How long is it?", "It is the longest.", None),
    ],
)
def test_a_definition_is_what_a_sentence_says_that_something_is(
    question: str, sentence: str, defined: str | None
) -> None:
    span = definition_of(question, sentence)
    assert (span and sentence[span.start : span.end]) == defined


def test_a_phrase_is_cut_neither_in_front_of_its_noun_nor_behind_its_number() -> None:
    text = "She carries a full spoon of water past about 340 line workers of Ann Lee."
    tokens = [Span(*one.span()) for one in re.finditer(r"\w+", text)]
    begin, end = (
        dict(zip(text[:-1].split(), one.tolist(), strict=True)) for one in edges(text, tokens)
    )
    assert begin["full"] == begin["340"] == begin["line"] == CUT
    assert begin["a"] == begin["carries"] == 0
    assert begin["Lee"] == MAY_CUT
    assert end["a"] == end["of"] == end["340"] == end["Ann"] == CUT
    assert end["spoon"] == MAY_CUT
    assert end["water"] == end["Lee"] == 0


def test_of_two_sentences_the_one_leads_that_holds_what_is_asked_for(library: Library) -> None:
    text = (
        "Fire swept through the St Orsola hospital in Velmaro early on Monday. The patients spent "
        "the rest of the night in a sports hall, where nurses looked after them. Four years after "
        "it was closed, the north ward had been opened again. The search of the ward will last "
        'two days. "Nobody slept," the director, Ada Brun, said of the night.'
    )
    ingest(library, [Article.of(text, title="Fire in the St Orsola hospital of Velmaro")])
    for question, marked in (
        (
            "Where did the patients of the Velmaro hospital spend the rest of the night?",
            "in a sports hall",
        ),
        ("How long will the search of the ward take?", "two days"),
        ("What did Ada Brun say about the night?", "Nobody slept"),
    ):
        first = answer(question, library=library).statements[0]
        assert first.answer is not None
        assert first.answer.text == marked


def test_the_place_that_an_agency_puts_in_front_is_no_answer(library: Library) -> None:
    text = (
        "ST IRMEN (Alpenpress) - Water poured over the Grauwand dam on Monday, and villages were "
        "cleared. Innerlahn, which was cleared too, is still empty."
    )
    ingest(library, [Article.of(text, title="Villages cleared below the dam")])
    question = "Which of the villages that were cleared is still empty?"
    first = answer(question, library=library).statements[0]
    assert first.answer is not None
    assert first.answer.text.startswith("Innerlahn")
