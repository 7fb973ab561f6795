"""A file of lines that shifted: which article each line is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Report, ingest
from ingest.lines import Line, match_lines
from vectorstore import Library

A = "The mayor of Oldtown left on Friday."
B = "The bridge over the Wend fell on Monday."
C = "The ferry took nobody across on Sunday."
X = "The harbor of Quillmouth opened at noon."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "news.jsonl"


def write(file: Path, *lines: str | dict[str, Any]) -> None:
    """Write a line of JSON for each text or record; a text with a brace is broken JSON."""
    file.write_text(
        "".join(
            f"{line}\n"
            if isinstance(line, str) and line.startswith("{")
            else json.dumps({"text": line} if isinstance(line, str) else line) + "\n"
            for line in lines
        )
    )


def numbers(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.articles


def held(library: Library, file: Path) -> dict[str, str]:
    """Return the texts of a file's articles by what follows the file's name in their source."""
    return {a.text: a.source.removeprefix(str(file)) for a in library.articles()}


def ids(library: Library) -> dict[str, str]:
    return {a.text: a.id for a in library.articles()}


def test_a_line_put_in_at_the_top_is_the_only_news(library: Library, file: Path) -> None:
    write(file, A, B, C)
    ingest(library, file)
    before = ids(library)
    write(file, X, A, B, C)
    assert numbers(ingest(library, file)) == (1, 0, 3, 4)
    assert held(library, file) == {A: "#2", B: "#3", C: "#4", X: "#1"}
    after = ids(library)
    assert {text: after[text] for text in before} == before
    assert numbers(ingest(library, file)) == (0, 0, 4, 4)


def test_a_line_that_changed_while_others_shifted_keeps_its_article(
    library: Library, file: Path
) -> None:
    write(file, A, B, C)
    ingest(library, file)
    before = ids(library)
    write(file, X, A, f"{B} Again.", C)
    assert numbers(ingest(library, file)) == (1, 1, 2, 4)
    assert ids(library)[f"{B} Again."] == before[B]
    assert held(library, file) == {X: "#1", A: "#2", f"{B} Again.": "#3", C: "#4"}
    write(file, f"{X} Indeed.", A, f"{B} Again.", f"{C} Twice.")
    assert numbers(ingest(library, file)) == (0, 2, 2, 4)


def test_two_lines_of_one_content_are_one_article_wherever_they_stand(
    library: Library, file: Path
) -> None:
    write(file, A, B, A)
    assert numbers(ingest(library, file)) == (2, 0, 1, 2)
    write(file, X, A, B, A)
    assert numbers(ingest(library, file)) == (1, 0, 3, 3)
    write(file, X, A, B, f"{A} Again.")
    assert numbers(ingest(library, file)) == (1, 0, 3, 4)
    assert held(library, file) == {X: "#1", A: "#2", B: "#3", f"{A} Again.": "#4"}


def test_an_article_whose_line_left_the_file_stays_and_is_found_again(
    library: Library, file: Path
) -> None:
    write(file, A, B, C)
    ingest(library, file)
    before = ids(library)
    write(file, B, C)
    assert numbers(ingest(library, file)) == (0, 0, 2, 3)
    assert held(library, file) == {A: "", B: "#1", C: "#2"}
    write(file, f"{B} Again.", C)  # not taken for the one that left, which stood at #1 as well
    assert numbers(ingest(library, file)) == (0, 1, 1, 3)
    assert ids(library)[f"{B} Again."] == before[B]
    write(file, X, f"{B} Again.", C, A)
    assert numbers(ingest(library, file)) == (1, 0, 3, 4)
    assert ids(library)[A] == before[A]
    assert held(library, file) == {A: "#4", f"{B} Again.": "#2", C: "#3", X: "#1"}


def test_a_file_whose_lines_all_left_gives_new_articles(library: Library, file: Path) -> None:
    write(file, A, B)
    ingest(library, file)
    write(file, {"id": "x", "text": X})
    assert numbers(ingest(library, file)) == (1, 0, 0, 3)
    write(file, C, {"id": "x", "text": X})
    assert numbers(ingest(library, file)) == (1, 0, 1, 4)
    assert held(library, file) == {A: "", B: "", X: "#2", C: "#1"}


def test_lines_that_give_an_id_or_a_url_shift_too(library: Library, file: Path) -> None:
    named, linked = {"id": "a", "text": A}, {"url": "https://a.example/b", "text": B}
    write(file, named, linked, C)
    ingest(library, file)
    write(file, X, named, {**linked, "text": f"{B} Again."}, f"{C} Again.")
    assert numbers(ingest(library, file)) == (1, 2, 1, 4)
    assert held(library, file) == {A: "#2", f"{B} Again.": "#3", f"{C} Again.": "#4", X: "#1"}
    assert library.article("a").source == f"{file}#2"


def test_a_broken_line_loses_nothing_of_what_stood_there(library: Library, file: Path) -> None:
    write(file, A, B, C)
    ingest(library, file)
    before = ids(library)
    write(file, X, A, "{broken", C)
    report = ingest(library, file)
    assert numbers(report) == (1, 0, 2, 4)
    assert [failure.source for failure in report.failed] == [f"{file}#3"]
    write(file, X, A, f"{B} Mended.", C)
    assert numbers(ingest(library, file)) == (0, 1, 3, 4)
    assert ids(library)[f"{B} Mended."] == before[B]


def test_a_file_that_is_given_twice_or_was_read_in_part_makes_no_duplicates(
    library: Library, file: Path
) -> None:
    write(file, A, B)
    assert numbers(ingest(library, [file, file])) == (2, 0, 0, 2)

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    write(file, X, C, A, B)
    with pytest.raises(KeyboardInterrupt):
        ingest(library, file, on_progress=stop, batch_passages=1)
    assert numbers(ingest(library, file)) == (1, 0, 3, 4)
    assert held(library, file) == {X: "#1", C: "#2", A: "#3", B: "#4"}


def test_of_changed_lines_one_title_tells_which_is_which() -> None:
    known = [Line(f"f#{n}", f"id{n}", None, f"old{n}", title) for n, title in enumerate("abc")]
    now = [
        Line("f#0", sha256="new", title="d"),
        Line("f#1", sha256="changed", title="b"),
        Line("f#2", sha256="changed", title="a"),
    ]
    assert match_lines(known, now) == {"f#1": "id1", "f#2": "id0"}


def test_a_file_of_other_articles_takes_none_of_the_old_ones_places() -> None:
    known = [Line(f"f#{n}", f"id{n}", None, f"old{n}", title) for n, title in enumerate("ab")]
    now = [Line(f"f#{n}", sha256=f"new{n}", title=title) for n, title in enumerate("xy")]
    assert match_lines(known, now) == {}
    untitled = [Line("f#0", sha256="new")]
    assert match_lines(known[:1], untitled) == {"f#0": "id0"}


contents = st.lists(st.sampled_from("abcdef"), max_size=8)


@given(contents, contents, contents)
def test_every_content_that_stays_is_its_article_and_no_article_is_two_contents(
    before: list[str], now: list[str], gone: list[str]
) -> None:
    known = [Line(f"f#{n}", f"id{n}", None, text) for n, text in enumerate(before)]
    left = [Line("f", f"gone{n}", None, text) for n, text in enumerate(gone)]
    lines = [Line(f"f#{n}", sha256=text) for n, text in enumerate(now)]
    found = match_lines(known, lines, left)
    was = {one.id: one.sha256 for one in (*known, *left)}
    became: dict[str, set[str]] = {}
    for line in lines:
        if line.sha256 in was.values():
            assert was[found[line.source]] == line.sha256
        if line.source in found:
            became.setdefault(found[line.source], set()).add(line.sha256)
    assert all(len(some) == 1 for some in became.values())
