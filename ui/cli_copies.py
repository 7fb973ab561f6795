"""``citewire copies``: which articles copy one another, so that a person can judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_common import opened, print_json, with_data_dir, with_json

if TYPE_CHECKING:
    from vectorstore import CopyGroup


@click.command()
@with_data_dir
@with_json
def copies(data_dir: Path | None, as_json: bool) -> None:
    """List the articles that copy one another, group by group.

    Those of a group count as one source. With each article stands how much of it, or of the one of
    its group that is likest to it if that is shorter, both have in common word for word.
    """
    from vectorstore import copy_groups

    with opened(data_dir, finish=False) as library:
        groups, known = copy_groups(library.catalogue), library.catalogue.copies_known
    if as_json:
        print_json([group.as_dict() for group in groups])
    elif groups or known:
        click.echo(copies_text(groups) or "No article copies another.")
    if not known:
        click.echo(
            "Some articles have not been looked at yet. The next citewire ingest does that.",
            err=True,
        )


def copies_text(groups: list[CopyGroup]) -> str:
    """Return a line an article under a line a group."""
    from ui.wording import many

    lines = []
    for number, group in enumerate(groups, start=1):
        lines.append(f"{number}. {many(len(group.articles), 'article')}")
        for one in group.articles:
            when = one.published.isoformat() if one.published else "-"
            known = f"{one.id}  {when:<10}  {one.outlet or '-'}  {one.title or '-'}"
            lines.append(f"   {one.share:4.0%}  {one.characters:>7,} characters  {known}")
    return "\n".join(lines)
