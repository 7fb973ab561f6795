"""The commands for what an article said before: history and diff."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli_common import opened, print_json, with_data_dir, with_json

_NUMBER = click.IntRange(min=1)


@click.command()
@click.argument("id")
@with_data_dir
@with_json
def history(id: str, data_dir: Path | None, as_json: bool) -> None:
    """List the versions of the article ID, the oldest first."""
    from ui.version_text import history_text

    with opened(data_dir, finish=False) as library:
        found = library.history(id)
    if as_json:
        print_json([one.as_dict() for one in found])
    else:
        click.echo(history_text(found))


@click.command()
@click.argument("id")
@click.argument("before", type=_NUMBER, required=False, metavar="[N]")
@click.argument("after", type=_NUMBER, required=False, metavar="[M]")
@with_data_dir
@with_json
def diff(
    id: str, before: int | None, after: int | None, data_dir: Path | None, as_json: bool
) -> None:
    """Show what differs between the versions N and M of the article ID.

    Without M the newest one, without N the one before M. [-…-] was taken out, {+…+} was put in.
    """
    from qa import difference
    from ui.version_text import difference_text

    with opened(data_dir, finish=False) as library:
        later = library.article(id, after)
        number = before if before is not None else max(1, later.version - 1)
        found = difference(library.article(id, number), later)
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(difference_text(found))
