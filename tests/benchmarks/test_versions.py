"""The corrections that are measured change what they say, and a passage kept is counted once."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.versions import WAYS, encoded_again, note_at_end, paragraph_out, sentence_out
from ingest import split_sentences
from vectorstore import Article, Span

TEXT = "The mayor left. Nobody wept.\n\nIt rained all day. The bridge was shut.\n\nBoats sank."


@pytest.fixture
def article() -> Article:
    return replace(Article("a", TEXT), sentences=split_sentences(TEXT).sentences)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_of_correcting_changes_the_text_and_leaves_most_of_it(
    article: Article, way: object
) -> None:
    for seed in range(20):
        assert callable(way)
        after = way(article, random.Random(seed))
        assert after != TEXT
        kept = [one for one in article.sentence_texts() if one in after]
        assert len(kept) >= 3


def test_what_is_taken_out_leaves_the_rest_as_it_was(article: Article) -> None:
    out = {sentence_out(article, random.Random(seed)) for seed in range(40)}
    assert "Nobody wept.\n\nIt rained all day. The bridge was shut.\n\nBoats sank." in out
    out = {paragraph_out(article, random.Random(seed)) for seed in range(40)}
    assert "The mayor left. Nobody wept.\n\nBoats sank." in out
    assert note_at_end(article, random.Random(0)).startswith(TEXT)


def test_a_passage_that_was_there_once_is_kept_once() -> None:
    one, other = ("a", (Span(0, 1),)), ("b", (Span(0, 1),))
    assert encoded_again([one, other], [other, one]) == 0
    assert encoded_again([one], [one, one]) == 1
    assert encoded_again([one], [("a", (Span(0, 2),))]) == 1
