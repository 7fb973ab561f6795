from __future__ import annotations

import subprocess
import sys

import pytest

from ingest.pages import load_page
from ingest.pages.tree import MAX_ELEMENTS, MAX_PAGE, flattened, parse_page
from tests.ingest.pages.hostile_child import PAGES
from tests.ingest.pages.made import LAST, page
from vectorstore import SourceError

#: Those whose article must be found all the same.
READ = {
    "20,000 deep", "100,000 deep", "100,000 deep in spans", "deep within the article",
    "5 MB of paragraphs", "5 MB of dashes", "entities", "broken", "39,000 elements",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_in_a_text_or_in_words_within_ten_seconds_of_the_processor(
    name: str,
) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.ingest.pages.hostile_child", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes, said = done.stdout.rstrip("\n").split("\t")
    assert float(seconds) < 10
    assert int(megabytes) < 1000
    assert said.startswith(("text of", "refused: page.html"))
    if name in READ:
        assert said.startswith("text of")


def test_what_lies_deeper_than_the_parser_goes_is_not_lost() -> None:
    deep = page("<div><span>" * 3_000 + f"<p>{LAST} Twice.</p>" + "</span></div>" * 3_000)
    assert f"{LAST} Twice." in load_page(deep, "page.html", []).text


def test_a_shallow_page_is_parsed_as_it_is() -> None:
    assert flattened(page()) == page()


def test_a_page_of_too_many_elements_is_refused_with_the_limit() -> None:
    with pytest.raises(SourceError, match=f"{MAX_ELEMENTS:,} elements"):
        parse_page(page("<i>a</i>" * MAX_ELEMENTS), "page.html")


def test_a_page_of_too_many_characters_is_refused_with_the_limit() -> None:
    with pytest.raises(SourceError, match=f"up to {MAX_PAGE:,} characters"):
        parse_page(page("x" * MAX_PAGE), "page.html")


@pytest.mark.parametrize("sign", ["\x01", "&#1;", "\x0b", "&#xFFFE;", "￿"])
def test_signs_that_no_tree_takes_do_not_stop_the_clearing_of_furniture(sign: str) -> None:
    share = f'<div class="share-bar"><a href="/x">Share</a></div>{sign}tail'
    text = load_page(page(f"{share}<p>{LAST}{sign} Twice.</p>"), "page.html", []).text
    assert f"tail {LAST} Twice." in " ".join(text.split())
    assert "Share" not in text
