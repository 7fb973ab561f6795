"""The words about statements, and how they are numbered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qa import Cell, Standing, Statement
from tests.ui import made
from ui.notes import (
    antecedent_words,
    as_of_words,
    dates_words,
    numbered,
    sides,
    sources_words,
    stand_in,
    standing_words,
)


def test_statements_count_on_where_the_one_before_stopped() -> None:
    answer = made.with_table()
    found = numbered(answer)
    assert [one.first for one in found] == [1, 3, 4]
    assert tuple(c for one in found for _, c in one.cited) == answer.citations


def test_a_cell_has_the_numbers_of_its_rows_statement() -> None:
    answer = made.with_table()
    assert answer.table
    numbers = [
        [[number for number, _ in one.numbers(cell)] for cell in row]
        for row, one in zip(answer.table.rows, numbered(answer), strict=True)
    ]
    assert numbers == [[[1, 2], [1], []], [[3], [], [3]], [[4], [4], []]]
    assert numbered(answer)[0].numbers(Cell()) == []


def test_what_disagrees_stands_together_and_all_else_alone() -> None:
    disputed = made.with_conflict().statements
    alone = made.with_antecedent().statements
    for statements, sizes in (
        (disputed, [2]),
        ((*alone, *disputed, *alone), [1, 2, 1]),
        ((disputed[0], *alone, disputed[1]), [1, 1, 1]),
    ):
        groups = sides(numbered(made.an_answer("Q?", *statements)))
        assert [len(group) for group in groups] == sizes


def test_every_standing_but_the_plain_one_has_words_of_its_own() -> None:
    statement = made.with_antecedent().statements[0]
    words = [standing_words(replace(statement, standing=one)) for one in Standing]
    assert len(set(words)) == len(Standing)
    assert [one for one in Standing if not standing_words(replace(statement, standing=one))] == [
        Standing.HOLDS
    ]


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        ("The company paused sales.", "the company"),
        ("“It rained,” she said.", "it"),
        ("Its director resigned.", "its"),
        ("That bank failed.", "that bank"),
        ("The big company paused sales.", ""),
        ("Items were sold.", ""),
        ("Amazon, the company, paused sales.", ""),
    ],
)
def test_only_words_that_are_known_to_stand_for_others_are_repeated(
    quotation: str, words: str
) -> None:
    assert stand_in(quotation) == words


def test_an_antecedent_names_the_words_it_is_for_where_they_are_known() -> None:
    sure, unsure = (made.with_antecedent(one).statements[0] for one in ("Amazon", None))
    assert antecedent_words(sure) == "the company: Amazon"
    assert antecedent_words(unsure) == ""
    cited = made.cite(made.GAZETTE, made.PAUSED)
    assert antecedent_words(Statement(cited.quote, 0.5, (cited,), antecedent="X")) == "X"


def test_the_context_that_names_it_is_not_shown_once_more() -> None:
    [sure], [unsure] = (numbered(made.with_antecedent(one)) for one in ("Amazon", None))
    assert sure.naming == (2, sure.statement.citations[1])
    assert sure.before == []
    assert unsure.naming is None
    assert unsure.before == [(2, unsure.statement.citations[1])]


def test_sources_are_counted_where_there_are_several_articles() -> None:
    quote = "It rained."
    day = date(2024, 3, 5)
    papers = [
        made.cite(made.an_article(quote, outlet, day, outlet), quote)
        for outlet in ("Tarnholm Gazette", "Lindesby Post", "Brackwater Mail")
    ]
    every = "Tarnholm Gazette, Lindesby Post, Brackwater Mail"
    for count, cited, words in (
        (1, papers[:1], ""),
        (1, papers, f"1 source in 3 articles: {every}"),
        (2, papers, f"2 independent sources in 3 articles: {every}"),
        (3, papers, f"3 independent sources: {every}"),
    ):
        assert sources_words(Statement(quote, 0.5, tuple(cited), sources=count)) == words


def test_a_date_is_in_words_and_a_period_has_both_ends() -> None:
    one = made.an_article("Earlier this week it rained.", None, date(2024, 3, 6))
    period = made.a_date(one, "Earlier this week", date(2024, 3, 4), date(2024, 3, 6))
    assert dates_words(made.cite(one, one.text, dates=(period,))) == [
        "Earlier this week: 4 to 6 March 2024"
    ]


def test_the_day_of_the_question_is_named_where_it_is_not_today() -> None:
    answer = made.with_update()
    assert as_of_words(answer) == "As of 28 March 2024"
    assert as_of_words(replace(answer, as_of=date.today())) == ""
    assert as_of_words(replace(answer, as_of=None)) == ""
