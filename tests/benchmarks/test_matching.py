"""What counts as the same words, and as the same sentence: what is nearly so must not."""

from __future__ import annotations

import doctest

import pytest

from benchmarks import matching
from benchmarks.expected import Quoted
from benchmarks.matching import (
    EQUAL,
    cites,
    closeness,
    holds,
    in_article,
    placed,
    same_words,
    states,
)
from qa import Citation
from tests.benchmarks.said import ARTICLES, cited, fact, says


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(matching).failed == 0


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Brindlow", "Brindlow Stores"),
        ("Brindlow Stores", "Brindlow"),
        ("the Norsund Line", "Norsund Line"),
        ("Amantey", "Kofi Amantey"),
        ("SIX  weeks.", "six weeks"),
        ("about six weeks", "six weeks"),
        ("14 November 2023", "14 November"),
        ("14 November", "14 November 2023"),
        ("15 May", "until 15 May"),
        ("Ottervale", "Ottervale Co-operative"),
        ("remain tied up in port", "remain tied up"),
        ("£74", "74"),
    ],
)
def test_words_that_an_editor_takes_for_the_same_are(text: str, accepted: str) -> None:
    assert same_words(text, ["nothing", accepted])


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("", "six weeks"),
        ("?", "six weeks"),
        ("of", "University of Trier"),
        ("the", "The Flensers"),
        ("weeks", "six weeks"),
        ("six", "six weeks"),
        ("nine weeks", "six weeks"),
        ("six or nine weeks", "six weeks"),
        ("twenty-six weeks", "six weeks"),
        ("900", "1,900"),
        ("1.900", "1,900"),
        ("1.2 million", "1.2 billion"),
        ("March", "14 March"),
        ("2014", "March 2014"),
        ("visitors", "2000 visitors"),
        ("brewer", "the Castrel brewer"),
        ("no longer remain tied up", "remain tied up"),
        ("not Brindlow", "Brindlow"),
        ("former director", "director"),
        ("rind", "Brindlow"),
        ("Brindlow Stores paused sales for weeks on end", "Brindlow Stores"),
        ("Brindlow after the big fire", "Brindlow"),
    ],
)
def test_words_that_are_nearly_the_same_are_not(text: str, accepted: str) -> None:
    assert not same_words(text, [accepted])


def test_the_very_words_are_closer_than_any_others() -> None:
    assert closeness("Kolbach and Innerlahn", ["Kolbach and Innerlahn"]) == EQUAL
    assert closeness("Kolbach and Innerlahn", ["Innerlahn"]) == 1


def test_each_of_the_wanted_is_given_out_once_and_to_the_very_words_first() -> None:
    wanted = [["Oxholt"], ["Pava Living", "Pava"]]
    assert placed(["Oxholt", "Oxholt"], wanted) == [0, None]
    assert placed(["Oxholt Ltd", "Oxholt", "Pava"], wanted) == [None, 0, 1]
    assert placed(["", "Dunmarrow"], wanted) == [None, None]
    assert placed(["Oxholt", "Oxholt"], [["Oxholt"], ["Oxholt"]]) == [0, 1]


def test_words_that_name_two_are_neither() -> None:
    two = [["Norsund Line"], ["Havn Line"]]
    assert placed(["Line"], two) == [None]
    assert placed(["Oxholt and Pava"], [["Oxholt"], ["Pava"]]) == [None]
    assert placed(["Pava Living and Oxholt"], [["Oxholt"], ["Pava Living"]]) == [None]
    assert placed(["Oxholt and Lumeric"], [["Oxholt"]], [["Lumeric"]]) == [None]
    assert placed(["Pava Living and Lumeric"], [["Pava Living"]], [["Lumeric"]]) == [None]


def test_words_of_what_is_none_are_not_taken_for_a_member() -> None:
    assert placed(["Brindlow Bank"], [["Brindlow"]], [["Brindlow Bank"]]) == [None]
    assert placed(["Brindlow"], [["Brindlow Stores"]], [["Brindlow Bank"]]) == [None]
    assert placed(["Harrow & Pell Ltd"], [["Harrow & Pell"]], [["Harrow"]]) == [0]


def test_a_citation_is_a_sentence_when_they_share_most() -> None:
    whole = cited("pause", "Stellick")
    sentence = [Quoted("pause", "Stellick sells on.")]
    assert cites(whole, sentence)
    assert cites(Citation(whole.article, whole.start, whole.end - 1), sentence)
    assert not cites(cited("pause", "Stellick", context=True), sentence)
    assert not cites(Citation(whole.article, whole.start, whole.start + 3), sentence)
    assert not cites(Citation(whole.article, 0, len(whole.article.text)), sentence)
    assert not cites(cited("pause", "Maddick"), sentence)
    assert not cites(whole, [Quoted("later", "Stellick sells on.")])
    assert not cites(whole, [])


def test_a_sentence_that_an_article_repeats_is_cited_at_each_place() -> None:
    article = ARTICLES["pause"].of("It rained. It rained.", id="rain")
    for start in (0, 11):
        assert cites(Citation(article, start, start + 10), [Quoted("rain", "It rained.")])


def test_a_statement_states_what_it_marks_and_else_what_it_quotes() -> None:
    six = fact("six weeks", ("pause", "Brindlow"), ("copy", "Brindlow"))
    ten = fact("ten weeks", ("later", "Brindlow"))
    assert states(says("six weeks", cited("pause", "Brindlow")), six, [ten])
    assert states(says(None, cited("pause", "Brindlow")), six, [ten])
    assert states(says("Brindlow Stores", cited("pause", "Brindlow")), six, [ten])
    assert not states(says("ten weeks", cited("later", "Brindlow")), six, [ten])
    assert not states(says(None, cited("pause", "Brindlow Stores has 40")), six, [ten])


def test_words_that_are_as_close_to_another_fact_state_nothing() -> None:
    stores, bank = (fact(f"Brindlow {name}", ("pause", "Brindlow")) for name in ("Stores", "Bank"))
    paused = fact("paused", ("pause", "Brindlow"))
    first = cited("pause", "Brindlow")
    assert not states(says("Brindlow", first), stores, [bank])
    assert states(says("Brindlow Stores", first), stores, [bank, paused])
    assert not states(says("Brindlow Stores paused", first), stores, [paused])


def test_context_is_of_no_article_that_gives_a_fact() -> None:
    six = fact("six weeks", ("pause", "Brindlow"))
    assert in_article(cited("pause", "Stellick"), six)
    assert not in_article(cited("pause", "Stellick", context=True), six)


def test_words_inside_the_longest_form_are_not_words_besides_it() -> None:
    assert not holds("Brindlow Stores", ["Stores"], besides=["Brindlow", "Brindlow Stores"])
    assert holds("Brindlow Stores", ["Stores"], besides=["Brindlow"])


def test_words_from_an_article_that_does_not_say_it_state_nothing() -> None:
    assert not states(says("12", cited("later", "An earlier")), fact("12", ("pause", "Twelve")))


def test_a_quotation_with_two_values_gives_the_one_it_marks() -> None:
    both = cited("later", "An earlier")
    twelve = fact("12|Twelve", ("pause", "Twelve"), ("later", "An earlier"))
    nineteen = fact("19", ("later", "An earlier"))
    assert states(says("19", both), nineteen, [twelve])
    assert not states(says("19", both), twelve, [nineteen])
    assert not states(says(None, both), nineteen, [twelve])
    assert not states(says("12 people were hurt; the number is 19", both), nineteen, [twelve])
