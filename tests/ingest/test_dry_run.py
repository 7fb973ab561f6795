"""What a run would take in, said without writing anything: files, archives, loaders, iterators."""

from __future__ import annotations

import gzip
import io
import os
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from ingest import Report, SourceDone, dry_run, ingest
from ui.cli import main
from vectorstore import Article, Library


def rehearsed(path: Path, sources: Any, **more: Any) -> tuple[Report, list[SourceDone]]:  # noqa: ANN401
    done: list[SourceDone] = []
    return dry_run(path, sources, on_source=done.append, **more), done


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "2024" / "drafts").mkdir(parents=True)
    (folder / "mayor.txt").write_text("The mayor of Oldtown resigned on Friday.")
    (folder / "2024" / "bridge.md").write_text("The bridge over the Wend was closed.")
    (folder / "2024" / "drafts" / "ferry.txt").write_text("The ferry to Stave sank.")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", "The deepest of the mines was flooded.")
    with zipfile.ZipFile(folder / "2024" / "old.zip", "w") as archive:
        archive.writestr("pages/lock.txt", "The lock was mended.")
        archive.writestr("pages/inner.zip", inner.getvalue())
        archive.writestr("photo.jpg", "x")
    (folder / "tower.txt.gz").write_bytes(gzip.compress(b"The tower was painted."))
    return folder


def names(done: list[SourceDone], folder: Path) -> list[str]:
    return [os.path.relpath(one.source, folder) for one in done if one.status != "failed"]


ALL = [
    "mayor.txt",
    "tower.txt.gz",
    "2024/bridge.md",
    "2024/old.zip!pages/lock.txt",
    "2024/old.zip!pages/inner.zip!deep.txt",
    "2024/drafts/ferry.txt",
]


def test_a_dry_run_says_all_and_makes_no_library(news: Path, tmp_path: Path) -> None:
    report, done = rehearsed(tmp_path / "none", news)
    assert names(done, news) == ALL
    assert (report.added, report.failed, report.skipped, report.dry_run) == (6, (), 1, True)
    assert report.articles == 6
    assert not (tmp_path / "none").exists()


def test_a_dry_run_knows_the_library_and_leaves_it_as_it_is(library: Library, news: Path) -> None:
    ingest(library, [news / "mayor.txt", news / "2024" / "bridge.md"])
    library.close()
    (news / "mayor.txt").write_text("The mayor of Oldtown stays.")
    before = {file: file.read_bytes() for file in library.path.rglob("*") if file.is_file()}
    report, done = rehearsed(library.path, news)
    assert (report.updated, report.unchanged, report.added, report.articles) == (1, 1, 4, 6)
    assert [one.status for one in done[:3]] == ["changed", "new", "unchanged"]
    after = {file: file.read_bytes() for file in library.path.rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("include", "exclude", "taken"),
    [
        ("*.md", [], ["2024/bridge.md"]),
        ([], "drafts", ALL[:5]),
        ([], ["2024"], ALL[:2]),
        ("pages/*.txt", [], ALL[3:4]),
        ("2024/old.zip", [], ALL[3:5]),
        ([], "inner.zip", [*ALL[:4], ALL[5]]),
        (["*.txt", "*.md"], ["2024/**/*.txt"], ["mayor.txt", "2024/bridge.md"]),
    ],
)
def test_patterns_choose_files_and_members(
    news: Path,
    tmp_path: Path,
    include: str | list[str],
    exclude: str | list[str],
    taken: list[str],
) -> None:
    _, done = rehearsed(tmp_path / "none", news, include=include, exclude=exclude)
    assert names(done, news) == taken


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("*.txt", ["mayor.txt"]),
        ("**/*.txt", ["mayor.txt", "2024/drafts/ferry.txt"]),
        ("20*", ALL[2:]),
        ("20*/drafts/[e-g]*", ["2024/drafts/ferry.txt"]),
    ],
)
def test_a_source_may_be_a_pattern(
    news: Path, tmp_path: Path, pattern: str, taken: list[str]
) -> None:
    report, done = rehearsed(tmp_path / "none", str(news / pattern))
    assert names(done, news) == taken
    assert not report.failed


def test_a_pattern_that_matches_nothing_fails_in_words(news: Path, tmp_path: Path) -> None:
    report, _ = rehearsed(tmp_path / "none", str(news / "*.pdf"))
    assert [one.error for one in report.failed] == [f"{news}/*.pdf matches no files."]


def test_two_spellings_of_a_file_are_one_and_links_in_circles_end(
    news: Path, tmp_path: Path
) -> None:
    (news / "2024" / "up").symlink_to(news)
    (news / "again").symlink_to(news / "2024")
    mayor = news / "mayor.txt"
    report, done = rehearsed(
        tmp_path / "none", [mayor, news / "2024" / ".." / "mayor.txt", str(mayor), news]
    )
    assert names(done, news) == ALL
    assert not report.failed


class Loader(BaseLoader):
    """Gives two documents and fails."""

    def lazy_load(self) -> Iterator[Document]:
        yield Document("The mayor left.", metadata={"source": "a"})
        yield Document("The bridge fell.", metadata={"source": "b"})
        raise OSError("the cable was cut")


def test_a_loader_that_fails_keeps_what_it_gave_before(tmp_path: Path) -> None:
    report, _ = rehearsed(tmp_path / "none", Loader())
    assert report.added == 2
    [failure] = report.failed
    assert failure.error == (
        "Loader stopped (OSError: the cable was cut). The 2 documents before are in."
    )


def peak(path: Path, number: int) -> int:
    text = "The ferry carried people over the Wend. " * 50
    articles = (
        Article.of(f"{text}It was trip {n}.", title=f"Trip {n}", source=f"trip/{n}")
        for n in range(number)
    )
    tracemalloc.start()
    try:
        report = dry_run(path, articles)
        assert (report.added, report.failed) == (number, ())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.long
def test_an_iterator_of_ten_times_as_many_articles_takes_no_more_memory(tmp_path: Path) -> None:
    few, many = peak(tmp_path / "none", 2_000), peak(tmp_path / "none", 20_000)
    assert many < few + 2 * 1024 * 1024


def test_a_hundred_megabytes_on_one_line_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_bytes(b"The ferry sank again. " * 4_800_000)
    [failure] = rehearsed(tmp_path / "none", tmp_path / "line.txt")[0].failed
    assert "has 105,5" in failure.error
    assert "characters, too many for one article. Cut it" in failure.error


def test_a_document_goes_in_with_all_that_is_known_of_it(library: Library) -> None:
    known = {
        "source": "wire/1",
        "headline": "Lock reopens",
        "author": "Ida Moss",
        "date": "2024-03-05T10:15:00Z",
        "publication": "Wend Post",
        "section": "Canals",
        "tags": ["locks", "boats"],
        "page": 3,
    }
    ingest(library, Document("The lock was mended.", metadata=known))
    [article] = library.articles()
    assert (article.title, article.byline, article.outlet) == (
        "Lock reopens", "Ida Moss", "Wend Post",
    )  # fmt: skip
    assert article.published_at == datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
    assert (article.section, article.tags) == ("Canals", ("locks", "boats"))
    assert article.known_from["byline"] == "metadata author"


def spoiled(folder: Path, number: int, broken: int) -> None:
    """Write files into folders of a hundred, ``broken`` of which cannot be read, each in a way."""
    ways = (b"", b"\x00\x01\x02", b"%PDF-1.4 no more of it", b" \n ", b"\x89PNG\r\n")
    for n in range(number):
        (folder / f"{n // 100:03}").mkdir(parents=True, exist_ok=True)
        step = number // broken
        bad = n % step == 1 and n // step < broken
        data = ways[n % 5] if bad else f"Lock {n} on the Wend was mended on Friday.".encode()
        (folder / f"{n // 100:03}" / f"{n:05}.txt").write_bytes(data)


def test_three_broken_files_among_a_hundred_are_listed_and_the_rest_is_in(tmp_path: Path) -> None:
    spoiled(tmp_path / "news", 99, 3)
    library = str(tmp_path / "library")
    done = CliRunner().invoke(main, ["ingest", str(tmp_path / "news"), "--data-dir", library])
    assert done.exit_code == 1
    failed = [line for line in done.output.splitlines() if line.startswith("failed")]
    assert len(failed) == 3
    assert all(str(tmp_path / "news") in line for line in failed)
    assert "96 new, 0 changed, 0 unchanged, 3 failed." in done.output
    assert "The library holds 96 articles" in done.output


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_300_broken_files_among_10_000_are_listed_and_the_rest_is_in(
    library: Library, tmp_path: Path
) -> None:
    spoiled(tmp_path / "news", 10_000, 300)
    report = ingest(library, tmp_path / "news")
    assert len({one.source for one in report.failed}) == 300
    assert all(len(one.error) > len(one.source) for one in report.failed)
    assert report.added == library.catalogue.counts()[0] == 9_700


def test_a_list_on_standard_input_names_what_is_read(news: Path, tmp_path: Path) -> None:
    listed = f"# what is new\n\n{news / 'mayor.txt'}\n{news / 'gone.txt'}\n"
    command = ["ingest", "-", "--dry-run", "--data-dir", str(tmp_path / "library")]
    done = CliRunner().invoke(main, command, input=listed)
    assert done.exit_code == 1
    assert f"new       {news / 'mayor.txt'}" in done.output
    assert f"{news / 'gone.txt'} does not exist." in done.output
    assert "1 new, 0 changed, 0 unchanged, 1 failed." in done.output


def test_a_file_none_of_whose_lines_can_be_read_says_so(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Who?"}\n{"question": "When?"}\n')
    report, [done] = rehearsed(tmp_path / "library", [file])
    assert (done.status, len(report.failed)) == ("failed", 2)
    assert done.detail == f"{file}: none of its 2 could be read"
