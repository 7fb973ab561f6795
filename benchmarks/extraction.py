"""Measures the main text and the metadata of web pages, beside other extractors.

    python -m benchmarks.extraction PATH [--beside [NAME ...]] [--beyond] [--metadata]

``PATH`` holds ``ground-truth.json`` and ``html/*.html.gz``, as
scrapinghub/article-extraction-benchmark has them. The measure is that benchmark's: texts are cut
into words (``\\w+``), runs of four words are counted on both sides, and of the counts in both, in
the extracted text alone and in the true one alone come a page's precision and recall; both are
averaged over the pages, and F1 is that of the averages. The rules were written with the pages of
even numbers (sorted by name) in view; those of odd numbers were not looked at.

``--beside`` measures the other extractors that are installed in the same run, or those named. An
error of one on a page is counted, and the page is empty for it. ``--beyond`` lists
the sentences that could be cited and do not stand in the true text. ``--metadata`` says how often
title and day agree with the page's JSON-LD, and lists where other places on the page disagree.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.data import existing
from benchmarks.extractors import Extract, others
from benchmarks.page_facts import facts
from ingest.pages import load_page
from ingest.sentences import structured
from vectorstore import Article, SourceError

#: So many words make one run.
RUN = 4


class Page(NamedTuple):
    """A page of the benchmark: its name, its HTML and its true text."""

    name: str
    html: str
    truth: str


class Counts(NamedTuple):
    """Runs of words in both texts, in the extracted one alone, and in the true one alone."""

    both: int
    extra: int
    missed: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure extraction from web pages.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--beside", nargs="*")
    for name in ("beyond", "metadata"):
        parser.add_argument(f"--{name}", action="store_true")
    chosen = parser.parse_args()
    logging.disable(logging.ERROR)
    pages = read_pages(chosen.path)
    print(f"{len(pages)} pages{'':<29}precision  recall  F1     even   odd    seconds")
    measure("citewire", own_text, pages)
    if chosen.beside is not None:
        for other in others():
            if not chosen.beside or other.name in chosen.beside:
                measure(f"{other.name} {other.version}".strip(), other.extract, pages)
    if chosen.beyond:
        print_beyond(pages)
    if chosen.metadata:
        facts([(page.name, page.html) for page in pages])


def read_pages(folder: Path) -> list[Page]:
    """Return the pages of the benchmark in the order of their names."""
    truth = json.loads(existing(folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = []
    for name in sorted(truth):
        data = existing(folder / "html" / f"{name}.html.gz").read_bytes()
        html = gzip.decompress(data).decode("utf-8")
        pages.append(Page(name, html, truth[name].get("articleBody") or ""))
    return pages


def own_text(html: str) -> str:
    """Return what Citewire takes for the article."""
    article = own_article(html)
    return article.text if article else ""


def own_article(html: str) -> Article | None:
    """Return a page's article; ``None`` where Citewire finds none."""
    try:
        return load_page(html, "page.html", [])
    except SourceError:
        return None


def measure(name: str, extract: Extract, pages: Sequence[Page]) -> None:
    """Print an extractor's figures: of all pages, and F1 of the even and of the odd ones."""
    began = time.perf_counter()
    texts, failed = [], 0
    for page in pages:
        try:
            texts.append(extract(page.html) or "")
        except ImportError as error:
            print(f"{name:<38}is not installed ({error.name})")
            return
        except Exception:  # of another's program: counted, and its text is empty
            texts.append("")
            failed += 1
    seconds = time.perf_counter() - began
    counts = [compare(page.truth, text) for page, text in zip(pages, texts, strict=True)]
    precision, recall, f1 = averages(counts)
    halves = [averages(half)[2] if half else 0.0 for half in (counts[::2], counts[1::2])]
    print(
        f"{name:<38}{precision:.3f}      {recall:.3f}   {f1:.3f}  {halves[0]:.3f}  {halves[1]:.3f}"
        f"  {seconds:.1f}{f'  ({failed} pages failed)' if failed else ''}",
        flush=True,
    )


def compare(truth: str, text: str) -> Counts:
    """Return the counts of runs of words.

    >>> compare("one two three four five", "two three four five six")
    Counts(both=1, extra=1, missed=1)
    """
    true, found = _runs(truth), _runs(text)
    return Counts((true & found).total(), (found - true).total(), (true - found).total())


def averages(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Return mean precision, mean recall, and F1 of the two.

    A page without an extracted run has no precision, one without a true run no recall, as in the
    benchmark's own program.
    """
    precisions = [both / (both + extra) for both, extra, _ in counts if both + extra]
    recalls = [both / (both + missed) for both, _, missed in counts if both + missed]
    precision = statistics.mean(precisions) if precisions else 0.0
    recall = statistics.mean(recalls) if recalls else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def print_beyond(pages: Sequence[Page]) -> None:
    """List the sentences that do not stand in the true texts."""
    every = beyond = 0
    for page in pages:
        article = own_article(page.html)
        if article is None:
            continue
        words = f" {' '.join(_words(page.truth))} "
        for start, end in structured(article).sentences:
            sentence = article.text[start:end]
            every += 1
            if f" {' '.join(_words(sentence))} " not in words:
                beyond += 1
                print(f"  {page.name[:8]}  {' '.join(sentence.split())[:160]}")
    print(f"{every} sentences, {beyond} of them do not stand in the true texts")


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _words(text)
    last = max(1, len(words) - RUN + 1)
    return Counter(run for at in range(last) if (run := tuple(words[at : at + RUN])))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


if __name__ == "__main__":
    main()
