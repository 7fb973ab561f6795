from __future__ import annotations

from ingest.formats.pdf_lines import paragraphs


def test_a_line_of_one_endless_word_is_joined_in_time_that_grows_with_its_length() -> None:
    endless = "a" * 500_000  # in quadratic time these are an hour
    assert paragraphs([[f"{endless}!x", "is a word"]])[0][1].startswith(endless)
