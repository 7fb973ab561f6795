"""Common words order what rarer ones find, and nothing that the full search finds is lost."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from ingest import ingest
from vectorstore import Article, Library
from vectorstore.matching import best_matches

FIRST = date(2020, 1, 1)
RARE, COMMON = '"kelp" OR "quay"', '"mayor" OR "harbor"'
LIMIT = 5


@pytest.fixture
def archive(library: Library) -> Library:
    """Return a library of 120 short articles, an article a day, drawn from nine words."""
    drawn = random.Random(7)
    vocabulary = "kelp quay mayor mayor harbor harbor storm ship ferry".split()
    articles = [
        Article.of(
            " ".join(drawn.choices(vocabulary, k=drawn.randint(4, 12))).capitalize() + ".",
            id=f"day-{n}",
            published=FIRST + timedelta(days=n),
        )
        for n in range(120)
    ]
    ingest(library, articles)
    return library


@pytest.mark.parametrize("limit", [1, LIMIT, 40, 200])
def test_common_words_raise_scores_as_in_one_search_for_all(archive: Library, limit: int) -> None:
    catalogue = archive.catalogue
    holds_rare = {key for key, _ in catalogue.match(RARE, 200)}
    every = catalogue.match(f"{RARE} OR {COMMON}", 200)
    expected = [match for match in every if match[0] in holds_rare][:limit]
    assert len(every) > len(holds_rare)
    found = best_matches(catalogue, RARE, limit, common=COMMON)
    assert [key for key, _ in found] == [key for key, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])


@pytest.mark.parametrize("days", [1, 3, 30, 60, 119, 500])
@pytest.mark.parametrize("common", ["", COMMON])
def test_the_best_of_a_day_are_those_of_all_without_the_later_ones(
    archive: Library, days: int, common: str
) -> None:
    """The first days leave too few of those that are looked up, so that the rest is searched."""
    catalogue = archive.catalogue
    day = FIRST + timedelta(days=days - 1)
    every = best_matches(catalogue, RARE, 200, common=common)
    later = {p.key for p in catalogue.passages(range(1, 200)).values() if p.published > day}
    expected = [key for key, _ in every if key not in later][:LIMIT]
    found = best_matches(catalogue, RARE, LIMIT, common=common, until=day)
    assert [key for key, _ in found] == expected
