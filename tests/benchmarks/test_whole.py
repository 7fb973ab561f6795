"""Members, cells and single facts: what is right counts, and nothing that only looks like it."""

from __future__ import annotations

import pytest

from benchmarks.expected import (
    Fact,
    ListExpected,
    SingleExpected,
    TableExpected,
)
from benchmarks.whole import Share
from qa import Cell
from tests.benchmarks.said import answered, cited, fact, measured, says, shares, tabled

BRINDLOW = fact("Brindlow Stores", ("pause", "Brindlow Stores paused"), ("copy", "Brindlow"))
MADDICK = fact("Maddick & Rowe", ("pause", "Maddick"))
QUORRIN = fact("Quorrin|Quorrin Direct", ("later", "Quorrin"))
SIX_WEEKS = fact("six weeks", ("pause", "Brindlow Stores paused"), ("copy", "Brindlow"))
NINE_DAYS = fact("nine days", ("later", "Quorrin"))

MEMBERS = ListExpected((BRINDLOW, MADDICK, QUORRIN), (("Stellick",),))
ROWS = TableExpected(
    ("company", "length"),
    ((BRINDLOW, SIX_WEEKS), (MADDICK, Fact()), (QUORRIN, NINE_DAYS)),
    (("Stellick",),),
)
BRINDLOW_SAYS = says("Brindlow Stores", cited("pause", "Brindlow Stores paused"))
MADDICK_SAYS = says("Maddick & Rowe", cited("pause", "Maddick"))
QUORRIN_SAYS = says("Quorrin", cited("later", "Quorrin"))
STELLICK_SAYS = says("Stellick", cited("pause", "Stellick"))


def cell(text: str, name: str, begin: str) -> Cell:
    return Cell(text, (cited(name, begin),))


BRINDLOW_ROW = (
    cell("Brindlow", "pause", "Brindlow Stores paused"),
    cell("six weeks", "copy", "Brindlow"),
)
MADDICK_ROW = (cell("Maddick & Rowe", "pause", "Maddick"), Cell())
QUORRIN_ROW = (cell("Quorrin", "later", "Quorrin"), cell("nine days", "later", "Quorrin"))
RIGHT_ROWS = (BRINDLOW_ROW, MADDICK_ROW, QUORRIN_ROW)
COLUMNS = ("company", "length")


def test_a_share_is_of_what_there_is() -> None:
    assert Share(0, 0).is_full
    with pytest.raises(ValueError, match="2 right of 1"):
        Share(2, 1)


class TestList:
    def test_all_members_in_any_order_are_right(self) -> None:
        answer = answered(QUORRIN_SAYS, BRINDLOW_SAYS, MADDICK_SAYS)
        assert shares(MEMBERS, answer) == {
            "member precision": (3, 3),
            "member recall": (3, 3),
            "cited member recall": (3, 3),
        }
        assert measured(MEMBERS, answer).is_right

    def test_a_member_that_stands_twice_is_wrong_once(self) -> None:
        again = says("Brindlow", cited("copy", "Brindlow"))
        got = shares(MEMBERS, answered(BRINDLOW_SAYS, again, MADDICK_SAYS, QUORRIN_SAYS))
        assert got["member precision"] == (3, 4)
        assert got["member recall"] == (3, 3)

    def test_what_is_no_member_or_marks_nothing_is_wrong(self) -> None:
        unmarked = says(None, cited("pause", "Maddick"))
        got = shares(MEMBERS, answered(BRINDLOW_SAYS, STELLICK_SAYS, unmarked))
        assert got["member precision"] == (1, 3)
        assert got["member recall"] == (1, 3)

    def test_a_whole_sentence_marks_no_member(self) -> None:
        whole = says(BRINDLOW_SAYS.text, BRINDLOW_SAYS.citations[0])
        assert shares(MEMBERS, answered(whole))["member recall"] == (0, 3)

    def test_a_member_whose_sentence_says_something_else_is_not_cited(self) -> None:
        elsewhere = says("Brindlow Stores", cited("pause", "Brindlow Stores has"))
        got = shares(MEMBERS, answered(elsewhere))
        assert got["member recall"] == (1, 3)
        assert got["cited member recall"] == (0, 3)

    def test_context_does_not_cite(self) -> None:
        context = cited("pause", "Brindlow Stores paused", context=True)
        elsewhere = says("Brindlow Stores", cited("pause", "Brindlow Stores has"), context)
        assert shares(MEMBERS, answered(elsewhere))["cited member recall"] == (0, 3)

    def test_an_abstention_gives_nothing_and_finds_nothing(self) -> None:
        got = measured(MEMBERS, answered())
        assert got.shares["member precision"] == Share(0, 0)
        assert got.shares["member recall"] == Share(0, 3)
        assert not got.is_right

    def test_a_table_gives_its_first_cells(self) -> None:
        assert measured(MEMBERS, tabled(COLUMNS, *RIGHT_ROWS)).is_right


class TestTable:
    def test_all_cells_right_and_an_empty_one_empty(self) -> None:
        got = measured(ROWS, tabled(COLUMNS, *reversed(RIGHT_ROWS)))
        assert got.is_right
        assert shares(ROWS, got.answer) == {
            "cell precision": (5, 5),
            "cell recall": (5, 5),
            "cell precision, loosely": (5, 5),
            "cell recall, loosely": (5, 5),
            "empty cells left empty": (1, 1),
        }

    def test_the_words_of_another_cell_are_wrong(self) -> None:
        wrong = (BRINDLOW_ROW[0], cell("nine days", "later", "Quorrin"))
        got = shares(ROWS, tabled(COLUMNS, wrong, MADDICK_ROW, QUORRIN_ROW))
        assert got["cell precision"] == got["cell recall"] == (4, 5)

    def test_other_words_of_the_right_sentence_are_wrong(self) -> None:
        wrong = (BRINDLOW_ROW[0], cell("paused", "pause", "Brindlow Stores paused"))
        got = shares(ROWS, tabled(COLUMNS, wrong))
        assert got["cell recall"] == got["cell recall, loosely"] == (1, 5)

    def test_an_entity_that_gets_no_row_is_not_taken_for_one_of_like_name(self) -> None:
        expected = TableExpected(COLUMNS, ROWS.rows, (("Brindlow",),))
        assert shares(expected, tabled(COLUMNS, BRINDLOW_ROW))["cell recall"] == (0, 5)

    def test_words_where_the_articles_say_nothing_are_wrong(self) -> None:
        filled = (MADDICK_ROW[0], cell("six weeks", "pause", "Brindlow Stores paused"))
        got = shares(ROWS, tabled(COLUMNS, BRINDLOW_ROW, filled, QUORRIN_ROW))
        assert got["cell precision"] == (5, 6)
        assert got["cell recall"] == (5, 5)
        assert got["empty cells left empty"] == (0, 1)

    def test_an_empty_cell_where_the_articles_say_it_is_missing(self) -> None:
        got = shares(ROWS, tabled(COLUMNS, (BRINDLOW_ROW[0], Cell()), MADDICK_ROW, QUORRIN_ROW))
        assert got["cell precision"] == (4, 4)
        assert got["cell recall"] == (4, 5)

    def test_a_row_that_is_none_or_stands_twice_is_wrong_throughout(self) -> None:
        none = (
            cell("Stellick", "pause", "Stellick"),
            cell("six weeks", "pause", "Brindlow Stores p"),
        )
        got = shares(ROWS, tabled(COLUMNS, *RIGHT_ROWS, none, BRINDLOW_ROW))
        assert got["cell precision"] == (5, 9)
        assert got["cell recall"] == (5, 5)

    def test_right_words_of_another_sentence_are_right_only_loosely(self) -> None:
        shops = (cell("Brindlow", "pause", "Brindlow Stores has"), BRINDLOW_ROW[1])
        got = shares(ROWS, tabled(COLUMNS, shops))
        assert got["cell recall"] == (1, 5)
        assert got["cell recall, loosely"] == (2, 5)

    def test_right_words_of_another_article_are_wrong(self) -> None:
        later = (cell("Brindlow", "later", "Brindlow"), Cell())
        assert shares(ROWS, tabled(COLUMNS, later))["cell recall, loosely"] == (0, 5)

    def test_a_further_column_is_wrong_and_a_missing_one_is_not_empty(self) -> None:
        wide = tabled(
            (*COLUMNS, "why"),
            (*QUORRIN_ROW, cell("stopped", "later", "Quorrin")),
            (*MADDICK_ROW, Cell()),
        )
        assert shares(ROWS, wide)["cell precision"] == (3, 4)
        narrow = shares(ROWS, tabled(COLUMNS[:1], *(row[:1] for row in RIGHT_ROWS)))
        assert narrow["cell precision"] == (3, 3)
        assert narrow["cell recall"] == (3, 5)
        assert narrow["empty cells left empty"] == (0, 1)

    def test_without_a_table_nothing_is_given_or_left_empty(self) -> None:
        for answer in (answered(), answered(BRINDLOW_SAYS)):
            got = measured(ROWS, answer)
            assert got.shares["cell precision"] == Share(0, 0)
            assert got.shares["cell recall"] == Share(0, 5)
            assert got.shares["empty cells left empty"] == Share(0, 0)
            assert not got.is_right


class TestSingle:
    EXPECTED = SingleExpected("how_long", NINE_DAYS)

    def test_the_sentence_and_the_marked_words_count_apart(self) -> None:
        sentence = cited("later", "Quorrin")
        assert measured(self.EXPECTED, answered(says("nine days", sentence))).is_right
        for short in (None, "Quorrin", "days"):
            got = shares(self.EXPECTED, answered(says(short, sentence)))
            assert got["right sentence"] == (1, 1)
            assert got["short answer marked"] == (0, 1)

    def test_the_right_sentence_must_come_first_and_be_quoted(self) -> None:
        right, other = cited("later", "Quorrin"), cited("pause", "Stellick")
        for statements in (
            (),
            (STELLICK_SAYS, says("nine days", right)),
            (says(None, other, right),),
        ):
            assert shares(self.EXPECTED, answered(*statements))["right sentence"] == (0, 1)

    def test_another_sentence_of_the_article_with_the_words_is_right_loosely(self) -> None:
        expected = SingleExpected("who", fact("Brindlow", ("pause", "Brindlow Stores paused")))
        got = shares(expected, answered(says("Brindlow", cited("pause", "Brindlow Stores has"))))
        assert got["right sentence"] == (0, 1)
        assert got["right sentence, loosely"] == (1, 1)
        elsewhere = answered(says("Brindlow", cited("later", "Brindlow")))
        assert shares(expected, elsewhere)["right sentence, loosely"] == (0, 1)
        assert shares(expected, elsewhere)["short answer marked"] == (0, 1)

    def test_yes_or_no_is_decided_by_the_sentence(self) -> None:
        expected = SingleExpected("yes_no", fact("no", ("pause", "Stellick")))
        assert measured(expected, answered(says(None, cited("pause", "Stellick")))).is_right
        assert not measured(expected, answered(says(None, cited("pause", "Maddick")))).is_right

    def test_a_name_of_a_comparison_elsewhere_in_the_article_compares_nothing(self) -> None:
        expected = SingleExpected(
            "comparison", fact("Brindlow", ("pause", "Brindlow Stores paused"))
        )
        answer = answered(says("Brindlow", cited("pause", "Brindlow Stores has")))
        assert shares(expected, answer)["right sentence, loosely"] == (0, 1)
