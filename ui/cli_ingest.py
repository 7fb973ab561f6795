"""The command that brings articles in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from ui.cli_common import (
    opened,
    print_json,
    settings_of,
    with_data_dir,
    with_json,
    with_selection,
)


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
    import ingest as floor
    from ui.progress import Display

    given: Iterable[str] = _listed(sources) if "-" in sources else sources
    with Display(quiet=as_json) as display:
        options: dict[str, Any] = {
            "include": include,
            "exclude": exclude,
            "mapping": mapping,
            "on_source": display.source,
            "on_progress": display.progress,
        }
        if dry_run:
            settings = settings_of(data_dir)
            report = floor.dry_run(settings.data_dir, given, settings=settings, **options)
        else:
            with opened(data_dir) as library:
                report = floor.ingest(library, given, **options)
        if as_json:
            print_json(report.as_dict())
        else:
            display.summary(report)
    if report.failed:
        sys.exit(1)


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
