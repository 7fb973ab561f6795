"""Small files of every format, made here: the texts are invented."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

LEAD = "The lock at Wendbridge reopened on Monday after eleven weeks of repairs."
MORE = "Ursula Quandt, who keeps the lock, said that forty boats had waited."
HEAD = "Wendbridge lock reopens"
WHY = "Why it was shut"
ITEM = "A gate had cracked."


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    info: dict[str, str] | None = None,
    picture: bool = False,
    password: str | None = None,
) -> bytes:
    """Make a PDF with lines of text; with ``picture`` each page shows one pixel as well."""
    from pypdf import PdfWriter
    from pypdf.generic import (
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
    )

    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        text = "".join(
            f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td\n" for line in lines
        )
        stream.set_data(f"BT /F1 11 Tf 50 800 Td\n{text}ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        resources = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        if picture:
            pixel = DecodedStreamObject()
            pixel.set_data(b"\x00")
            for key, value in (("Width", 1), ("Height", 1), ("BitsPerComponent", 8)):
                pixel[NameObject(f"/{key}")] = NumberObject(value)
            pixel[NameObject("/Type")] = NameObject("/XObject")
            pixel[NameObject("/Subtype")] = NameObject("/Image")
            pixel[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
            resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject("/Im1"): writer._add_object(pixel)}
            )
        page[NameObject("/Resources")] = resources
    if info:
        writer.add_metadata(info)
    if password is not None:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def docx() -> bytes:
    """Make a Word document with a title, a heading, a list, a table and properties."""
    import docx as library

    document = library.Document()
    document.add_heading(HEAD, 0)
    document.add_paragraph(LEAD)
    document.add_heading(WHY, 1)
    document.add_paragraph(ITEM, style="List Bullet")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Gate", "Boats", "North", "forty"), strict=True):
        cell.text = words
    document.add_paragraph(MORE)
    properties = document.core_properties
    properties.author = "Ida Moss"
    properties.created = datetime(2024, 3, 5, 10, 15)
    properties.keywords = "canals, repairs"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx_with_notes(body: str, kinds: dict[str, str]) -> bytes:
    """Make a Word document with parts of notes, as Word lays them down."""
    import docx
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    for paragraph in reversed(body.split("\n")):
        made_of = f"<w:p {nsdecls('w')}>{paragraph}</w:p>"
        document.element.body.insert(0, parse_xml(made_of))
    for kind, inside in kinds.items():
        kept = "".join(
            f'<w:{kind} w:type="{sort}" w:id="{id}"><w:p><w:r><w:{sort}/></w:r></w:p></w:{kind}>'
            for id, sort in ((-1, "separator"), (0, "continuationSeparator"))
        )
        data = f"<w:{kind}s {nsdecls('w')}>{kept}{inside}</w:{kind}s>".encode()
        name = PackURI(f"/word/{kind}s.xml")
        made_part = Part(name, f"application/vnd.x.{kind}s+xml", data, document.part.package)
        url = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        document.part.relate_to(made_part, f"{url}/{kind}s")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def note(kind: str, id: int, *lines: str) -> str:
    ref = f"<w:r><w:{kind}Ref/></w:r>"
    inside = "".join(f"<w:p>{ref}{run(f' {line}')}</w:p>" for line in lines)
    return f'<w:{kind} w:id="{id}">{inside}</w:{kind}>'


def epub(*, protected: Sequence[str] = (), chapter: str | None = None) -> bytes:
    """Make a book of a cover, a table of contents and two chapters."""
    xhtml = '<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>{}</body></html>'
    first = chapter or f"<h1>{HEAD}</h1><p>{LEAD}</p><ul><li>{ITEM}</li></ul>"
    files = {
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
        ),
        "OEBPS/book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>Canal Weekly</dc:title>"
            "<dc:creator>Ida Moss</dc:creator><dc:date>2024-03-05</dc:date>"
            "<dc:language>en</dc:language></metadata><manifest>"
            '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            '<item id="one" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/>'
            '<itemref idref="two"/></spine></package>'
        ),
        "OEBPS/cover.xhtml": xhtml.format('<img src="a.png" alt="A lock"/>'),
        "OEBPS/nav.xhtml": xhtml.format("<nav><ol><li>One</li></ol></nav><p>Contents</p>"),
        "OEBPS/text/one a.xhtml": xhtml.format(first),
        "OEBPS/text/two.xhtml": xhtml.format(f"<p>{MORE}</p>"),
    }
    if protected:
        references = "".join(f'<CipherReference URI="{name}"/>' for name in protected)
        files["META-INF/encryption.xml"] = f"<encryption>{references}</encryption>"
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """Make a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


def eml(*, html: bool = False, attachment: bool = True) -> bytes:
    """Make a mail with a text, and a picture attached."""
    mail = EmailMessage()
    mail["Subject"] = HEAD
    mail["From"] = '"Ida Moß" <ida@paper.example>'
    mail["Date"] = "Tue, 05 Mar 2024 10:15:00 +0100"
    if html:
        mail.set_content(f"<h2>{WHY}</h2><p>{LEAD}</p><p>{MORE}</p>", subtype="html")
    else:
        mail.set_content(f"{LEAD}\n\n> {MORE}\n")
    if attachment:
        mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="lock.png")
    return bytes(mail)


def page() -> str:
    """Make a page with an article long enough for extractors."""
    body = "".join(f"<p>{LEAD} {MORE} This was said for the {n}th time.</p>" for n in range(4, 9))
    return (
        f'<html lang="en"><head><title>{HEAD}</title>'
        '<meta property="article:published_time" content="2024-03-05T10:15:00+01:00"></head>'
        f"<body><article><h1>{HEAD}</h1>{body}</article></body></html>"
    )


def mhtml() -> bytes:
    """Make a page as a browser saves it, in an encoding of its own."""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://paper.example/lock\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n'
        "\r\n--b\r\nContent-Type: text/html; charset=windows-1252\r\n"
        "Content-Transfer-Encoding: binary\r\nContent-Location: https://paper.example/lock\r\n\r\n"
    )
    tail = "\r\n--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n"
    return (
        head.encode() + page().replace("boats", "boats (“barges”)").encode("cp1252") + tail.encode()
    )


ROWS = [
    {"headline": HEAD, "body": f"{LEAD}\n\n{MORE}", "pub_date": "2024-03-05", "author": "Ida Moss"},
    {"headline": "Rain", "body": 'It rained, "a lot", for weeks.', "pub_date": "", "author": ""},
]


def table(delimiter: str = ",") -> bytes:
    """Make a table of ``ROWS``."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return file.getvalue().encode()


def parquet() -> bytes:
    """Make a Parquet file of ``ROWS``."""
    import pyarrow
    from pyarrow import parquet as library

    file = io.BytesIO()
    library.write_table(pyarrow.Table.from_pylist(ROWS), file)
    return file.getvalue()


NINJS_1 = {
    "uri": "urn:newsml:wire.example:20240305:1",
    "type": "text",
    "versioncreated": "2024-03-06T08:00:00Z",
    "firstcreated": "2024-03-05T10:15:00Z",
    "headline": HEAD,
    "byline": "By Ida Moss",
    "language": "en",
    "urgency": 3,
    "subject": [{"code": "1", "name": "canals"}, {"name": "repairs"}],
    "infosource": [{"name": "Wend Wire"}],
    "body_text": "Not this one.",
    "body_xhtml": f"<div><p>{LEAD}</p><h2>{WHY}</h2><ul><li>{ITEM}</li></ul><p>{MORE}</p></div>",
    "associations": {"main": {"type": "picture", "uri": "urn:x", "headline": "A picture"}},
}
NINJS_3 = {
    "$standard": {"name": "ninjs", "version": "3.0"},
    "uri": "https://wire.example/lock",
    "type": "text",
    "contentcreated": "2024-03-05T10:15:00+01:00",
    "versioncreated": "2024-03-05T10:15:00+01:00",
    "headlines": [{"role": "short", "value": "Lock"}, {"role": "main", "value": HEAD}],
    "by": "Ida Moss",
    "bodies": [
        {"role": "caption", "contenttype": "text/plain", "value": "A caption."},
        {"role": "main", "contenttype": "text/plain", "value": f"{LEAD}\n\n{MORE}"},
    ],
    "subjects": [{"name": "canals"}],
    "infosources": [{"name": "Wend Wire"}],
}


def nitf(*, doctype: str = "") -> str:
    """Make a NITF document."""
    return f"""<?xml version="1.0"?>{doctype}
<nitf xml:lang="en"><head><title>Not this</title><docdata><doc-id id-string="urn:wire.example:7"/>
<date.issue norm="20240305T101500Z"/><key-list><keyword key="canals"/></key-list></docdata>
<pubdata name="Wend Wire" position.section="Region"/></head>
<body><body.head><hedline><hl1>{HEAD}</hl1></hedline><byline>By <person>Ida Moss</person>
<byttl>Canal editor</byttl></byline><dateline><location>WENDBRIDGE</location></dateline></body.head>
<body.content><block><p>{LEAD}</p><media media-type="image"><media-caption>A lock, seen from the
west.</media-caption><media-producer>Bo Lund</media-producer></media><hl2>{WHY}</hl2>
<ul><li>{ITEM}</li></ul><p>{MORE.replace("forty", "<em>forty</em>")}</p></block></body.content>
<body.end><tagline>Write to us.</tagline></body.end></body></nitf>"""


def news_item(content: str = "", *, status: str = "usable", kind: str = "text") -> str:
    """Make a news item of NewsML-G2."""
    xhtml = (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head/><body><p>{LEAD}</p><h2>{WHY}</h2><p>{MORE}</p></body></html>"
        "</inlineXML>"
    )
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" 
 guid="urn:newsml:wire.example:7" version="2" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:{kind}"/><provider literal="WW">
<name>Wend Wire</name></provider><versionCreated>2024-03-06T08:00:00Z</versionCreated>
<firstCreated>2024-03-05T10:15:00Z</firstCreated><pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><headline>{HEAD}</headline><by>By Ida Moss</by><dateline>WENDBRIDGE</dateline>
<subject qcode="a:1"><name>canals</name></subject></contentMeta>
<contentSet>{content or xhtml}</contentSet></newsItem>"""


def in_nitf() -> str:
    """Return the content of a news item whose text is NITF."""
    return f'<inlineXML contenttype="application/nitf+xml">{nitf()[21:]}</inlineXML>'


def news_message(*items: str) -> str:
    """Make a message of NewsML-G2."""
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/>'
        f"<itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


RSS = f"""<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wend &amp; Sons</title>
<language>en</language>
<item><title>{HEAD}</title><link>https://paper.example/lock</link>
<dc:creator>Ida Moss</dc:creator>
<pubDate>Tue, 05 Mar 2024 10:15:00 +0100</pubDate><category>canals</category>
<description>Short.</description>
<content:encoded><![CDATA[<p>{LEAD}</p><p>{MORE}</p>]]></content:encoded>
</item><item><title>Rain</title><link>https://paper.example/rain</link>
<description>It rained for weeks.</description></item>
<item><title>Nothing</title></item></channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Wend Post</title><entry><title>{HEAD}</title><link href="https://paper.example/lock"/>
<published>2024-03-05T10:15:00+01:00</published><updated>2024-03-06T08:00:00Z</updated>
<author><name>Ida Moss</name></author>
<content type="html">&lt;p&gt;{LEAD}&lt;/p&gt;</content></entry></feed>"""


def samples() -> dict[str, bytes]:
    """Return a valid file of every format, by its name."""
    line = json.dumps({"title": HEAD, "text": LEAD, "published": "2024-03-05"})
    return {
        "a.txt": f"{HEAD}\n\n{LEAD}\n\n{MORE}\n".encode(),
        "a.md": f"---\ntitle: {HEAD}\ndate: 2024-03-05\n---\n\n{LEAD}\n\n- {ITEM}\n".encode(),
        "a.html": page().encode(),
        "a.mhtml": mhtml(),
        "a.pdf": pdf([[HEAD, LEAD, "1"], [MORE, "2"]], info={"/Title": HEAD}),
        "a.docx": docx(),
        "a.epub": epub(),
        "a.eml": eml(),
        "b.eml": eml(html=True),
        "a.jsonl": f"{line}\n{line}\n".encode(),
        "a.json": json.dumps({"articles": ROWS}).encode(),
        "a.ninjs": json.dumps([NINJS_1, NINJS_3]).encode(),
        "a.csv": table(),
        "a.tsv": table("\t"),
        "a.parquet": parquet(),
        "newsml.xml": news_message(news_item(), news_item(in_nitf())).encode(),
        "a.nitf": nitf().encode(),
        "a.rss": RSS.encode(),
        "a.atom": ATOM.encode(),
    }
