"""Values of one fact: which agree, which disagree, which is newer, which is a correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest import ingest
from qa import Standing, answer
from qa.forms import Form
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
