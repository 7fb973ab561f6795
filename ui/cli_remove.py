"""The commands that take articles out, and off the disk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_common import WrongUse, opened, print_json, with_data_dir, with_json
from ui.wording import many

if TYPE_CHECKING:
    from vectorstore import Library


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@with_data_dir
def remove(ids: tuple[str, ...], data_dir: Path | None) -> None:
    """Take articles out of the library, and of every answer, at once.

    Their words may stand in the library's files until citewire compact clears them; citewire forget
    does both, and forgets where they came from as well.
    """
    with opened(data_dir) as library:
        count = library.remove(ids)
    click.echo(f"Removed {many(count, 'article')}. citewire compact clears the disk of the words.")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_data_dir
def forget(ids: tuple[str, ...], yes: bool, data_dir: Path | None) -> None:
    """Take articles and every trace of them off the library's files. It cannot be undone.

    Those that were removed before can still be forgotten: their ids, where they came from. Asks
    first; without a terminal to ask on, it needs --yes. A source that still has an article
    brings it back when it is ingested again.
    """
    if not yes and not sys.stdin.isatty():
        raise WrongUse("There is no terminal to ask on. Nothing was changed. Give --yes to forget.")
    with opened(data_dir) as library:
        sources = _named(library, ids)
        if not yes and not click.confirm(
            f"Forget {many(len(sources), 'article')} for good?", err=True
        ):
            click.echo("Nothing was changed.", err=True)
            sys.exit(1)
        count = library.forget(ids)
    click.echo(f"Forgot {many(count, 'article')}: no file of the library holds the words any more.")
    for source in sorted({source for source in sources if source}):
        click.echo(f"Ingesting {source} again would bring it back, if it is still there.")


def _named(library: Library, ids: tuple[str, ...]) -> list[str]:
    """Say what is about to be forgotten; return where each came from, empty where that is unknown.

    Of an article that was removed before, the traces can be forgotten still.
    """
    from vectorstore import ArticleNotFoundError, left_of

    sources = []
    for id in dict.fromkeys(ids):
        known = left_of(library.catalogue, id)
        try:
            article = library.article(id)
        except ArticleNotFoundError:
            click.echo(f"{id}  (removed before)", err=True)
            sources.append(known[0] if known else "")
        else:
            click.echo(f"{article.id}  {article.title or '-'}", err=True)
            sources.append(article.source)
    return sources


@click.command()
@with_data_dir
@with_json
def compact(data_dir: Path | None, as_json: bool) -> None:
    """Clear the library's files of what removed articles left, and make them small.

    Questions are answered meanwhile. citewire status says when it is due.
    """
    from dataclasses import asdict

    with opened(data_dir, finish=False) as library:
        done = library.compact()
    if as_json:
        print_json(asdict(done))
        return
    sizes = f"{done.before / 1e6:,.1f} MB before, {done.after / 1e6:,.1f} MB now"
    click.echo(f"Compacted: {sizes}; cleared the words of {many(done.removed, 'article')}.")
