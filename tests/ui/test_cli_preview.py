from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.ingest.pages.made import LEAD, json_ld, page
from ui.cli import main

HEAD = json_ld(
    {"@type": "NewsArticle", "headline": "Pier to close", "datePublished": "2021-03-02T09:00Z"}
)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["preview", *words], catch_exceptions=False)
    return done.exit_code, done.output


def saved(folder: Path, html: str) -> str:
    path = folder / "pier.html"
    path.write_text(html)
    return str(path)


def test_each_field_is_shown_with_where_it_was_found(tmp_path: Path) -> None:
    status, said = run(saved(tmp_path, page("<h2>What follows</h2>", head=HEAD)))
    assert status == 0
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "title Pier to close (JSON-LD headline)" in lines
    assert "published at 2021-03-02 09:00:00+00:00 (JSON-LD datePublished)" in lines
    assert "byline unknown" in lines
    assert "## What follows" in lines


def test_sentences_are_shown_without_headings(tmp_path: Path) -> None:
    _, said = run(saved(tmp_path, page("<h2>What follows</h2>")), "--sentences")
    assert f"1 {LEAD}" in " ".join(said.split())
    assert "What follows" not in said


def test_json_holds_the_article_and_its_sentences(tmp_path: Path) -> None:
    status, said = run(saved(tmp_path, page(head=HEAD)), "--json", "--sentences")
    [one] = json.loads(said)
    start, end = one["article"]["sentences"][0]
    assert (status, one["article"]["text"][start:end]) == (0, LEAD)
    assert one["article"]["known_from"]["title"] == "JSON-LD headline"
    assert one["error"] is None


def test_of_several_articles_the_first_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(f'{{"text": "Story {n} ended."}}\n' for n in range(9)))
    _, said = run(str(path), "--limit", "2")
    assert "Story 1 ended." in said
    assert "Story 2 ended." not in said


def test_what_cannot_be_read_is_said_with_the_status(tmp_path: Path) -> None:
    status, said = run(saved(tmp_path, "no page"))
    assert (status, "not read:" in said) == (1, True)
    status, said = run(str(tmp_path / "missing.html"))
    assert (status, "does not exist" in said) == (1, True)


def test_an_address_of_this_machine_is_refused() -> None:
    status, said = run("http://127.0.0.1:9/x")
    assert status == 1
    assert "not an address of the open internet" in said


def test_no_library_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWIRE_DATA_DIR", str(tmp_path / "library"))
    run(saved(tmp_path, page()))
    assert not (tmp_path / "library").exists()


def test_the_members_of_an_archive_are_shown_and_what_is_broken_in_it(tmp_path: Path) -> None:
    archive = tmp_path / "news.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("lock.txt", "The lock at Wendbridge was mended on Friday.")
        file.writestr("photo.jpg", "x")
        file.writestr("bridge.txt.gz", gzip.compress(b"The bridge is open again."))
        file.writestr("empty.md", "")
    status, said = run(str(archive))
    assert status == 1
    assert f"{archive}!lock.txt" in said
    assert "The bridge is open again." in said
    assert f"not read: {archive}!empty.md is empty." in said
    assert "photo" not in said
