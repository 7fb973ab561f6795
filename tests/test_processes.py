"""Several processes on one library: kills, readers beside a writer, two writers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ingest import ingest
from qa import answer, search
from qa.words import rare_and_common
from tests.conftest import ROOT
from ui.cli import main
from vectorstore import Article, Library, LibraryBusyError, Settings

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def in_another_process(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


INGEST_ONE = """
import sys
from ingest import ingest
from vectorstore import Article, Library
with Library.open(sys.argv[1]) as library:
    text = "A physician prescribed some medication to the sick feline."
    ingest(library, Article.of(text, id="vet"))
"""


def test_an_open_library_answers_from_what_another_process_ingested_by_vectors_alone(
    sample_copy: Path,
) -> None:
    question = "Which doctor gave drugs to an ill cat?"
    with Library.open(sample_copy, settings=Settings(data_dir=sample_copy)) as library:
        before = search(question, library=library, k=50)
        assert "vet" not in {one.article_id for one in before}
        writer = in_another_process(INGEST_ONE, sample_copy)
        _, errors = writer.communicate(timeout=240)
        assert writer.returncode == 0, errors
        [key] = [
            row[0]
            for row in library.catalogue.rows(
                "SELECT p.key FROM passages p JOIN articles a ON a.key = p.article_key "
                "WHERE a.id = 'vet'"
            )
        ]
        matched = library.catalogue.match(rare_and_common(question, {})[0], 1000)
        assert key not in {found for found, _ in matched}
        assert search(question, library=library, k=1)[0].article_id == "vet"


READ_UNTIL_STOPPED = """
import sys
from pathlib import Path
from qa import answer
from vectorstore import Library
asked = 0
with Library.open(sys.argv[1]) as library:
    Path(sys.argv[3]).touch()
    while not Path(sys.argv[2]).exists():
        result = answer("Which companies paused sales, and for how long?", library=library)
        for one in (*result.citations, *result.nearest):
            assert one.quote == library.article(one.article_id).text[one.start:one.end]
        assert result.nearest or result.citations
        asked += 1
print(asked)
"""


@pytest.mark.timeout(600)
def test_two_processes_read_while_a_third_writes(sample_copy: Path, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    ready = [tmp_path / "ready-0", tmp_path / "ready-1"]
    readers = [in_another_process(READ_UNTIL_STOPPED, sample_copy, stop, file) for file in ready]
    try:
        deadline = time.monotonic() + 240
        while not all(file.exists() for file in ready):
            assert time.monotonic() < deadline
            assert all(reader.poll() is None for reader in readers)
            time.sleep(0.1)
        with Library.open(sample_copy, settings=Settings(data_dir=sample_copy)) as library:
            for number in range(8):
                text = f"Harbor {number} opened on Monday. Sales of tickets were paused there."
                ingest(library, Article.of(text, id=f"harbor-{number}"))
            library.remove([f"harbor-{number}" for number in range(4)])
    finally:
        stop.touch()
        ended = [reader.communicate(timeout=240) for reader in readers]
    for reader, (out, errors) in zip(readers, ended, strict=True):
        assert reader.returncode == 0, errors
        assert int(out) > 0


def test_a_second_writer_is_told_who_writes(library: Library) -> None:
    holder = in_another_process(
        "import sys, time\nfrom vectorstore import Library\n"
        "with Library.open(sys.argv[1]) as library, library.writing():\n"
        "    print('held', flush=True); time.sleep(600)",
        library.path,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        with (
            pytest.raises(LibraryBusyError, match=f"process {holder.pid} since"),
            library.writing(wait=0.2),
        ):
            pass
        assert answer("Is anything here?", library=library).abstained
    finally:
        holder.kill()
        holder.communicate()
    with library.writing(wait=5):  # a dead process holds nothing
        pass


INGEST_AND_STAY = """
import sys, time
from ingest import ingest
from vectorstore import Library
def stay(progress):
    if progress.passages:
        print("stored", flush=True)
        time.sleep(600)
with Library.open(sys.argv[1]) as library:
    ingest(library, sys.argv[2], on_progress=stay, batch_passages=1)
"""


def status_in_words_and_json(library: Library) -> tuple[str, dict[str, Any]]:
    where = ["--data-dir", str(library.path)]
    said = CliRunner().invoke(main, ["status", *where]).stdout
    [line] = [line for line in said.splitlines() if line.startswith("unfinished")]
    return line, json.loads(CliRunner().invoke(main, ["status", "--json", *where]).stdout)


def test_an_ingest_that_was_killed_is_unfinished_until_another_has_finished(
    library: Library, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name in ("mayor", "bridge", "ferry"):
        (news / f"{name}.txt").write_text(f"The {name} of Oldtown was seen on Friday.")
    for killed in (1, 2):
        child = in_another_process(INGEST_AND_STAY, library.path, news)
        try:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == "stored"
            # The run that goes on is not unfinished, those that were killed before it are.
            words, state = status_in_words_and_json(library)
            assert len(state["unfinished_ingests"]) == killed - 1
            assert state["writer"].startswith(f"process {child.pid} ")
            assert ("was stopped" in words) == (killed == 2)
        finally:
            child.kill()
            child.communicate()
        words, state = status_in_words_and_json(library)
        assert (len(state["unfinished_ingests"]), state["writer"]) == (killed, None)
        assert all(began in words for began in state["unfinished_ingests"])
        assert words.endswith("stopped, and what was stored is kept; run the same command again")
    with library.writing():  # who writes now may do something else
        assert len(library.status().unfinished_ingests) == 2
    report = ingest(library, news)
    assert (report.articles, report.failed) == (3, ())
    words, state = status_in_words_and_json(library)
    assert state["unfinished_ingests"] == []
    assert words.split() == ["unfinished", "nothing"]
