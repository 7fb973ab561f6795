"""What documents become: PDF, Word, EPUB, mail and saved pages."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

import pytest

from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, ITEM, LEAD, MORE, WHY
from tests.ingest.formats.reads import blocks, one, read
from vectorstore import SourceError

# -- PDF -------------------------------------------------------------------------------------------

LINES = [
    "The keeper of the lock at Wendbridge, Ursula Quandt, said on Tues-",
    "day that the repairs of the upper gate had cost far more than the",
    "well-known firm of Moss had told the town council in the spring.",
    "The council will meet on Tuesday to hear the reasons for the well-",
    "known delay, and forty boats wait.",
    "Why the gate cracked",
    "Nobody knows yet. A report is due in the autumn, when the lock is",
    "shut again for a week.",
]


def test_the_lines_of_a_pdf_become_paragraphs_and_headings() -> None:
    article = one(made.pdf([[HEAD, *LINES]]), "a.pdf")
    assert article.title == HEAD
    assert article.known_from["title"] == "first line"
    [first, heading, last] = blocks(article)
    assert first[0] == "paragraph"
    # "Tuesday" stands there in one piece as well, and "well-known" with its hyphen.
    assert "said on Tuesday that the repairs" in first[1]
    assert first[1].endswith("reasons for the well-known delay, and forty boats wait.")
    assert heading == ("heading", "Why the gate cracked")
    assert last[1].startswith("Nobody knows yet.")


def test_a_hyphen_that_may_belong_to_the_word_stays() -> None:
    text = one(
        made.pdf([["It was a far-", "away place, said Ida Moss of the canal board today."]]),
        "a.pdf",
    ).text
    assert "a far-away place" in text


def test_running_heads_feet_and_page_numbers_of_a_pdf_are_left_out() -> None:
    pages = [
        ["Wend Post  5 March 2024", *(f"{word} {line}" for line in LINES[:5]), page, "Wend Post"]
        for word, page in (("One", "Page 1 of 3"), ("Two", "Page 2 of 3"), ("Three", "Page 3 of 3"))
    ]
    text = one(made.pdf(pages), "a.pdf").text
    assert "Wend Post" not in text
    assert "Page" not in text
    assert text.count("Ursula Quandt") == 3


def test_a_pdf_says_who_wrote_it_and_not_when_it_was_published() -> None:
    info = {"/Title": HEAD, "/Author": "Ida Moss", "/CreationDate": "D:20240305101500+01'00'"}
    [article], _, notes = read(made.pdf([[HEAD, *LINES]], info=info), "a.pdf")
    assert (article.title, article.byline) == (HEAD, "Ida Moss")
    assert (article.published, article.published_at) == (None, None)
    assert not article.text.startswith(HEAD)
    assert notes == ["the PDF was made on 2024-03-05, which need not be its article's day"]


@pytest.mark.parametrize("day", ["D:00000101", "D:99990101", "yesterday", "D:20240230"])
def test_of_a_date_that_is_none_a_pdf_says_nothing(day: str) -> None:
    [article], _, notes = read(made.pdf([LINES], info={"/CreationDate": day}), "a.pdf")
    assert article.published is None
    assert notes == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (made.pdf([LINES], password="secret"), r"is encrypted.*qpdf --decrypt"),
        (made.pdf([[], []], picture=True), r"is a scanned PDF.*character recognition.*ocrmypdf"),
        (made.pdf([["3"], ["4"]], picture=True), r"is a scanned PDF"),
        (made.pdf([[], []]), r"is a PDF without text"),
        (b"%PDF-1.7\n1 0 obj", r"cannot be read as a PDF"),
        (LEAD.encode(), r"is not a PDF"),
        (made.pdf([LINES])[:700], r"cannot be read as a PDF|is a PDF without text"),
    ],
    ids=["encrypted", "scanned", "scanned and numbered", "blank", "head", "text", "cut"],
)
def test_a_pdf_without_text_says_what_is_wrong_with_it(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(data, "a.pdf")


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(made.pdf([LINES]))))
    writer.encrypt("", "owner")
    file = io.BytesIO()
    writer.write(file)
    assert "Ursula Quandt" in one(file.getvalue(), "a.pdf").text


# -- Word ------------------------------------------------------------------------------------------


def test_a_word_document_keeps_its_headings_items_and_rows() -> None:
    article = one(made.docx(), "a.docx")
    assert blocks(article) == [
        ("paragraph", LEAD),
        ("heading", WHY),
        ("item", ITEM),
        ("paragraph", "Gate | Boats"),
        ("paragraph", "North | forty"),
        ("paragraph", MORE),
    ]
    assert (article.title, article.byline) == (HEAD, "Ida Moss")
    assert article.tags == ("canals", "repairs")
    assert article.published is None


def test_what_python_docx_puts_into_every_document_is_no_author_and_no_day() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(LEAD)
    file = io.BytesIO()
    document.save(file)
    article = one(file.getvalue(), "a.docx")
    assert (article.byline, article.published, article.title) == (None, None, "")


def test_tracked_changes_in_word_are_taken_and_content_controls_links_and_tables_are_read() -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    def xml(tag: str, inside: str) -> Any:  # noqa: ANN401
        return parse_xml(f"<w:{tag} {nsdecls('w')}>{inside}</w:{tag.split()[0]}>")

    document = docx.Document()
    changed = document.add_paragraph("The lock was mended")
    changed._p.append(xml('ins w:id="1"', "<w:r><w:t> on Friday</w:t></w:r>"))
    changed._p.append(xml('del w:id="2"', "<w:r><w:delText> on Monday</w:delText></w:r>"))
    changed._p.append(xml("hyperlink", "<w:r><w:t>, as the board said</w:t></w:r>"))
    changed.add_run(".")
    changed._p.append(xml("r", '<w:footnoteReference w:id="2"/>'))
    inside = "<w:sdtContent><w:p><w:r><w:t>A form holds</w:t><w:tab/><w:t>this.</w:t></w:r></w:p>"
    document.element.body.insert(1, xml("sdt", f"{inside}</w:sdtContent>"))
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Year"
    table.cell(0, 1).paragraphs[0]._p.append(xml('ins w:id="3"', "<w:r><w:t>2024</w:t></w:r>"))
    document.sections[0].header.paragraphs[0].text = "A running head"
    file = io.BytesIO()
    document.save(file)
    assert one(file.getvalue(), "a.docx").text.split("\n\n") == [
        "The lock was mended on Friday, as the board said.",
        "A form holds this.",
        "Year | 2024",
    ]


def test_the_notes_of_a_word_document_stand_behind_its_text_in_their_order() -> None:
    def ref(kind: str, id: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{id}"/></w:r>'

    body = "\n".join(
        [
            made.run("The gate cracked")
            + ref("footnote", 2)
            + made.run(" on Friday.")
            + ref("endnote", 1),
            made.run("Boats wait.")
            + ref("footnote", 1)
            + ref("footnote", 2)
            + f'<w:del w:id="9">{ref("footnote", 3)}</w:del>',
        ]
    )
    footnotes = (
        made.note("footnote", 1, "Forty of them.")
        + made.note("footnote", 2, "The upper gate.", "It is of oak.")
        + made.note("footnote", 3, "Struck out.")
        + made.note("footnote", 4, "Of no sentence.")
    )
    data = made.docx_with_notes(
        body, {"footnote": footnotes, "endnote": made.note("endnote", 1, "5 March.")}
    )
    [article], failures, notes = read(data, "a.docx")
    assert failures == []
    assert blocks(article) == [
        ("paragraph", "The gate cracked on Friday."),
        ("paragraph", "Boats wait."),
        ("paragraph", "The upper gate."),
        ("paragraph", "It is of oak."),
        ("paragraph", "5 March."),
        ("paragraph", "Forty of them."),
    ]
    assert "3 notes stand behind its text" in notes


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a"),
        (LEAD.encode(), "is not a"),
        (made.docx()[:-900], "is not a"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an encrypted or an old Office document"),
        (made.zipped({"a.txt": LEAD}), r"cannot be read as a Word document|lacks its part"),
        (made.zipped({"a.txt": "\0" * (201 * 1024 * 1024)}), "would grow to more than 200 MB"),
    ],
    ids=["empty", "text", "cut", "old", "another zip", "bomb"],
)
def test_what_is_no_such_archive_is_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(data, name)


# -- EPUB ------------------------------------------------------------------------------------------


def test_each_chapter_of_a_book_is_an_article() -> None:
    [first, second], failures, _ = read(made.epub(), "/x/book.epub")
    assert failures == []
    assert first.source == "/x/book.epub!OEBPS/text/one a.xhtml"
    assert first.title == HEAD
    assert blocks(first) == [("paragraph", LEAD), ("item", ITEM)]
    assert (second.source, second.title) == ("/x/book.epub!OEBPS/text/two.xhtml", "")
    for article in (first, second):
        assert (article.outlet, article.byline) == ("Canal Weekly", "Ida Moss")
        assert (article.published, article.language) == (date(2024, 3, 5), "en")


def test_a_protected_book_says_so_and_one_with_protected_fonts_is_read() -> None:
    with pytest.raises(SourceError, match=r"is protected \(DRM\)"):
        read(made.epub(protected=["OEBPS/text/one%20a.xhtml"]), "a.epub")
    articles, _, _ = read(made.epub(protected=["OEBPS/a.ttf"]), "a.epub")
    assert len(articles) == 2


def test_a_chapter_that_is_not_well_formed_is_read_as_a_browser_does() -> None:
    [first, _], _, _ = read(made.epub(chapter=f"<h1>{HEAD}<p>{LEAD}<br>&nbsp;More."), "a.epub")
    assert LEAD in first.text


# -- mail and saved pages --------------------------------------------------------------------------


def test_a_mail_is_read_without_what_it_quotes_and_says_what_else_it_left_out() -> None:
    [article], _, notes = read(made.eml(), "a.eml")
    assert article.text == LEAD
    assert (article.title, article.byline) == (HEAD, "Ida Moß")
    assert article.published_at == datetime(2024, 3, 5, 10, 15, tzinfo=timezone(timedelta(hours=1)))
    assert article.known_from["byline"] == "header From"
    assert notes == ["1 attachment left out (lock.png)", "1 quoted line left out"]


def test_a_mail_in_html_keeps_its_headings() -> None:
    article = one(made.eml(html=True, attachment=False), "a.eml")
    assert blocks(article) == [("heading", WHY), ("paragraph", LEAD), ("paragraph", MORE)]


@pytest.mark.parametrize("charset", ["latin-1", "nonsense", ""])
def test_a_mail_whose_charset_is_wrong_or_missing_is_read_as_what_it_looks_like(
    charset: str,
) -> None:
    told = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    body = "The café’s owner, Zoë Brontë, “closed” it.".encode("cp1252" if charset else "utf-8")
    if charset == "latin-1":
        body = body.replace(b"\x92", b"'").replace(b"\x93", b'"').replace(b"\x94", b'"')
    data = f"Subject: Café\n{told}Content-Transfer-Encoding: 8bit\n\n".encode() + body
    assert "café" in one(data, "a.eml").text
    assert "Zoë Brontë" in one(data, "a.eml").text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x00\x01", "does not begin with the headers of a mail"),
        (b"Subject: x\n\n", "is a mail without a text|holds no text"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "is a mail without a text"),
    ],
)
def test_what_is_no_mail_with_a_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(data, "a.eml")


def test_a_mail_whose_plain_text_only_says_where_to_read_it_is_read_in_html() -> None:
    for plain, text in (("View this mail in your browser.", f"{LEAD}\n\n{MORE}"), (LEAD, LEAD)):
        mail = EmailMessage()
        mail["Subject"] = HEAD
        mail.set_content(plain)
        mail.add_alternative(f"<p>{LEAD}</p><p>{MORE}</p>", subtype="html")
        assert one(bytes(mail), "a.eml").text == text


def test_a_mail_nested_ten_thousand_parts_deep_ends() -> None:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(10_000)
    )
    with pytest.raises(SourceError):
        read(f"Subject: x\n{head}Content-Type: image/png\n\nx", "a.eml")


def test_a_saved_page_has_the_address_and_the_encoding_that_it_says() -> None:
    article = one(made.mhtml(), "a.mhtml")
    assert article.title == HEAD
    assert article.url == "https://paper.example/lock"
    assert article.known_from["url"] == "Content-Location"
    assert "(“barges”)" in article.text
    with pytest.raises(SourceError, match="holds no page"):
        read(b"Subject: x\nContent-Type: text/plain\n\nx", "a.mht")
