"""Retriever and chain for people who build with LangChain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import (
    Runnable,
    RunnableLambda,
    RunnableParallel,
    RunnablePassthrough,
)
from pydantic import ConfigDict, Field

from qa.answering import ANSWER_EVIDENCE, find_evidence
from qa.extract import compose
from qa.types import Answer, Evidence
from vectorstore import Library


class EvidenceRetriever(BaseRetriever):
    """The best ``k`` sentences for a question, best first, a Document each.

    A Document's text is the sentence; its metadata has ``article_id``, ``start``, ``end`` (a
    half-open span of the article's text, in code points), ``score``, ``probability``, ``title``
    and ``published`` (ISO 8601 or None).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = Field(default=20, ge=1)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(one) for one in find_evidence(query, self.library, self.k, {})]


def retriever(library: Library, *, k: int = 20) -> EvidenceRetriever:
    """Return a LangChain retriever over a library."""
    return EvidenceRetriever(library=library, k=k)


def chain(library: Library) -> Runnable[str, Answer]:
    """Return a Runnable from a question to an Answer: gather the evidence, then compose.

    Its two steps are a RunnableParallel with ``question`` and ``evidence`` (the retriever), and
    the answerer.
    """

    def read(gathered: dict[str, Any]) -> Answer:
        evidence = evidence_of(gathered["evidence"])
        return compose(gathered["question"], evidence, library, {})

    gather: Runnable[str, dict[str, Any]] = RunnableParallel(
        question=RunnablePassthrough(), evidence=retriever(library, k=ANSWER_EVIDENCE)
    )
    return gather | RunnableLambda(read, name="answer")


def evidence_of(documents: Sequence[Document]) -> list[Evidence]:
    """Return the evidence that a retriever's Documents carry."""
    return [_evidence(document) for document in documents]


def _document(one: Evidence) -> Document:
    return Document(
        one.text,
        metadata={
            "article_id": one.article_id,
            "start": one.start,
            "end": one.end,
            "score": one.score,
            "probability": one.probability,
            "title": one.title,
            "published": one.published.isoformat() if one.published else None,
        },
    )


def _evidence(document: Document) -> Evidence:
    known = document.metadata
    return Evidence(
        text=document.page_content,
        article_id=known["article_id"],
        start=known["start"],
        end=known["end"],
        score=known["score"],
        probability=known["probability"],
        title=known["title"],
        published=date.fromisoformat(known["published"]) if known["published"] else None,
    )
