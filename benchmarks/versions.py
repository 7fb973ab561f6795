"""How much of an article is encoded again when it is corrected, and what the old one takes up.

    python -m benchmarks.versions FOLDER 200

FOLDER holds news as ``articles.jsonl.gz``; its first articles are taken. Each is corrected in five
ways, at a place drawn by chance; counted are its passages that the model would not read as before.
Nothing is encoded.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.data import lines
from ingest import split_sentences
from ingest.making import make_article
from ingest.passages import encoder_input, pack
from vectorstore import Article, Embedder, Span, shared_embedder

_NEW = (
    "The newspaper has corrected this passage since it was first published, at a reader's request."
)


def read(folder: Path, articles: int) -> list[Article]:
    """Return the first articles of a news data set, with their sentences."""
    found = []
    for row in lines(folder / "articles.jsonl.gz"):
        if len(found) == articles:
            break
        article = make_article("news", [], text=row["text"], title=row.get("title"), id=row["id"])
        found.append(_split(article))
    return found


def _split(article: Article) -> Article:
    return replace(article, sentences=split_sentences(article.text).sentences)


def _drawn(article: Article, rng: random.Random) -> Span:
    return rng.choice(article.sentences)


def _paragraph(article: Article, rng: random.Random) -> tuple[int, int]:
    at = _drawn(article, rng).start
    start = article.text.rfind("\n", 0, at) + 1
    end = article.text.find("\n", at)
    return start, len(article.text) if end < 0 else end


def one_word(article: Article, rng: random.Random) -> str:
    """Change one word, as a corrected name or number does."""
    start, end = _drawn(article, rng)
    words = article.text[start:end].split(" ")
    words[rng.randrange(len(words))] = "Corrected"
    return article.text[:start] + " ".join(words) + article.text[end:]


def sentence_in(article: Article, rng: random.Random) -> str:
    """Put a sentence in."""
    at = _drawn(article, rng).start
    return f"{article.text[:at]}{_NEW} {article.text[at:]}"


def sentence_out(article: Article, rng: random.Random) -> str:
    """Take a sentence out."""
    start, end = _drawn(article, rng)
    return article.text[:start] + article.text[end:].lstrip(" ")


def paragraph_out(article: Article, rng: random.Random) -> str:
    """Take a paragraph out."""
    start, end = _paragraph(article, rng)
    return article.text[:start] + article.text[end:].lstrip("\n")


def note_at_end(article: Article, rng: random.Random) -> str:
    """Put a note at the end, as newspapers do."""
    return f"{article.text}\n\n{_NEW}"


WAYS: tuple[Callable[[Article, random.Random], str], ...] = (
    one_word,
    sentence_in,
    sentence_out,
    paragraph_out,
    note_at_end,
)


def inputs(article: Article, embedder: Embedder) -> list[tuple[str, tuple[Span, ...]]]:
    """Return what the model reads of an article, passage by passage."""
    read_of = (encoder_input(article, passage) for passage in pack(article, embedder))
    return [(text, tuple(spans)) for text, spans in read_of]


def encoded_again(
    before: Sequence[tuple[str, tuple[Span, ...]]], after: Sequence[tuple[str, tuple[Span, ...]]]
) -> int:
    """Count the passages that were not there before, each of those used once."""
    left = list(before)
    count = 0
    for one in after:
        if one in left:
            left.remove(one)
        else:
            count += 1
    return count


def main(folder: Path, number: int) -> None:
    """Print a line a way of correcting, and the room that an older version takes."""
    embedder = shared_embedder("all-MiniLM-L6-v2")
    articles = [one for one in read(folder, number) if one.sentences]
    before = [inputs(one, embedder) for one in articles]
    print(f"{len(articles):,} articles, {sum(map(len, before)):,} passages")
    for way in WAYS:
        rng = random.Random(0)
        again, share, all_passages = [], [], 0
        for article, held in zip(articles, before, strict=True):
            text = way(article, rng).strip()
            after = inputs(_split(replace(article, text=text, sentences=())), embedder)
            again.append(encoded_again(held, after))
            share.append(again[-1] / max(1, len(after)))
            all_passages += len(after)
        print(
            f"{way.__name__:<14} encoded again: {sum(again) / all_passages:.1%} of all passages, "
            f"median {statistics.median(again):g} of an article, one or two in "
            f"{sum(n <= 2 for n in again) / len(again):.0%}"
        )
    texts = sum(len(one.text.encode()) for one in articles)
    kept = sum(len(zlib.compress(json.dumps(one.as_dict()).encode())) for one in articles)
    each = kept / len(articles)
    print(f"an older version takes {kept / texts:.2f} of its text's bytes, {each:,.0f} on average")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
