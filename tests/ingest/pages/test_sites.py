"""Whole pages of many kinds, written by hand, each with what is the article's beside it.

``sites/NAME.txt`` has the page's title and day, then every sentence of the article in its order
("+"), and words of what stands around it ("-"). None of the pages was copied from a real one.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.pages import load_page
from ingest.sentences import structured

SITES = Path(__file__).parent / "sites"
NAMES = sorted(path.stem for path in SITES.glob("*.html"))


class Judged(NamedTuple):
    """What a hand wrote beside a page."""

    title: str
    day: str
    sentences: list[str]
    furniture: list[str]


def judged(name: str) -> Judged:
    lines = (SITES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    said = [line.split(" ", 1) for line in lines]
    by_mark = {mark: [text for one, text in said if one == mark] for mark in {m for m, _ in said}}
    return Judged(by_mark["title:"][0], by_mark["day:"][0], by_mark["+"], by_mark["-"])


@pytest.mark.parametrize("name", NAMES)
def test_all_of_the_article_can_be_quoted_and_nothing_around_it(name: str) -> None:
    html = (SITES / f"{name}.html").read_text(encoding="utf-8")
    truth = judged(name)
    article = load_page(html, f"{name}.html", [])
    quoted = [
        " ".join(article.text[start:end].split()) for start, end in structured(article).sentences
    ]
    assert quoted == truth.sentences
    assert all(words in html for words in truth.furniture)
    assert [words for words in truth.furniture if words in " ".join(quoted)] == []


@pytest.mark.parametrize("name", NAMES)
def test_title_and_day_are_those_of_the_article(name: str) -> None:
    html = (SITES / f"{name}.html").read_text(encoding="utf-8")
    truth = judged(name)
    article = load_page(html, f"{name}.html", [])
    assert article.title == truth.title
    assert str(article.published or "unknown") == truth.day
