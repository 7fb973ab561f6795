"""The invented news archives: every label is what the splitter and the reader will see."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from qa.questions import holds_answer
from training.examples import MEASURE, MIX, TRAIN
from training.news import ARCHIVES, FOLDER, news_articles, news_examples
from vectorstore import Article

KINDS = {"name", "year", "place", "detail", "event", "time"}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {one.id: one for one in chain.from_iterable(map(news_articles, ARCHIVES))}


def test_every_folder_is_an_archive() -> None:
    assert {one.name for one in FOLDER.iterdir()} == set(ARCHIVES)


def test_no_article_stands_twice(articles: dict[str, Article]) -> None:
    texts = Counter(one.text for one in articles.values())
    assert texts.most_common(1)[0][1] == 1
    assert len(articles) == sum(len(news_articles(archive)) for archive in ARCHIVES)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_questions_are_asked_when_their_article_is_out(
    archive: str, articles: dict[str, Article]
) -> None:
    for one in news_examples(archive):
        published = articles[one.article_id].published
        assert published is not None
        assert one.asked_on is not None
        assert one.asked_on >= published, one.question


@pytest.mark.parametrize("archive", ARCHIVES)
def test_each_evidence_sentence_is_one_sentence_and_holds_an_answer(archive: str) -> None:
    examples = news_examples(archive)
    assert sum(bool(one.right) for one in examples) > len(examples) / 2
    for one in examples:
        accepted = [one.text[start:end] for start, end in one.answers]
        assert bool(one.right) == bool(accepted), one.question
        for number in one.right:
            start, end = one.sentences[number]
            assert holds_answer(one.text[start:end], accepted), one.question


def test_no_group_is_both_trained_on_and_measured_on(articles: dict[str, Article]) -> None:
    parts: dict[str, set[str]] = {}
    for one in chain.from_iterable(map(news_examples, ARCHIVES)):
        parts.setdefault(one.article_id.rsplit("-", 1)[0], set()).add(one.part)
    assert all(len(some) == 1 for some in parts.values())
    assert {part for some in parts.values() for part in some} == {TRAIN, MIX, MEASURE}
