from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vectorstore import Article, Block, Span
from vectorstore.catalogue import to_int8

ARTICLE = Article(
    id="mayor",
    text="The mayor resigned. Nobody wept.",
    title="Mayor resigns",
    url="https://a.example/mayor",
    outlet="Gazette",
    published=date(2023, 6, 22),
    language="en",
    source="/a/mayor.txt",
)


@pytest.mark.parametrize("id", ["", " ", " mayor", "mayor\n"])
def test_an_article_needs_an_id_without_blanks_around_it(id: str) -> None:
    with pytest.raises(ValueError, match="id must be text"):
        replace(ARTICLE, id=id)


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 0)],
        [(-1, 4)],
        [(5, 3)],
        [(0, 33)],
        [(0, 19), (18, 32)],
        [(20, 32), (0, 19)],
    ],
    ids=["empty", "negative", "backwards", "beyond", "overlapping", "unordered"],
)
def test_an_article_refuses_spans_that_cannot_be_its_sentences(
    spans: list[tuple[int, int]],
) -> None:
    with pytest.raises(ValueError, match="sentence "):
        replace(ARTICLE, sentences=tuple(Span(*span) for span in spans))


def test_an_article_cuts_its_sentences_from_its_text() -> None:
    whole = replace(ARTICLE, sentences=(Span(0, 19), Span(20, 32)))
    assert whole.sentence_texts() == ["The mayor resigned.", "Nobody wept."]
    assert whole.as_dict()["sentences"] == [[0, 19], [20, 32]]


def test_an_article_is_published_on_a_day_and_not_at_an_hour() -> None:
    with pytest.raises(ValueError, match="without a time"):
        replace(ARTICLE, published=datetime(2023, 6, 22, 10))


def test_a_moment_of_another_day_cannot_be_the_article_s() -> None:
    with pytest.raises(ValueError, match="not a moment of the day 2023-06-22"):
        replace(ARTICLE, published_at=datetime(2023, 6, 23, 10))


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ([Block(0, 99, "paragraph")], r"block \[0, 99\)"),
        ([Block(0, 9, "paragraph"), Block(8, 12, "item")], r"block \[8, 12\)"),
        ([Block(0, 9, "poem")], "not 'poem'"),  # type: ignore[arg-type]
    ],
    ids=["outside", "overlap", "kind"],
)
def test_blocks_are_spans_of_the_text_of_a_known_kind(blocks: list[Block], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(ARTICLE, blocks=tuple(blocks))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The mayor resigned. Nobody wept!"},
        {"title": "Mayor quits"},
        {"url": None},
        {"outlet": "Mail"},
        {"published": None},
        {"language": "de"},
        {"byline": "Ada Fenwick"},
        {"published_at": datetime(2023, 6, 22, 10)},
        {"modified_at": datetime(2023, 6, 23, 10)},
        {"section": "City"},
        {"tags": ("mayors",)},
        {"blocks": (Block(0, 19, "paragraph"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_of_an_article_tells_every_field(change: dict[str, str | None]) -> None:
    assert replace(ARTICLE, **change).sha256 != ARTICLE.sha256  # type: ignore[arg-type]


def test_the_digest_of_an_article_does_not_tell_where_it_was_read() -> None:
    moved = replace(
        ARTICLE,
        id="other",
        source="/b.txt",
        sentences=(Span(0, 19),),
        known_from={"title": "og:title"},
    )
    assert moved.sha256 == ARTICLE.sha256


def test_a_field_cannot_pass_its_words_to_the_next_in_the_digest() -> None:
    one = Article("a", "c", title="a", outlet="b")
    two = Article("a", "c", title="a', None, 'b", outlet=None)
    assert one.sha256 != two.sha256


def test_an_id_made_for_an_article_stays_when_its_text_changes_in_place() -> None:
    first = Article.of("One.", title="Two mayors", source="/a.txt")
    assert first.id == Article.of("Two.", title="Two mayors", source="/a.txt").id
    assert first.id != Article.of("One.", title="Two mayors", source="/b.txt").id
    assert first.id.startswith("two-mayors-")


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(0, 4), st.integers(1, 8)),
        elements=st.floats(-1, 1, width=32),
    )
)
def test_a_vector_restored_from_int8_is_off_by_half_a_step_at_most(
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    small, scales = to_int8(vectors)
    assert small.dtype == np.int8
    restored = small.astype(np.float64) * scales[:, None].astype(np.float64)
    # A step is the largest number / 127; a little is lost in float32 arithmetic.
    half_step = np.abs(vectors).max(axis=1, initial=0, keepdims=True) / 254
    assert (np.abs(restored - vectors) <= half_step * 1.001 + 1e-30).all()


def test_int8_needs_a_row_for_each_vector() -> None:
    with pytest.raises(ValueError, match=r"shape \(3,\), wanted \(n, dim\)"):
        to_int8(np.zeros(3, dtype=np.float32))
