"""The command line, through click's own runner and as a real process."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from citewire import __version__
from tests.conftest import ROOT
from tests.vectorstore.conftest import take_back
from ui.cli import main
from vectorstore import Library

QUESTIONS = str(ROOT / "tests" / "questions.jsonl")
LIST_QUESTION = "Which companies paused sales, and for how long?"


@pytest.fixture
def run(samples: Library) -> Callable[..., Result]:
    """Run a command on the sample library."""

    def run(*arguments: str, data_dir: Path = samples.path) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data-dir", str(data_dir)])

    return run


def read(result: Result) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(result.stdout)


def test_every_command_has_help_and_is_in_the_docs() -> None:
    docs = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    assert CliRunner().invoke(main, ["--help"]).exit_code == 0
    for name, command in main.commands.items():
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert command.help
        assert f"citewire {name}" in docs
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in docs, f"{name} {option} is not in the docs"


def test_an_answer_as_json_has_the_promised_fields(run: Callable[..., Result]) -> None:
    result = run("ask", LIST_QUESTION, "--json")
    assert result.exit_code == 0
    found = read(result)
    assert set(found) == set(
        "question as_of form abstained confidence text table coverage statements nearest searched "
        "timings_ms".split()
    )
    assert found["question"] == LIST_QUESTION
    assert not found["abstained"]
    assert set(found["searched"]) == {"articles", "passages", "sentences"}
    for statement in found["statements"]:
        assert set(statement) == set(
            "text confidence answer antecedent speaker standing sources outlets citations".split()
        )
        for citation in statement["citations"]:
            names = "article_id version title outlet url published start end quote context dates"
            assert set(citation) == set(names.split())
            shown = read(run("show", citation["article_id"], "--json"))
            assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_an_abstention_exits_with_3_and_shows_the_nearest(run: Callable[..., Result]) -> None:
    result = run("ask", "Who won the World Cup?", "--json")
    assert result.exit_code == 3
    found = read(result)
    assert found["abstained"]
    assert found["statements"] == []
    assert len(found["nearest"]) == 3
    assert all("score" in one and "quote" in one for one in found["nearest"])
    said = run("ask", "Who won the World Cup?")
    assert said.exit_code == 3
    assert "does not answer this" in said.stdout
    assert "not an answer" in said.stdout


def test_an_answer_as_text_numbers_its_sources(run: Callable[..., Result]) -> None:
    result = run("ask", "Who is Skelvane's president?")
    assert result.exit_code == 0
    assert "[1]" in result.stdout
    assert "Anselm Krieve" in result.stdout
    assert "citewire show" in result.stdout
    assert '“"' not in result.stdout  # one of its sentences begins with a mark of its own


def test_search_shows_ranked_sentences(run: Callable[..., Result]) -> None:
    found = read(run("search", LIST_QUESTION, "--top", "7", "--json"))
    assert len(found) == 7
    assert set(found[0]) == set(
        "article_id version start end text score probability answer".split()
    )
    assert "Skelvane" in run("search", LIST_QUESTION, "--top", "3").stdout
    assert run("search", LIST_QUESTION, "--top", "0").exit_code == 2


def test_show_marks_the_span(run: Callable[..., Result]) -> None:
    [first] = read(run("search", "Who is Skelvane's president?", "--top", "1", "--json"))
    span = ("--start", str(first["start"]), "--end", str(first["end"]))
    result = run("show", first["article_id"], *span)
    assert f"»»{first['text']}««" in " ".join(result.stdout.split())
    shown = read(run("show", first["article_id"], "--json"))
    names = "id title url outlet published language source text sentences byline published_at"
    further = "modified_at section tags blocks known_from version"
    assert set(shown) == set(f"{names} {further}".split())
    assert [first["start"], first["end"]] in shown["sentences"]
    assert run("show", first["article_id"], "--start", "1").exit_code == 2
    assert run("show", first["article_id"], "--start", "5", "--end", "99999999").exit_code == 2


def test_an_unknown_id_fails_in_one_line(run: Callable[..., Result]) -> None:
    result = run("show", "no-such-article")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "citewire list" in result.stderr


def test_list_and_status_tell_what_is_there(run: Callable[..., Result]) -> None:
    listing = read(run("list", "--json"))
    assert len(listing) == 20
    assert {"id", "title", "url", "outlet", "published", "source"} <= set(listing[0])
    assert len(run("list").stdout.splitlines()) == 20
    state = read(run("status", "--json"))
    assert (state["articles"], state["unfinished"]) == (20, 0)
    assert state["embedding_model"] == "all-MiniLM-L6-v2"
    assert "chromadb" in state["versions"]
    assert state["unread"] == {}
    assert state["calibration"] == {
        "evidence_model": "citewire-reader-5",
        "questions": None,
        "day": None,
        "problem": None,
        "others": [],
    }
    assert state["adaptation"]["record"] is None
    assert re.search(r"^own reader +none$", run("status").stdout, re.MULTILINE)
    assert re.search(r"^calibration +the shipped one$", run("status").stdout, re.MULTILINE)
    assert "nothing" in run("status").stdout
    assert re.search(r"^not read +none$", run("status").stdout, re.MULTILINE)
    assert state["copies"] == {"groups": 1, "articles": 2}
    said = r"^copies +2 articles in 1 group; citewire copies lists them$"
    assert re.search(said, run("status").stdout, re.MULTILINE)


def test_copies_are_listed_so_that_a_person_can_judge(run: Callable[..., Result]) -> None:
    [group] = read(run("copies", "--json"))
    ids = [one["id"] for one in group["articles"]]
    assert len(ids) == 2
    assert group["id"] == ids[0]
    assert all(one["share"] >= 0.9 for one in group["articles"])
    assert {one["id"] for one in read(run("list", "--json")) if one["group"]} == set(ids)
    head, *lines = run("copies").stdout.splitlines()
    assert head == "1. 2 articles"
    for line, one in zip(lines, group["articles"], strict=True):
        assert re.match(r" +\d\d% +[\d,]+ characters ", line)
        assert one["id"] in line
        assert one["title"] in line


def test_an_archive_without_copies_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["copies", "--data-dir", str(tmp_path / "library")])
    assert (result.exit_code, result.stdout) == (0, "No article copies another.\n")
    state = CliRunner().invoke(main, ["status", "--data-dir", str(tmp_path / "library")]).stdout
    assert re.search(r"^copies +none$", state, re.MULTILINE)


def test_an_archive_of_before_copies_were_noted_is_said_not_to_have_been_looked_at(
    sample_copy: Path, tmp_path: Path
) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data-dir", str(sample_copy)])

    take_back(sample_copy, 8)
    assert re.search(r"^copies +not looked at yet; the next", run("status").stdout, re.MULTILINE)
    assert read(run("status", "--json"))["copies"] is None
    result = run("copies")
    assert result.stdout == ""
    assert "have not been looked at yet. The next citewire ingest" in result.stderr
    (tmp_path / "a.txt").write_text("The mayor resigned on Friday.")
    assert run("ingest", str(tmp_path / "a.txt")).exit_code == 0
    assert run("copies").stdout.startswith("1. 2 articles")


def test_status_and_an_abstention_name_the_languages_that_are_not_read(tmp_path: Path) -> None:
    where = ["--data-dir", str(tmp_path / "library")]
    source = tmp_path / "a.txt"
    source.write_text("Der Hafen von Quillmouth wurde am Montag nach langer Pause geöffnet.")
    assert CliRunner().invoke(main, ["ingest", str(source), *where]).exit_code == 0
    status = CliRunner().invoke(main, ["status", *where]).stdout
    assert "1 article in languages that the model does not read: German 1\n" in status
    state = read(CliRunner().invoke(main, ["status", "--json", *where]))
    assert state["unread"] == {"de": 1}
    asked = CliRunner().invoke(main, ["ask", "Who owns Mistrel?", *where])
    assert asked.exit_code == 3
    assert "It, in German, was not understood." in " ".join(asked.stdout.split())


def test_ingest_reports_each_source_and_a_summary(tmp_path: Path) -> None:
    where = ["--data-dir", str(tmp_path / "library")]
    source = tmp_path / "a.txt"
    source.write_text("Harbor opens\n\nThe harbor of Quillmouth opened on Monday.")
    first = CliRunner().invoke(main, ["ingest", str(source), *where])
    assert first.exit_code == 0
    assert f"new       {source}" in first.stdout
    assert "1 new, 0 changed, 0 unchanged, 0 failed" in first.stdout
    again = CliRunner().invoke(main, ["ingest", str(source), "--json", *where])
    *before, report = [json.loads(line) for line in again.stdout.splitlines()]
    assert (before[0]["event"], before[0]["doing"]) == ("progress", "opening the library")
    assert list(before[0]) == list(before[-1])
    assert [one["event"] for one in before if one["event"] != "progress"] == ["source"]
    assert {"event": "source", "source": str(source), "status": "unchanged"}.items() <= next(
        one.items() for one in before if one["event"] == "source"
    )
    assert (before[-1]["event"], before[-1]["share"]) == ("progress", 1.0)
    assert list(before[-1]) == [
        "event",
        "articles",
        "passages",
        "share",
        "found",
        "source",
        "stored",
        "doing",
        "passages_a_second",
        "seconds",
        "seconds_left",
    ]
    assert report["event"] == "report"
    assert (report["added"], report["unchanged"], report["articles"]) == (0, 1, 1)
    source.write_text("Harbor opens\n\nThe harbor of Quillmouth opened on Tuesday.")
    changed = CliRunner().invoke(main, ["ingest", str(source), *where])
    assert f"changed   {source}" in changed.stdout
    missing = CliRunner().invoke(main, ["ingest", str(tmp_path / "none.txt"), "--json", *where])
    assert missing.exit_code == 1
    report = json.loads(missing.stdout.splitlines()[-1])
    assert report["failed"][0]["source"].endswith("none.txt")
    [one] = read(CliRunner().invoke(main, ["list", "--json", *where]))
    assert CliRunner().invoke(main, ["remove", one["id"], *where]).exit_code == 0
    assert read(CliRunner().invoke(main, ["list", "--json", *where])) == []


def test_rebuild_makes_the_index_anew(sample_copy: Path) -> None:
    where = ["--data-dir", str(sample_copy)]
    before = CliRunner().invoke(main, ["ask", LIST_QUESTION, *where])
    result = CliRunner().invoke(main, ["rebuild", *where])
    assert result.exit_code == 0
    assert "Rebuilt the vector index" in result.stdout
    after = CliRunner().invoke(main, ["ask", LIST_QUESTION, *where])
    assert before.stdout.split("Searched")[0] == after.stdout.split("Searched")[0]


def test_settings_rise_from_file_to_environment_to_argument(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folder() -> str:
        result = CliRunner().invoke(main, ["status", "--json"])
        return str(json.loads(result.stdout)["data_dir"])

    (home / "citewire.toml").write_text(f"data_dir = {json.dumps(str(home / 'from-file'))}\n")
    assert folder() == str(home / "from-file")
    monkeypatch.setenv("CITEWIRE_DATA_DIR", str(home / "from-environment"))
    assert folder() == str(home / "from-environment")
    given = CliRunner().invoke(main, ["status", "--json", "--data-dir", str(home / "given")])
    assert json.loads(given.stdout)["data_dir"] == str(home / "given")
    (home / "citewire.toml").write_text("no_such_setting = 1\n")
    wrong = CliRunner().invoke(main, ["status"])
    assert wrong.exit_code == 2
    assert "no_such_setting" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["ask"], 2),
        (["nonsense"], 2),
        (["ask", "--wat"], 2),
        (["ask", " "], 2),
        (["show", "id", "--start", "5", "--end", "2"], 2),
        (["chat", "--host", "0.0.0.0"], 2),
        (["chat", "--share"], 2),
        (["evaluate", "--help"], 0),
        (["evaluate", "no-such-file.jsonl"], 2),
        (["evaluate", "tests/questions.jsonl", "--plot", "no/such/folder.svg"], 2),
        (["evaluate", "tests/questions.jsonl", "--failures", "-1"], 2),
        (["adapt", "--help"], 0),
        (["adapt", "--minutes", "0"], 2),
        (["calibrate", "--help"], 0),
        (["calibrate"], 2),
        (["calibrate", "no-such-file.jsonl"], 2),
        (["calibrate", "tests/questions.jsonl", "--remove"], 2),
    ],
)
def test_help_and_usage_errors_take_less_than_a_second_of_processor_time(
    arguments: list[str], status: int
) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "citewire", *arguments], cwd=ROOT, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == status
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1


def test_logging_is_silent_until_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("The harbor of Quillmouth opened on Monday.")
    command = [sys.executable, "-m", "citewire", "ingest", str(source)]

    def errors(*more: str) -> str:
        data_dir = ["--data-dir", str(tmp_path / f"library{len(more)}")]
        done = subprocess.run(
            [*command, *data_dir, *more], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stderr

    assert errors() == ""
    assert "INFO" in errors("-v")


def test_both_names_of_the_command_are_the_same() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "citewire", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip().endswith(__version__)


def test_a_question_has_a_day_and_knows_nothing_later(run: Callable[..., Result]) -> None:
    question = "Who won the chess championship?"
    later, before = (
        read(run("search", question, "--top", "50", "--as-of", day, "--json"))
        for day in ("2030-01-01", "2024-03-08")
    )
    after = {
        one["article_id"]
        for one in later
        if (read(run("show", one["article_id"], "--json"))["published"] or "") > "2024-03-08"
    }
    assert after
    assert not after & {one["article_id"] for one in before}
    assert read(run("ask", question, "--as-of", "2024-03-08", "--json"))["as_of"] == "2024-03-08"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_day_is_wrong_use(run: Callable[..., Result], command: str) -> None:
    result = run(command, "Who won?", "--as-of", "yesterday")
    assert result.exit_code == 2
    assert "--as-of" in result.output
    assert "Traceback" not in result.output


def test_an_evaluation_as_json_has_figures_with_intervals_and_all_failures(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    plot = tmp_path / "plot.svg"
    asked = ("evaluate", QUESTIONS, "--failures", "0", "--plot", str(plot))
    found = run(*asked, "--json")
    assert found.exit_code == 0
    told = read(found)
    assert set(told) == set(
        "questions answerable unknown_articles figures reliability wrong missed".split()
    )
    assert (told["questions"], told["answerable"]) == (16, 12)
    for figure in told["figures"].values():
        assert set(figure) == {"value", "low", "high", "questions"}
    for one in told["reliability"]:
        assert set(one) == {"confidence", "right", "low", "high", "questions"}
    assert told["wrong"]
    assert told["missed"]
    for one in (*told["wrong"], *told["missed"]):
        assert set(one) == set(
            "id question answers article_ids answerable asked_on abstained confidence "
            "right_statement sentence".split()
        )
        shown = read(run("show", one["sentence"]["article_id"], "--json"))
        start, end = one["sentence"]["start"], one["sentence"]["end"]
        assert shown["text"][start:end] == one["sentence"]["quote"]
    assert plot.read_text("utf-8").startswith("<svg ")


def test_an_evaluation_as_text_shows_figures_and_failures(run: Callable[..., Result]) -> None:
    found = run("evaluate", QUESTIONS, "--failures", "1")
    assert found.exit_code == 0
    assert "16 questions, 12 of them answerable" in found.stdout
    assert "AUROC of answering against abstaining" in found.stdout
    assert "Abstentions on answerable questions (1 of " in found.stdout
    assert found.stderr == ""  # no bar without a terminal


def test_a_broken_questions_file_fails_and_says_where(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Who won?"}\n{"question": "Who lost?", "answers": "Veil"}\n')
    found = run("evaluate", str(file))
    assert found.exit_code == 1
    assert found.stderr.startswith(f"citewire: {file}, line 2: ")
    assert found.stderr.count("\n") == 1


def test_a_plot_that_cannot_be_written_fails_after_the_figures(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Who won the World Cup?"}\n')
    found = run("evaluate", str(file), "--plot", str(tmp_path / f"{'a' * 300}.svg"))
    assert found.exit_code == 1
    assert "1 question, 0 of them answerable" in found.stdout
    assert "cannot be written" in found.stderr
