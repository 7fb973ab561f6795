"""The commands that ask a library questions whose answers are known: evaluate and calibrate."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli_common import WrongUse, opened, print_json, with_data_dir, with_json

QUESTIONS_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("questions", type=QUESTIONS_FILE, metavar="QUESTIONS.jsonl")
@click.option(
    "--failures",
    default=10,
    show_default=True,
    type=click.IntRange(min=0),
    metavar="N",
    help="Wrong answers, and missed ones, to show; --json has them all.",
)
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Write the reliability plot to this file.",
)
@with_data_dir
@with_json
def evaluate(
    questions: Path, failures: int, plot: Path | None, data_dir: Path | None, as_json: bool
) -> None:
    """Measure how well the library answers questions whose answers are known.

    A line of QUESTIONS.jsonl is a JSON object with "question" and, each optional, "answers"
    (strings of which one stands in a right sentence), "article_ids" (of the articles that answer),
    "answerable", "asked_on", "id".
    """
    if plot and not plot.absolute().parent.is_dir():
        raise WrongUse(f"There is no folder {plot.absolute().parent} to write the plot to.")
    from qa import evaluate as run
    from qa import read_questions
    from ui.evaluation import evaluation_text
    from ui.progress import counting
    from ui.reliability import reliability_svg

    asked = read_questions(questions)
    with opened(data_dir) as library, counting("question") as on_progress:
        found = run(asked, library=library, on_progress=on_progress)
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(evaluation_text(found, failures=failures))
    if plot:
        try:
            plot.write_text(reliability_svg(found), "utf-8")
        except OSError as error:
            from vectorstore import CitewireError

            raise CitewireError(
                f"{plot} cannot be written: {error.strerror}.", "The figures above are whole."
            ) from error


@click.command()
@click.argument("questions", type=QUESTIONS_FILE, metavar="QUESTIONS.jsonl", required=False)
@click.option("--remove", is_flag=True, help="Take the library's calibration away instead.")
@with_data_dir
@with_json
def calibrate(questions: Path | None, remove: bool, data_dir: Path | None, as_json: bool) -> None:
    """Fit confidence to questions whose answers are known, for this library.

    QUESTIONS.jsonl is as for evaluate: at least 50 questions, some of which the articles do not
    answer. What is fitted is used from then on if, on questions left out of the fit, it is better
    than what was in use; else nothing changes. Both is said. With a cross-encoder in the setting
    evidence_model it is fitted for that one.
    """
    if (questions is None) != remove:
        raise WrongUse("Give a questions file, or --remove; citewire calibrate --help says more.")
    if questions is None:
        _remove_calibration(data_dir, as_json=as_json)
        return
    from qa import calibrate as run
    from qa import read_questions
    from ui.calibration import calibration_text
    from ui.progress import counting

    asked = read_questions(questions)
    with opened(data_dir) as library, counting("question") as on_progress:
        found = run(asked, library=library, on_progress=on_progress)
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(calibration_text(found))


def _remove_calibration(data_dir: Path | None, *, as_json: bool) -> None:
    from qa import calibration_state, remove_calibration

    with opened(data_dir, finish=False) as library:
        model = calibration_state(library).evidence_model
        removed = remove_calibration(library)
    if as_json:
        print_json({"evidence_model": model, "removed": removed})
    elif removed:
        click.echo(f"Removed the calibration for {model}.")
    else:
        click.echo(f"There is no calibration for {model}; nothing was changed.")
