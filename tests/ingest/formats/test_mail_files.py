"""What is attached to a mail is read by itself, or said to be left out."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest import ingest
from ingest.formats.mail_files import DEPTH, MOST
from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, LEAD, MORE
from tests.ingest.formats.reads import read
from vectorstore import Library, SourceError


def mail(text: str = LEAD) -> EmailMessage:
    found = EmailMessage()
    found["Subject"] = HEAD
    found["From"] = "Ida Moss <ida@paper.example>"
    if text:
        found.set_content(text)
    return found


def attach(to: EmailMessage, data: bytes, kind: str, name: str | None = None) -> EmailMessage:
    main, sub = kind.split("/")
    to.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return to


def test_files_of_formats_that_are_read_are_articles_of_their_own_and_others_are_named() -> None:
    whole = mail()
    attach(whole, made.pdf([[MORE]]), "application/pdf", "gate.pdf")
    attach(whole, made.docx(), "application/octet-stream", "lock.DOCX")
    attach(whole, made.page().encode(), "text/html")
    attach(whole, b"One.\n", "text/plain", "C:\\notes\\..\\a.txt")
    attach(whole, b"Two.\n", "text/plain", "a.txt")
    attach(whole, b"\x89PNG", "image/png", "lock.png")
    attach(whole, b"PK", "application/zip", "more.zip")
    articles, failures, notes = read(bytes(whole), "/x/m.eml")
    assert failures == []
    assert {one.source: one.text.split("\n")[0] for one in articles} == {
        "/x/m.eml": LEAD,
        "/x/m.eml!gate.pdf": MORE,
        "/x/m.eml!lock.DOCX": LEAD,
        "/x/m.eml!attachment 3.html": f"{LEAD} {MORE} This was said for the 4th time.",
        "/x/m.eml!a.txt": "One.",
        "/x/m.eml!a.txt (2)": "Two.",
    }
    assert articles[2].title == HEAD
    assert [note for note in notes if "attachment" in note] == [
        "5 attachments read by themselves (gate.pdf, lock.DOCX, attachment 3.html, …)",
        "2 attachments left out (lock.png, more.zip)",
    ]
    assert any(note.startswith("lock.DOCX: created on") for note in notes)


def test_a_mail_that_is_attached_is_read_with_its_own_headers_and_files() -> None:
    inner = attach(mail(MORE), b"One.\n", "text/plain", "a.txt")
    inner.replace_header("Subject", "The gate")
    outer = mail()
    outer.add_attachment(inner)
    articles, failures, _ = read(bytes(outer), "m.eml")
    assert failures == []
    assert [(one.source, one.title, one.text) for one in articles] == [
        ("m.eml", HEAD, LEAD),
        ("m.eml!attachment 1.eml", "The gate", MORE),
        ("m.eml!attachment 1.eml!a.txt", "", "One."),
    ]


@pytest.mark.parametrize("kind", ["", "plain", "html"])
def test_a_mail_that_says_nothing_itself_gives_what_is_attached(kind: str) -> None:
    whole = mail("")
    if kind:
        whole.set_content("<div><br></div>" if kind == "html" else " ", subtype=kind)
    attach(whole, b"One.\n", "text/plain", "a.txt")
    articles, failures, notes = read(bytes(whole), "m.eml")
    assert [one.source for one in articles] == ["m.eml!a.txt"]
    assert failures == []
    assert "m.eml is a mail without a text" in notes


def test_a_file_that_cannot_be_read_fails_alone_by_its_name() -> None:
    whole = mail()
    attach(whole, made.pdf([[LEAD]], password="gate"), "application/pdf", "locked.pdf")
    attach(whole, b"", "text/plain", "empty.txt")
    attach(whole, b"One.\n", "text/plain", "a.txt")
    articles, failures, _ = read(bytes(whole), "m.eml")
    assert [one.source for one in articles] == ["m.eml", "m.eml!a.txt"]
    assert [one.source for one in failures] == ["m.eml!locked.pdf", "m.eml!empty.txt"]
    assert "encrypted" in failures[0].error


def test_mails_in_mails_and_files_have_limits_that_are_said() -> None:
    inner = attach(mail(), b"One.\n", "text/plain", "a.txt")
    for _ in range(DEPTH + 1):
        outer = mail()
        outer.add_attachment(inner)
        inner = outer
    articles, [failure], _ = read(bytes(inner), "m.eml")
    assert len(articles) == DEPTH
    assert f"lies in {DEPTH} mails, one in the other. Save it by itself." in failure.error
    many = mail()
    for _ in range(MOST + 2):
        attach(many, b"One.\n", "text/plain", "a.txt")
    articles, failures, _ = read(bytes(many), "m.eml")
    assert (len(articles), len(failures)) == (MOST + 1, 2)


def test_a_mail_in_mails_a_thousand_deep_ends_in_words() -> None:
    deep = b"Subject: x\nContent-Type: message/rfc822\n\n" * 1000 + b"Subject: x\n\nRain.\n"
    with pytest.raises(SourceError, match=r"m\.eml cannot be read as a mail"):
        read(deep, "m.eml")


def test_text_beside_the_text_is_a_file_if_it_has_a_name_and_is_said_if_it_has_none() -> None:
    head = b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    parts = [
        (b"", b"It rained."),
        (b"Content-Disposition: inline; filename=a.txt\n", b"It snowed."),
        (b"", b"A list's footer."),
    ]
    body = b"".join(b"--b\nContent-Type: text/plain\n%b\n%b\n" % part for part in parts)
    articles, _, notes = read(head + body + b"--b--\n", "m.eml")
    assert [(one.source, one.text) for one in articles] == [
        ("m.eml", "It rained."),
        ("m.eml!a.txt", "It snowed."),
    ]
    assert "1 further part of its text left out" in notes


def test_pieces_of_the_text_that_exchange_has_named_are_no_files() -> None:
    whole = mail()
    attach(whole, b"<html><body><br></body></html>", "text/html", "ATT00001.htm")
    attach(whole, b"\r\n", "text/plain", "ATT00002.txt")
    attach(whole, b"__\r\nDesk mailing list\r\n", "text/plain", "ATT00003.txt")
    attach(whole, b"One.\n", "text/plain", "ATT-4.txt")
    articles, failures, notes = read(bytes(whole), "m.eml")
    assert [one.source for one in articles] == ["m.eml", "m.eml!ATT-4.txt"]
    assert failures == []
    assert "1 further part of its text left out" in notes
    alone = attach(mail(""), b"One.\n", "text/plain", "ATT00001.txt")
    [one], _, _ = read(bytes(alone), "m.eml")
    assert one.text == "One."


def test_a_page_that_is_attached_does_not_take_over_the_address_of_another(
    library: Library, tmp_path: Path
) -> None:
    link = '<link rel="canonical" href="https://paper.example/gate">'
    page = made.page().replace("<head>", f"<head>{link}")
    (tmp_path / "gate.html").write_text(page)
    other = page
    for words, instead in (
        (LEAD, "The mayor sold her house to a friend in secret."),
        (MORE, "Nobody heard of the sale until a clerk found the deed."),
        ("This was said for the", "Neighbors were asked what they knew, and answered a"),
    ):
        other = other.replace(words, instead)
    (tmp_path / "m.eml").write_bytes(bytes(attach(mail(), other.encode(), "text/html", "g.html")))
    ingest(library, tmp_path / "gate.html")
    report = ingest(library, tmp_path / "m.eml")
    assert (report.added, report.updated) == (2, 0)
    addresses = dict(library.catalogue.rows("SELECT source, url FROM articles"))
    assert addresses[str(tmp_path / "gate.html")] == "https://paper.example/gate"
    assert addresses[f"{tmp_path / 'm.eml'}!g.html"] is None
    again = ingest(library, tmp_path / "m.eml")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
