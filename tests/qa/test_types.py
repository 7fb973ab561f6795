"""Objects that would break the promise of a citation cannot be made."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Answer, Cell, Citation, Evidence, Searched, ShortAnswer, Statement, Table
from vectorstore import Article

ARTICLE = Article.of("Café owners struck. The mayor resigned.", id="a", published=date(2024, 3, 5))
SEARCHED = Searched(1, 1, 2)


@given(st.integers(-5, 60), st.integers(-5, 60))
def test_a_citation_quotes_its_article_or_cannot_be_made(start: int, end: int) -> None:
    if 0 <= start < end <= len(ARTICLE.text):
        assert Citation(ARTICLE, start, end).quote == ARTICLE.text[start:end]
    else:
        with pytest.raises(ValueError, match="not in a text of"):
            Citation(ARTICLE, start, end)


def test_a_citation_has_the_names_of_its_json() -> None:
    citation = Citation(ARTICLE, 0, 19)
    known = citation.as_dict()
    assert known["quote"] == "Café owners struck."
    assert known["published"] == "2024-03-05"
    assert set(known) == set(
        "article_id version title outlet url published start end quote context dates".split()
    )
    for name in set(known) - {"published", "dates"}:
        assert getattr(citation, name) == known[name]
    assert "score" in Citation(ARTICLE, 0, 19, score=1.5).as_dict()


def test_a_statement_needs_a_citation_and_its_words() -> None:
    citation = Citation(ARTICLE, 0, 19)
    assert Statement(citation.quote, 0.9, (citation,)).citations == (citation,)
    with pytest.raises(ValueError, match="without a citation"):
        Statement("Café owners struck.", 0.9, ())
    with pytest.raises(ValueError, match="is not the quotation"):
        Statement("Cafe owners struck.", 0.9, (citation,))


def test_an_answer_either_states_or_abstains() -> None:
    citation = Citation(ARTICLE, 0, 19)
    statement = Statement(citation.quote, 0.9, (citation,))
    fields = {"question": "Who struck?", "confidence": 0.9, "text": "x", "nearest": ()}
    for abstained, statements in ((True, (statement,)), (False, ())):
        with pytest.raises(ValueError, match="abstained is"):
            Answer(
                **fields,
                abstained=abstained,
                statements=statements,
                searched=SEARCHED,
                timings_ms={},
            )
    with pytest.raises(ValueError, match="a confidence of"):
        Answer("q", False, 1.5, "x", (statement,), (), SEARCHED, {})


def test_evidence_has_the_length_of_its_span_and_a_probability() -> None:
    with pytest.raises(ValueError, match="span"):
        Evidence("abc", "a", 0, 4, 1.0, 0.5)
    with pytest.raises(ValueError, match="probability"):
        Evidence("abc", "a", 0, 3, 1.0, 1.5)


def test_a_short_answer_stands_in_the_quotation() -> None:
    citation = Citation(ARTICLE, 0, 19)
    short = ShortAnswer(0, 4, "Café")
    assert Statement(citation.quote, 0.9, (citation,), answer=short).as_dict()["answer"] == {
        "start": 0,
        "end": 4,
        "text": "Café",
    }
    with pytest.raises(ValueError, match="not in the quotation"):
        Statement(citation.quote, 0.9, (citation,), answer=ShortAnswer(0, 4, "cafe"))
    with pytest.raises(ValueError, match="words"):
        ShortAnswer(0, 5, "Café")


def test_context_answers_nothing_and_counts_as_no_source() -> None:
    citation = Citation(ARTICLE, 0, 19)
    context = Citation(ARTICLE, 20, 39, context=True)
    with pytest.raises(ValueError, match="without a citation"):
        Statement(context.quote, 0.9, (context,))
    with pytest.raises(ValueError, match="sources"):
        Statement(citation.quote, 0.9, (citation,), sources=2)
    assert Statement(citation.quote, 0.9, (citation, context)).as_dict()["standing"] == "holds"


def test_a_cell_has_words_of_its_quotation_or_nothing() -> None:
    citation = Citation(ARTICLE, 0, 19)
    assert Cell().as_dict() == {"text": "", "citations": []}
    assert Cell("owners", (citation,)).as_dict()["text"] == "owners"
    with pytest.raises(ValueError, match="not in the quotation"):
        Cell("bakers", (citation,))
    with pytest.raises(ValueError, match="citations"):
        Cell("owners")


def test_a_table_has_a_cell_for_each_column_and_a_statement_for_each_row() -> None:
    citation = Citation(ARTICLE, 0, 19)
    statement = Statement(citation.quote, 0.9, (citation,))
    row = (Cell("owners", (citation,)), Cell())
    with pytest.raises(ValueError, match="below 2 columns"):
        Table(("who", "when"), ((Cell(),),))
    table = Table(("who", "when"), (row,))
    searched = Searched(1, 1, 2)
    answer = Answer("Who?", False, 0.9, "", (statement,), (), searched, {}, table=table)
    assert answer.as_dict()["table"]["columns"] == ["who", "when"]
    with pytest.raises(ValueError, match="rows with"):
        Answer("Who?", False, 0.9, "", (statement, statement), (), searched, {}, table=table)
    elsewhere = Table(("who",), ((Cell("may", (Citation(ARTICLE, 20, 39),)),),))
    with pytest.raises(ValueError, match="does not"):
        Answer("Who?", False, 0.9, "", (statement,), (), searched, {}, table=elsewhere)
