"""A sentence of another one, another year or another side is less likely, and no answer alone."""

from __future__ import annotations

from datetime import date

import pytest

from ingest import ingest
from qa import answer
from qa.answering import find_evidence
from qa.closer import Closer
from qa.denying import denied_or_doubted
from qa.forms import Form
from qa.kinds import kind_of
from qa.mismatch import Mismatch, is_other_side, lacks_kind, weighed
from qa.types import Evidence
from vectorstore import Article, Library

DAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("When did the west wing open?", "The east wing opened on Monday.", True),
        ("When did the west wing open?", "Both wings, east and west, opened.", False),
        ("When did the west wing open?", "The eastern hall opened on Monday.", False),
        ("Who won the second stage?", "Lee won the first stage.", True),
        ("Who won the second stage?", "Lee won the first stage, Wick the second stage.", False),
        ("What were the women's wages?", "The men's wages rose.", True),
        ("What happened in May?", "It happened in June.", False),
    ],
)
def test_another_side_of_the_same_thing_is_told(question: str, sentence: str, other: bool) -> None:
    assert is_other_side(question, sentence) is other


@pytest.mark.parametrize(
    ("question", "form", "sentence", "lacks"),
    [
        ("How many rings were sold?", Form.HOW_MANY, "It supplies six British makers.", True),
        ("How many rings were sold?", Form.HOW_MANY, "It sold 41,800 rings to makers.", False),
        ("How many rings were sold?", Form.HOW_MANY, "The figure is 41,800.", False),
        ("How many people fled?", Form.HOW_MANY, "Some 300 passengers fled.", False),
        ("How many rings were sold?", Form.HOW_MANY, "Nobody knows.", True),
        ("How old is the mayor?", Form.HOW_MANY, "He has been mayor for 18 years.", True),
        ("How old is the mayor?", Form.HOW_MANY, "Ann Lee, 52, is the mayor.", False),
        ("How long did it last?", Form.HOW_LONG, "It began two years ago.", True),
        (
            "How long did it last?",
            Form.HOW_LONG,
            "They waited four months before it.",
            False,
        ),
        ("Why did it close?", Form.WHY, "It closed.", False),
    ],
)
def test_a_sentence_without_the_kind_of_thing_asked_for_is_told(
    question: str, form: Form, sentence: str, lacks: bool
) -> None:
    assert lacks_kind(question, form, sentence) is lacks


def test_only_the_clause_of_a_name_doubts() -> None:
    assert denied_or_doubted("When did Wick shut?", "Wick may shut in May.", "Wick")
    assert not denied_or_doubted("When did Wick shut?", "Wick shut, but Lee may go on.", "Wick")
    assert not denied_or_doubted("Why may Wick shut?", "Wick may shut in May.", "Wick")
    assert not denied_or_doubted("When did Wick shut?", "Wick shut on 3 May 2024.", "Wick")


def factor(question: str, form: Form, text: str, number: int, library: Library) -> float:
    """Return what speaks against a sentence of an article of 2024."""
    ingest(library, [Article.of(text, id="one", title="News of the coast", published=DAY)])
    closer = Closer(library)
    article = closer.article("one")
    assert article is not None
    start, end = closer.spans("one")[number]
    one = Evidence(article.text[start:end], "one", start, end, 1.0, 0.5, published=DAY)
    return Mismatch(question, form, closer, 2024).factor(one)


@pytest.mark.parametrize(
    ("question", "text", "number", "against"),
    [
        ("How long did Torgard strike in 2023?", "Torgard struck in 2021, for nine days.", 0, True),
        (
            "How long did Torgard strike in 2021?",
            "Torgard struck in 2021, for nine days.",
            0,
            False,
        ),
        ("How long did Torgard strike?", "Torgard struck for nine days in 2019.", 0, True),
        ("How long did Torgard ever strike?", "Torgard struck for nine days in 2019.", 0, False),
        ("How long did Torgard strike?", "Torgard, founded in 1921, struck for a day.", 0, False),
        ("How long did Torgard strike?", "Brack struck. It went on for nine days.", 1, True),
        ("How long did Torgard strike?", "Torgard struck. It went on for nine days.", 1, False),
        ("How long did Torgard strike?", "Torgard may strike for nine days.", 0, True),
        ("How long did Torgard strike?", "Torgard struck for nine days.", 0, False),
    ],
)
def test_another_year_another_one_and_doubt_speak_against_a_sentence(
    question: str, text: str, number: int, against: bool, library: Library
) -> None:
    assert (factor(question, Form.HOW_LONG, text, number, library) < 1) is against


def test_what_only_looks_like_the_answer_is_none(library: Library) -> None:
    text = (
        "Ten months after the fire the St Orsola hospital took its first patients back into the "
        "east wing on Monday morning. Another firm, Korpi Graphite, got its licence on the same "
        "day. It must pay a deposit of eight million euros for the clean-up."
    )
    ingest(library, [Article.of(text, title="East wing reopens", published=DAY)])
    asked = "On which day did the {} wing of St Orsola take in patients again after the fire?"
    assert "Monday" in answer(asked.format("east"), library=library, as_of=DAY).text
    assert answer(asked.format("west"), library=library, as_of=DAY).abstained


def test_what_speaks_against_a_sentence_puts_it_behind(samples: Library) -> None:
    question = "When did Stellick pause sales of the heater?"
    found = find_evidence(question, samples, 50, {}, as_of=DAY)
    again, _ = weighed(question, Form.WHEN, found, Closer(samples))
    assert [one.score for one in again] == sorted((one.score for one in again), reverse=True)
    assert {(one.article_id, one.start) for one in again} == {
        (one.article_id, one.start) for one in found
    }
    before = {(one.article_id, one.start): one.probability for one in found}
    lower = [one for one in again if one.probability < before[one.article_id, one.start]]
    assert lower
    assert all(one.probability <= before[one.article_id, one.start] for one in again)


def test_another_name_at_the_begin_counts_not_where_sources_are_compared(samples: Library) -> None:
    question = "When did Stellick pause sales of the heater?"
    found = find_evidence(question, samples, 50, {}, as_of=DAY)
    fully, lightly = weighed(question, Form.WHEN, found, Closer(samples))
    assert [one.text for one in fully] == [one.text for one in lightly]
    pairs = [(one.probability, two.probability) for one, two in zip(fully, lightly, strict=True)]
    assert all(full <= light for full, light in pairs)
    assert any(full < light for full, light in pairs)


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Ottervale has not decided. The board meets on 28 March.", True),
        ("Ottervale has decided. The board meets on 28 March.", False),
        ("Lee said that Ottervale had been spared. Its board met on 28 March.", False),
    ],
)
def test_what_is_doubted_of_one_is_doubted_of_what_goes_on_about_it(
    text: str, doubted: bool, library: Library
) -> None:
    against = factor("When did Ottervale withdraw it?", Form.WHEN, text, 1, library)
    assert (against < 1) is doubted


def test_a_question_for_an_age_is_answered_by_an_age_or_not_at_all(library: Library) -> None:
    text = (
        "Mirjam Osel is the new mayor of Laxen. She won by 14 votes. The mayor before her had been "
        "in office for 18 years. Ada Brun, 61, is her deputy."
    )
    ingest(library, [Article.of(text, title="Osel is mayor of Laxen")])
    assert "61" in answer("How old is Ada Brun, the deputy mayor?", library=library).text
    text = text.replace("Ada Brun, 61,", "Ada Brun")
    ingest(library, [Article.of(text, id="other", title="Osel is mayor of Laxen")])
    library.remove([one["id"] for one in library.catalogue.listing("id") if one["id"] != "other"])
    assert answer("How old is Mirjam Osel, the new mayor?", library=library).abstained


def test_firms_and_places_that_have_no_name_make_no_list(library: Library) -> None:
    text = (
        "Ardglen will send a van with a counter to four villages on Thursdays, from September. "
        "The van will have a cashier."
    )
    ingest(library, [Article.of(text, title="Ardglen sends a van to villages")])
    question = "In which four villages will Ardglen's van stop on Thursdays?"
    assert answer(question, library=library).abstained


def test_a_price_is_money() -> None:
    assert kind_of("What is Sander Hoekwater paid?").wanted == ("money",)
    assert kind_of("What did the club pay for the keeper Ann Lee?").wanted == ("money",)
    assert kind_of("What did they pay with?").wanted == ("any",)


def test_what_a_question_asks_in_the_present_form_is_not_denied_by_the_past(
    library: Library,
) -> None:
    text = "The zebra Gundolf escaped from Molk zoo on Monday."
    ingest(library, [Article.of(text, title="A zebra is out")])
    given = answer("From which zoo did the zebra Gundolf escape?", library=library)
    assert given.citations[0].quote == text
