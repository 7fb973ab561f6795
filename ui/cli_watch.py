"""The command that keeps a library up to date."""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_common import opened, with_data_dir, with_selection
from ui.wording import many

if TYPE_CHECKING:
    from ingest import Watched

_COLORS = {"new": "green", "changed": "yellow", "failed": "red", "gone": None, "waiting": None}


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--every",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="How long to wait between two rounds.",
)
@click.option("--once", is_flag=True, help="Go one round and end.")
@with_selection
@with_data_dir
def watch(
    sources: tuple[str, ...],
    every: float,
    once: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    mapping: str | None,
    data_dir: Path | None,
) -> None:
    """Keep the library up to date with folders, files, feeds and pages.

    Takes in what is new or has changed, round after round, and says what it did. Ctrl-C ends it.
    """
    from ingest import Watch

    with opened(data_dir) as library:
        watching = Watch(library, sources, _tell, include=include, exclude=exclude, mapping=mapping)
        if once:
            watching.once()
            sys.exit(1 if watching.failed else 0)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        click.echo(f"Watching {many(len(sources), 'source')} (Ctrl-C ends it).")
        try:
            watching.run(every)
        except KeyboardInterrupt:
            click.echo(
                f"Stopped after {many(watching.rounds, 'round')}: {watching.added} new, "
                f"{watching.updated} changed, {watching.failed} failed. What was stored is kept."
            )


def _tell(seen: Watched) -> None:
    what = click.style(f"{seen.what:<8}", fg=_COLORS[seen.what])
    line = seen.detail if seen.what in {"failed", "waiting"} else seen.source
    more = f"  ({seen.detail})" if seen.detail and line == seen.source else ""
    click.echo(f"{datetime.now():%Y-%m-%d %H:%M:%S}  {what} {line}{more}")
