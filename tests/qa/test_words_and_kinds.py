"""Words as the index has them, and what a question asks for."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.kinds import kind_of, names, satisfies
from qa.retrieve import fuse
from qa.words import (
    ENOUGH,
    MOST,
    content_words,
    rare_and_common,
    rarity,
    stem,
    stems,
    words,
)


def index_terms(text: str) -> list[str]:
    """Return what SQLite itself makes of a text: the reference."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter unicode61 remove_diacritics 2')"
    )
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    database.execute("INSERT INTO t VALUES (?)", (text,))
    return [row[0] for row in database.execute("SELECT term FROM v ORDER BY offset")]


@pytest.mark.parametrize(
    "text",
    [
        "Which companies paused sales of the Skelvane P4, and for how long?",
        "Café owners' résumés; naïve façades - 1,500.25 crowns at 3 p.m. (U.S.)",
        "generalizations relational conditional happily sized running flies died agreed",
    ],
)
def test_stems_are_those_that_the_full_text_index_holds(text: str) -> None:
    assert stems(text) == index_terms(text)


@given(st.text(max_size=200))
def test_no_question_reaches_the_grammar_of_full_text_search(question: str) -> None:
    query = rare_and_common(question, {})[0]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    if query:
        database.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()
    else:
        assert not words(question)


@pytest.mark.parametrize(
    "question",
    [
        'NEAR("a" "b")',
        "x:y",
        "a AND b OR c NOT d",
        '"unbalanced',
        "col*",
        "-minus",
        "^caret",
        "{a}",
    ],
)
def test_operators_in_a_question_are_words(question: str) -> None:
    assert set(rare_and_common(question, {})[0].replace('"', "").split(" OR ")) <= set(
        words(question)
    )


def test_a_question_of_stop_words_keeps_them() -> None:
    assert content_words("Who was it?") == ["who", "was", "it"]


def test_a_rare_word_weighs_more_and_an_unknown_one_most() -> None:
    weigh = rarity({"compani": 400, "skelvan": 3}, ["compani", "skelvan", "zeppelin"], 1000)
    assert weigh["compani"] < weigh["skelvan"] < weigh["zeppelin"]


def test_fusion_is_the_sum_of_reciprocal_ranks() -> None:
    assert fuse([[1, 2], [2, 3]]) == pytest.approx({1: 1 / 61, 2: 1 / 62 + 1 / 61, 3: 1 / 62})


@pytest.mark.parametrize(
    ("question", "wanted", "is_list"),
    [
        ("Which companies paused sales, and for how long?", ("name", "duration"), True),
        ("In which European countries did it rain?", ("name",), True),
        ("Who are the candidates?", ("name",), True),
        ("Who is the president?", ("name",), False),
        ("Which company ended sales?", ("name",), False),
        ("What causes the fires?", ("any",), False),
        ("What do investigators think causes the fires?", ("any",), False),
        ("How many people marched?", ("number",), False),
        ("Where did it start, and when?", ("name", "time"), False),
        ("Why was the bridge closed?", ("reason",), False),
        ("In what year did it close?", ("time",), False),
    ],
)
def test_a_question_tells_what_it_asks_for(
    question: str, wanted: tuple[str, ...], is_list: bool
) -> None:
    kind = kind_of(question)
    assert (kind.wanted, kind.is_list) == (wanted, is_list)


def test_a_sentence_satisfies_the_parts_of_a_question_that_it_holds() -> None:
    kind = kind_of("Which companies paused sales, and for how long?")
    asked = frozenset(stems("Which companies paused sales, and for how long?"))
    assert (
        satisfies("On Monday the shop of Brindlow Stores closed for six weeks.", kind, asked) == 1
    )
    assert satisfies("On Monday the shop of Brindlow Stores closed.", kind, asked) == 0.5
    assert satisfies("It rained.", kind, asked) == 0


def test_days_months_and_the_words_of_the_question_are_no_names() -> None:
    assert names("The mayor met Hanne Brosk on Monday in March.", frozenset()) == [
        stem("hanne"),
        stem("brosk"),
    ]
    assert names("The mayor met Hanne Brosk.", frozenset(stems("Who is Hanne Brosk?"))) == []
    assert names("Amazon stopped.", frozenset()) == []
    assert names("Amazon stopped.", frozenset(), frozenset({"amazon"})) == ["amazon"]
    assert names("Amazon stopped.", frozenset(), None) == ["amazon"]


def test_the_words_of_a_question_find_enough_before_one_is_too_common() -> None:
    question = "Which president opened the ferry?"
    every = {"presid": MOST, "open": 2, "ferri": ENOUGH - 2}
    assert rare_and_common(question, every) == ('"opened" OR "ferry"', '"president"')
    too_few = {**every, "ferri": ENOUGH - 3}
    assert rare_and_common(question, too_few) == ('"opened" OR "ferry" OR "president"', "")
    assert rare_and_common(question, {}) == ('"president" OR "opened" OR "ferry"', "")
    assert rare_and_common("?", {}) == ("", "")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How much did the recall cost?", "money"),
        ("How much money was raised?", "money"),
        ("How much will passengers pay for a berth?", "money"),
        ("How much rain fell?", "number"),
        ("How many heaters were sold?", "number"),
        ("By how much did sales fall?", "number"),
    ],
)
def test_how_much_asks_for_money_where_something_is_paid(question: str, wanted: str) -> None:
    assert kind_of(question).wanted == (wanted,)
