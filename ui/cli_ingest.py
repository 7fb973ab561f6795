"""The command that brings articles in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.cli_common import opened, settings_of, with_data_dir, with_json, with_selection

if TYPE_CHECKING:
    from ingest import Report


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@with_selection
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@with_data_dir
@with_json
def ingest(
    sources: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    mapping: str | None,
    dry_run: bool,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Bring articles into the library: files, folders, archives, patterns like "news/**/*.html".

    A SOURCE of - takes paths and addresses from standard input, one a line. What is there already
    is left alone, what has changed is a new version. A source that cannot be read is reported and
    stops nothing; the exit status is then 1.
    """
    from ui.progress import Display, Lines
    from ui.stopping import end_now, ending_soon

    display: Display | Lines = (Lines if as_json else Display)(dry_run=dry_run)
    given: Iterable[str] = _listed(sources) if "-" in sources else sources
    options: dict[str, Any] = {
        "include": include,
        "exclude": exclude,
        "mapping": mapping,
        "on_source": display.source,
        "on_progress": display.progress,
    }
    try:
        with display, ending_soon(display.stopped):
            report = _run(given, data_dir, options, dry_run=dry_run)
            display.summary(report)
    except KeyboardInterrupt:
        display.stopped()
        end_now()
    if report.failed:
        sys.exit(1)


def _run(
    sources: Iterable[str], data_dir: Path | None, options: dict[str, Any], *, dry_run: bool
) -> Report:
    import ingest as floor

    if dry_run:
        settings = settings_of(data_dir)
        return floor.dry_run(settings.data_dir, sources, settings=settings, **options)
    with opened(data_dir) as library:
        return floor.ingest(library, sources, **options)


def _listed(sources: tuple[str, ...]) -> Iterator[str]:
    """Yield the sources, in the place of ``-`` those that standard input lists."""
    for source in sources:
        if source != "-":
            yield source
            continue
        for line in sys.stdin.buffer:
            name = os.fsdecode(line.strip())  # a path may be any bytes
            if name and not name.startswith("#"):
                yield name
