"""Answers over the sample articles, with the real model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import ingest
from qa import Answer, answer, search
from qa.calibrated import threshold_of
from tests.conftest import ROOT
from vectorstore import Article, IndexDamagedError, Library, Settings, UsageError

LIST_QUESTION = "Which companies paused sales, and for how long?"


def facts() -> list[tuple[str, list[str]]]:
    """Return the questions of sample_facts.md with the sentences that answer each."""
    text = (ROOT / "tests" / "sample_facts.md").read_text("utf-8")
    text = text.split("## Questions that the samples do not answer")[0]
    found = []
    for part in re.split(r"\n### \d+\. ", text)[1:]:
        question = re.sub(r"\s*\([^)]*\)\s*$", "", part.split("\n")[0])
        good = re.split(r"Superseded:|NOT members", part)[0]
        found.append((question, re.findall(r"^- `[^`]+`: (.*?)\s*$", good, re.MULTILINE)))
    return found


def texts(result: Answer) -> list[str]:
    return [statement.text for statement in result.statements]


def check(result: Answer, library: Library) -> None:
    """Hold the promises that every answer makes."""
    assert result.abstained != bool(result.statements)
    for citation in (*result.citations, *result.nearest):
        stored = library.article(citation.article_id)
        assert citation.quote == stored.text[citation.start : citation.end]
        assert (citation.start, citation.end) in stored.sentences
    for number in range(1, len(result.citations) + 1):
        assert f"[{number}]" in result.text


def test_every_fact_of_the_samples_is_asked_and_most_are_answered(samples: Library) -> None:
    questions = facts()
    assert len(questions) == 30
    hits = 0
    for question, sentences in questions:
        result = answer(question, library=samples)
        check(result, samples)
        hits += any(
            given in wanted or wanted in given for given in texts(result) for wanted in sentences
        )
    assert hits >= 20


def test_a_list_has_each_company_once_with_its_length(samples: Library) -> None:
    result = answer(LIST_QUESTION, library=samples)
    check(result, samples)
    shown = " ".join(texts(result))
    for member in ("Brindlow Stores", "Maddick & Rowe", "Quorrin Direct", "Yarbeck"):
        assert member in shown
    assert len(set(texts(result))) == len(result.statements)


def test_agency_copy_is_one_statement_with_two_citations(samples: Library) -> None:
    result = answer("Why was the Tressel Bridge closed?", library=samples)
    [statement] = [s for s in result.statements if "cracks in two of its seven piers" in s.text]
    assert len(statement.citations) == 2
    assert len({citation.outlet for citation in statement.citations}) == 2


def test_two_outlets_that_disagree_are_both_shown(samples: Library) -> None:
    result = answer("How many people marched for the Thressay ferry?", library=samples)
    shown = " ".join(texts(result))
    assert "4,200" in shown
    assert "Seven thousand" in shown


@pytest.mark.parametrize(
    "question", ["Who won the World Cup?", "What is the boiling point of ethanol?"]
)
def test_what_the_articles_do_not_say_is_an_abstention(samples: Library, question: str) -> None:
    result = answer(question, library=samples)
    check(result, samples)
    assert result.abstained
    assert result.text.startswith(
        "The library does not answer this. 20 articles were searched. No article mentions "
    )
    assert len(result.nearest) == 3
    assert 0 <= result.confidence < threshold_of(samples)
    assert result.searched.articles == 20


def test_a_comment_form_is_never_quoted(samples: Library) -> None:
    found = search("Please enter your comment and your name here", library=samples, k=50)
    assert not [one for one in found if "Please enter" in one.text or "REPLY" in one.text]


def test_evidence_is_ranked_and_stands_in_its_article(samples: Library) -> None:
    found = search("Who is Skelvane's president?", library=samples, k=15)
    assert len(found) == 15
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert samples.article(one.article_id).text[one.start : one.end] == one.text


def test_a_retrieved_sentence_still_stands_in_its_stored_article(library: Library) -> None:
    ingest(library, [Article.of("Café owners struck on Monday. The mayor resigned on Friday.")])
    [hit] = search("Who resigned on Friday?", library=library, k=1)
    stored = library.article(hit.article_id)
    assert stored.text[hit.start : hit.end] == "The mayor resigned on Friday."


def test_an_empty_library_abstains_and_says_so(library: Library) -> None:
    result = answer("Who won?", library=library)
    assert result.abstained
    assert "library is empty" in result.text
    assert search("Who won?", library=library) == []


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "a" * 20_000, "word " * 4_000])
def test_what_is_no_question_is_refused_in_words(samples: Library, question: str) -> None:
    for ask in (answer, search):
        with pytest.raises(UsageError, match=r"^The question (is empty|has [\d,]+ characters)"):
            ask(question, library=samples)


def test_search_needs_a_positive_k(samples: Library) -> None:
    with pytest.raises(UsageError, match="1 or more"):
        search("Who?", library=samples, k=0)


def test_the_same_question_gets_the_same_answer(samples: Library) -> None:
    assert answer(LIST_QUESTION, library=samples) == answer(LIST_QUESTION, library=samples)


def test_a_rebuilt_index_gives_the_same_answers(sample_copy: Path) -> None:
    questions = [LIST_QUESTION, "Who won the World Cup?", "How much does the bell weigh?"]
    with Library.open(sample_copy, settings=Settings(data_dir=sample_copy)) as library:
        before = [answer(question, library=library) for question in questions]
        ranked = [search(question, library=library, k=50) for question in questions]
        library.rebuild()
        assert [answer(question, library=library) for question in questions] == before
        assert [search(question, library=library, k=50) for question in questions] == ranked


def test_a_missing_index_is_said_and_nothing_is_made_up(sample_copy: Path) -> None:
    import shutil

    shutil.rmtree(sample_copy / "chroma")
    with Library.open(sample_copy, settings=Settings(data_dir=sample_copy)) as library:
        with pytest.raises(IndexDamagedError, match="citewire rebuild"):
            answer(LIST_QUESTION, library=library)
        library.rebuild()
        assert not answer(LIST_QUESTION, library=library).abstained


def test_without_a_library_the_default_one_answers(home: Path) -> None:
    with Library.open() as library:
        ingest(library, Article.of("The mayor resigned on Friday."))
    assert "resigned" in answer("When did the mayor resign?").statements[0].text
    assert search("When did the mayor resign?", k=1)[0].text == "The mayor resigned on Friday."


def test_a_byte_that_is_no_text_in_a_question_is_left_out(samples: Library) -> None:
    question = "Who is Skelvane's president\udce9?"
    assert "Krieve" in answer(question, library=samples).text


def test_one_article_alone_answers_what_it_says_and_nothing_else(library: Library) -> None:
    """A library of one article: no statistics of words help, and nothing rivals."""
    text = (
        "Ardoline announced on Tuesday that sales of its camera system to the police will be "
        "stopped for two years. After the announcement that Velk Systems had made earlier this "
        "week, all eyes had turned to Ardoline and Norrick, two companies that supply towns with "
        "cameras.\n\nTessa Brandow, Norrick’s president, said that the systems would never be "
        "sold to the police unless a national law regulates them. A few small companies continue "
        "to sell such systems.\n\nLeave a comment. Your email address will not be published."
    )
    ingest(library, [Article.of(text, id="cameras", title="Camera makers turn from the police")])
    question = "Which companies stopped sales to the police, and for how long?"
    paused = texts(answer(question, library=library))
    assert any("two years" in one for one in paused)
    assert any("unless a national law" in one for one in paused)
    assert not any("small companies" in one or "email" in one for one in paused)
    assert "Tessa Brandow" in texts(answer("Who is Norrick's president?", library=library))[0]
    announced = answer("When did Velk Systems make its announcement?", library=library)
    assert "earlier this week" in texts(announced)[0]
    for question in ("Who won the World Cup?", "Which companies make electric cars?"):
        assert answer(question, library=library).abstained, question


def test_a_number_of_things_is_no_cost(samples: Library) -> None:
    result = answer("How much did the Skelvane recall cost?", library=samples)
    check(result, samples)
    assert result.abstained
    assert "cost" in result.text


def test_a_member_is_found_in_another_article_in_other_words(sample_copy: Path) -> None:
    with Library.open(sample_copy, settings=Settings(data_dir=sample_copy)) as library:
        ingest(
            library,
            [
                Article.of(
                    "Orvale halted sales of its electric bicycle for three months because two "
                    "batteries caught fire, the company said.",
                    title="Orvale halts sales",
                )
            ],
        )
        table = answer(LIST_QUESTION, library=library).table
    assert table is not None
    rows = {row[0].text: row[1].text for row in table.rows}
    assert rows["Orvale"] == "three months"
    assert rows["Quorrin Direct"] == "nine days"


def test_two_matters_that_fit_a_question_stand_in_one_table(sample_copy: Path) -> None:
    """The heaters are all that the search brings up, but for one sentence on the cameras."""
    text = (
        "Norrick seems to have joined the makers that restrict their cameras. The company said "
        "that it will not sell them without a law.\n\nTessa Brandow, Norrick’s president, said "
        "the cameras would never be sold to the police unless a national law regulates them. "
        "After Velk Systems’ announcement earlier this week, all eyes had turned to Ardoline and "
        "Norrick, two companies that supply towns. Ardoline announced on Tuesday that sales to "
        "the police will be stopped for two years.\n\nDespite this decision by Velk Systems, "
        "Ardoline and finally Norrick, a few small companies, like Brack, continue to sell such "
        "cameras to the police."
    )
    with Library.open(sample_copy, settings=Settings(data_dir=sample_copy)) as library:
        ingest(library, [Article.of(text, title="Norrick will not sell cameras to the police")])
        table = answer("which companies paused sales and for how long", library=library).table
    assert table is not None
    cells = {row[0].text: row[1].text for row in table.rows}
    assert cells["Brindlow Stores"] == "from six weeks to ten"
    assert cells["Quorrin Direct"] == "nine days"
    assert cells["Ardoline"] == "two years"
    assert cells["Norrick"].startswith("unless a national law")
    assert cells["Velk Systems"] == cells["Yarbeck"] == ""
    assert not cells.keys() & {"Brack", "Stellick", "Ottervale Co-operative", "Pellmarsh"}
