"""Measures retrieval, answering, abstaining and citing on a news data set.

    python -m benchmarks.answers PATH [--library FOLDER] [--failures N] [--plot FILE]
        [--baselines] [--tutorial] [--articles N]

``PATH`` holds ``articles.jsonl.gz`` and ``questions.jsonl``. The library made of the articles is
kept in FOLDER, so that a second run asks at once. What ``citewire evaluate`` prints comes first;
then which passages were retrieved, how long each step took, and whether every citation holds; with
``--baselines`` also what simpler ways would have found, with ``--tutorial`` the chain of tutorials
too, for which the articles are embedded once more, into a folder beside the library. With
``--articles`` only so many of the articles are taken, and the questions of those.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from click.testing import CliRunner

from benchmarks import baselines, data
from ingest import ingest
from qa import Answer, Question, evaluate
from qa.evaluation import DEPTHS
from qa.measures import estimate, mean, quantile, resamples
from qa.questions import holds_answer
from qa.retrieve import Candidate, retrieve
from ui.cli import main as command
from ui.evaluation import estimate_text, evaluation_text
from ui.progress import counting
from ui.reliability import reliability_svg
from vectorstore import Article, Library

#: Of a part of the articles: how many questions it holds the gold articles of, and the drawing.
PART, SEED = 250, 7


def main() -> None:
    """Run the benchmark and print its figures."""
    arguments = _arguments()
    source: Path | list[Article] = arguments.path / "articles.jsonl.gz"
    questions = data.news_questions(arguments.path)
    if arguments.articles:
        source, questions = data.news_part(arguments.path, arguments.articles, PART, SEED)
    folder = arguments.library or Path(
        tempfile.gettempdir(), f"citewire-benchmark{arguments.articles or ''}"
    )
    with Library.open(folder) as library:
        report = ingest(library, source)
        print(f"library: {library.status().articles:,} articles, {report.passages:,} passages")
        with counting("question") as on_progress:
            evaluation = evaluate(questions, library=library, on_progress=on_progress)
        answerable = [q for q in questions if q.answerable]
        passages = [retrieved(q, library) for q in answerable]
        beside = folder.with_name(folder.name + "-tutorial")
        chunks = beside if arguments.tutorial else None
        compared = arguments.baselines or arguments.tutorial
        table = baselines.table(questions, library, chunks) if compared else ""
    print(f"\n{evaluation_text(evaluation, failures=arguments.failures)}\n")
    if arguments.plot:
        arguments.plot.write_text(reliability_svg(evaluation), "utf-8")
    answers = [one.answer for one in evaluation.outcomes]
    print_passages(answerable, passages)
    print_steps(answers)
    print_citations(answers, folder)
    if table:
        print(f"\n{table}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument(
        "--library", type=Path, help="folder for the library; one for temporary files if left out"
    )
    parser.add_argument("--failures", type=int, default=0, help="failures to print of each kind")
    parser.add_argument("--baselines", action="store_true", help="compare with simpler ways")
    parser.add_argument("--tutorial", action="store_true", help="with the chain of tutorials, too")
    parser.add_argument(
        "--articles",
        type=int,
        help="so many of the articles (and all gold ones of 250 questions), all when left out",
    )
    parser.add_argument("--plot", type=Path, help="file for the reliability plot (SVG)")
    return parser.parse_args()


def retrieved(question: Question, library: Library) -> list[Candidate]:
    """Return the passages found for a question, best first."""
    vector = library.embedder.query_vector(question.text)
    return retrieve(
        question.text,
        vector,
        library,
        k=library.settings.candidates,
        until=question.asked_on,
    )


def print_passages(questions: Sequence[Question], found: Sequence[Sequence[Candidate]]) -> None:
    """Print the share of questions with a right passage among the first 1, 5, 10, 20, and all."""
    weights = resamples(len(questions))
    for strict in (True, False):
        print(f"Passages: right one in {'a gold' if strict else 'any'} article")
        right = [
            [
                holds_answer(one.passage.text, q.answers)
                and (not strict or one.passage.article_id in q.article_ids)
                for one in candidates
            ]
            for q, candidates in zip(questions, found, strict=True)
        ]
        for depth in (*DEPTHS, None):
            hit = mean([any(one[:depth]) for one in right])
            words = f"among the first {depth}" if depth else "among all that are scored"
            print(estimate_text(words, estimate(hit, weights, questions=len(questions))))


def print_steps(answers: Sequence[Answer]) -> None:
    """Print milliseconds an answer and a step."""
    weights = resamples(len(answers))
    for step in ("encode", "retrieve", "score", "compose", "total"):
        took = np.asarray([one.timings_ms[step] for one in answers])
        for part, words in ((0.5, "median"), (0.95, "95 %")):
            figure = estimate(quantile(took, part), weights, questions=len(answers))
            print(estimate_text(f"{step}, ms, {words}", figure, digits=0))


def print_citations(answers: Sequence[Answer], folder: Path) -> None:
    """Check every citation against what ``citewire show`` prints of its article."""
    texts: dict[str, str] = {}
    total = 0
    for one in (citation for a in answers for citation in (*a.citations, *a.nearest)):
        if one.article_id not in texts:
            shown = CliRunner().invoke(
                command, ["show", one.article_id, "--json", "--data-dir", str(folder)]
            )
            texts[one.article_id] = json.loads(shown.stdout)["text"]
        total += 1
        if one.quote != texts[one.article_id][one.start : one.end]:
            raise SystemExit(f"citation broken: {one}")
    print(f"citations: {total} checked against citewire show, all word for word")


if __name__ == "__main__":
    main()
