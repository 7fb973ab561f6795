"""A cell of a table holds only what is of the kind that its column asks for."""

from __future__ import annotations

import pytest

from qa.cell_kinds import typed_spans
from qa.forms import Attribute, form_of


@pytest.mark.parametrize(
    ("asked", "sentence", "cells"),
    [
        ("for what fee", "Bo Wick, 22, came for 1.2 million kroner.", ["1.2 million kroner"]),
        ("what share does each pay", "The state pays 25 per cent of 40 euros.", ["25 per cent"]),
        ("how many workers did it concern", "Its 75 workers left for 12 days.", ["75 workers"]),
        ("how many people live there", "The 610 villagers left in 2019.", ["610"]),
        ("how old was each", "Ann Lee, 61, and a 28-year-old man were there.", ["61", "28"]),
        ("for how long", "Two weeks ago it shut for nine days.", ["nine days"]),
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
