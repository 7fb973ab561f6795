"""Measures answers on questions about invented news that nothing was trained or fitted on.

    python -m benchmarks.invented FOLDER [--questions N] [--failures N]

The archives of ``training/news`` are one library, kept in FOLDER. Asked are questions of those
groups of articles that neither the reader nor the mixture has seen.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa import Question, evaluate
from training.examples import MEASURE, Example
from training.lists import asked_together, library_of
from training.news import ARCHIVES, news_articles, news_examples
from ui.evaluation import evaluation_text
from ui.progress import counting

SEED = 7


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description="Measure answers on invented news.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=400, help="how many to ask at most")
    parser.add_argument("--failures", type=int, default=0, help="failures to print of each kind")
    given = parser.parse_args()
    articles = [one for archive in ARCHIVES for one in news_articles(archive)]
    with (
        library_of(given.folder, articles) as library,
        counting("question") as on_progress,
    ):
        asked = drawn(given.questions)
        evaluation = evaluate(asked, library=library, on_progress=on_progress)
    print(f"{len(articles):,} articles of {len(ARCHIVES)} archives")
    print(evaluation_text(evaluation, failures=given.failures))


def drawn(count: int) -> list[Question]:
    """Draw from the questions that are measured on."""
    kept = [one for archive in ARCHIVES for one in news_examples(archive) if one.part == MEASURE]
    groups = [
        group
        for group in asked_together(kept)
        if all(one.answers or not one.right for one in group)
    ]
    order = np.random.default_rng(SEED).permutation(len(groups))[:count]
    return [question_of(str(number), groups[i]) for number, i in enumerate(order, start=1)]


def question_of(id: str, examples: Sequence[Example]) -> Question:
    """Return a question with all articles that are marked for it."""
    answers = dict.fromkeys(one.text[s:e] for one in examples for s, e in one.answers)
    return Question(
        id,
        examples[0].question,
        tuple(answers),
        tuple(one.article_id for one in examples if one.right),
        bool(answers),
        examples[0].asked_on,
    )


if __name__ == "__main__":
    main()
