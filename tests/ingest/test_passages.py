from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.passages import MAX_TITLE_TOKENS, encoder_input, pack
from ingest.sentences import split_sentences
from vectorstore import Article, Embedder

SENTENCE = "The mayor of the old town said on Friday that {n} voters had asked him to stay."


def split(text: str, title: str = "") -> Article:
    article = Article.of(text, title=title)
    return replace(article, sentences=split_sentences(text).sentences)


@pytest.mark.parametrize(
    "title",
    ["", "Mayor resigns", "A mayor of the old town " * 40, "市長が辞任" * 60, "x" * 5000],
    ids=["none", "short", "very long", "very long without blanks", "one word"],
)
def test_every_passage_with_its_title_fits_the_window(embedder: Embedder, title: str) -> None:
    text = "\n\n".join(" ".join(SENTENCE.format(n=i * j) for i in range(9)) for j in range(9))
    article = split(text, title.strip())
    passages = pack(article, embedder)
    packed = [span for passage in passages for span in passage.sentences]
    assert packed == list(article.sentences)
    assert len(passages) < len(packed) / 4
    for passage in passages:
        read, spans = encoder_input(article, passage)
        [tokens] = embedder.count_tokens([read])
        assert tokens + 2 <= embedder.window
        assert [read[s:e] for s, e in spans] == [text[s:e] for s, e in passage.sentences]
        assert read.endswith(text[passage.start : passage.end])
        assert article.title.startswith(passage.title)
        assert embedder.count_tokens([passage.title])[0] <= MAX_TITLE_TOKENS
        assert bool(passage.title) == bool(title)


def test_a_sentence_longer_than_the_window_is_alone_in_its_passage(embedder: Embedder) -> None:
    long = "市" * 400 + "。"
    article = split("The first.\n\n" + long + "\n\nThe last.")
    passages = pack(article, embedder)
    assert [article.text[p.start : p.end] for p in passages] == ["The first.", long, "The last."]
    [(vector, sentence)] = embedder.encode_passages(
        [encoder_input(article, passages[1])[0]], [encoder_input(article, passages[1])[1]]
    )
    assert float(vector @ sentence[0]) > 0.5


def test_a_smaller_target_makes_more_passages(embedder: Embedder) -> None:
    article = split(" ".join(SENTENCE.format(n=i) for i in range(20)))
    many = pack(article, embedder, target=40)
    assert len(many) > len(pack(article, embedder))
    assert [s for p in many for s in p.sentences] == list(article.sentences)


def test_a_text_without_sentences_has_no_passages(embedder: Embedder) -> None:
    assert pack(Article.of("- -"), embedder) == []
