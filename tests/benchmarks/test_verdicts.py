"""The verdicts of whole answers: conflicts, updates, copies, traps, and what nothing answers."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.expected import (
    ConflictExpected,
    DuplicateExpected,
    TrapExpected,
    UnanswerableExpected,
    UpdateExpected,
    WholeQuestion,
)
from benchmarks.whole import Share, measure
from qa import Standing
from tests.benchmarks.said import answered, cited, fact, measured, says

SIX_WEEKS = fact("six weeks", ("pause", "Brindlow Stores paused"), ("copy", "Brindlow"))
TEN_WEEKS = fact("ten weeks", ("later", "Brindlow"))
TWELVE = fact("Twelve|12", ("pause", "Twelve"))
TWELVE_TOO = fact("12", ("later", "An earlier"))
NINETEEN = fact("19", ("copy", "The hospital"), ("later", "An earlier"))

STELLICK_SAYS = says("Stellick", cited("pause", "Stellick"))


class TestConflict:
    OPEN = ConflictExpected((TWELVE, NINETEEN), None)
    SETTLED = ConflictExpected((TWELVE, NINETEEN), 1)

    @staticmethod
    def verdict(expected: ConflictExpected, *standings: Standing) -> tuple[bool, bool]:
        places = (("Twelve", "pause", "Twelve"), ("19", "later", "An earlier"))
        statements = [
            says(short, cited(name, begin), standing=standing)
            for (short, name, begin), standing in zip(places, standings, strict=False)
        ]
        got = measured(expected, answered(*statements)).shares
        return got["verdict"].is_full, got["all values shown"].is_full

    def test_values_side_by_side_are_disputed(self) -> None:
        disputed = Standing.DISPUTED
        assert self.verdict(self.OPEN, disputed, disputed) == (True, True)
        assert self.verdict(self.OPEN, disputed, Standing.HOLDS) == (False, True)
        assert self.verdict(self.OPEN, disputed) == (False, False)
        assert self.verdict(self.OPEN) == (False, False)
        both = (
            says("Twelve", cited("pause", "Twelve"), standing=disputed),
            says("19", cited("later", "An earlier"), standing=disputed),
            says("Twelve", cited("pause", "Twelve")),
        )
        assert measured(self.OPEN, answered(*both[:2])).is_right
        assert not measured(self.OPEN, answered(*both)).is_right
        corrected = (Standing.CORRECTED, Standing.CORRECTION)
        assert self.verdict(self.OPEN, *corrected) == (False, True)

    def test_a_correction_wins(self) -> None:
        corrected, correction = Standing.CORRECTED, Standing.CORRECTION
        assert self.verdict(self.SETTLED, corrected, correction) == (True, True)
        assert self.verdict(self.SETTLED, correction, corrected) == (False, True)
        assert self.verdict(self.SETTLED, Standing.DISPUTED, Standing.DISPUTED) == (False, True)
        assert self.verdict(self.SETTLED, corrected) == (False, False)
        assert self.verdict(self.SETTLED, corrected, Standing.HOLDS) == (False, True)

    def test_a_sentence_with_both_values_shows_the_one_it_marks(self) -> None:
        expected = ConflictExpected((TWELVE_TOO, NINETEEN), None)
        sentence = cited("later", "An earlier")
        for shown, right in (((None,), False), (("12",), False), (("12", "19"), True)):
            said = (says(short, sentence, standing=Standing.DISPUTED) for short in shown)
            assert measured(expected, answered(*said)).is_right is right

    def test_a_value_that_is_also_shown_as_holding_is_not_corrected(self) -> None:
        twelve = says("Twelve", cited("pause", "Twelve"))
        statements = (
            says("19", cited("later", "An earlier"), standing=Standing.CORRECTION),
            says("Twelve", cited("pause", "Twelve"), standing=Standing.CORRECTED),
        )
        assert measured(self.SETTLED, answered(*statements)).is_right
        assert not measured(self.SETTLED, answered(*statements, twelve)).is_right

    def test_the_right_value_may_stand_beside_its_correction(self) -> None:
        statements = (
            says("19", cited("later", "An earlier"), standing=Standing.CORRECTION),
            says("19", cited("copy", "The hospital")),
            says("Twelve", cited("pause", "Twelve"), standing=Standing.CORRECTED),
        )
        assert measured(self.SETTLED, answered(*statements)).is_right


class TestUpdate:
    EXPECTED = UpdateExpected(TEN_WEEKS, (SIX_WEEKS,))
    NOW = says("ten weeks", cited("later", "Brindlow"), standing=Standing.CURRENT)
    BEFORE = says(
        "six weeks", cited("pause", "Brindlow Stores paused"), standing=Standing.SUPERSEDED
    )

    def test_the_current_value_leads_and_the_former_is_superseded(self) -> None:
        got = measured(self.EXPECTED, answered(self.NOW, self.BEFORE))
        assert got.is_right
        assert got.shares["superseded shown"] == Share(1, 1)
        alone = measured(self.EXPECTED, answered(self.NOW))
        assert alone.is_right
        assert alone.shares["superseded shown"] == Share(0, 1)

    def test_a_quotation_that_marks_nothing_or_who_did_it_leads_too(self) -> None:
        for short in (None, "Brindlow Stores"):
            leads = says(short, cited("later", "Brindlow"))
            assert measured(self.EXPECTED, answered(leads)).is_right

    def test_the_former_value_first_or_as_if_it_held_is_wrong(self) -> None:
        as_if = says("six weeks", cited("pause", "Brindlow Stores paused"))
        for statements in ((self.BEFORE, self.NOW), (as_if,), (self.NOW, as_if), ()):
            assert not measured(self.EXPECTED, answered(*statements)).is_right

    def test_a_sentence_with_both_values_gives_the_one_it_marks(self) -> None:
        expected = UpdateExpected(NINETEEN, (TWELVE_TOO,))
        sentence, hospital = cited("later", "An earlier"), cited("copy", "The hospital")
        for short, right in (("19", True), ("12", False), (None, False)):
            assert measured(expected, answered(says(short, sentence))).is_right is right
        beside = answered(says("19", hospital), says("19", sentence))
        assert measured(expected, beside).is_right

    def test_the_current_value_as_superseded_is_wrong(self) -> None:
        gone = says("ten weeks", cited("later", "Brindlow"), standing=Standing.SUPERSEDED)
        assert not measured(self.EXPECTED, answered(gone)).is_right

    def test_an_article_from_after_the_question_makes_it_wrong(self) -> None:
        early = WholeQuestion("q", "How long?", date(2024, 3, 4), self.EXPECTED)
        assert not measure(early, answered(self.NOW)).is_right


class TestDuplicate:
    EXPECTED = DuplicateExpected(SIX_WEEKS, (("pause", "copy"),))
    CITED = (cited("pause", "Brindlow Stores paused"), cited("copy", "Brindlow"))

    @pytest.mark.parametrize(("sources", "right"), [(1, True), (2, False)])
    def test_copies_count_as_one_source(self, sources: int, right: bool) -> None:
        answer = answered(says("six weeks", *self.CITED, sources=sources))
        got = measured(self.EXPECTED, answer)
        assert got.is_right is right
        assert got.shares["fact first"].is_full

    def test_the_right_number_of_sources_of_something_else_is_wrong(self) -> None:
        got = measured(self.EXPECTED, answered(STELLICK_SAYS))
        assert not got.is_right
        assert got.shares["sources counted, where the fact is first"] == Share(0, 0)
        assert not measured(self.EXPECTED, answered()).is_right


class TestTrap:
    NULL = TrapExpected(None, (SIX_WEEKS,))
    ANSWERED = TrapExpected(TEN_WEEKS, (SIX_WEEKS,))
    RIGHT = says("ten weeks", cited("later", "Brindlow"))
    WRONG = says("six weeks", cited("pause", "Brindlow Stores paused"))

    def test_where_nothing_says_it_silence_or_other_facts_are_right(self) -> None:
        assert measured(self.NULL, answered()).is_right
        beside = measured(self.NULL, answered(STELLICK_SAYS))
        assert beside.is_right
        assert beside.shares["abstained, where no article says it"] == Share(0, 1)

    @pytest.mark.parametrize("short", ["six weeks", "Brindlow Stores", None])
    def test_quoting_the_wrong_sentence_is_wrong_whatever_it_marks(self, short: str | None) -> None:
        wrong = says(short, cited("pause", "Brindlow Stores paused"))
        for expected in (self.NULL, self.ANSWERED):
            for statements in ((wrong,), (STELLICK_SAYS, wrong), (self.RIGHT, wrong)):
                assert not measured(expected, answered(*statements)).is_right

    def test_the_wrong_value_as_superseded_is_not_said(self) -> None:
        old = says(
            "six weeks", cited("pause", "Brindlow Stores paused"), standing=Standing.SUPERSEDED
        )
        assert measured(self.ANSWERED, answered(self.RIGHT, old)).is_right
        assert not measured(self.ANSWERED, answered(old, self.RIGHT)).is_right

    def test_where_there_is_an_answer_it_must_be_first(self) -> None:
        assert measured(self.ANSWERED, answered(self.RIGHT)).is_right
        for statements in ((), (STELLICK_SAYS,), (STELLICK_SAYS, self.RIGHT)):
            assert not measured(self.ANSWERED, answered(*statements)).is_right

    def test_a_sentence_with_both_values_must_not_mark_the_wrong_one(self) -> None:
        expected = TrapExpected(NINETEEN, (TWELVE_TOO,))
        shorts = (("19", True), (None, True), ("12", False), ("12 people were hurt", False))
        for short, right in shorts:
            answer = answered(says(short, cited("later", "An earlier")))
            assert measured(expected, answer).is_right is right

    def test_the_answer_is_given_by_its_sentence_or_its_words_from_the_same_article(self) -> None:
        expected = TrapExpected(fact("Brindlow", ("later", "Brindlow")), (TWELVE_TOO,))
        first = cited("later", "Brindlow")
        for short in (None, "ten weeks", "Brindlow Stores"):
            assert measured(expected, answered(says(short, first))).is_right
        near = TrapExpected(fact("Brindlow", ("pause", "Brindlow Stores p")), (TWELVE_TOO,))
        shops = cited("pause", "Brindlow Stores has")
        assert measured(near, answered(says("Brindlow", shops))).is_right
        assert not measured(near, answered(says("40 shops", shops))).is_right
        assert not measured(near, answered(says("Brindlow", first))).is_right

    def test_the_answer_as_corrected_is_not_given(self) -> None:
        corrected = says("ten weeks", cited("later", "Brindlow"), standing=Standing.CORRECTED)
        assert not measured(self.ANSWERED, answered(corrected)).is_right

    def test_the_right_words_with_the_wrong_ones_beside_them_are_wrong(self) -> None:
        wrong = fact("paused", ("pause", "Brindlow Stores paused"))
        stores = fact("Brindlow Stores", ("pause", "Brindlow Stores paused"))
        for short, right in (("Brindlow Stores", True), ("Brindlow Stores paused", False)):
            answer = answered(says(short, cited("pause", "Brindlow Stores paused")))
            assert measured(TrapExpected(stores, (wrong,)), answer).is_right is right

    def test_a_longer_name_is_not_the_one_inside_it(self) -> None:
        shops = fact("Brindlow Stores", ("pause", "Brindlow Stores has"))
        expected = TrapExpected(fact("Brindlow", ("later", "Brindlow")), (shops,))
        answer = answered(says("Brindlow Stores", cited("later", "Brindlow")))
        assert not measured(expected, answer).is_right


def test_what_nothing_answers_is_answered_by_an_abstention_alone() -> None:
    expected = UnanswerableExpected(("pause",))
    assert measured(expected, answered()).is_right
    assert not measured(expected, answered(STELLICK_SAYS)).is_right
