"""Objects that would break the promise of a citation cannot be made."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Answer, Citation, Evidence, Searched, Statement
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
    assert set(known) == set("article_id title outlet url published start end quote".split())
    for name in set(known) - {"published"}:
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
