"""Adapts the shipped reader to a library, with the library's own articles as teacher.

Pairs of a question and its answer come from headlines and from gaps in sentences (``qa/pairs.py``),
and from a questions file if there is one. Each is searched for in the library, and the reader is
tuned on what the search brings up. A tenth of the articles is kept out of that; the tuned reader is
put to use only if it finds what these answer better than the one in use.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.adaptation_report import Adaptation, Compared
from qa.adapted import Figure, keep_reader, model_name, record_of, remove_files
from qa.adapted_folder import CANDIDATE, CHECKPOINT, JOURNAL, RunLock, folder_of
from qa.answering import opened
from qa.calibrated import forget_calibrations, is_shipped
from qa.calibration import WEIGHTS
from qa.pairs import sha
from qa.questions import Question, read_questions
from qa.readers import reader_of
from vectorstore import DiskFullError, Library, UsageError

if TYPE_CHECKING:
    from qa.labels import Labeled
    from qa.lists import Listed

#: Fewer pairs teach chance, and fewer measured ones prove nothing.
LEAST_PAIRS = 200
LEAST_MEASURED = 20

#: The share of the time after which no more pairs are searched for.
SEARCHING = 0.35

#: The least share of the time that is left to the training, and the most that is left to reading
#: what was held out once more.
TRAINING = 0.1
COMPARING = 0.2

#: What checkpoints and weights take, while one replaces the other.
_ROOM = 500_000_000

#: Hears what is being done, how much of it is, and of how much.
OnProgress = Callable[[str, int, int], None]


def adapt(
    questions: Sequence[Question] | str | Path | None = None,
    *,
    library: Library | str | Path | None = None,
    minutes: float = 30,
    on_progress: OnProgress | None = None,
) -> Adaptation:
    """Tune the reader on a library's own articles, and use it there if it is better.

    ``questions`` may be a questions file, for which see ``read_questions``: half of them are
    trained on too, and the others must not be answered worse. ``minutes`` is about the time it
    takes; a run that was stopped or killed is gone on with by the same call, unless the library has
    changed since. ``on_progress`` is called with "searching", "reading", "training" or "comparing",
    the number done and that of all. Raises UsageError for a library that gives too few pairs and
    when evidence_model names another model, LibraryBusyError while another process does it,
    SourceError for a broken file, DiskFullError; AdaptationError, WeightsError, StaleIndexError,
    IndexDamagedError.
    """
    if not minutes > 0:
        raise UsageError(f"minutes must be above 0, not {minutes}.")
    if isinstance(questions, str | Path):
        questions = read_questions(questions)
    with opened(library) as one:
        one.check_model()
        if not is_shipped(one.settings):
            raise UsageError(
                f"The setting evidence_model names {one.settings.evidence_model}; only Citewire's "
                "own reader can be adapted.",
                "Nothing was changed.",
                "Take the setting away.",
            )
        with RunLock(one):
            return _Run(one, questions or (), minutes, on_progress or _silent).go()


def remove_adaptation(library: Library) -> bool:
    """Take away a library's adapted reader and what an unfinished run left, whole or broken.

    The calibration for it goes too. Returns whether there was anything. Raises LibraryBusyError
    while a run goes on.
    """
    removed = remove_files(library)
    forget_calibrations(library)
    return removed


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


class _Run:
    """One adaptation, from its journal on."""

    def __init__(
        self, library: Library, asked: Sequence[Question], minutes: float, tell: OnProgress
    ) -> None:
        from qa.journal import Journal

        self.library, self.asked, self.tell = library, asked, tell
        self.seconds = 60 * minutes
        self.folder = folder_of(library)
        if shutil.disk_usage(self.folder).free < _ROOM:
            raise DiskFullError(
                f"An adaptation needs {_ROOM // 1_000_000} MB of room in {self.folder} while it "
                "goes on.",
                "Everything stored before is kept.",
                "Make room and run the same command again.",
            )
        self.journal = Journal(self.folder / JOURNAL, self._about())
        if not self.journal.resumed:
            self._clear(CHECKPOINT, CANDIDATE)

    def _about(self) -> str:
        """Return what a run must have in common with the one that it goes on with."""
        from qa.gathering import MOST_MEASURED
        from qa.reader import SHA256

        asked = [one.as_dict() for one in self.asked]
        generation = self.library.catalogue.generation
        readers = (SHA256, model_name(self.library), WEIGHTS.cheap)
        return sha(repr((readers, generation, asked, MOST_MEASURED)))

    def go(self) -> Adaptation:
        """Do what is not done yet, decide, and clear away."""
        from qa.gathering import gather, parts

        journal = self.journal
        if "searched" not in journal.at:
            late = SEARCHING * self.seconds
            gather(self.library, self.asked, journal, self.tell, lambda: self._enough(late))
            journal.reach("searched")
        train, pairs, asked = parts(journal.lists)
        self._need(len(train) + len(pairs) + len(asked), len(pairs))
        measured = [one.listed for one in (*pairs, *asked)]
        self._measure("before", "reading", measured)
        if journal.trained is None:
            self._train([one.listed for one in train])
        self._measure("after", "comparing", measured)
        found = self._outcome(train, len(pairs))
        if found.in_use:
            self._keep(found)
        self._clear(CHECKPOINT, CANDIDATE, JOURNAL)
        return found

    def _enough(self, late: float) -> bool:
        """Say whether so much time has passed, and there are pairs enough."""
        from qa.gathering import parts

        lists = self.journal.lists
        _, pairs, _ = parts(lists)
        enough = len(lists) >= LEAST_PAIRS and len(pairs) >= LEAST_MEASURED
        return self.journal.seconds > late and enough

    def _need(self, pairs: int, measured: int) -> None:
        if pairs >= LEAST_PAIRS and measured >= LEAST_MEASURED:
            return
        self._clear(JOURNAL)
        raise UsageError(
            f"The library gives {pairs} pairs of a question and its answer, {measured} of them "
            f"from articles kept to measure on; {LEAST_PAIRS} and {LEAST_MEASURED} are needed.",
            "Nothing was changed.",
            "Bring in more articles; some 150 with headlines are enough.",
        )

    def _measure(self, which: str, stage: str, lists: Sequence[Listed]) -> None:
        from qa.reader import load_reader
        from qa.tuning import rank

        done = self.journal.ranks[which]
        if len(done) < len(lists):
            reader = (
                load_reader(self.folder / CANDIDATE)
                if which == "after"
                else reader_of(self.library)
            )
            for number in range(len(done), len(lists)):
                self.tell(stage, number, len(lists))
                self.journal.add_rank(which, rank(lists[number], reader))
        self.journal.reach(which)

    def _train(self, lists: Sequence[Listed]) -> None:
        from qa.tuning import planned, tune

        journal = self.journal
        begun = journal.at["before"]
        reading = begun - journal.at["searched"]
        left = min(1.2 * reading, COMPARING * self.seconds)
        until = max(self.seconds - left, begun + TRAINING * self.seconds)
        taken = planned(len(lists))

        def spent(step: int, total: int) -> float:
            nonlocal taken
            taken = step
            journal.tick()
            self.tell("training", step, total)
            share = (journal.seconds - begun) / (until - begun)
            if share < 1:
                taken = step + 1
            return share

        tune(lists, self.folder / CHECKPOINT, self.folder / CANDIDATE, spent)
        journal.end_training(taken)

    def _outcome(self, train: Sequence[Labeled], pairs: int) -> Adaptation:
        from qa.tuning import planned

        journal = self.journal
        before, after = (np.asarray(journal.ranks[which]) for which in ("before", "after"))
        return Adaptation(
            replaced=record_of(self.library) is not None,
            trained=dict(sorted(Counter(one.kind for one in train).items())),
            steps=journal.trained or 0,
            planned=planned(len(train)),
            minutes=journal.seconds / 60,
            pairs=Compared(before[:pairs], after[:pairs]),
            questions=Compared(before[pairs:], after[pairs:]) if len(before) > pairs else None,
        )

    def _keep(self, found: Adaptation) -> None:
        figures = {
            name: Figure(
                before=one["before"].value or 0.0,
                after=one["after"].value or 0.0,
                low=one["gain"].low or 0.0,
                high=one["gain"].high or 0.0,
            )
            for name, one in found.pairs.figures().items()
        }
        keep_reader(
            self.folder / CANDIDATE,
            self.library,
            {
                "trained": sum(found.trained.values()),
                "measured": found.pairs.lists,
                "questions": found.questions.lists if found.questions else 0,
                **figures,
            },
        )
        forget_calibrations(self.library)

    def _clear(self, *names: str) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
