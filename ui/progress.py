"""What is seen while something long goes on: a bar on a terminal, an ingest's sources, lines."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click
from tqdm import tqdm

from ui.pace import Pace, spell
from ui.wording import many

if TYPE_CHECKING:
    from ingest import Progress, Report, SourceDone

_COLORS = {"new": "green", "changed": "yellow", "unchanged": None, "failed": "red"}

#: Seconds after which something is said when nothing else was, with a terminal and without one.
_PULSE = 1.0
_SILENCE = 10.0

#: Seconds between two lines of progress for programs, at least.
_OFTEN = 0.5


#: What an ingest as JSON says first: the fields of ``ingest.Progress``, which takes long to import.
_AT_FIRST = {
    "articles": 0,
    "passages": 0,
    "share": 0.0,
    "found": 0,
    "source": "",
    "stored": 0,
    "doing": "opening the library",
}


class Display:
    """Prints as an ingest goes on.

    ``silence`` is how long, in seconds, nothing may be heard of it. Its own clock sees to that:
    one large file or a slow server would look like a hang. ``say`` prints a line. ``dry_run`` says
    that nothing is stored.
    """

    def __init__(
        self,
        *,
        silence: float | None = None,
        say: Callable[[str], object] = click.echo,
        dry_run: bool = False,
    ) -> None:
        self._dry_run = dry_run
        self._failed: set[str] = set()
        self.bar: tqdm[Any] | None = None
        self._silence = silence
        self._say = say
        self._last = time.monotonic()
        self._known: Progress | None = None
        self._pace = Pace()
        self._stopped = False
        self._over = threading.Event()
        self._clock: threading.Thread | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self.bar = tqdm(
                total=100,
                unit="%",
                bar_format="{percentage:3.0f} %|{bar}| {elapsed} {postfix}",
                leave=False,
            )
        self._silence = self._silence or (_SILENCE if self.bar is None else _PULSE)
        self._clock = threading.Thread(target=self._pulse, daemon=True)
        self._clock.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._clock is not None:
            self._clock.join()
        if self.bar is not None:
            self.bar.close()

    def source(self, done: SourceDone) -> None:
        """Print what became of one source."""
        if done.status == "failed":
            self._failed.add(done.source)
        status = click.style(f"{done.status:<9}", fg=_COLORS[done.status])
        details = [many(done.articles, "article")] if done.articles > 1 else []
        details += [done.detail] if done.detail and done.status != "failed" else []
        detail = f"  ({'; '.join(details)})" if details else ""
        self._print(f"{status} {done.detail if done.status == 'failed' else done.source}{detail}")

    def progress(self, progress: Progress) -> None:
        """Move the bar."""
        self._known = progress
        self._pace.note(progress)
        if self.bar is None:
            return
        self.bar.n = round(100 * progress.share)
        self.bar.set_postfix_str(_state(progress, self._pace, short=True))

    def stopped(self) -> None:
        """Say that the run was stopped, and what is kept of it."""
        if not self._stopped:
            self._stopped = True
            print_stopped(self._known, dry_run=self._dry_run)

    def summary(self, report: Report) -> None:
        """Print the whole run in a few lines."""
        self._over.set()
        for failure in report.failed:
            if failure.source not in self._failed:  # a part of a file: no line of its own above
                self._print(f"{click.style('failed', fg='red'):<9} {failure.error}")
        skipped = many(report.skipped, "file")
        left_out = f", {skipped} of other formats left out" if report.skipped else ""
        did = (
            f"{report.added} new, {report.updated} changed, {report.unchanged} unchanged, "
            f"{len(report.failed)} failed{left_out}."
        )
        if report.dry_run:
            now = f"Nothing was written. The library would hold {many(report.articles, 'article')}."
        else:
            now = (
                f"The library holds {many(report.articles, 'article')}, "
                f"{many(report.passages, 'passage')}, {many(report.sentences, 'sentence')}."
            )
        self._print(f"{did} {now} {report.seconds:.1f} s.")

    def _print(self, line: str) -> None:
        self._last = time.monotonic()
        if self.bar is None:
            self._say(line)
        else:
            with self.bar.external_write_mode():
                self._say(line)

    def _pulse(self) -> None:
        """Say every so often, where nothing else was said, how far it is."""
        silence = self._silence or _SILENCE
        while not self._over.wait(min(silence / 4, 1.0)):
            if time.monotonic() - self._last < silence:
                continue
            self._last = time.monotonic()
            if self.bar is not None:
                if self._known is not None:
                    self.bar.set_postfix_str(_state(self._known, self._pace, short=True))
                self.bar.refresh()
            else:
                self._say(f"… {_state(self._known, self._pace)}")


class Lines:
    """Prints an ingest as JSON, a line an event, as it goes on: what ``event`` is says which.

    The first is printed at once, before anything is loaded: a program would wait in the dark.
    """

    def __init__(self, say: Callable[[str], object] = click.echo, *, dry_run: bool = False) -> None:
        self._say = say
        self._dry_run = dry_run
        self._pace = Pace()
        self._known: Progress | None = None
        self._last = float("-inf")
        self._stopped = False

    def __enter__(self) -> Self:
        self._tell(**_AT_FIRST)
        return self

    def __exit__(self, *error: object) -> None:
        """Leave nothing behind."""

    def source(self, done: SourceDone) -> None:
        """Print what became of one source."""
        self._print("source", **asdict(done))

    def progress(self, progress: Progress) -> None:
        """Print how far the run is, if it has not been printed just now, or turns to else."""
        turned = bool(progress.doing) and not (self._known and self._known.doing)
        self._known = progress
        self._pace.note(progress)
        if self._pace.seconds - self._last < _OFTEN and progress.share < 1 and not turned:
            return
        self._last = self._pace.seconds
        self._tell(**asdict(progress))

    def _tell(self, **progress: object) -> None:
        self._print(
            "progress",
            **progress,
            passages_a_second=_rounded(self._pace.passages_a_second),
            seconds=_rounded(self._pace.seconds),
            seconds_left=_rounded(self._pace.seconds_left),
        )

    def stopped(self) -> None:
        """Print that the run was stopped, and what is kept of it."""
        if not self._stopped:
            self._stopped = True
            self._print("stopped", stored=self._known.stored if self._known else 0)
            print_stopped(self._known, dry_run=self._dry_run)

    def summary(self, report: Report) -> None:
        """Print the whole run."""
        self._print("report", **report.as_dict())

    def _print(self, event: str, **values: object) -> None:
        self._say(json.dumps({"event": event, **values}, ensure_ascii=False))


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def print_stopped(known: Progress | None, *, dry_run: bool) -> None:
    """Say on standard error that an ingest was stopped, and what is kept of it."""
    if dry_run:
        click.echo("citewire: stopped. Nothing was written: this was a dry run.", err=True)
        return
    stored = many(known.stored if known else 0, "article")
    click.echo(
        f"citewire: stopped. Stored by this run, and kept: {stored}. The same command goes on "
        "from there.",
        err=True,
    )


def _state(progress: Progress | None, pace: Pace, *, short: bool = False) -> str:
    if progress is None:
        return "opening the library"
    if not progress.articles and not progress.source and not progress.doing:
        return f"{many(progress.found, 'file')} found so far"
    done = f"{many(progress.articles, 'article')}, {many(progress.passages, 'passage')}"
    if rate := pace.passages_a_second:
        done += f", {rate:.1f} a second"
    if (left := pace.seconds_left) is not None:
        done += f", {spell(left)} left"
    if short:
        return done
    share = f"{progress.share:.0%}, " if progress.share else ""
    return f"{share}{done}; now {progress.doing or progress.source or 'finishing'}"


@contextmanager
def counting(unit: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what moves a bar to a number of all; without a terminal there is none."""
    with tqdm(unit=f" {unit}", leave=False, disable=not sys.stderr.isatty()) as bar:

        def move(done: int, total: int) -> None:
            if not done:
                bar.reset(total)  # its clock starts now, after what was loaded
            bar.update(done - bar.n)

        yield move
