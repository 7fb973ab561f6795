"""The command that adapts the reader to a library."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from ui.cli_common import WrongUse, opened, print_json, with_data_dir, with_json
from ui.cli_questions import QUESTIONS_FILE

#: What is added to the process's niceness, so that a chat beside it is answered first.
NICE = 10

#: Seconds between two lines of progress about the same thing.
_EVERY = 20.0


@click.command()
@click.option(
    "--questions",
    type=QUESTIONS_FILE,
    metavar="QUESTIONS.jsonl",
    help="Learn from these questions too; half of them are kept to measure on.",
)
@click.option(
    "--minutes",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="About how long it may take, the time before a kill included.",
)
@click.option("--remove", is_flag=True, help="Take the library's own reader away instead.")
@with_data_dir
@with_json
def adapt(
    questions: Path | None, minutes: float, remove: bool, data_dir: Path | None, as_json: bool
) -> None:
    """Tune the reader on the library's own articles, and use it if it is better there.

    Its teachers are headlines, names and numbers taken out of sentences, and the file of citewire
    evaluate if one is given. It is measured on a tenth of the articles, which are kept out. It
    runs at low priority; when it was stopped, the same command goes on.
    """
    if remove:
        if questions is not None:
            raise WrongUse("--remove and --questions do not go together.")
        _remove(data_dir, as_json=as_json)
        return
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICE)
    from qa import adapt as run
    from ui.adaptation import adaptation_text

    with opened(data_dir) as library:
        found = run(questions, library=library, minutes=minutes, on_progress=_Lines().tell)
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(adaptation_text(found))


class _Lines:
    """Says on standard error what is being done: at once when it is something else, else rarely."""

    def __init__(self) -> None:
        self.stage, self.said = "", 0.0

    def tell(self, stage: str, done: int, total: int) -> None:
        """Print a line if it is time for one."""
        now = time.monotonic()
        if stage != self.stage or now - self.said >= _EVERY:
            self.stage, self.said = stage, now
            click.echo(f"{stage:<9} {done:,} of {total:,}", err=True)


def _remove(data_dir: Path | None, *, as_json: bool) -> None:
    from qa import remove_adaptation

    with opened(data_dir, finish=False) as library:
        removed = remove_adaptation(library)
    if as_json:
        print_json({"removed": removed})
    elif removed:
        click.echo("Removed the library's own reader; the shipped one is in use again.")
    else:
        click.echo("The library has no reader of its own; nothing was changed.")
