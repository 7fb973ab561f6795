"""Files made to do harm, or that are not what their names say, end in one clear sentence."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from ingest.loaders import LOADERS
from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, LEAD
from tests.ingest.formats.reads import one, read
from vectorstore import SourceError

DEEP = 100_000

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a0 "boom">{BOMB}]>'


def told(data: bytes | str, name: str) -> None:
    """Read a file, which may be refused by its name and in no other way."""
    error = ""
    try:
        read(data, name)
    except SourceError as refusal:
        error = str(refusal)
    assert not error or name in error


def entities(name: str, doctype: str, inside: str) -> bytes:
    """Return a document of a kind with a declaration, and an entity of it in the text."""
    document = {
        "a.nitf": made.nitf().replace('<?xml version="1.0"?>', ""),
        "a.xml": made.news_item(),
        "a.rss": made.RSS.replace('<?xml version="1.0"?>', ""),
        "a.atom": made.ATOM.replace('<?xml version="1.0" encoding="utf-8"?>', ""),
    }[name]
    return (doctype + document.replace(LEAD, LEAD + inside)).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.nitf", "a.xml", "a.rss", "a.atom"])
def test_entities_that_grow_without_end_are_refused(name: str, encoding: str) -> None:
    data = entities(name, BOMB, "&a11;").decode().encode(encoding)
    began = time.process_time()
    with pytest.raises(SourceError, match="declares entities of its own"):
        read(data, name)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("name", ["a.nitf", "a.xml", "a.rss", "a.atom"])
def test_entities_that_are_other_files_bring_nothing_in(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    for outside in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        f'<!ENTITY % x SYSTEM "{secret}"> %x;',
    ):
        with pytest.raises(SourceError, match="declares entities of its own"):
            read(entities(name, f"<!DOCTYPE a [{outside}]>", "&x;"), name)
    # Nor is an outer declaration fetched; what it might have declared is left as it is written.
    articles, _, _ = read(entities(name, f'<!DOCTYPE a SYSTEM "{secret.as_uri()}">', "&x;"), name)
    assert "password" not in articles[0].text


def test_a_book_whose_chapters_declare_entities_is_refused() -> None:
    files = {
        "META-INF/container.xml": f"{BOMB}<container/>",
        "mimetype": "application/epub+zip",
    }
    with pytest.raises(SourceError, match="declares entities"):
        read(made.zipped(files), "a.epub")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", "<newsItem>" + "<a>" * DEEP),
        ("a.nitf", "<nitf>" + "<p>" * DEEP + "x" + "</p>" * DEEP + "</nitf>"),
        ("a.rss", "<rss>" + "<channel>" * DEEP),
        ("a.json", "[" * DEEP + "]" * DEEP),
        ("a.json", '{"text":' * DEEP + "1" + "}" * DEEP),
        ("a.ninjs", '{"uri":"a","bodies":' + "[" * DEEP + "]" * DEEP + "}"),
        ("a.html", "<div>" * DEEP + LEAD),
        ("a.eml", "Subject: x\nContent-Type: text/html\n\n" + "<div>" * DEEP),
        ("a.mhtml", "Subject: x\nContent-Type: text/html\n\n" + "<div>" * DEEP + LEAD),
        ("a.epub", made.epub(chapter="<b>" * DEEP + LEAD)),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * DEEP),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n" + b"<<" * DEEP),
        ("a.md", "> " * DEEP + LEAD),
        ("a.md", "---\n" + "[" * DEEP + "\n---\n" + LEAD),
        ("a.csv", "text\n" + '"' * (2 * DEEP + 1)),
        ("a.json", json.dumps({"text": LEAD + "<br>" * DEEP + LEAD})),
        ("a.json", json.dumps({"text": "<tr>" + "<td>&nbsp; </td>" * DEEP + "</tr><p>x</p>"})),
    ],
    ids=lambda value: value if len(value) < 9 else "",
)
def test_nesting_a_hundred_thousand_deep_ends_soon(name: str, data: str | bytes) -> None:
    began = time.process_time()
    told(data, name)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "lines",
    [
        "From: a@b.example\nMIME-Vpens\n",
        "From: a@b.example\nDate: 10:15\n",
        "=====\nFrom: a@b.example\n",
        "From:\n=====\n",
        "=====\n\n\n",
        "On 5 March Bo <b@a.example> wrote:\n",
        "> > > \n",
    ],
)
def test_a_mail_of_nothing_but_lines_of_headers_and_marks_is_read_soon(lines: str) -> None:
    began = time.process_time()
    told("Subject: x\nFrom: Bo\n\n" + lines * (500_000 // len(lines)) + LEAD, "a.eml")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("name", sorted(made.samples()))
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.9])
def test_a_file_that_was_cut_off_gives_what_it_holds_or_an_error(name: str, share: float) -> None:
    data = made.samples()[name]
    told(data[: int(share * len(data))], name)


@pytest.mark.parametrize("ending", sorted(LOADERS))
@pytest.mark.parametrize("other", ["a.pdf", "a.docx", "a.parquet", "a.epub"])
def test_a_binary_file_with_another_ending_is_refused(ending: str, other: str) -> None:
    if other.endswith(ending):
        return
    with pytest.raises(SourceError, match=f"a{ending}"):
        read(made.samples()[other], f"a{ending}")


def test_a_pdf_or_an_archive_with_the_ending_of_a_text_is_told_by_its_bytes() -> None:
    with pytest.raises(SourceError, match=r"a\.txt is not text: its bytes are those of a PDF"):
        read(made.pdf([[LEAD]]), "a.txt")
    with pytest.raises(SourceError, match=r"a\.csv is not text: its bytes are those of a zip"):
        read(made.docx(), "a.csv")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.jsonl", "a.eml", "a.html"])
def test_signs_that_turn_text_around_are_taken_out(name: str) -> None:
    text = "The lock \u202ewas\u202c mended, \u2066said\u2069 the keeper of it."
    data = {
        "a.csv": f'title,text\nA,"{text}"\n',
        "a.jsonl": f'{{"text": "{text}"}}\n',
        "a.eml": f"Subject: {HEAD}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n",
        "a.html": made.page().replace(LEAD, text),
    }.get(name, text)
    assert "The lock was mended, said the keeper of it." in one(data, name).text


@pytest.mark.parametrize("day", ["0000-00-00", "0000-01-01", "9999-12-31", "9999-12-31T23:59:59Z"])
def test_days_out_of_reason_are_unknown_in_every_format(day: str) -> None:
    texts = {
        "a.md": f"---\ndate: {day}\n---\n{LEAD}",
        "a.csv": f"text,date\n{LEAD},{day}\n",
        "a.jsonl": f'{{"text": "One.", "published": "{day}"}}',
        "a.eml": f"Subject: x\nDate: {day}\n\n{LEAD}",
        "a.atom": made.ATOM.replace("2024-03-05T10:15:00+01:00", day),
        "a.nitf": made.nitf().replace("20240305T101500Z", day),
        "a.xml": made.news_item().replace("2024-03-05T10:15:00Z", day),
    }
    for name, text in texts.items():
        article = one(text, name)
        assert (article.published, article.published_at) == (None, None), name


def test_words_behind_and_below_deep_nesting_are_kept() -> None:
    deep = "<p>It rained.</p>" + "<div>" * 3_000 + "<p>It snowed.</p>" + "</div>" * 3_000
    article = one(json.dumps({"title": HEAD, "text": f"{deep}<p>It hailed.</p>"}), "a.json")
    assert article.text.split("\n\n") == ["It rained.", "It snowed.", "It hailed."]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", f"<!DOCTYPE html>\n<html><body><p>{LEAD}</p></body></html>", "it is a page"),
        ("a.txt", r"{\rtf1\ansi The lock.}", "a document in Rich Text"),
        ("a.docx", r"{\rtf1\ansi The lock.}", "is not a Word document"),
        ("a.docx", made.docx()[:-300], "it is cut off or broken"),
        ("a.jsonl", '[{"text": "One."}]', "#1 is not a JSON object. Name it .json."),
    ],
)
def test_a_file_of_another_format_than_its_name_says_is_told(
    name: str, data: str | bytes, said: str
) -> None:
    try:
        _, failures, _ = read(data, name)
        error = failures[0].error
    except SourceError as refused:
        error = str(refused)
    assert said in error


@pytest.mark.parametrize("document", [made.RSS, made.ATOM, made.nitf(), made.news_item()])
def test_a_feed_or_an_item_that_was_saved_as_a_page_is_read_as_what_it_is(document: str) -> None:
    assert read(document, "a.html")[0][0].text.startswith(LEAD)


def test_records_in_lines_are_read_whatever_their_file_is_called() -> None:
    articles, failures, notes = read('{"text": "One."}\n{"text": "Two."}\n{"text":\n', "a.json")
    assert [(one.source, one.text) for one in articles] == [
        ("a.json#1", "One."),
        ("a.json#2", "Two."),
    ]
    assert [one.source for one in failures] == ["a.json#3"]
    assert notes == ["it holds a record a line, as .jsonl"]


def test_a_stray_zero_byte_is_left_out_of_a_text() -> None:
    text = f"{LEAD}\n\n" * 20
    assert one(text.replace("lock", "lo\0ck", 1), "a.txt").text == text.strip()
