"""Measures whole answers: lists, tables, conflicts, updates, copies, traps, what nothing answers.

    python -m benchmarks.whole_answers FOLDER... [--failures FILE] [--news ARTICLES.jsonl[.gz]]
        [--library FOLDER]

Each FOLDER holds a set: ``articles.jsonl`` and ``questions.jsonl`` (``benchmarks.whole_set``). The
sample articles and those of all sets are read into one library, so that each set's articles stand
in the way of the others' questions, and every question is asked on its day. With ``--news`` the
library holds those articles and nothing else, and a FOLDER only the questions. Printed are a table
with a column a set and what an answer costs; FILE gets every answer that is not right altogether.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.data import existing
from benchmarks.expected import WholeQuestion
from benchmarks.scale_child import worked
from benchmarks.whole import DECIDING, Measured, located, measure, read_set
from benchmarks.whole_failures import failures_text
from ingest import ingest
from qa import Estimate, answer
from qa.measures import estimate, mean, resamples
from ui.progress import counting
from ui.wording import many
from vectorstore import Library, SourceError

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "articles"

#: Rows over several kinds: their name, the kinds, and the share they have in common.
TOGETHER = (("conflict, update, trap", ("conflict", "update", "trap"), "verdict"),)

#: The row of the answers that are right altogether.
ALTOGETHER = "right altogether"

Sets = dict[str, list[Measured]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What answers take against encodings of their questions, medians in ms."""

    answer: float
    encoding: float

    @property
    def encodings(self) -> float:
        """How many encodings an answer takes."""
        return self.answer / self.encoding


def main() -> None:
    """Run the benchmark and print its figures."""
    arguments = _arguments()
    if len({folder.name for folder in arguments.folders}) < len(arguments.folders):
        raise SystemExit("two sets have the same name")
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(arguments.library or Path(folder, "library")) as library,
    ):
        fill(library, arguments.folders, arguments.news)
        questions = {one.name: read_set(one, library) for one in arguments.folders}
        measured, elapsed, processor = ask(questions, library)
        articles = library.status().articles
    print(f"{many(articles, 'article')}\n\n{table_text(measured)}\n")
    print(cost_text("an answer in the median", elapsed))
    print(cost_text("its processor time", processor))
    if arguments.failures:
        arguments.failures.write_text(failures_text(measured), "utf-8")
        print(f"Every answer that is not right altogether: {arguments.failures}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--failures", type=Path, metavar="FILE", help="file for what is not right")
    parser.add_argument("--news", type=Path, metavar="ARTICLES", help="articles, without samples")
    parser.add_argument("--library", type=Path, help="folder in which to keep the library")
    return parser.parse_args()


def fill(library: Library, folders: Sequence[Path], news: Path | None = None) -> None:
    """Read the sets' articles into a library, with the samples or the news instead."""
    own = [folder / "articles.jsonl" for folder in folders]
    report = ingest(library, [existing(one) for one in ([news] if news else [SAMPLES, *own])])
    if report.failed:
        failed = "\n".join(f"{one.source}: {one.error}" for one in report.failed)
        raise SourceError(f"Articles cannot be read:\n{failed}\n")


def ask(
    questions: dict[str, tuple[WholeQuestion, ...]], library: Library
) -> tuple[Sets, Cost, Cost]:
    """Ask and measure every question; return also elapsed and processor time."""
    questions = {name: located(some, library) for name, some in questions.items()}
    measured: Sets = {name: [] for name in questions}
    took: list[tuple[float, float, float, float]] = []
    first = next(one for some in questions.values() for one in some)
    answer(first.text, library=library, as_of=first.as_of)  # loads what is loaded once
    total = sum(map(len, questions.values()))
    with counting("question") as on_progress:
        on_progress(0, total)
        for name, some in questions.items():
            for one in some:
                began = time.perf_counter()
                _, encoding = worked(partial(library.embedder.query_vector, one.text))
                waited = 1000 * (time.perf_counter() - began)
                ask_it = partial(answer, one.text, library=library, as_of=one.as_of)
                said, work = worked(ask_it)
                took.append((said.timings_ms["total"], waited, work, encoding))
                measured[name].append(measure(one, said))
                on_progress(len(took), total)
    medians = [float(one) for one in np.median(took, axis=0)]
    return measured, Cost(*medians[:2]), Cost(*medians[2:])


def share(measured: Iterable[Measured], name: str, kinds: Sequence[str]) -> Estimate:
    """Return a share over all questions of some kinds, with its bootstrap interval.

    What is right is summed over the questions, and so is what it is of.
    """
    found = [
        one.shares[name] for one in measured if one.question.kind in kinds and name in one.shares
    ]
    right = [one.right / one.of if one.of else 0.0 for one in found]
    of = [one.of for one in found]
    if not any(of):
        return Estimate(None, None, None, len(found))
    return estimate(mean(right, of), resamples(len(found)), questions=len(found))


def altogether(measured: Iterable[Measured], kinds: Sequence[str]) -> Estimate:
    """Return the share of the answers that are right altogether."""
    right = [one.is_right for one in measured if one.question.kind in kinds]
    if not right:
        return Estimate(None, None, None, 0)
    return estimate(mean(right), resamples(len(right)), questions=len(right))


def table_text(measured: Sets) -> str:
    """Return a Markdown table: a row a figure, a column a set, and one of all when there are more.

    A cell holds the figure, its 95 % interval, and the number of questions it rests on.
    """
    columns = list(measured.values())
    heads = list(measured)
    if len(columns) > 1:
        columns.append([one for some in columns for one in some])
        heads.append("all")
    lines = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for words, name, kinds in _rows(columns[-1]):
        cells = [
            altogether(some, kinds) if name == ALTOGETHER else share(some, name, kinds)
            for some in columns
        ]
        lines.append(f"| {words} | {' | '.join(map(cell_text, cells))} |")
    return "\n".join(lines)


def cell_text(one: Estimate) -> str:
    """Return a figure, its interval and its questions; nothing where it is not defined."""
    if one.value is None or one.low is None or one.high is None:
        return ""
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f}), {one.questions}"


def cost_text(words: str, cost: Cost) -> str:
    """Return a line of what an answer takes."""
    return (
        f"{words}: {cost.answer:.0f} ms, {cost.encodings:.0f} times the encoding "
        f"of its question ({cost.encoding:.1f} ms)"
    )


def _rows(measured: Sequence[Measured]) -> list[tuple[str, str, Sequence[str]]]:
    """Return each row's words, the name of its share, and its kinds."""
    kinds = [kind for kind in DECIDING if any(one.question.kind == kind for one in measured)]
    rows: list[tuple[str, str, Sequence[str]]] = []
    for kind in kinds:
        of_kind = (one.shares for one in measured if one.question.kind == kind)
        names = dict.fromkeys(name for shares in of_kind for name in shares)
        rows += [(f"{kind}: {name}", name, (kind,)) for name in names]
        if len(DECIDING[kind]) > 1:
            rows.append((f"{kind}: {ALTOGETHER}", ALTOGETHER, (kind,)))
    rows += [(f"{w}: {n}", n, some) for w, some, n in TOGETHER if set(some) <= set(kinds)]
    return [*rows, (f"every kind: {ALTOGETHER}", ALTOGETHER, kinds)]


if __name__ == "__main__":
    main()
