"""Blocks as hard edges of sentences, and blocks where a source marks none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import blocks_of, ingest, split_sentences
from ingest.canonical import has_words
from ingest.sentences import structured
from qa import answer, search
from tests.ingest.test_sentences import TEXTS
from vectorstore import GUESSED_BLOCKS, Article, Block, BlockKind, Library, Span

KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(["paragraph", "heading", "item"])


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_no_sentence_reaches_across_blocks_and_none_stands_in_a_heading(
    text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(pairwise(cuts))[:: data.draw(st.sampled_from([1, 2]))]
    blocks = [Block(start, end, data.draw(KINDS)) for start, end in pairs]
    split = split_sentences(text, None, blocks)
    spans = sorted([*split.sentences, *split.others])
    assert all(one.end <= after.start for one, after in pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    assert not [at for at, c in enumerate(text) if at not in covered and not c.isspace()]
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert all(
            end <= b.start or b.end <= start or b.start <= start < end <= b.end for b in blocks
        )
    for start, end, kind in blocks:
        if kind == "heading":
            assert all(e <= start or end <= s for s, e in split.sentences)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_guessed_blocks_cover_a_text_and_its_sentences_stand_within_them(text: str) -> None:
    blocks = blocks_of(text)
    assert all(one.end <= after.start for one, after in pairwise(blocks))
    inside = {at for b in blocks for at in range(b.start, b.end)}
    assert not [at for at, c in enumerate(text) if at not in inside and not c.isspace()]
    for start, end in split_sentences(text).sentences:
        assert [b.kind for b in blocks if b.start <= start < end <= b.end] not in ([], ["heading"])


def test_a_heading_and_items_are_told_by_the_lines() -> None:
    text = "What now\n\nThe mayor of the town resigned.\n\n- One\n- Two"
    assert [(text[s:e], kind) for s, e, kind in blocks_of(text)] == [
        ("What now", "heading"),
        ("The mayor of the town resigned.", "paragraph"),
        ("- One", "item"),
        ("- Two", "item"),
    ]


def test_a_heading_that_ends_like_a_sentence_is_none_where_the_source_says_so() -> None:
    text = "It is over.\n\nIs it? He left."
    blocks = [Block(0, 11, "heading"), Block(13, 28, "paragraph")]
    assert split_sentences(text, "en", blocks).sentences == (Span(13, 19), Span(20, 28))


def test_guessed_blocks_do_not_make_an_article_another_one() -> None:
    plain = Article.of("What now\n\nThe mayor of the town resigned.", source="a.txt")
    once = structured(plain)
    assert once.sha256 == plain.sha256
    assert [b.kind for b in once.blocks] == ["heading", "paragraph"]
    assert once.known_from["blocks"] == GUESSED_BLOCKS
    assert structured(once) == once
    given = replace(plain, blocks=once.blocks)
    assert given.sha256 != plain.sha256
    assert structured(given).blocks == given.blocks
    assert "blocks" not in structured(given).known_from


def test_an_article_stored_with_guessed_blocks_is_unchanged_when_it_comes_again(
    library: Library,
) -> None:
    text = "What now\n\nThe mayor of the old town resigned on Friday."
    first = Article.of(text, id="a")
    assert ingest(library, first).added == 1
    stored = library.article("a")
    assert [b.kind for b in stored.blocks] == ["heading", "paragraph"]
    assert ingest(library, first).unchanged == 1
    assert ingest(library, stored).unchanged == 1


def test_a_heading_is_never_quoted(library: Library) -> None:
    text = "Who leads the harbor? Ida Lunt leads it.\n\nIda Lunt is the harbor master of Dale."
    end = text.index("\n")
    blocks = [Block(0, end, "heading"), Block(end + 2, len(text), "paragraph")]
    ingest(library, Article.of(text, id="a", title="Harbor", blocks=blocks))
    question = "Who leads the harbor?"
    found = search(question, library=library, k=10)
    assert [one.text for one in found] == ["Ida Lunt is the harbor master of Dale."]
    said = answer(question, library=library)
    quoted = [*said.citations, *said.nearest]
    assert quoted
    assert {one.quote for one in quoted} == {"Ida Lunt is the harbor master of Dale."}


def test_an_article_of_headings_alone_is_kept_and_quotes_nothing(library: Library) -> None:
    one = Article.of("Harbor news", id="a", blocks=[Block(0, 11, "heading")])
    assert has_words(one.text)
    assert ingest(library, one).added == 1
    assert library.article("a").sentences == ()
    assert search("harbor news", library=library) == []
