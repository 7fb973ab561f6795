"""The commands that keep a library sound: checks, copies, and what is made anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_common import opened, print_json, settings_of, with_data_dir, with_json
from ui.wording import many

if TYPE_CHECKING:
    from vectorstore import Finding, Library


@click.command()
@click.option("--repair", is_flag=True, help="Make anew what can be made of the articles.")
@with_data_dir
@with_json
def doctor(repair: bool, data_dir: Path | None, as_json: bool) -> None:
    """Check all that the library holds; exit with 1 if something is wrong.

    Texts, the places of sentences, vectors, both indexes, the model, unfinished work. With --repair
    indexes and counts are made anew where they are wrong; nothing is encoded.
    """
    from vectorstore import examine

    with opened(data_dir, finish=False) as library:
        findings = [*examine(library, repair=repair), *_of_readers(library)]
    sound = all(one.sound for one in findings)
    if as_json:
        print_json({"sound": sound, "checks": [one.as_dict() for one in findings]})
    else:
        for one in findings:
            _print(one)
        click.echo("The library is sound." if sound else "The library is not sound.")
    if not sound:
        sys.exit(1)


def _of_readers(library: Library) -> list[Finding]:
    from qa import adaptation_state, calibration_state
    from vectorstore import Finding

    found = []
    for name, problem in (
        ("own reader", adaptation_state(library).problem),
        ("calibration", calibration_state(library).problem),
    ):
        found.append(Finding(name, (problem,) if problem else ()))
    return found


def _print(one: Finding) -> None:
    said = "sound" if not one.faults else "repaired" if one.repaired else "wrong"
    click.echo(f"{one.check:<12} {said}")
    for fault in one.faults:
        click.echo(f"             - {fault}")
    if one.to_do:
        click.echo(f"             {one.to_do}")


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE|FOLDER")
@with_data_dir
@with_json
def backup(target: Path, data_dir: Path | None, as_json: bool) -> None:
    """Copy the library to a folder, or to a file that ends in .tar, .tar.gz or .tgz.

    An ingest may be running: the copy holds what was stored when it began.
    """
    from dataclasses import asdict

    from vectorstore import backup as make

    with opened(data_dir, finish=False) as library:
        made = make(library, target)
    if as_json:
        print_json(asdict(made))
    else:
        size = f"{made.bytes / 1e6:,.1f} MB"
        click.echo(f"Copied {many(made.articles, 'article')} to {made.path}, {size}.")


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER")
@with_data_dir
@with_json
def restore(source: Path, data_dir: Path | None, as_json: bool) -> None:
    """Make a library of a backup, where there is none yet.

    The vector index is made anew; nothing is encoded.
    """
    from dataclasses import asdict

    settings = settings_of(data_dir)
    from vectorstore import restore as make

    made = make(source, settings.data_dir, settings)
    if as_json:
        print_json(asdict(made))
    else:
        when = f"the backup of {made.made_at}"
        click.echo(f"Restored {many(made.articles, 'article')} to {made.path} from {when}.")


@click.command()
@click.option(
    "--model",
    metavar="NAME|PATH",
    help="Encode all articles anew with this sentence-transformers model.",
)
@with_data_dir
@with_json
def rebuild(model: str | None, data_dir: Path | None, as_json: bool) -> None:
    """Make the vector index anew from the library database; nothing is encoded again.

    With --model everything is encoded again, by another model: questions are answered from the old
    vectors until all is done, and a run that was stopped goes on where it was.
    """
    if model is not None:
        _rebuild_with(model, data_dir, as_json=as_json)
        return
    with opened(data_dir, finish=False) as library:
        count = library.rebuild()
    if as_json:
        print_json({"passages": count})
    else:
        click.echo(f"Rebuilt the vector index of {many(count, 'passage')}.")


def _rebuild_with(model: str, data_dir: Path | None, *, as_json: bool) -> None:
    from ingest import rebuild_with
    from qa import calibration_state
    from ui.progress import counting

    with opened(data_dir) as library, counting("article") as on_progress:
        done = rebuild_with(library, model, on_progress=on_progress)
        calibrated = calibration_state(library).questions
    if as_json:
        print_json(done.as_dict())
        return
    before = done.articles - done.encoded
    more = f" ({before:,} of them by a run before)" if before > 0 else ""
    click.echo(
        f"Encoded {many(done.articles, 'article')}{more}, {many(done.passages, 'passage')}, with "
        f"{done.model} in {done.seconds:.0f} s. The library answers with it from now on."
    )
    if calibrated:
        click.echo("The calibration was made with the model before: run citewire calibrate again.")
