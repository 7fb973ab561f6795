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

from qa.answering import ANSWER_EVIDENCE, day_of, find_evidence
from qa.extract import compose
from qa.types import Answer, Evidence, Mention
from vectorstore import Library, Span


class EvidenceRetriever(BaseRetriever):
    """The best ``k`` sentences for a question, best first, a Document each.

    A Document's text is the sentence; its metadata has ``article_id``, ``start``, ``end`` (a
    half-open span of the article's text, in code points), ``score``, ``probability``, ``title``,
    ``published`` (ISO 8601 or None), ``answer`` (the span of the short answer, or None) and
    ``mentions`` (the names in it: start, end and the log-odds that the answer begins there),
    and of the article, where they are known, ``outlet``, ``url``, ``byline``, ``published_at``,
    ``modified_at``, ``section`` and ``tags``, as JSON values. ``as_of`` is the questions' day;
    today when left out.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = Field(default=20, ge=1)
    as_of: date | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = find_evidence(query, self.library, self.k, {}, as_of=day_of(self.as_of))
        known = {id: _known(self.library, id) for id in {one.article_id for one in found}}
        return [_document(one, known[one.article_id]) for one in found]


def retriever(
    library: Library, *, k: int = 20, as_of: date | str | None = None
) -> EvidenceRetriever:
    """Return a LangChain retriever over a library; ``as_of`` is the questions' day, else today."""
    day = None if as_of is None else day_of(as_of)
    return EvidenceRetriever(library=library, k=k, as_of=day)


def chain(library: Library, *, as_of: date | str | None = None) -> Runnable[str, Answer]:
    """Return a Runnable from a question to an Answer: gather the evidence, then compose.

    ``as_of`` is the questions' day; when left out, the day on which each is asked. Its two steps
    are a RunnableParallel with ``question`` and ``evidence`` (the retriever), and the answerer.
    """

    day = None if as_of is None else day_of(as_of)

    def read(gathered: dict[str, Any]) -> Answer:
        evidence = evidence_of(gathered["evidence"])
        return compose(gathered["question"], evidence, library, {}, as_of=day_of(day))

    gather: Runnable[str, dict[str, Any]] = RunnableParallel(
        question=RunnablePassthrough(), evidence=retriever(library, k=ANSWER_EVIDENCE, as_of=day)
    )
    return gather | RunnableLambda(read, name="answer")


def evidence_of(documents: Sequence[Document]) -> list[Evidence]:
    """Return the evidence that a retriever's Documents carry."""
    return [_evidence(document) for document in documents]


def _known(library: Library, article_id: str) -> dict[str, Any]:
    """Return what is known of an article beside its text, as JSON values."""
    names = ("outlet", "url", "byline", "published_at", "modified_at", "section", "tags")
    fields = library.article(article_id).as_dict()
    return {name: fields[name] for name in names if fields[name]}


def _document(one: Evidence, known: dict[str, Any]) -> Document:
    return Document(
        one.text,
        metadata={
            **known,
            "article_id": one.article_id,
            "version": one.version,
            "start": one.start,
            "end": one.end,
            "score": one.score,
            "probability": one.probability,
            "title": one.title,
            "published": one.published.isoformat() if one.published else None,
            "answer": list(one.answer) if one.answer else None,
            "mentions": [list(mention) for mention in one.mentions],
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
        answer=Span(*known["answer"]) if known.get("answer") else None,
        mentions=tuple(Mention(*one) for one in known.get("mentions", ())),
        version=known.get("version", 1),
    )
