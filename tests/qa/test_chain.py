"""What a LangChain user gets, used as LangChain's own interfaces promise."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel

from ingest import ingest
from qa import Answer, answer, chain, retriever
from vectorstore import Article, Library

QUESTION = "Who is Skelvane's president?"


class Listener(BaseCallbackHandler):
    """Counts what it hears."""

    def __init__(self) -> None:
        self.retrieved: list[str] = []
        self.chains = 0

    def on_retriever_start(
        self, serialized: dict[str, Any], query: str, *, run_id: UUID, **kwargs: object
    ) -> None:
        self.retrieved.append(query)

    def on_chain_end(self, outputs: object, *, run_id: UUID, **kwargs: object) -> None:
        self.chains += 1


def test_the_retriever_gives_documents_with_places_and_scores(samples: Library) -> None:
    one = retriever(samples, k=5)
    assert isinstance(one, BaseRetriever)
    documents = one.invoke(QUESTION)
    assert len(documents) == 5
    for document in documents:
        assert isinstance(document, Document)
        known = document.metadata
        text = samples.article(known["article_id"]).text
        assert text[known["start"] : known["end"]] == document.page_content
        assert isinstance(known["score"], float)
        assert 0 <= known["probability"] <= 1


def test_the_documents_carry_what_is_known_of_their_article(library: Library) -> None:
    moment = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    text = "Ida Lunt is the harbor master of Dale."
    ingest(library, Article.of(text, byline="A. Roe", published_at=moment, tags=["ships"]))
    [document] = retriever(library).invoke("Who is the harbor master?")
    known = json.loads(json.dumps(document.metadata))
    assert known["byline"] == "A. Roe"
    assert known["published_at"] == moment.isoformat()
    assert known["tags"] == ["ships"]
    assert "section" not in known


def test_the_chain_answers_as_answer_does(samples: Library) -> None:
    one = chain(samples)
    assert isinstance(one, Runnable)
    assert one.invoke(QUESTION) == answer(QUESTION, library=samples)


def test_the_chain_batches_and_runs_async(samples: Library) -> None:
    questions = [QUESTION, "Who won the World Cup?"]
    one = chain(samples)
    expected = [answer(question, library=samples) for question in questions]
    assert one.batch(questions) == expected
    assert asyncio.run(one.abatch(questions)) == expected
    assert asyncio.run(one.ainvoke(QUESTION)) == expected[0]


def test_callbacks_and_config_reach_the_retriever(samples: Library) -> None:
    listener = Listener()
    chain(samples).invoke(QUESTION, config={"callbacks": [listener], "tags": ["desk"]})
    assert listener.retrieved == [QUESTION]
    assert listener.chains > 0


def test_the_chain_can_be_taken_apart_and_put_into_another(samples: Library) -> None:
    one = chain(samples)
    gather, read = one.steps  # type: ignore[attr-defined]
    assert isinstance(gather, RunnableParallel)
    assert set(gather.steps__) == {"question", "evidence"}
    gathered = gather.invoke(QUESTION)
    first_only = {**gathered, "evidence": gathered["evidence"][:1]}
    result = read.invoke(first_only)
    assert isinstance(result, Answer)
    assert len(result.statements) == 1
    longer = one | RunnableLambda(lambda result: result.statements[0].text)
    assert "Krieve" in longer.invoke(QUESTION)
