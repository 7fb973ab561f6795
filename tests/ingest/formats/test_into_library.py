"""Tables and news go into a library: by the command, with another map, and when they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import ingest
from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, LEAD, MORE, NINJS_1
from ui.cli import main
from vectorstore import Library, UsageError


def test_the_command_takes_a_map_and_refuses_one_that_makes_no_sense(tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_text(f"hed,lede,copy\n{HEAD},{LEAD},{json.dumps(MORE)}\n")
    options = ["--data-dir", str(tmp_path / "library"), "--json"]

    def run(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["ingest", str(file), *more, *options])
        return result.exit_code, result.output

    status, said = run()
    assert status == 1
    assert "has no column that looks like an article's text. It has hed, lede, copy." in said
    status, said = run("--map", "titel=hed")
    assert status == 2
    assert "The fields are id, text, title" in said
    assert run("--map", "title=hed,text=lede+copy")[0] == 0
    with Library.open(tmp_path / "library") as library:
        [article] = library.articles()
    assert (article.title, article.text) == (HEAD, f"{LEAD}\n\n{MORE}")
    assert article.known_from["title"] == "column hed"


def test_a_table_is_read_again_with_another_map_and_not_with_the_same(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "papers.csv"
    file.write_bytes(made.table())
    told = {"title": "headline", "text": ["body"]}
    assert ingest(library, file, mapping=told).added == 2
    assert ingest(library, file, mapping="title=headline,text=body").unchanged == 2
    report = ingest(library, file, mapping={"title": "headline", "text": "headline+body"})
    assert (report.added, report.updated) == (0, 2)
    with pytest.raises(UsageError, match="no field 'titel'"):
        ingest(library, file, mapping={"titel": "headline"})


def test_rows_may_shift_and_an_item_of_news_is_replaced_by_its_later_version(
    library: Library, tmp_path: Path
) -> None:
    table, wire = tmp_path / "papers.csv", tmp_path / "wire.json"
    table.write_bytes(made.table())
    wire.write_text(json.dumps(NINJS_1))
    assert ingest(library, [table, wire]).added == 3
    names, first, *rest = made.table().splitlines(keepends=True)
    table.write_bytes(b"".join([names, b"Snow,It snowed.,,\n", first, *rest]))
    later = tmp_path / "later.json"
    later.write_text(json.dumps([{**NINJS_1, "headline": f"{HEAD} again"}]))
    report = ingest(library, [table, later])
    assert (report.added, report.updated, report.unchanged) == (1, 1, 2)
    assert {article.title for article in library.articles()} == {
        f"{HEAD} again", HEAD, "Rain", "Snow"
    }  # fmt: skip
