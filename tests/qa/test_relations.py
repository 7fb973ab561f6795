"""Values of one fact: which agree, which disagree, which is newer, which is a correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest import ingest
from qa import Standing, answer
from qa.about import About
from qa.agreeing import is_parallel, tells_the_same
from qa.closer import Closer
from qa.forms import Form
from qa.moments import clock_of
from qa.relations import most_told, told_values
from qa.types import Evidence
from qa.values import number_of, value_of
from qa.words import stem_set
from vectorstore import Article, Library, Settings, Span


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4,200 people", 4200),
        ("twenty-one", 21),
        ("$2.5 million", 2_500_000),
        ("a dozen", 12),
        ("two hundred", 200),
        ("nobody", None),
        ("10.30.5", None),
    ],
)
def test_numbers_in_digits_and_in_words_come_to_the_same(text: str, number: float | None) -> None:
    assert number_of(text) == number


def evidence(text: str, answer: str | None = None) -> Evidence:
    at = text.find(answer) if answer else -1
    span = Span(at, at + len(answer)) if answer else None
    return Evidence(text, "a", 0, len(text), 1.0, 0.9, answer=span)


def test_the_value_nearest_to_what_the_reader_marks_counts() -> None:
    one = evidence("Of 340 workers 12 were hurt on Monday.", "12 were")
    value = value_of(one, Form.HOW_MANY, stem_set("How many workers were hurt?"))
    assert value is not None
    assert value.text == "12"


def test_what_the_question_says_itself_is_no_value() -> None:
    one = evidence("In 2023 the bridge was shut in May 2024.")
    value = value_of(one, Form.WHEN, stem_set("When in 2023 was it shut?"))
    assert value is not None
    assert value.text == "May 2024"


def test_values_agree_whatever_their_words() -> None:
    asked = stem_set("How many people marched?")
    first = value_of(evidence("Some 4,200 people marched.", "4,200"), Form.HOW_MANY, asked)
    second = value_of(evidence("The march drew 4,200.", "4,200"), Form.HOW_MANY, asked)
    third = value_of(evidence("The march drew 7,000.", "7,000"), Form.HOW_MANY, asked)
    assert first
    assert second
    assert third
    assert first.agrees(second)
    assert not first.agrees(third)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "library"
    with Library.open(folder, settings=Settings(data_dir=folder)) as one:
        yield one


def article(id: str, day: str, title: str, text: str) -> Article:
    return Article.of(text, id=id, title=title, outlet=id, published=date.fromisoformat(day))


def standings(library: Library, question: str, as_of: str) -> dict[str, Standing]:
    given = answer(question, library=library, as_of=as_of)
    return {one.citations[0].article_id: one.standing for one in given.statements}


def test_sources_that_disagree_are_all_shown(library: Library) -> None:
    ingest(
        library,
        [
            article(
                "lamp",
                "2024-03-10",
                "A march for the ferry",
                "Seven thousand people marched in "
                "Brackwater for the winter ferry. The mayor watched from a window.",
            ),
            article(
                "mail",
                "2024-03-10",
                "Marchers fill the quay",
                "The march for the winter ferry in "
                "Brackwater drew 4,200 people, the police said. It rained all day.",
            ),
        ],
    )
    question = "How many people marched in Brackwater for the winter ferry?"
    assert standings(library, question, "2024-06-01") == {
        "lamp": Standing.DISPUTED,
        "mail": Standing.DISPUTED,
    }


def test_a_correction_wins_and_says_so(library: Library) -> None:
    ingest(
        library,
        [
            article(
                "first",
                "2024-03-05",
                "Fires traced to heater",
                "Brindlow sold 48,000 of the "
                "heaters last winter, the company said. They will be tested.",
            ),
            article(
                "second",
                "2024-03-14",
                "Correction",
                "Brindlow sold 41,800 of the heaters last "
                "winter. The Courier wrongly gave the number as 48,000 on 5 March and regrets the "
                "error.",
            ),
        ],
    )
    question = "How many of the heaters did Brindlow sell last winter?"
    given = answer(question, library=library, as_of="2024-06-01")
    assert given.statements[0].standing is Standing.CORRECTION
    assert given.statements[0].answer
    assert "41,800" in given.statements[0].answer.text
    assert [one.standing for one in given.statements[1:]] == [Standing.CORRECTED]


def test_the_newest_state_leads_and_the_day_of_the_question_counts(library: Library) -> None:
    ingest(
        library,
        [
            article(
                "shut",
                "2024-01-12",
                "Bridge shut",
                "The Tressel Bridge is closed to all traffic "
                "since Friday. Divers found cracks in its piers.",
            ),
            article(
                "open",
                "2024-05-02",
                "Bridge open again",
                "The Tressel Bridge is open to all "
                "traffic again since Thursday. The piers were mended.",
            ),
        ],
    )
    question = "Is the Tressel Bridge still closed to traffic?"
    assert standings(library, question, "2024-06-01") == {
        "open": Standing.CURRENT,
        "shut": Standing.SUPERSEDED,
    }
    assert standings(library, question, "2024-02-01") == {"shut": Standing.HOLDS}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 7.50 a.m.", "ten minutes before eight"),
        ("at 3:30 pm", "half past three"),
        ("noon on Friday", "at 12 o'clock"),
        ("a quarter to six", "5.45 p.m."),
        ("eight in the evening", "8 p.m."),
    ],
)
def test_a_time_of_day_is_the_same_in_figures_and_in_words(one: str, other: str) -> None:
    assert clock_of(one) == clock_of(other) is not None


def told_on(day: str, text: str) -> Evidence:
    return Evidence(text, day, 0, len(text), 1.0, 0.9, published=date.fromisoformat(day))


def test_days_agree_that_are_named_from_different_days() -> None:
    asked = stem_set("When did the ferry sail again?")
    days = [
        value_of(told_on(day, text), Form.WHEN, asked)
        for day, text in (
            ("2024-03-05", "The ferry will sail again from noon on Tuesday."),
            ("2024-03-07", "The ferry has sailed since Tuesday."),
            ("2024-03-14", "The ferry has sailed since Tuesday."),
            ("2024-03-14", "The ferry sailed again last week."),
        )
    ]
    first, same, next_week, week = days
    assert first
    assert same
    assert next_week
    assert week
    assert first.agrees(same)
    assert not first.agrees(next_week)
    assert not week.agrees(same)
    assert not week.compares_to(same)
    assert next_week.compares_to(same)


@pytest.mark.parametrize(
    ("question", "text", "marked", "value"),
    [
        (
            "How high was the turnout in Wick?",
            "It ranged from 48 percent in Thurso to 63 percent in Wick.",
            "48 percent",
            "63 percent",
        ),
        (
            "How many people were killed?",
            "Four people died and 27 were hurt, the mayor said.",
            "27",
            "Four people",
        ),
        (
            "How many people were hurt?",
            "Four people died and 27 were hurt, the mayor said.",
            "27",
            "27",
        ),
        ("How many boats sank?", "On 9 May some 30 sank.", "9", "30"),
    ],
)
def test_the_amount_counts_that_stands_beside_what_is_asked(
    question: str, text: str, marked: str, value: str
) -> None:
    found = value_of(evidence(text, marked), Form.HOW_MANY, stem_set(question))
    assert found
    assert found.text == value


def of_another(one: Evidence) -> Evidence:
    return replace(one, article_id="b")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            ("The bridge was shut because a pier had cracked.", "because a pier had cracked"),
            ("A pier cracked overnight, so the bridge had to be shut.", "overnight"),
            True,
        ),
        (
            ("The deal gives the crews a supplement of 12 crowns.", "12 crowns"),
            ("A supplement of 12 crowns is what the crews get.", "supplement"),
            True,
        ),
        (
            ("The deal gives the crews a supplement of 12 crowns.", "12 crowns"),
            ("A supplement of 15 crowns is what the crews wanted.", "15 crowns"),
            False,
        ),
        (
            ("The bridge was shut because a pier had cracked.", "because a pier had cracked"),
            ("The bridge was shut because the wind was too strong.", "the wind"),
            False,
        ),
    ],
)
def test_answers_in_other_words_are_the_same_when_they_share_what_they_hang_on(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    asked = stem_set("Why was the bridge shut? What do the crews get?")
    first, second = evidence(*one), of_another(evidence(*other))
    values = [value_of(each, Form.WHAT, asked) for each in (first, second)]
    assert values[0]
    assert values[1]
    assert tells_the_same(first, values[0], second, values[1], asked) is same
    assert tells_the_same(second, values[1], first, values[0], asked) is same


def test_other_numbers_in_the_same_words_are_parallel() -> None:
    first = evidence("The harbour office says 340 people are stranded on Oxney and its islands.")
    second = evidence("The coast guard puts the number of people stranded on the islands at 900.")
    third = evidence("On Oxney 340 people live by the harbour.")
    assert is_parallel(first, second)
    assert not is_parallel(second, third)


def test_a_recount_changes_a_number_and_does_not_correct_it(library: Library) -> None:
    ingest(
        library,
        [
            article(
                "vote",
                "2024-05-06",
                "Mayor of Tarn elected",
                "In Tarn Ida Brenk beat the mayor, Otto Fell, by 31 votes on Sunday. Fell wants "
                "the votes to be counted again.",
            ),
            article(
                "recount",
                "2024-05-13",
                "Brenk still ahead",
                "In Tarn the recount has changed the result. Ida Brenk beat the mayor, Otto Fell, "
                "by 26 votes, not 31, because five ballots were torn.",
            ),
        ],
    )
    question = "By how many votes did Ida Brenk beat the mayor of Tarn?"
    assert standings(library, question, "2024-06-01") == {
        "recount": Standing.CURRENT,
        "vote": Standing.SUPERSEDED,
    }


def test_a_toll_that_has_risen_is_newer_and_not_disputed(library: Library) -> None:
    ingest(
        library,
        [
            article(
                "first",
                "2024-02-05",
                "Four dead in mill fire",
                "Four people died and 27 were hurt in a fire at the Lund mill in Corve on Monday, "
                "the police said. It broke out at night.",
            ),
            article(
                "second",
                "2024-02-09",
                "Mill fire: two more deaths",
                "Two of the hurt have died in hospital. That brings the number of people killed "
                "in the fire at the Lund mill in Corve to six, the police said.",
            ),
        ],
    )
    question = "How many people were killed in the fire at the Lund mill?"
    given = answer(question, library=library, as_of="2024-06-01")
    assert [(one.answer and one.answer.text, one.standing) for one in given.statements] == [
        ("six", Standing.CURRENT),
        ("Four people", Standing.SUPERSEDED),
    ]


def test_who_came_after_whom_tells_the_holder_of_an_office(library: Library) -> None:
    ingest(
        library,
        [
            article(
                "report",
                "2024-04-02",
                "A new head for the Corve water company",
                "The managing director of Corve Water, Jens Halm, resigned in March. He was "
                "succeeded by Rita Ostby, who had run the pumping stations.",
            )
        ],
    )
    question = "Who is the current managing director of Corve Water?"
    given = answer(question, library=library, as_of="2024-06-01")
    assert [(one.answer and one.answer.text, one.standing) for one in given.statements] == [
        ("Rita Ostby", Standing.CURRENT),
        ("Jens Halm", Standing.SUPERSEDED),
    ]


def test_a_state_is_told_by_the_sentence_that_speaks_of_what_is_asked(library: Library) -> None:
    text = "Guests may still swim in the harbour. The Corve lido shut its pool for the season."
    one = Article.of(text, id="lido", published=date(2024, 5, 2))
    ingest(library, [one])
    about = About("Is the pool of the Corve lido still shut?", Closer(library))
    swim, pool = (
        Evidence(text[start:end], "lido", start, end, 1.0, probability)
        for start, end, probability in ((0, 37, 0.40), (38, len(text), 0.35))
    )
    assert about.leading([swim, pool]) == [pool, swim]
    unlikely = replace(pool, probability=0.1)
    assert about.leading([swim, unlikely]) == [swim, unlikely]


def test_what_most_sources_tell_leads_with_the_words_that_they_share(library: Library) -> None:
    texts = {
        "a": "The fire broke out in the kitchen and spread through a shaft to the attic.",
        "b": "Flames rose above the hotel in Corve at night.",
        "c": "It began in the kitchen, the cook said.",
    }
    ingest(library, [article(id, "2024-05-02", "Hotel fire", text) for id, text in texts.items()])
    marked = {"a": "a shaft to the attic", "b": "Corve", "c": "the kitchen"}
    likely = {"a": 0.45, "b": 0.5, "c": 0.3}
    some = [
        replace(evidence(texts[id], marked[id]), article_id=id, probability=likely[id])
        for id in ("b", "a", "c")
    ]
    question = "In which part of the hotel did the fire start?"
    closer = Closer(library)
    ordered = most_told(question, Form.WHAT, some, closer)
    assert [one.article_id for one in ordered] == ["a", "b", "c"]
    told = told_values(question, Form.WHAT, ordered, closer)
    assert told
    assert told[0].value
    assert told[0].value.text == "the kitchen"
    assert [one.article_id for one in told[0].sentences] == ["a", "c"]
