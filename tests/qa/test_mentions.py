"""Names, amounts and times are found in the words of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.mentions import amounts_in, durations_in, names_in, times_in
from vectorstore import Span

Finder = Callable[[str], Sequence[Span]]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Maddick & Rowe has paused sales of the P4.", ["Maddick & Rowe", "P4"]),
        ("On Monday the Isle of Wick voted.", ["Isle of Wick"]),
        ("The jury gave “Tram 9” the prize, said Inês Valadar.", ["Tram 9", "Inês Valadar"]),
        ("Brindlow's chief executive, Marit Oskell, spoke.", ["Brindlow", "Marit Oskell"]),
        ("The Dutch firm and a Hellisford-based rival merged.", []),
        ("It opened in January 2023.", []),
        ("Manager Sissel Yttervik left the club.", ["Sissel Yttervik"]),
        ("US District Judge Ann Lee and Rep. Bo Wick met.", ["Ann Lee", "Bo Wick"]),
        ("Wick's Bo J. Farrant kept the Argentine out.", ["Wick", "Bo J. Farrant"]),
        ("Ann Lee/Getty Images", []),
        (
            "Wick 1-2 Saudi Arabia, says Tallow CEO Bo Lee.",
            ["Wick", "Saudi Arabia", "Tallow CEO Bo Lee"],
        ),
        ("The Texas Republican left the Wick-backed league, the CEO said.", []),
    ],
)
def test_names_are_found(sentence: str, names: list[str]) -> None:
    assert [sentence[s:e] for s, e in names_in(sentence)] == names


def test_a_word_that_is_also_written_small_names_nothing_at_the_begin() -> None:
    assert [*names_in("Retailers left.", {"retailers"})] == []
    assert [*names_in("Yarbeck left.", {"retailers"})] == [Span(0, 7)]


@pytest.mark.parametrize(
    ("finder", "sentence", "found"),
    [
        (durations_in, "It lasts nine days and a half year.", ["nine days", "a half year"]),
        (durations_in, "It went from six weeks to ten.", ["from six weeks to ten"]),
        (durations_in, "It takes six weeks to ten.", ["six weeks to ten"]),
        (durations_in, "It went from 5 weeks to 6 weeks.", ["5 weeks", "6 weeks"]),
        (durations_in, "Shut until further notice.", ["until further notice"]),
        (durations_in, "It was about 12 months.", ["about 12 months"]),
        (times_in, "They met on 6 March and in May 2025.", ["6 March", "May 2025"]),
        (times_in, "It reopens on Wednesday morning.", ["Wednesday morning"]),
        (times_in, "It may march on.", []),
        (times_in, "At 6.52 a.m. it fell, by noon it was gone.", ["6.52 a.m.", "noon"]),
        (times_in, "Eight minutes before seven it fell.", ["Eight minutes before seven"]),
        (amounts_in, "It cost 15,000 euros, or 60 per cent.", ["15,000 euros", "60 per cent"]),
        (amounts_in, "Some $2.5 million for three shops.", ["$2.5 million", "three"]),
    ],
)
def test_amounts_and_times_are_found(finder: Finder, sentence: str, found: list[str]) -> None:
    assert [sentence[s:e] for s, e in finder(sentence)] == found


@given(st.text(max_size=120))
def test_every_span_is_of_the_sentence(sentence: str) -> None:
    for finder in (names_in, durations_in, times_in, amounts_in):
        for start, end in finder(sentence):
            assert 0 <= start < end <= len(sentence)
            assert sentence[start:end] == sentence[start:end].strip()
