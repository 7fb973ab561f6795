"""An older version can be shown, listed, compared, and asked about, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa import Citation, search
from ui.cli import main
from ui.pages import Place, esc, place_html
from vectorstore import Library, Settings

WAS = "The mayor of Oldtown resigned on Friday."
IS = "The mayor of Oldtown resigned on Sunday."
QUESTION = "When did the mayor of Oldtown resign?"
PAGE = "Mayor resigns\n\n{said} Nobody wept at the town hall.\n"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Run a command on the library of this test."""

    def run(*arguments: str) -> Result:
        where = ["--data-dir", str(tmp_path / "library")]
        return CliRunner().invoke(main, [*arguments, *where], color=True)

    return run


@pytest.fixture
def corrected(run: Callable[..., Result], tmp_path: Path) -> str:
    """Return the id of an article that was corrected, with a question saved before that."""
    file = tmp_path / "mayor.txt"
    file.write_text(PAGE.format(said=WAS))
    assert run("ingest", str(file)).exit_code == 0
    saved = run("ask", QUESTION, "--save")
    assert "Saved as question 1" in saved.stderr
    assert f"--version 1 --start 0 --end {len(WAS)}" in saved.stdout
    assert run("recheck").exit_code == 0
    file.write_text(PAGE.format(said=IS))
    assert "1 changed" in run("ingest", str(file)).stdout
    [one] = json.loads(run("list", "--json").stdout)
    assert one["version"] == 2
    return str(one["id"])


def test_what_an_article_said_before_is_shown_listed_and_compared(
    run: Callable[..., Result], corrected: str
) -> None:
    shown = run("show", corrected, "--version", "1", "--start", "0", "--end", str(len(WAS)))
    assert WAS in shown.stdout
    assert "version 1 of 2, superseded" in shown.stdout
    assert "version 2, the newest" in run("show", corrected).stdout
    older = json.loads(run("show", corrected, "--version", "1", "--json").stdout)
    assert (older["version"], older["text"][: len(WAS)]) == (1, WAS)
    assert [0, len(WAS)] in older["sentences"]
    assert run("show", corrected, "--version", "3").exit_code == 1

    history = json.loads(run("history", corrected, "--json").stdout)
    assert [(one["version"], one["superseded_at"] is None) for one in history] == [
        (1, False),
        (2, True),
    ]
    assert len(run("history", corrected).stdout.splitlines()) == 2
    assert run("history", "nobody").exit_code == 1

    compared = run("diff", corrected).stdout
    assert "\x1b[31m[-Friday-]\x1b[0m" in compared
    assert "\x1b[32m{+Sunday+}\x1b[0m" in compared
    assert compared == run("diff", corrected, "1", "2").stdout
    [change] = json.loads(run("diff", corrected, "--json").stdout)["changes"]
    assert (change["before"]["text"], change["after"]["text"]) == (WAS, IS)
    assert "The texts are the same." in run("diff", corrected, "2").stdout
    assert run("diff", corrected, "7").exit_code == 1


def test_a_recheck_exits_with_4_when_a_quotation_has_fallen_and_shows_both(
    run: Callable[..., Result], corrected: str
) -> None:
    result = run("recheck")
    assert result.exit_code == 4
    assert f"“{WAS}”" in result.stdout
    assert f"“{IS}”" in result.stdout
    assert "no longer stands; the nearest sentence now is" in result.stdout
    assert f"citewire show {corrected} --version 1" in result.stdout
    assert f"citewire show {corrected} --version 2" in result.stdout
    found = json.loads(run("recheck", "--json").stdout)
    assert [one["stands"] for one in found] == [False]
    assert run("recheck", "--accept").exit_code == 4
    assert run("recheck").exit_code == 0
    assert run("recheck", "--remove", "1", "--accept").exit_code == 2
    assert "Removed" in run("recheck", "--remove", "1").stdout
    assert run("recheck", "--remove", "1").exit_code == 2
    assert "No question is saved." in run("recheck").stdout


def test_a_link_of_yesterday_opens_the_version_that_was_quoted(
    run: Callable[..., Result], corrected: str, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, settings=Settings(data_dir=folder)) as library:
        old = library.article(corrected, version=1)
        page = place_html(Place.of(Citation(old, 0, len(WAS))), library)
        assert f'id="cited" tabindex="-1">{WAS}</mark>' in page
        assert "has been corrected since" in page
        newest = Place(corrected).link()
        assert f'data-open="{newest}"' in page
        current = place_html(Place.parse(newest), library)
        assert IS in current
        assert f'data-open="{esc(Place(corrected, version=1).link())}"' in current
        assert "version 1" in current.lower()
        assert search(QUESTION, library=library, k=1)[0].version == 2
