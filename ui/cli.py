"""The command line. Heavy imports wait inside the commands, so that help answers at once."""

from __future__ import annotations

import itertools
import os
import select
import shutil
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ui.cli_adapt import adapt
from ui.cli_care import backup, doctor, rebuild, restore
from ui.cli_common import (
    WrongUse,
    opened,
    print_json,
    settings_of,
    verbose,
    with_data_dir,
    with_json,
)
from ui.cli_copies import copies
from ui.cli_ingest import ingest
from ui.cli_preview import preview
from ui.cli_questions import calibrate, evaluate
from ui.cli_recheck import recheck
from ui.cli_remove import compact, forget, remove
from ui.cli_versions import diff, history
from ui.cli_watch import watch

#: Lines of a listing that are printed at once.
_LINES = 5000


class _Citewire(click.Group):
    """Turns our errors into a message and an exit status, in one place; bugs crash."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _end_unheard()
            raise
        except Exception as error:
            from vectorstore import CitewireError

            if not isinstance(error, CitewireError):
                raise
            click.echo(f"citewire: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("citewire: stopped. What was stored before is kept.", err=True)
            ctx.exit(130)


def _end_unheard() -> None:
    """End by SIGPIPE, as other tools do, when nobody reads the output on: ``citewire list | head``.

    Does nothing when it is another pipe that broke, or where there is no such signal.
    """
    if not hasattr(signal, "SIGPIPE"):
        return
    try:
        output = sys.stdout.fileno()
    except OSError:  # no file
        return
    watch = select.poll()
    watch.register(output, 0)
    if any(event & select.POLLERR for _, event in watch.poll(0)):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)


_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of the question (default: today); articles dated later are not considered.",
)


@click.group(cls=_Citewire, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="citewire", message="citewire %(version)s")
def main() -> None:
    """Answer questions over an archive of news articles, in sentences of the articles.

    Exit status: 0 answered or done, 1 failed, 2 wrong use, 3 abstained, 4 a saved quotation
    no longer stands, 130 stopped by Ctrl-C.
    """


main.add_command(ingest)
main.add_command(evaluate)
main.add_command(calibrate)
main.add_command(adapt)
main.add_command(watch)
main.add_command(preview)
main.add_command(history)
main.add_command(diff)
main.add_command(recheck)
main.add_command(copies)
main.add_command(remove)
main.add_command(forget)
main.add_command(compact)
main.add_command(doctor)
main.add_command(backup)
main.add_command(restore)
main.add_command(rebuild)


@main.command()
@click.argument("question")
@_as_of
@click.option("--save", is_flag=True, help="Save the question for citewire recheck.")
@with_data_dir
@with_json
def ask(
    question: str, as_of: datetime | None, save: bool, data_dir: Path | None, as_json: bool
) -> None:
    """Answer QUESTION with numbered citations, or say that the articles do not."""
    wanted = {"command": "ask", "question": question, "as_of": _day(as_of), "as_json": as_json}
    _print_output({**wanted, "save": save}, data_dir)


@main.command()
@click.argument("question")
@click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), metavar="N")
@_as_of
@with_data_dir
@with_json
def search(
    question: str, top: int, as_of: datetime | None, data_dir: Path | None, as_json: bool
) -> None:
    """Show the sentences that are the best evidence for QUESTION, without answering."""
    wanted = {"command": "search", "question": question, "as_of": _day(as_of), "as_json": as_json}
    _print_output({**wanted, "top": top}, data_dir)


def _day(as_of: datetime | None) -> str | None:
    return as_of.date().isoformat() if as_of else None


def _print_output(wanted: dict[str, Any], data_dir: Path | None) -> None:
    """Print an answer or evidence, from a running chat or from the library opened here."""
    _check(wanted["question"])
    from ui.running_chat import Answered, ask_running_chat

    given = None
    if not verbose():  # what is logged would be logged there
        columns = shutil.get_terminal_size().columns
        given = ask_running_chat({**wanted, "columns": columns}, data_dir)
    if given is None:
        from ui.asking import Wanted, output

        with opened(data_dir) as library:
            given = Answered(*output(Wanted(**wanted), library))
    if given.text:
        click.echo(given.text)
    if given.aside:
        click.echo(given.aside, err=True)
    if given.status:
        sys.exit(given.status)


@main.command()
@click.argument("id")
@click.option("--start", type=click.IntRange(min=0), metavar="N", help="Where the span begins.")
@click.option("--end", type=click.IntRange(min=1), metavar="N", help="Where it ends.")
@click.option("--version", type=click.IntRange(min=1), metavar="N", help="An older version of it.")
@with_data_dir
@with_json
def show(
    id: str,
    start: int | None,
    end: int | None,
    version: int | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Show the article ID, with the span from --start to --end marked."""
    if (start is None) != (end is None):
        raise click.UsageError("--start and --end go together.")
    if start is not None and end is not None and start >= end:
        raise click.UsageError("--end must be above --start.")
    from ui.article_text import article_text

    with opened(data_dir, finish=False) as library:
        article = library.article(id, version)
        versions = library.history(id)
    span = None
    if start is not None and end is not None:
        if not start < end <= len(article.text):
            raise click.UsageError(
                f"The span {start}-{end} is not in the article's {len(article.text)} characters."
            )
        span = (start, end)
    if as_json:
        print_json(article.as_dict())
    else:
        click.echo(article_text(article, span, versions))


@main.command("list")
@with_data_dir
@with_json
def list_(data_dir: Path | None, as_json: bool) -> None:
    """List the articles."""
    from ui.render import SHOWN, listing_json, listing_text
    from vectorstore import listed, listed_json

    with opened(data_dir, finish=False) as library:
        catalogue = library.catalogue
        shown = (
            listing_json(listed_json(catalogue))
            if as_json
            else listing_text(listed(catalogue, *SHOWN))
        )
        while piece := "".join(itertools.islice(shown, _LINES)):
            click.echo(piece, nl=False)


@main.command()
@with_data_dir
@with_json
def status(data_dir: Path | None, as_json: bool) -> None:
    """Show counts, sizes, the models, the calibration, versions, and what is unfinished."""
    from dataclasses import asdict

    from qa import adaptation_state, calibration_state
    from ui.adaptation import adapted_text
    from ui.calibration import state_text
    from ui.render import status_text
    from ui.versions import versions

    with opened(data_dir, finish=False) as library:
        calibration, adaptation = calibration_state(library), adaptation_state(library)
        state = {**asdict(library.status()), "calibration": calibration.as_dict()}
        state["adaptation"] = adaptation.as_dict()
        state["versions"] = versions()
    if as_json:
        print_json(state)
    else:
        click.echo(
            status_text(state, reader=adapted_text(adaptation), calibration=state_text(calibration))
        )


@main.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port.  [default: 7860]")
@click.option("--share", is_flag=True, help="Open a public address through Gradio's tunnel.")
@click.option("--auth", metavar="USER:PASSWORD", help="Ask for this login.")
@with_data_dir
def chat(
    host: str | None, port: int | None, share: bool, auth: str | None, data_dir: Path | None
) -> None:
    """Start the web chat and print its address.

    Any address but this machine's own, and --share, need --auth.
    """
    _refuse_open_door(host, share=share, auth=auth)
    settings = settings_of(data_dir, host=host, port=port, auth=auth)
    from ui.web import serve

    # The server passes on what ended it; by default that would end the process on the spot.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    login = tuple(settings.auth.split(":", 1)) if settings.auth else None
    serve(
        settings,
        host=settings.host,
        port=settings.port,
        share=share,
        auth=(login[0], login[1]) if login else None,
        announce=lambda address: click.echo(f"The web chat runs on {address} (Ctrl-C stops it)."),
    )


def _refuse_open_door(host: str | None, *, share: bool, auth: str | None) -> None:
    """Refuse at once what ``ui.web`` would refuse after seconds of imports, where that is plain."""
    configured = "CITEWIRE_AUTH" in os.environ or Path("citewire.toml").exists()
    outside = share or (host or "127.0.0.1") not in {"127.0.0.1", "localhost", "::1"}
    if outside and not auth and not configured:
        raise WrongUse("An address that others can reach, and --share, need --auth USER:PASSWORD.")


def _check(question: str) -> None:
    """Refuse at once what ``qa`` would refuse after seconds of imports."""
    if not question.strip():
        raise WrongUse("The question is empty. Ask something in words.")
