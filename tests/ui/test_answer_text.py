"""Answers in a terminal."""

from __future__ import annotations

import re
from datetime import date

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Answer, Searched, Statement
from tests.ui import made
from ui.answer_text import answer_text
from ui.terminal import quoted, table

ALL = (
    made.with_table(),
    made.with_conflict(),
    made.with_update(),
    made.with_antecedent(),
    made.with_antecedent(None),
)


@pytest.fixture(params=[40, 60, 100])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Make the terminal narrow, middling and wide."""
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


def plain(answer: Answer) -> str:
    return click.unstyle(answer_text(answer))


def joined(text: str) -> str:
    return " ".join(text.split())


def bold(text: str) -> str:
    return joined(" ".join(re.findall(r"\x1b\[1m(.*?)\x1b\[0m", text)))


def test_a_table_is_printed_as_one_with_numbers_and_dashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    head, rule, *rows = plain(made.with_table()).splitlines()[:5]
    assert re.split(r"\s{2,}", head) == ["Company", "How long", "Condition"]
    assert set(rule) == {"─", " "}
    assert [re.split(r"\s{2,}", row) for row in rows] == [
        ["Amazon [1][2]", "1 year [1]", "—"],
        ["Microsoft [3]", "—", "until there is a national law [3]"],
        ["IBM [4]", "for good [4]", "—"],
    ]


def test_below_a_table_stand_remarks_then_coverage_then_sources(columns: int) -> None:
    text = joined(plain(made.with_table()))
    parts = (
        "[1][2] 2 independent sources: Tarnholm Gazette, Lindesby Post",
        "[3] said by Brad Smith",
        "[4] superseded by a later article · Lindesby Post, 12 June 2020",
        "3 companies in 2 articles; 1 further article",
        "[1] Makers step back, Tarnholm Gazette, 2020-06-11",
        "Wednesday: 10 June 2020",
        "[4] Who sells, and who does not",
        "Searched 20 articles, 64 passages, 412 sentences in 0.4 s.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_every_line_of_ours_fits_the_terminal(columns: int) -> None:
    for answer in ALL:
        for line in plain(answer).splitlines():
            source = line.startswith("[") or "citewire show" in line  # to be copied whole
            assert source or len(line) <= columns, line


def test_a_cell_with_its_number_is_never_cut_inside_the_number(columns: int) -> None:
    text = plain(made.with_table())
    assert text.count("[") == text.count("]")
    for line in text.splitlines():
        assert line.count("[") == line.count("]"), line


def test_a_table_of_many_columns_is_a_line_a_cell_where_it_is_narrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    wide = table(
        ["Company", "How long", "Since when", "Condition"],
        [[(f"a rather long cell {row}{n}", f"[{n}]") for n in range(4)] for row in "ab"],
    )
    assert wide.splitlines()[:2] == [
        "Company: a rather long cell a0 [0]",
        "How long: a rather long cell a1 [1]",
    ]
    assert "\n\nCompany: a rather long cell b0 [0]" in wide


def test_the_short_answer_is_bold_and_changes_no_word(columns: int) -> None:
    for answer, words in (
        (made.with_antecedent(), "a year"),
        (made.with_update(), "ten six weeks"),
        (made.with_conflict(), "23 million crowns 31 million crowns"),
    ):
        assert bold(answer_text(answer)) == words
        for statement in answer.statements:
            assert f"{statement.text} [" in joined(plain(answer))


@given(st.text(" ab\n\t-\u00a0é", min_size=1, max_size=300), st.data())
def test_a_mark_covers_its_words_wherever_lines_are_broken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    def printed(words: str) -> str:
        return re.sub("[ \t\n]", "", words)

    found = quoted(text, (start, end), "[1]", 2)
    marked = "".join(re.findall(r"\x1b\[1m(.*?)\x1b\[0m", found, re.DOTALL))
    assert printed(marked) == printed(text[start:end])
    assert printed(click.unstyle(found)) == printed(f"{text}[1]")


def test_what_disagrees_stands_below_one_line_with_day_and_outlet(columns: int) -> None:
    text = plain(made.with_conflict())
    assert text.startswith("The articles disagree:\n\n  Tarnholm Gazette, 11 March 2024\n")
    assert "\n\n  Lindesby Post, 14 March 2024\n  Taxpayers paid 31 million" in text
    assert "2 independent sources: Tarnholm Gazette, Brackwater Mail" in joined(text)
    assert "said by the county" in text
    assert "disputed" not in text  # the line above says it


def test_an_update_leads_and_what_it_supersedes_says_so(columns: int) -> None:
    text = joined(plain(made.with_update()))
    assert text.startswith("As of 28 March 2024: Brindlow Stores has extended")
    assert "latest · The Castrel Courier, 25 March 2024" in text
    # Of an outlet that is not known the title stands in.
    assert "superseded by a later article · Brindlow stops selling heater, 5 March 2024" in text


def test_an_antecedent_and_a_date_stand_below_the_quotation(columns: int) -> None:
    text = plain(made.with_antecedent())
    assert "the company: Amazon [2] · Wednesday: 10 June 2020" in joined(text)
    assert "[2] (context) A year without sales" in text
    assert joined(text).count("Wednesday: ") == 1
    assert "The sentence before" not in text


def test_without_a_sure_antecedent_the_sentence_before_is_shown(columns: int) -> None:
    text = joined(plain(made.with_antecedent(None)))
    assert f"The sentence before: “{made.NAMES}” [2]" in text


def test_a_plain_statement_has_no_second_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    cited = made.cite(made.GAZETTE, made.PAUSED)
    text = plain(made.an_answer("Q?", Statement(cited.quote, 0.8, (cited,))))
    assert text.startswith(f"{made.PAUSED} [1]\n\n[1] Makers step back")


def test_an_abstention_has_its_words_and_its_day() -> None:
    near = made.cite(made.GAZETTE, made.SMALL)
    answer = Answer(
        "Q?", True, 0.1, "No.", (), (near,), Searched(1, 1, 1), {}, as_of=date(2024, 3, 8)
    )
    text = plain(answer)
    assert text.startswith(
        "As of 8 March 2024:\n\nNo.\n\nNearest sentences, which are not an answer"
    )
