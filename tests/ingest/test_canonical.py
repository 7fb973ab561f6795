from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.canonical import canonical_line, canonical_text, has_words

ODD = st.sampled_from([
    "\r\n", "\r", "\u2028", "\x0b", "\x85", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\x00",
    "e\u0301", "\u0301", "\ud800", "\u00ad", "\n", "\n\n\n", "Leave a reply", "Name", "A b.",
])  # fmt: skip
TEXTS = st.lists(ODD | st.text(max_size=8), max_size=20).map("".join)


@given(TEXTS)
def test_a_canonical_text_stays_as_it_is(text: str) -> None:
    once = canonical_text(text)
    assert canonical_text(once) == once


@given(TEXTS)
def test_a_canonical_text_is_clean(text: str) -> None:
    clean = canonical_text(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert not [c for c in clean if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    assert clean == clean.strip()
    assert "  " not in clean
    assert "\n\n\n" not in clean
    assert not [c for c in clean if c.isspace() and c not in " \n"]


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1))
def test_letters_digits_and_punctuation_are_kept(text: str) -> None:
    kept = canonical_text("Before. " + text + " After.")
    assert kept == "Before. " + unicodedata.normalize("NFC", text) + " After."


def test_joiners_that_scripts_and_emoji_need_are_kept() -> None:
    for text in ("می\u200cروم", "👩\u200d🚒", "क\u094d\u200dष"):
        assert canonical_text(text) == unicodedata.normalize("NFC", text)


BODY = "The mayor resigned.\n\nPlease enter your name here if you want to run, the paper wrote."


@pytest.mark.parametrize(
    "form",
    [
        "LEAVE A REPLY Cancel reply",
        "Leave a comment\nPlease enter your comment!\nPlease enter your name here",
        "You have entered an incorrect email address!\nPlease enter your email address here",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Your email address will not be published. Required fields are marked *",
        "Comment *\n\nName *\nEmail *\nWebsite\nPost Comment",
        "Log in to leave a comment",
        "Notify me of new posts by email.",
    ],
)
def test_what_a_comment_form_leaves_at_the_end_is_dropped(form: str) -> None:
    assert canonical_text(f"{BODY}\n\n{form}\n") == BODY


def test_what_looks_like_a_form_within_a_text_is_kept() -> None:
    text = "Leave a reply\n\nName\n\nThat is what the sign said."
    assert canonical_text(text) == text


def test_a_line_is_on_one_line() -> None:
    assert canonical_line(" Two\r\n\r\n mayors\tmeet ") == "Two mayors meet"


@pytest.mark.parametrize(("text", "there"), [("7", True), ("é", True), ("—…•", False), ("", False)])
def test_words_are_letters_or_digits(text: str, there: bool) -> None:
    assert has_words(text) is there
