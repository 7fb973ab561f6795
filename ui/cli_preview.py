"""``citewire preview``: what would be stored of a source, and where each field was found."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_common import opened, print_json, settings_of, with_data_dir, with_json

if TYPE_CHECKING:
    from ingest import Previewed
    from vectorstore import Article, Library

_WIDTH = 96
#: Fields by their names, and how a person reads them.
_FIELDS = (
    ("title", "title"),
    ("outlet", "outlet"),
    ("byline", "byline"),
    ("published", "published"),
    ("published_at", "published at"),
    ("modified_at", "modified at"),
    ("language", "language"),
    ("url", "address"),
    ("section", "section"),
    ("tags", "tags"),
)
_STATUS = {
    "new": "no: an ingest would add it",
    "changed": "yes, in another form: an ingest would change it",
    "unchanged": "yes: an ingest would leave it as it is",
}


@click.command()
@click.argument("source", metavar="SOURCE")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(min=1), metavar="N")
@click.option("--sentences", is_flag=True, help="Show the sentences that could be quoted.")
@click.option(
    "--map", "mapping", metavar="FIELD=COLUMN,...", help="Which columns of a table hold what."
)
@with_data_dir
@with_json
def preview(
    source: str,
    limit: int,
    sentences: bool,
    mapping: str | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Show what would be stored of SOURCE: a file, a folder, an archive, an address.

    Each field is shown with where it was found and, where there is a library, whether that has the
    article already. Nothing is stored. Of several articles, the first N; of a feed or a sitemap,
    the first N of its pages.
    """
    from ingest import preview as run

    shown: list[Previewed] = []
    with _library(data_dir) as library:
        # The pages of a feed come one by one.
        for one in run(source, mapping=mapping, limit=limit, library=library):
            if not as_json:
                click.echo("\n" * bool(shown) + preview_text(one, sentences=sentences))
            shown.append(one)
    if as_json:
        print_json([one.as_dict() for one in shown])
    elif not shown:
        click.echo(f"citewire: {source} holds no files that Citewire reads.", err=True)
    if not shown or any(one.error for one in shown):
        sys.exit(1)


@contextmanager
def _library(data_dir: Path | None) -> Iterator[Library | None]:
    """Open the library, if there is one that can be opened.

    Opening one of an older version would bring it up to date, which is no preview's business: what
    it knows is looked at in another place.
    """
    from vectorstore import CitewireError, Library, rehearsal, would_change

    with ExitStack() as stack:
        library = None
        try:
            settings = settings_of(data_dir)
            folder = settings.data_dir
            if Library.lies_in(folder) and would_change(folder):
                library = stack.enter_context(rehearsal(folder, settings=settings))
            elif Library.lies_in(folder):
                library = stack.enter_context(opened(data_dir, finish=False))
        except CitewireError as error:
            click.echo(f"citewire: {error} What it has is not said.", err=True)
        yield library


def preview_text(one: Previewed, *, sentences: bool = False) -> str:
    """Return one article, its fields and notes, as text for a terminal."""
    from ui.article_text import body_text  # heavy

    notes = [f"note: {note}" for note in one.notes]
    if one.entries:
        return "\n".join([one.source, *one.notes])
    if one.article is None:
        return "\n".join([f"{one.source}", f"not read: {one.error}", *notes])
    lines = [one.source, *_field_lines(one.article), *notes]
    if one.status:
        lines.append(f"{'in library':<13} {_STATUS[one.status]}")
    body = _sentence_lines(one.article) if sentences else [body_text(one.article)]
    return "\n".join([*lines, "", *body])


def _field_lines(article: Article) -> Iterator[str]:
    for name, called in _FIELDS:
        value = getattr(article, name)
        if name == "tags":
            value = ", ".join(value)
        if not value:
            if name != "published_at" and name != "modified_at":
                yield f"{called:<13} unknown"
            continue
        place = article.known_from.get(name)
        yield f"{called:<13} {value}" + (f"  ({place})" if place else "")


def _sentence_lines(article: Article) -> Iterator[str]:
    for number, (start, end) in enumerate(article.sentences, start=1):
        words = " ".join(article.text[start:end].split())
        yield textwrap.fill(
            words, _WIDTH, initial_indent=f"{number:>4}  ", subsequent_indent=" " * 6
        )
