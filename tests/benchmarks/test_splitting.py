from __future__ import annotations

import pytest

from benchmarks.splitting.__main__ import failures, is_right, table
from benchmarks.splitting.cases import Case, read_cases, shown, unmarked
from benchmarks.splitting.splitters import by_paragraph, installed, ours, trimmed
from vectorstore import Span


def test_the_hard_cases_are_many_of_many_kinds_and_half_are_held_out() -> None:
    cases = read_cases()
    assert len(cases) >= 200
    assert len({case.kind for case in cases}) >= 40
    assert sum(case.part == "held out" for case in cases) * 2 >= len(cases) - 40
    assert sum(case.part == "fresh" for case in cases) == 40
    assert sum(case.language != "en" for case in cases) >= 50
    assert len({case.text for case in cases}) == len(cases)
    assert not [case.text for case in cases if "⟦" in case.text or not case.sentences]


@pytest.mark.parametrize(("part", "share"), [("seen", 0.97), ("held out", 0.97), ("fresh", 0.95)])
def test_of_the_hard_cases_nearly_all_are_cut_exactly_as_by_hand(part: str, share: float) -> None:
    cases = [case for case in read_cases() if case.part == part]
    right = sum(is_right(case, ours) for case in cases)
    assert right / len(cases) >= share


def test_more_hard_cases_are_right_than_with_sentencex_alone() -> None:
    splitters, missing = installed()
    assert "sentencex" not in missing
    cases = read_cases()
    right = {name: sum(is_right(case, splitters[name]) for case in cases) for name in splitters}
    assert right["ours"] > right["sentencex"] + 30


def test_a_case_is_wrong_when_one_offset_is() -> None:
    text, spans = unmarked("⟦He left.⟧ ⟦She stayed.⟧")
    case = Case("starts", "en", "seen", text, spans)
    assert is_right(case, lambda *_: [Span(0, 8), Span(9, 20)])
    assert not is_right(case, lambda *_: [Span(0, 9), Span(9, 20)])
    assert not is_right(case, lambda *_: [Span(0, 20)])
    assert shown(text, spans) == "⟦He left.⟧ ⟦She stayed.⟧"


def test_the_table_counts_the_right_ones_of_each_kind() -> None:
    cases = read_cases()[:4]
    rows = {
        line[:16].strip(): line.split()[-2:] for line in table(cases, {"ours": ours}).split("\n")
    }
    assert rows["all"] == ["4", "4"]
    assert rows["right"][-1] == "100.0%"
    wrong = Case("starts", "en", "seen", "He left. She stayed.", (Span(0, 20),))
    assert failures([wrong])[0].startswith("starts (en)\n  wanted ⟦He left. She stayed.⟧")


def test_other_splitters_are_given_paragraphs_and_their_blanks_are_not_judged() -> None:
    whole = by_paragraph(lambda text, _: [Span(0, len(text))])
    assert whole("One. \n\nTwo.", "en") == [Span(0, 4), Span(7, 11)]
    assert trimmed("a  b ", [Span(0, 3), Span(1, 3), Span(3, 5)]) == [Span(0, 1), Span(3, 4)]
