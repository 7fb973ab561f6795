"""The chain that tutorials build, to compare with: cut, embed, store, take the nearest chunks.

Articles are cut every 1,000 characters or less with an overlap of 200 by LangChain's
``RecursiveCharacterTextSplitter``; the chunks lie in a Chroma collection with its default settings;
a question brings the 4 nearest. A tutorial hands them to a chat model: here their sentences are put
in the order of their similarity to the question, by the encoder that embedded the chunks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest import split_sentences
from vectorstore import Article, Embedder, Library

CHUNK, OVERLAP = 1000, 200

#: Chunks that a question brings.
NEAREST = 4

#: Chunks embedded and stored at once, so that a run that was stopped goes on where it was.
BATCH = 512

One = TypeVar("One")

#: A sentence found, the id of its article, and its similarity to the question.
Similar = tuple[str, str, float]


class Tutorial:
    """The chunks of a library's articles in a Chroma collection of their own, in ``folder``.

    ``embedded`` is how many of them were not there yet.
    """

    def __init__(self, folder: Path, library: Library) -> None:
        self.embedder: Embedder = library.embedder
        self.store = Chroma(
            "chunks",
            self.embedder,
            persist_directory=str(folder),
            client_settings=Settings(anonymized_telemetry=False),
        )
        self.embedded = self._fill(library)

    def _fill(self, library: Library) -> int:
        """Embed the chunks that are not there yet, and take out those of no article."""
        chunks = {chunk.id: chunk for article in library.articles() for chunk in chunks_of(article)}
        there = set(self.store.get(include=[])["ids"])
        missing = [chunk for id, chunk in chunks.items() if id not in there]
        for some in batches(missing):
            self.store.add_documents(some)
        for gone in batches(sorted(there - set(chunks))):
            self.store.delete(gone)
        return len(missing)

    def find(self, question: str, day: date) -> list[Similar]:
        """Return the sentences of the nearest chunks, each once, the most similar first.

        Articles later than ``day`` are left out.
        """
        where = {"published": {"$lte": day.toordinal()}}
        retriever = self.store.as_retriever(search_kwargs={"k": NEAREST, "filter": where})
        found = retriever.invoke(question)
        sentences = list(dict.fromkeys(s for chunk in found for s in sentences_of(chunk)))
        if not sentences:
            return []
        vectors = np.asarray(self.embedder.embed_documents([text for text, _ in sentences]))
        similar = vectors @ self.embedder.query_vector(question)
        order = np.argsort(-similar, kind="stable")
        return [(*sentences[i], float(similar[i])) for i in order]


def chunks_of(article: Article) -> list[Document]:
    """Cut an article; a chunk's id names the version of the article that it was cut from."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    published = article.published.toordinal() if article.published else 0  # undated: any day's
    return [
        Document(
            text,
            id=f"{article.id} {article.sha256[:16]} {number}",
            metadata={"article_id": article.id, "published": published},
        )
        for number, text in enumerate(splitter.split_text(article.text))
    ]


def sentences_of(chunk: Document) -> list[tuple[str, str]]:
    """Return the sentences of a chunk, the first and last of which may be cut, with its article."""
    text = chunk.page_content
    spans = split_sentences(text).sentences
    return [(text[start:end], chunk.metadata["article_id"]) for start, end in spans]


def batches(every: list[One]) -> Iterator[list[One]]:
    """Yield them all, BATCH at a time."""
    for at in range(0, len(every), BATCH):
        yield every[at : at + BATCH]
