"""The command that asks saved questions again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ui.cli_common import WrongUse, opened, print_json, with_data_dir, with_json

#: Exit status when a quotation of a saved answer no longer stands.
FALLEN = 4


@click.command()
@click.option("--accept", is_flag=True, help="Save today's answers in place of the old ones.")
@click.option(
    "--remove",
    type=click.IntRange(min=1),
    metavar="N",
    help="Take the question N out of those that are saved instead.",
)
@with_data_dir
@with_json
def recheck(accept: bool, remove: int | None, data_dir: Path | None, as_json: bool) -> None:
    """Ask the saved questions again: which quotations no longer stand, and what is new.

    citewire ask --save saves a question. Exit status: 4 when a quotation no longer stands.
    """
    if remove is not None:
        _remove(remove, data_dir, accept=accept)
        return
    from qa import recheck as run
    from ui.progress import counting
    from ui.recheck_text import recheck_text

    with opened(data_dir) as library, counting("question") as on_progress:
        found = run(library, accept=accept, on_progress=on_progress)
    if as_json:
        print_json([one.as_dict() for one in found])
    else:
        click.echo(recheck_text(found))
    if not all(one.stands for one in found):
        sys.exit(FALLEN)


def _remove(number: int, data_dir: Path | None, *, accept: bool) -> None:
    if accept:
        raise WrongUse("--accept and --remove do not go together.")
    from vectorstore import UsageError, drop_question

    with opened(data_dir, finish=False) as library:
        there = drop_question(library.catalogue, number)
    if not there:
        raise UsageError(
            f"No saved question has the number {number}.", "", "citewire recheck shows them."
        )
    click.echo(f"Removed the question {number}.")
