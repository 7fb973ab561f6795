"""What the commands of the command line share: options, the library, and how they print."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from vectorstore import Library, Settings

Command = TypeVar("Command", bound=Callable[..., Any])

with_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class WrongUse(click.ClickException):
    """Says what our UsageError says, without the imports that one needs."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it as our own errors are printed."""
        click.echo(f"citewire: {self.format_message()}", file=file, err=True)


def with_data_dir(command: Command) -> Command:
    """Give a command the options that all have; its argument is ``data_dir``."""
    option = click.option(
        "--data-dir",
        envvar="CITEWIRE_DATA_DIR",
        type=click.Path(path_type=Path),
        help="Folder of the library.  [default: the platform's folder for user data]",
    )
    loud = click.option(
        "-v",
        "--verbose",
        count=True,
        expose_value=False,
        callback=_set_logging,
        help="Say more on standard error; twice for everything.",
    )
    return option(loud(command))


def with_selection(command: Command) -> Command:
    """Give a command what says which files are taken, and which columns of a table are what.

    Its arguments are ``include``, ``exclude`` and ``mapping``.
    """
    include = click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="Take only files below a folder, and members of archives, that match. Repeatable.",
    )
    exclude = click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Leave out those that match."
    )
    mapping = click.option(
        "--map",
        "mapping",
        metavar="FIELD=COLUMN,...",
        help="Which columns of a table hold what: title=headline,text=lead+body.",
    )
    return include(exclude(mapping(command)))


def _set_logging(ctx: click.Context, _: click.Parameter, count: int) -> None:
    if not count:
        return
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    level = logging.INFO if count == 1 else logging.DEBUG
    for floor in ("vectorstore", "ingest", "qa", "ui"):
        logging.getLogger(floor).setLevel(level)


def verbose() -> bool:
    """Return whether the command was told to say more."""
    return bool(logging.getLogger("qa").level)


def settings_of(data_dir: Path | None, **given: Any) -> Settings:  # noqa: ANN401 - any field's value
    """Return the settings; an argument that is ``None`` counts as not given."""
    from vectorstore import Settings

    return Settings.load(data_dir=data_dir, **given)


@contextmanager
def opened(data_dir: Path | None, *, finish: bool = True) -> Iterator[Library]:
    """Open the library for as long as the block runs."""
    settings = settings_of(data_dir)
    from vectorstore import Library

    with Library.open(settings=settings, finish=finish) as library:
        yield library


def print_json(value: object) -> None:
    """Print a value as JSON that a person can read too."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
