"""What the sample articles and small files of each format become."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ingest.loaders import LOADERS, Reading, load
from ingest.pending import is_named
from ingest.report import Failure
from tests.conftest import SAMPLES
from vectorstore import Article, SourceError


def loaded(data: bytes | str, name: str) -> tuple[list[Article | Failure], list[str]]:
    reading = Reading()
    raw = data.encode() if isinstance(data, str) else data
    return list(load(raw, name, reading)), reading.notes


def one(data: bytes | str, name: str) -> Article:
    [article] = loaded(data, name)[0]
    assert isinstance(article, Article)
    return article


def sample(name: str) -> Article:
    return one((SAMPLES / name).read_bytes(), name)


@pytest.mark.parametrize("file", sorted(SAMPLES.iterdir()), ids=lambda file: file.name)
def test_a_sample_article_has_its_words_and_not_its_title_or_its_forms(file: Path) -> None:
    articles, notes = loaded(file.read_bytes(), file.name)
    assert notes == []
    for article in articles:
        assert isinstance(article, Article)
        assert not article.title or not article.text.startswith(article.title)
        assert len(article.text) > 300
        lower = article.text.lower()
        for leftover in (
            "leave a reply",
            "leave a comment",
            "your email",
            "cookie",
            "post comment",
        ):
            assert leftover not in lower


def test_every_fact_of_the_samples_is_word_for_word_in_the_text_of_its_article() -> None:
    # tests/sample_facts.md was written by people from the files, not from what the loaders made.
    texts: dict[str, str] = {}
    for file in SAMPLES.iterdir():
        for article in loaded(file.read_bytes(), file.name)[0]:
            assert isinstance(article, Article)
            texts[article.source] = article.text
    facts = Path(__file__).parent.parent.joinpath("sample_facts.md").read_text().splitlines()
    checked = 0
    for line in facts:
        if line.startswith("- `") and "`: " in line:
            name, sentence = line[3:].split("`: ", 1)
            assert sentence in texts[name], line
            checked += 1
    assert checked > 50


def test_a_pages_own_fields_are_read() -> None:
    page = sample("heater-brindlow-pause.html")
    assert page.title == "Brindlow stops selling Skelvane heater for six weeks"
    assert page.outlet == "The Castrel Courier"
    assert page.published == date(2024, 3, 5)
    assert page.language == "en"
    assert page.url == (
        "https://castrel-courier.example/business/brindlow-stops-selling-skelvane-heater"
    )


def test_front_matter_is_read() -> None:
    article = sample("heater-three-retailers.md")
    assert article.title == "Three more retailers act on P4 heater after Tanner Street fire"
    assert (article.outlet, article.language) == ("Lindesby Post", "en")
    assert article.published == date(2024, 3, 8)
    assert "language:" not in article.text


def test_front_matter_is_taken_as_it_is_written() -> None:
    head = "---\ntitle: No\noutlet: 1984\ndate: 2023-06-22 10:00:00\nid: 007\n---\n"
    article = one(head + "\nThe text.", "a.md")
    assert (article.title, article.outlet, article.id) == ("No", "1984", "007")
    assert article.published == date(2023, 6, 22)
    assert article.text == "The text."


def test_two_rules_around_a_passage_are_no_front_matter() -> None:
    assert one("---\nA first passage.\n\n---\n\nA second.", "a.md").text.startswith("A first")


def test_front_matter_that_is_not_yaml_is_refused_with_its_reason() -> None:
    with pytest.raises(SourceError, match=r"a\.md: its front matter is not YAML"):
        one("---\ntitle: Mayor: I quit\n---\n\nThe text.", "a.md")


def test_a_heading_other_than_the_front_matters_title_stays_in_the_text() -> None:
    head = "---\ntitle: Mayor quits\n---\n"
    assert one(head + "# Mayor quits\n\nHe left.", "a.md").text == "He left."
    assert one(head + "# Why\n\nHe left.", "a.md").text == "Why\n\nHe left."


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Mayor resigns\n\nHe left.", "Mayor resigns", "He left."),
        ("\n\n Mayor resigns \n \nHe left.", "Mayor resigns", "He left."),
        ("Mayor resigns.\n\nHe left.", "", "Mayor resigns.\n\nHe left."),
        ("Mayor resigns\nHe left.", "", "Mayor resigns\nHe left."),
        ("word " * 40 + "\n\nHe left.", "", "word " * 40 + "\n\nHe left."),
        ("Did he “quit?”\n\nHe left.", "Did he “quit?”", "He left."),
        ("Mayor resigns", "", "Mayor resigns"),
    ],
    ids=["title", "blanks", "full stop", "no blank line", "long", "question", "alone"],
)
def test_a_short_first_line_without_an_end_is_the_title(text: str, title: str, body: str) -> None:
    article = one(text, "a.txt")
    assert (article.title, article.text) == (title, body.replace(" \n", "\n"))
    assert article.published is None


def test_a_line_of_jsonl_gives_every_field() -> None:
    record = {
        "id": 7, "url": "https://a.example", "title": "Two\nmayors", "outlet": "Mail",
        "published": "2023/06/22", "language": "en", "text": "They met.\r\n", "extra": 1,
    }  # fmt: skip
    article = one(json.dumps(record) + "\n", "/x/a.jsonl")
    known = ("title", "url", "outlet", "published", "language")
    assert article.as_dict() == {
        "id": "7", "url": "https://a.example", "title": "Two mayors", "outlet": "Mail",
        "published": "2023-06-22", "language": "en", "text": "They met.",
        "source": "/x/a.jsonl#1", "sentences": [], "byline": None, "published_at": None,
        "modified_at": None, "section": None, "tags": [], "blocks": [],
        "known_from": {name: f"field {name}" for name in known},
        "version": 1,
    }  # fmt: skip


def test_lines_of_jsonl_that_are_no_articles_fail_each_by_its_place() -> None:
    lines = [
        '{"text": "One."}', "", "{broken", '["text"]', '{"title": "No text"}', '{"text": " … "}',
        '{"text": 5}', "[" * 100_000, '{"text": "Two.", "published": "03/04/2023", "title": null}',
    ]  # fmt: skip
    found, notes = loaded("\n".join(lines), "/a folder/a.jsonl")
    assert [a.text for a in found if isinstance(a, Article)] == ["One.", "Two."]
    failed = [f for f in found if isinstance(f, Failure)]
    assert [f.source for f in failed] == [f"/a folder/a.jsonl#{n}" for n in (3, 4, 5, 6, 7, 8)]
    said = [f.error.removeprefix(f.source).lstrip(" ").split(" (")[0] for f in failed]
    assert said == [
        "is not JSON", "is not a JSON object.", 'has no field "text".', "holds no text.",
        'has no field "text".', "is not JSON",
    ]  # fmt: skip
    assert notes == ["the date '03/04/2023' cannot be told for certain, so it is left out"]


def test_how_much_of_a_file_is_read_is_known_at_each_line() -> None:
    lines = b'{"text": "One."}\n\n{broken and just as\n{"text": "Three"}\n'
    reading = Reading()
    shares = [reading.share for _ in load(lines, "a.jsonl", reading)]
    assert shares == [17 / 56, 38 / 56, 1.0]


def test_jsonl_is_read_in_utf_16_and_with_a_mark() -> None:
    lines = '{"text": "Café."}\n{"text": "Zürich."}\n'
    for data, name in (
        (lines.encode("utf-16"), "a.jsonl"),
        (lines.encode("utf-8-sig"), "a.jsonl"),
    ):
        found = loaded(data, name)[0]
        assert [a.text for a in found if isinstance(a, Article)] == ["Café.", "Zürich."]


def test_an_html_file_without_an_article_is_refused() -> None:
    for page in ("<html><body></body></html>", "<p>", "nothing", "<html><script>x()</script>"):
        with pytest.raises(SourceError, match=r"no article's text|cannot be read as a page"):
            loaded(page, "a.html")


def test_a_page_is_read_in_its_encoding_whatever_it_declares() -> None:
    body = "<p>" + "The café’s owner left the old town on Friday. " * 10 + "</p>"
    page = f'<?xml version="1.0" encoding="ascii"?><html lang="de-AT"><body>{body}</body></html>'
    found, notes = loaded(page.encode("cp1252"), "a.html")
    [article] = found
    assert isinstance(article, Article)
    assert article.text.startswith("The café’s owner")
    assert article.language == "de-at"
    assert notes == ["read as cp1252"]


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_a_source_that_holds_no_words_is_refused(name: str) -> None:
    try:
        found, _ = loaded(b"\n --- \n\n ... \n", f"a{name}")
    except SourceError:
        found = []
    assert not [article for article in found if isinstance(article, Article)]


def test_a_format_that_is_not_read_is_refused_with_those_that_are() -> None:
    with pytest.raises(SourceError, match=r"a\.xls has a format .* It reads \.txt, \.md"):
        loaded(b"", "a.xls")


def test_a_format_may_be_told_by_other_means_than_the_name() -> None:
    [article] = load(b"The lock was mended.", "https://paper.example/a?b=c", Reading(), ".txt")
    assert isinstance(article, Article)
    assert article.text == "The lock was mended."


def test_an_article_without_an_address_has_the_one_it_was_read_from() -> None:
    reading = Reading(url="https://paper.example/lock")
    [article] = load(b"The lock was mended.", "a.zip!lock.txt", reading, ".txt")
    assert isinstance(article, Article)
    assert article.url == reading.url
    assert article.known_from["url"] == "the address it was read from"
    assert not is_named(article)
