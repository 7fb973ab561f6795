"""A cell of a table holds only what is of the kind that its column asks for."""

from __future__ import annotations

import pytest

from ingest import ingest
from qa import answer
from qa.cell_kinds import typed_spans
from qa.forms import Attribute, Form, Plan, form_of
from qa.tables import question_about
from vectorstore import Article, Library


@pytest.mark.parametrize(
    ("asked", "sentence", "cells"),
    [
        ("for what fee", "Bo Wick, 22, came for 1.2 million kroner.", ["1.2 million kroner"]),
        ("what share does each pay", "The state pays 25 per cent of 40 euros.", ["25 per cent"]),
        ("how many workers did it concern", "Its 75 workers left for 12 days.", ["75 workers"]),
        ("how many people live there", "The 610 villagers left in 2019.", ["610"]),
        ("how old was each", "Ann Lee, 61, and a 28-year-old man were there.", ["61", "28"]),
        ("for how long", "Two weeks ago it shut for nine days.", ["nine days"]),
        ("for how long", "It fell three years and four months after it rose.", []),
        ("from which country", "The Ghanaian producer Bo Wick came.", ["Ghanaian", "Bo Wick"]),
        ("why", "It stopped because the rent was too high, said Bo.", ["the rent was too high"]),
        ("which condition", "It may dig provided that it rests in May.", ["it rests in May"]),
    ],
)
def test_a_cell_is_of_the_kind_asked_for(asked: str, sentence: str, cells: list[str]) -> None:
    attribute = Attribute(asked, form_of(f"{asked}?"))
    found = typed_spans(attribute, sentence)
    assert found is not None
    assert [sentence[s:e] for s, e in found] == cells


def test_any_words_may_answer_an_open_question() -> None:
    attribute = Attribute("what did they change", form_of("what did they change?"))
    assert typed_spans(attribute, "It dropped the essay.") is None


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("How many people live in each", "How many people live in Wick?"),
        ("what was the reason in each case", "What was the reason in Wick's case?"),
        (
            "For how many years were licences granted",
            "For how many years were licences granted, in the case of Wick?",
        ),
    ],
)
def test_a_column_asks_about_one_member(asked: str, question: str) -> None:
    plan = Plan(Form.TABLE, "Which firms were licences granted?", "firms")
    assert question_about(plan, Attribute(asked, form_of(f"{asked}?")), "Wick") == question


def test_who_lives_in_a_village_may_be_called_after_it(library: Library) -> None:
    text = (
        "The village of Kolbach was evacuated on Monday, and so was the village of Innerlahn. "
        "The 610 villagers of Kolbach were allowed back on Thursday."
    )
    ingest(library, [Article.of(text, title="Two villages evacuated")])
    question = "How many people live in each of the villages that were evacuated?"
    table = answer(question, library=library).table
    assert table is not None
    assert {row[0].text: row[1].text for row in table.rows}["Kolbach"] == "610"


def test_what_somebody_is_and_where_from_stands_beside_the_name(library: Library) -> None:
    text = (
        "The Argentine actress Lucia Harran sits on the jury of the festival. Kofi Amantey, the "
        "Ghanaian producer, sits on the jury of the festival, too."
    )
    ingest(library, [Article.of(text, title="The jury of the festival")])
    question = (
        "Who sits on the jury of the festival, what is the profession of each juror, and from "
        "which country does each come?"
    )
    table = answer(question, library=library).table
    assert table is not None
    rows = {row[0].text: (row[1].text, row[2].text) for row in table.rows}
    assert rows["Lucia Harran"] == ("actress", "Argentine")
    assert rows["Kofi Amantey"] == ("Ghanaian producer", "Ghanaian")
