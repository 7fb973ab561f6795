"""An article as a terminal shows it."""

from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import blocks_of
from tests.ingest.test_sentences import TEXTS
from ui.article_text import article_text, body_text
from vectorstore import Article, Block

LONG = "The council of the old town met on Monday to decide on the budget, which had been put off."


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def shown(article: Article, span: tuple[int, int] | None = None) -> str:
    return click.unstyle(body_text(article, span))


def test_headings_paragraphs_and_items_are_told_apart_and_fit() -> None:
    text = f"Why now\n\n{LONG}\n\n- One egg.\n- Two cups.\n\n1. Mix.\n2. Bake.\n\n{LONG}"
    lines = shown(Article.of(text)).split("\n")
    assert lines[:3] == [
        "## Why now",
        "",
        "The council of the old town met on Monday to decide on the",
    ]
    items = lines[lines.index("  • One egg.") :]
    assert items[:4] == ["  • One egg.", "  • Two cups.", "  1. Mix.", "  2. Bake."]
    assert items[4] == ""
    assert max(map(len, lines)) <= 60


def test_lines_that_a_width_broke_are_joined_and_those_of_a_poem_are_not() -> None:
    wrapped = "\n".join(["The council of the old town met on Monday night to decide", "on cats."])
    poem = "The finch is gone,\nand I lie on."
    text = f"{wrapped}\n\n{poem}"
    blocks = [Block(0, len(wrapped), "paragraph"), Block(len(wrapped) + 2, len(text), "paragraph")]
    assert shown(Article.of(text, blocks=blocks)).split("\n") == [
        "The council of the old town met on Monday night to decide on",
        "cats.",
        "",
        *poem.split("\n"),
    ]


def test_a_span_is_marked_once_and_reversed_on_each_of_its_lines() -> None:
    start = LONG.index("council")
    end = LONG.index(" which")
    article = Article.of(LONG)
    plain = " ".join(shown(article, (start, end)).split())
    assert plain == f"{LONG[:start]}»»{LONG[start:end]}««{LONG[end:]}"
    lines = body_text(article, (start, end)).split("\n")
    assert [line.count("\x1b[7m") for line in lines] == [1, 1]


def test_a_span_over_several_blocks_opens_in_the_first_and_closes_in_the_last() -> None:
    text = "One came.\n\nTwo came.\n\nThree came."
    article = Article.of(text)
    found = shown(article, (text.index("came"), text.index("Three") + 5))
    assert found == "One »»came.\n\nTwo came.\n\nThree«« came."


def test_what_is_known_stands_above_the_text() -> None:
    article = Article.of("It rained.", title="Rain", outlet="The Post", id="a", source="a.txt")
    head = click.unstyle(article_text(article, None))
    assert head == "Rain\nThe Post\nid a\nsource a.txt\n\nIt rained."


@given(TEXTS.filter(bool), st.data())
def test_no_character_is_lost_and_none_is_added_but_marks(text: str, data: st.DataObject) -> None:
    blocks = data.draw(st.sampled_from([(), blocks_of(text)]))
    article = Article.of(text, blocks=blocks)
    printed = shown(article)
    for mark in ("##", "•"):
        printed, text = printed.replace(mark, ""), text.replace(mark, "")
    bullets = set("-*•‣◦·▪–—>")
    words = [c for c in text if not c.isspace() and c not in bullets]
    assert [c for c in printed if not c.isspace() and c not in bullets] == words
