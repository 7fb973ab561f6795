"""Opens a library, answers questions, and prints what that took as JSON.

    python -m benchmarks.scale_child FOLDER PATH QUESTIONS

A process of its own, so that its memory is that of opening and answering alone.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks import data
from qa import Question, answer
from vectorstore import Library

Result = TypeVar("Result")

STEPS = ("encode", "retrieve", "score", "compose", "total")


def main() -> None:
    """Answer and print."""
    folder, path, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    questions = some_of(data.news_questions(path), number)
    began = time.perf_counter()
    with Library.open(folder) as library:
        answer(questions[0].text, library=library, as_of=questions[0].asked_on)
        first = time.perf_counter() - began
        encoded = [worked(partial(library.embedder.query_vector, q.text))[1] for q in questions]
        answered = [
            worked(partial(answer, q.text, library=library, as_of=q.asked_on)) for q in questions
        ]
        status = library.status()
    took = {step: [one.timings_ms[step] for one, _ in answered] for step in STEPS}
    took |= {"worked": [work for _, work in answered], "worked_encode": encoded}
    figures = {
        "articles": status.articles,
        "passages": status.passages,
        "library_bytes": status.library_bytes,
        "index_bytes": status.index_bytes,
        "first_answer_s": first,
        "peak_bytes": peak_bytes(),
        "abstained": sum(one.abstained for one, _ in answered),
    }
    for step, times in took.items():
        figures[f"{step}_median_ms"] = float(np.median(times))
        figures[f"{step}_95_ms"] = float(np.quantile(times, 0.95))
    print(json.dumps(figures))


def worked(do: Callable[[], Result]) -> tuple[Result, float]:
    """Run something; return its result and its processor time, of all threads, in ms.

    On a busy machine a question waits for the processor as long as it uses it.
    """
    began = time.process_time()
    return do(), 1000 * (time.process_time() - began)


def some_of(questions: list[Question], number: int) -> list[Question]:
    """Return a number of questions, evenly spread over those given."""
    places = np.linspace(0, len(questions) - 1, min(number, len(questions))).round()
    return [questions[int(place)] for place in places]


def peak_bytes() -> int:
    """Return the most memory that this process has held.

    Linux adds to ``getrusage`` what the parent held before the start, but not to ``VmHWM``.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024


if __name__ == "__main__":
    main()
