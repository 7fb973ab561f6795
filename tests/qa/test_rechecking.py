"""Saved questions asked again: what no longer stands is told with what is said instead."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest import ingest
from qa import Fate, Rechecked, answer, recheck, save_answer
from vectorstore import (
    Article,
    Library,
    Settings,
    UsageError,
    drop_question,
    saved_questions,
    unname_quoted,
)

QUESTION = "When did the mayor of Oldtown resign?"
WAS = "The mayor of Oldtown, Ilse Marrant, resigned on Friday."
IS = "The mayor of Oldtown, Ilse Marrant, resigned on Sunday."
REST = "Nobody wept at the town hall. The council meets in the spring to elect another mayor."


def mayor(said: str, *, before: str = "", title: str = "Mayor resigns") -> Article:
    text = " ".join(part for part in (before, said, REST) if part)
    return Article("mayor", text, title=title, published=date(2024, 3, 1))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a library with an article and a question saved on it."""
    folder = tmp_path_factory.mktemp("saved") / "library"
    with Library.open(folder, settings=Settings(data_dir=folder)) as one:
        ingest(one, mayor(WAS))
        result = answer(QUESTION, library=one)
        assert result.statements[0].text == WAS
        assert save_answer(result, library=one) == 1
    return folder


@pytest.fixture
def saved(answered: Path, tmp_path: Path) -> Iterator[Library]:
    """Return a copy of that library."""
    folder = Path(shutil.copytree(answered, tmp_path / "copy"))
    with Library.open(folder, settings=Settings(data_dir=folder)) as one:
        yield one


def only(found: list[Rechecked]) -> Rechecked:
    [one] = found
    assert json.loads(json.dumps(one.as_dict()))["stands"] is one.stands
    return one


def test_what_has_not_changed_stands_and_nothing_is_new(saved: Library) -> None:
    one = only(recheck(saved))
    assert one.stands
    assert (one.fallen, one.new) == ((), ())
    assert [quotation.fate for quotation in one.quotations] == [Fate.STANDS] * len(one.quotations)
    assert one.question == QUESTION


def test_a_sentence_that_was_corrected_falls_and_the_new_one_is_shown(saved: Library) -> None:
    ingest(saved, mayor(IS))
    one = only(recheck(saved))
    [fallen] = [found for found in one.fallen if found.was and found.was.quote == WAS]
    assert (fallen.fate, fallen.version) == (Fate.ALTERED, 1)
    assert fallen.now is not None
    assert (fallen.now.quote, fallen.now.version) == (IS, 2)
    assert fallen.was is not None
    assert fallen.was.article == saved.article("mayor", version=1)
    assert IS in [statement.text for statement in one.new]


def test_a_sentence_that_only_moved_stands_where_it_is_now(saved: Library) -> None:
    ingest(saved, mayor(WAS, before="It was a surprise to all.", title="Mayor gone"))
    one = only(recheck(saved))
    assert one.stands
    for quotation in one.quotations:
        assert quotation.was is not None
        assert quotation.now is not None
        assert quotation.was.quote == quotation.now.quote
        assert (quotation.was.version, quotation.now.version) == (1, 2)
        assert quotation.now.start > quotation.was.start


def test_a_sentence_that_was_taken_out_is_gone(saved: Library) -> None:
    ingest(saved, Article("mayor", REST, title="Mayor resigns", published=date(2024, 3, 1)))
    one = only(recheck(saved))
    assert Fate.GONE in [quotation.fate for quotation in one.fallen]
    assert not one.stands


def test_a_removed_article_is_said_to_be_removed(saved: Library) -> None:
    saved.remove(["mayor"])
    one = only(recheck(saved))
    assert {quotation.fate for quotation in one.quotations} == {Fate.REMOVED}
    assert all(quotation.was is None for quotation in one.quotations)
    assert one.answer.abstained


def test_an_article_that_came_back_with_other_words_is_not_taken_for_what_was_quoted(
    saved: Library,
) -> None:
    saved.remove(["mayor"])
    ingest(saved, mayor(IS))
    one = only(recheck(saved))
    assert saved.article("mayor").version == 1
    fallen = [quotation for quotation in one.quotations if quotation.fate is not Fate.STANDS]
    assert fallen
    assert all(quotation.was is None for quotation in fallen)


def test_an_accepted_answer_is_what_is_held_against_next_time(saved: Library) -> None:
    ingest(saved, mayor(IS))
    assert not only(recheck(saved, accept=True)).stands
    again = only(recheck(saved))
    assert again.stands
    assert again.new == ()


def test_a_question_is_saved_once_for_each_day_that_it_is_asked_for(saved: Library) -> None:
    result = answer(QUESTION, library=saved)
    assert save_answer(result, library=saved) == 1
    assert save_answer(result, library=saved, as_of="2024-02-01") == 2
    assert [one.as_of for one in saved_questions(saved.catalogue)] == [None, date(2024, 2, 1)]
    rechecked = recheck(saved)
    assert rechecked[1].answer.abstained  # the article is dated later
    assert drop_question(saved.catalogue, 1)
    assert not drop_question(saved.catalogue, 1)
    assert [one.number for one in saved_questions(saved.catalogue)] == [2]
    with pytest.raises(UsageError, match="no day"):
        save_answer(result, library=saved, as_of="soon")


def test_a_saved_question_holds_no_word_of_an_article(saved: Library) -> None:
    [row] = saved.catalogue.rows("SELECT quoted FROM questions")
    assert "mayor" in row[0]  # the article's id, until that is wanted gone
    for word in ("Marrant", "Friday", "resigned"):
        assert word not in row[0]
    with saved.catalogue.transaction():
        unname_quoted(saved.catalogue, ["mayor"])
    [row] = saved.catalogue.rows("SELECT quoted FROM questions")
    assert "mayor" not in row[0]
    assert {one.fate for one in only(recheck(saved)).quotations} == {Fate.REMOVED}


def test_a_citation_says_which_version_it_quotes(saved: Library) -> None:
    before = answer(QUESTION, library=saved).citations[0]
    ingest(saved, mayor(IS))
    after = answer(QUESTION, library=saved).citations[0]
    assert (before.version, after.version) == (1, 2)
    assert before.as_dict()["version"] == 1
    for citation in (before, after):
        text = saved.article(citation.article_id, version=citation.version).text
        assert text[citation.start : citation.end] == citation.quote
