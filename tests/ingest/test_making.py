"""A source's fields become an article."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.canonical import canonical_text
from ingest.dates import parse_date, parse_moment
from ingest.making import make_article
from vectorstore import BlockKind, SourceError

KINDS: list[BlockKind] = ["paragraph", "heading", "item"]


def test_parts_become_blocks_of_the_text() -> None:
    article = make_article(
        "a.html",
        [],
        parts=[
            ("heading", " Two  towns "),
            ("paragraph", "They met.\n\nThey left."),
            ("item", " "),
            ("item", "One bridge"),
        ],
    )
    assert article.text == "Two towns\n\nThey met.\nThey left.\n\nOne bridge"
    assert [(article.text[b.start : b.end], b.kind) for b in article.blocks] == [
        ("Two towns", "heading"),
        ("They met.\nThey left.", "paragraph"),
        ("One bridge", "item"),
    ]


def test_a_form_at_the_end_takes_its_blocks_with_it() -> None:
    parts: list[tuple[BlockKind, str]] = [
        ("paragraph", "They met."),
        ("heading", "Leave a reply"),
        ("paragraph", "Please enter your name here"),
    ]
    article = make_article("a.html", [], parts=parts)
    assert (article.text, [tuple(b) for b in article.blocks]) == (
        "They met.",
        [(0, 9, "paragraph")],
    )


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.text(max_size=30)), max_size=6))
def test_blocks_cover_the_words_of_any_parts(parts: list[tuple[BlockKind, str]]) -> None:
    try:
        article = make_article("a.html", [], parts=parts)
    except SourceError:
        return
    assert canonical_text(article.text) == article.text
    if article.blocks:
        between = list(article.text)
        for start, end, _ in article.blocks:
            between[start:end] = [" "] * (end - start)
        assert not "".join(between).strip()


def test_fields_beside_the_text_are_kept() -> None:
    article = make_article(
        "a.json",
        [],
        text="They met.",
        published="2023-06-22T23:30:00+02:00",
        modified="2023-06-23T08:00:00Z",
        byline="Ada\nFenwick",
        section="City",
        tags=["mayors", " ", "bridges", "mayors"],
        known_from={"byline": "JSON-LD author", "outlet": "og:site_name"},
    )
    assert article.published == date(2023, 6, 22)
    assert article.published_at == datetime(
        2023, 6, 22, 23, 30, tzinfo=timezone(timedelta(hours=2))
    )
    assert article.modified_at == datetime(2023, 6, 23, 8, tzinfo=UTC)
    assert (article.byline, article.section) == ("Ada Fenwick", "City")
    assert article.tags == ("mayors", "bridges")
    assert article.known_from == {"byline": "JSON-LD author"}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-06-22T10:00:00+02:00", "2023-06-22T10:00:00+02:00"),
        ("Thu, 22 Jun 2023 10:00:00 GMT", "2023-06-22T10:00:00+00:00"),
        ("20230622T101500Z", "2023-06-22T10:15:00+00:00"),
        ("22 June 2023, 10.30 am", "2023-06-22T10:30:00"),
        ("June 22, 2023 5 PM EST", "2023-06-22T17:00:00"),
        ("2023-06-22T00:00:00Z", "2023-06-22T00:00:00+00:00"),
        ("2023-06-22T00:00:00", None),
        ("2023-06-22", None),
        ("22 June 2023", None),
        ("03/04/2023 10:00", None),
        ("1687428000", None),
    ],
)
def test_a_moment_has_a_time_and_only_a_zone_that_is_written(
    written: str, moment: str | None
) -> None:
    found = parse_moment(written)
    assert (found and found.isoformat()) == moment


@given(st.text(max_size=40))
def test_a_moment_is_of_the_day_that_is_read(written: str) -> None:
    if moment := parse_moment(written):
        assert moment.date() == parse_date(written)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("123", None),
        ("/news/1", None),
        ("tag:a.example,2024:1", None),
        ("javascript:alert(1)", None),
        ("https://", None),
    ],
)
def test_only_an_address_of_the_web_names_an_article(given: str, address: str | None) -> None:
    assert make_article("a.json", [], text="They met.", url=given).url == address
