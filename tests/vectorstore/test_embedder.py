"""What the embedder makes, against sentence-transformers and transformers themselves."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, AutoTokenizer

from ingest import ingest
from vectorstore import Article, Embedder, Library, Settings, Span

SENTENCES = [
    "The mayor of Zürich resigned on Friday.",
    "“I am tired,” she said.",
    "Nobody knows who will follow her — or when.",
    "The 12,500 voters will be asked in spring.",
]
TEXTS = [
    "Hi.",
    " ".join(SENTENCES),
    "Council meets\n\n" + " ".join(SENTENCES[:2]),
    " ".join(SENTENCES * 9),  # about 450 tokens, far beyond the window of 256
    "議会は金曜日に開かれた。" * 40,
]


def spans_of(text: str, sentences: list[str]) -> list[Span]:
    spans, at = [], 0
    for sentence in sentences:
        at = text.index(sentence, at)
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence)
    return spans


def mean_of_tokens(embedder: Embedder, text: str, spans: list[Span]) -> NDArray[np.float32]:
    """Pool with transformers alone: the reference."""
    folder = embedder.weights.location
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True)
    read = tokenizer(
        text, truncation=True, max_length=256, return_offsets_mapping=True, return_tensors="pt"
    )
    places = read.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        tokens = model(**read).last_hidden_state[0]
    rows = []
    for start, end in spans:
        under = [i for i, (a, b) in enumerate(places) if a < b and a < end and b > start]
        rows.append(torch.nn.functional.normalize(tokens[under].mean(dim=0), dim=0))
    return np.stack([row.numpy() for row in rows])


def test_a_passage_has_the_vector_that_sentence_transformers_gives_it(embedder: Embedder) -> None:
    ours = embedder.encode_passages(TEXTS, [[] for _ in TEXTS])
    theirs = embedder.model.encode(TEXTS, normalize_embeddings=True)
    for text, (vector, _), reference in zip(TEXTS, ours, theirs, strict=True):
        assert vector.dtype == np.float32
        assert float(vector @ reference) > 0.9999, text[:40]


def test_a_sentence_has_the_mean_of_its_tokens_in_the_whole_passage(embedder: Embedder) -> None:
    text = TEXTS[1]
    spans = spans_of(text, SENTENCES)
    # Encoded among longer and shorter ones, so that padding and order are in play.
    all_spans: list[list[Span]] = [[], spans, [], [], []]
    ours = embedder.encode_passages(TEXTS, all_spans)[1][1]
    reference = mean_of_tokens(embedder, text, spans)
    assert ours.shape == (4, 384)
    assert np.abs((ours * reference).sum(axis=1) - 1).max() < 1e-4


def test_a_sentence_beyond_the_window_has_the_vector_of_the_passage(embedder: Embedder) -> None:
    text = TEXTS[3]
    last = Span(len(text) - 20, len(text))
    [(vector, [sentence])] = embedder.encode_passages([text], [[last]])
    assert np.allclose(vector, sentence)


def test_the_order_and_company_of_texts_do_not_change_their_vectors(embedder: Embedder) -> None:
    order = list(range(len(TEXTS)))
    random.Random(1).shuffle(order)
    alone = [embedder.encode_passages([text], [[]])[0][0] for text in TEXTS]
    mixed = embedder.encode_passages([TEXTS[i] for i in order], [[] for _ in order])
    for place, i in enumerate(order):
        assert float(mixed[place][0] @ alone[i]) > 0.99999


def test_a_question_has_the_vector_of_langchains_interface(embedder: Embedder) -> None:
    question = "Who resigned on Friday?"
    reference = embedder.model.encode(question, normalize_embeddings=True)
    assert float(embedder.query_vector(question) @ reference) > 0.9999
    assert np.allclose(embedder.embed_query(question), reference, atol=1e-5)
    assert np.allclose(embedder.embed_documents([question])[0], reference, atol=1e-5)


def test_threads_can_ask_while_another_encodes(embedder: Embedder) -> None:
    alone = embedder.query_vector("Who resigned?")
    many = TEXTS[1:3] * 12
    with ThreadPoolExecutor(5) as pool:
        work = pool.submit(embedder.encode_passages, many, [[] for _ in many])
        asked = [pool.submit(embedder.query_vector, "Who resigned?") for _ in range(12)]
        assert all(np.allclose(one.result(), alone, atol=1e-5) for one in asked)
        reference = embedder.model.encode(TEXTS[1], normalize_embeddings=True)
        assert float(work.result()[0][0] @ reference) > 0.9999


def test_tokens_are_counted_without_the_special_ones(embedder: Embedder) -> None:
    tokenizer = AutoTokenizer.from_pretrained(embedder.weights.location, local_files_only=True)
    texts = [*SENTENCES, "", "word " * 1500]
    expected = [
        len(ids)
        for ids in tokenizer(texts, add_special_tokens=False, truncation=False)["input_ids"]
    ]
    assert embedder.count_tokens(texts) == expected
    assert expected[-1] == 1500
    assert embedder.count_tokens([]) == []


def test_a_text_is_cut_after_a_whole_token(embedder: Embedder) -> None:
    assert embedder.cut("The mayor resigned", 5) == ("The mayor resigned", 3)
    assert embedder.cut("The mayor resigned", 2) == ("The mayor", 2)
    assert embedder.cut("", 2) == ("", 0)


def test_each_text_needs_its_list_of_spans(embedder: Embedder) -> None:
    with pytest.raises(ValueError, match="2 texts and 1 lists of spans"):
        embedder.encode_passages(["One.", "Two."], [[]])


def test_a_model_in_bfloat16_can_be_asked(embedder: Embedder, tmp_path: Path) -> None:
    half = SentenceTransformer(embedder.weights.location, local_files_only=True).bfloat16()
    half.save(str(tmp_path / "half"))
    settings = Settings(data_dir=tmp_path / "library")
    with Library.open(
        settings.data_dir, settings=settings, embedder=Embedder(f"{tmp_path}/half")
    ) as it:
        assert next(it.embedder.model.parameters()).dtype == torch.bfloat16
        ingest(it, [Article.of("The mayor resigned on Friday.")])
        for question in ("Who resigned on Friday?", "Who will follow the mayor?", "Did it rain?"):
            vector = it.embedder.query_vector(question)
            assert float(vector @ embedder.query_vector(question)) > 0.999
            assert len(it.nearest(vector, 1)) == 1
