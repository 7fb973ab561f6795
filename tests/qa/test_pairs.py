"""What an archive asks itself, and which sentences count as answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest

from ingest import ingest
from qa import Question
from qa.labels import Labeled, is_held_out, labeled
from qa.pairs import Pair, clozes_of, headline_of
from tests import towns
from vectorstore import Library


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("pairs") / "library") as library:
        ingest(library, towns.articles(12))
        yield library


def sentences(found: Labeled, *, right: bool) -> list[str]:
    return [
        one.window.text[slice(*span)]
        for one in found.listed.shown
        for number, span in enumerate(one.window.sentences)
        if (number in one.right) is right
    ]


def test_a_headline_asks_for_its_articles_lead(archive: Library) -> None:
    for number in range(12):
        article = archive.article(f"opened-{number}")
        pair = headline_of(article)
        assert pair is not None
        assert pair.question == article.title
        assert article.text[slice(*pair.lead[0])].startswith("The new ")
        assert pair.day == date(2024, 5, 20)
        found = labeled(pair, archive)
        assert found is not None
        assert all(not one.window.title for one in found.listed.shown)
        assert all(one.startswith("The new") for one in sentences(found, right=True))
        assert found.held_out == is_held_out(article.id)


def test_a_headline_that_its_article_does_not_take_up_asks_nothing(library: Library) -> None:
    text = "Rain fell on the hills all day long. The river rose by a hand before it was dark."
    titles = ("Council elects a mayor without debate", "Rain", "")
    from vectorstore import Article

    for title in titles:
        ingest(library, [Article.of(text, id="a", title=title)])
        assert headline_of(library.article("a")) is None


def test_a_gap_is_answered_by_a_sentence_that_says_it_in_other_words(archive: Library) -> None:
    searched = 0
    for id in (f"{kind}-{number}" for kind in ("opened", "critics") for number in range(12)):
        article = archive.article(id)
        for pair in islice(clozes_of(article, archive), 4):
            assert pair.source in article.text
            assert pair.answer in pair.source
            assert pair.answer not in pair.question
            found = labeled(pair, archive)
            if found is None:
                continue
            searched += 1
            right = sentences(found, right=True)
            assert right
            assert all(pair.answer in one for one in right)
            assert pair.source not in right + sentences(found, right=False)
            assert not any(pair.answer in one for one in sentences(found, right=False))
            for shown in found.listed.shown:
                marked = {shown.window.text[s:e] for s, e in shown.answers}
                assert marked == ({pair.answer} if shown.right else set())
    assert searched > 12


def test_what_is_trained_on_shows_nothing_of_an_article_kept_out(archive: Library) -> None:
    kept_out = [one for one in archive.articles() if is_held_out(one.id)]
    assert kept_out
    shown = 0
    for article in archive.articles():
        pair = headline_of(article)
        assert pair is not None
        found = labeled(pair, archive)
        assert found is not None
        texts = [one.window.text for one in found.listed.shown]
        seen = any(text in one.text for text in texts for one in kept_out)
        if not found.held_out:
            assert not seen
        shown += seen
    assert shown


def test_a_line_of_a_questions_file_is_labeled_by_its_answers(archive: Library) -> None:
    mayor = towns.MAYORS[3]
    text = f"Who cut the ribbon in {towns.TOWNS[3]}?"
    day = date(2024, 6, 1)

    def of(*articles: str, answers: tuple[str, ...], answerable: bool = True) -> Labeled | None:
        asked = Question("1", text, answers, articles, answerable, day)
        return labeled(Pair("question", text, day, asked=asked), archive)

    anywhere, strict = of(answers=(mayor,)), of("opened-3", answers=(mayor,))
    assert anywhere is not None
    assert strict is not None
    assert len(sentences(anywhere, right=True)) == 2
    assert [mayor in one for one in sentences(strict, right=True)] == [True]
    assert not any(mayor in one for one in sentences(strict, right=False))
    nothing = of(answers=(), answerable=False)
    assert nothing is not None
    assert not sentences(nothing, right=True)
    assert of(answers=("Nobody Known",)) is None


def test_about_a_tenth_of_the_articles_is_kept_out() -> None:
    share = sum(is_held_out(f"article-{number}") for number in range(5000)) / 5000
    assert 0.08 < share < 0.12
