"""Good files and answers of every parser, which the fuzz test spoils: the texts are invented."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from tests.conftest import SAMPLES
from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, LEAD, MORE
from tests.ingest.pages import made as pages

Parts = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Seed:
    """A good file, or a server's answer to ``path``; ``build`` puts it together of its parts.

    Spoiled parts are put together anew, so that what is packed in a file is reached as well.
    """

    name: str
    parts: Parts
    build: Callable[[Parts], bytes]
    mapping: Mapping[str, str] = field(default_factory=dict)

    def whole(self) -> bytes:
        return self.build(self.parts)


def plain(name: str, data: bytes | str, **mapping: str) -> Seed:
    raw = data.encode() if isinstance(data, str) else data
    return Seed(name, {"all": raw}, lambda parts: parts["all"], mapping)


def zipped(parts: Parts, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tarred(parts: Parts, kind: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=kind) as archive:
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "a.txt"
        archive.addfile(link)
    return file.getvalue()


def packed(parts: Parts) -> bytes:
    """Pack each part by itself and put them behind each other, as WARC files are."""
    return b"".join(gzip.compress(part, 1) for part in parts.values())


def answer(name: str, kind: str, body: bytes | str, *more: str, pack: bool = False) -> Seed:
    """Make a server's answer, whose head and body are spoiled each by itself."""
    raw = body.encode() if isinstance(body, str) else body
    head = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", 'ETag: "a1"', *more]
    if pack:
        head.append("Content-Encoding: gzip")

    def build(parts: Parts) -> bytes:
        sent = gzip.compress(parts["body"], 1) if pack else parts["body"]
        return parts["head"] + b"\r\n\r\n" + sent

    return Seed(name, {"head": "\r\n".join(head).encode(), "body": raw}, build)


def warc_records() -> dict[str, bytes]:
    """Make the records of a crawl: what it was, a page, and one that was sent in pieces."""
    import brotli
    import zstandard

    chunk = made.page().encode()
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(chunk), chunk)
    answers = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + chunk,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunked,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(chunk, 1),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n"
        + brotli.compress(chunk),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd\r\n\r\n"
        + zstandard.compress(chunk),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n"
        + zlib.compress(chunk),
    ]
    info = b"software: made by hand\r\n"
    records = {"info": (b"warcinfo", b"application/warc-fields", info)}
    for number, one in enumerate(answers):
        records[f"page {number}"] = (b"response", b"application/http; msgtype=response", one)
    return {
        name: b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Target-URI: https://paper.example/%b\r\n"
        b"WARC-Date: 2024-03-05T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:0-%b>\r\n"
        b"Content-Type: %b\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
        % (kind, name[-1:].encode(), name[-1:].encode(), told, len(data), data)
        for name, (kind, told, data) in records.items()
    }


def rich_page() -> str:
    """Make a page with most of what pages have."""
    node = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": ["NewsArticle"],
                "headline": "Pier to close",
                "datePublished": "2024-03-05T10:15:00+01:00",
                "author": [{"@type": "Person", "name": "Ida Moss"}],
                "publisher": {"name": "Lindmouth Post"},
                "keywords": "pier, ferry",
            }
        ],
    }
    head = (
        '<meta property="og:title" content="Pier to close"><base href="https://paper.example/">'
        '<link rel="canonical" href="/pier"><meta name="author" content="Ida Moss">'
    )
    inside = (
        "<h2>Why now</h2><ul><li>A pile is rotten.</li><li>Two are cracked.</li></ul>",
        "<table><tr><td>March</td><td>nine weeks</td></tr></table>"
        "<blockquote>So be it.</blockquote>"
        "<figure><img src='a.png'><figcaption>The pier. Photo: Bo Lund</figcaption></figure>",
        '<div class="share-bar"><a href="/x">Share</a></div><form><input name="comment"></form>',
    )
    return pages.page(*inside, head=pages.json_ld(node) + head)


def mail() -> bytes:
    """Make a mail of parts within parts, in two encodings."""
    return (
        b"From: =?utf-8?q?Ida_Mo=C3=9F?= <ida@paper.example>\r\nSubject: =?utf-8?b?TG9jaw==?=\r\n"
        b"Date: Tue, 05 Mar 2024 10:15:00 +0100\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n'
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain; charset=iso-8859-1; format=flowed\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + LEAD.replace("lock", "caf=E9").encode()
        + b"\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        b"PHA+VGhlIGxvY2sgcmVvcGVuZWQuPC9wPg==\r\n--b--\r\n"
        b'--a\r\nContent-Type: application/pdf; name="a.pdf"\r\n'
        b"Content-Disposition: attachment; filename*=utf-8''%e2%82%ac.pdf\r\n\r\nx\r\n"
        b"--a\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n"
        b"<p>It rained.</p>\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n"
        + made.eml().replace(b"\n", b"\r\n")
        + b"\r\n--a--\r\n"
    )


def compressed_pdf() -> bytes:
    """Make a PDF whose contents are packed."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(made.pdf([[HEAD, LEAD], [MORE]], picture=True))))
    for page in writer.pages:
        page.compress_content_streams()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def typed_parquet() -> bytes:
    """Make a Parquet file with moments, lists and records in it."""
    from datetime import UTC, datetime

    import pyarrow
    from pyarrow import parquet

    row = {
        "title": HEAD,
        "text": [LEAD, MORE],
        "date": datetime(2024, 3, 5, 10, 15, tzinfo=UTC),
        "author": {"name": "Ida Moss"},
        "tags": ["canals", None],
        "n": 3,
    }
    file = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist([row] * 3), file, compression="gzip")
    return file.getvalue()


def noted_docx() -> bytes:
    """Make a Word document with a footnote of two paragraphs."""
    body = made.run(LEAD) + '<w:r><w:footnoteReference w:id="1"/></w:r>'
    return made.docx_with_notes(body, {"footnote": made.note("footnote", 1, MORE, LEAD)})


RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://paper.example/"><title>Wend Post</title></channel>
<item rdf:about="https://paper.example/lock"><title>{HEAD}</title><link>/lock</link>
<description>{LEAD}</description><dc:date>2024-03-05</dc:date></item></rdf:RDF>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://paper.example/lock</loc><lastmod>2024-03-05T10:15:00+01:00</lastmod><news:news><news:publication>
<news:name>Wend Post</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-03-05</news:publication_date><news:title>Lock reopens</news:title>
<news:keywords>canals, repairs</news:keywords></news:news></url>
<url><loc>http://paper.example/rain</loc><lastmod>2024-03-04</lastmod></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://paper.example/one.xml</loc><lastmod>2024-03-05</lastmod></sitemap>
<sitemap><loc>http://paper.example/two.xml</loc></sitemap></sitemapindex>"""

ROBOTS = """User-agent: *
Crawl-delay: 2
Disallow: /private/*.html$
Allow: /
Sitemap: https://paper.example/sitemap.xml
User-agent: citewire
Request-rate: 1/5
Disallow: /x%20y
"""

MARKDOWN = f"""---
title: "{HEAD}"
date: 2024-03-05
tags: [canals, repairs]
---
# {HEAD}

{LEAD} [A link](https://paper.example "title") and `code`, *so* **it** is.

> {MORE}

| Gate | Boats |
|------|-------|
| North | forty |

1. One
   - two &amp; <b>three</b>
"""

#: What a table's columns are told to be, where they bear no usual names.
MAP = {"title": "headline", "text": "body", "published": "pub_date"}


def _files() -> list[Seed]:
    some = made.samples()
    cyrillic = rich_page().replace("utf-8", "windows-1251").replace("ferry", "паром")
    sample = (SAMPLES / "beetle-found.txt").read_bytes()
    line = json.dumps({"headline": HEAD, "body": LEAD, "pub_date": "2024-03-05"}).encode() + b"\n"
    text = f"{HEAD}\n\n{LEAD} “Café” — {MORE} 日本語。\u202eא\u202c 🙂"
    return [
        *(plain(name, data) for name, data in some.items() if not data.startswith(b"PK")),
        plain("b.txt", sample),
        plain("utf16.txt", text.encode("utf-16")),
        plain("cp1252.txt", f"{HEAD}\n\n“Café” — {MORE}".encode("cp1252")),
        plain("b.md", MARKDOWN),
        plain("a.markdown", MARKDOWN),
        plain("rich.html", rich_page()),
        plain("a.htm", rich_page().encode("utf-16")),
        plain("cp1251.html", cyrillic.encode("cp1251")),
        plain("a.mht", some["a.mhtml"]),
        plain("mixed.eml", mail()),
        plain("packed.pdf", compressed_pdf()),
        Seed("a.docx", unzipped(some["a.docx"]), zipped),
        Seed("notes.docx", unzipped(noted_docx()), zipped),
        Seed("a.epub", unzipped(some["a.epub"]), zipped),
        plain("ninjs.json", json.dumps(made.NINJS_1)),
        plain("told.json", json.dumps(made.ROWS), **MAP),
        plain("told.jsonl", line * 2, **MAP),
        plain("told.csv", some["a.csv"], **MAP),
        plain("told.tsv", some["a.tsv"], **MAP),
        plain("told.parquet", some["a.parquet"], **MAP),
        plain("typed.parquet", typed_parquet()),
        plain("item.xml", made.news_item()),
        plain("nitf.xml", made.nitf(doctype='<!DOCTYPE nitf SYSTEM "nitf.dtd" [<!-- a -->]>')),
        plain("rdf.xml", RDF),
        plain("rdf.rss", RDF),
    ]


def _containers() -> list[Seed]:
    some = made.samples()
    inside = {
        "a.txt": some["a.txt"],
        "deep/a.html": some["a.html"],
        "a.csv": some["a.csv"],
        "photo.jpg": b"\xff\xd8\xff",
        "b.jsonl.gz": gzip.compress(some["a.jsonl"]),
        "c.zip": zipped({"c.txt": some["a.txt"]}),
    }
    records = warc_records()
    tar = tarred(inside)
    odd = {f"{'long/' * 30}é.txt": some["a.txt"], "b.txt": LEAD.encode()}
    joined = b"".join(records.values())
    return [
        Seed("a.zip", inside, zipped),
        Seed("stored.zip", inside, lambda parts: zipped(parts, zipfile.ZIP_STORED)),
        Seed("bzip2.zip", odd, lambda parts: zipped(parts, zipfile.ZIP_BZIP2)),
        Seed("lzma.zip", odd, lambda parts: zipped(parts, zipfile.ZIP_LZMA)),
        Seed("a.tar", inside, tarred),
        Seed("gnu.tar", odd, lambda parts: tarred(parts, tarfile.GNU_FORMAT)),
        Seed("a.tar.gz", {"tar": tar}, packed),
        Seed("a.tgz", {"tar": tarred(odd)}, packed),
        Seed("a.txt.gz", {"all": some["a.txt"]}, packed),
        Seed("b.jsonl.gz", {"one": some["a.jsonl"], "two": some["a.jsonl"]}, packed),
        Seed("a.warc", records, lambda parts: b"".join(parts.values())),
        Seed("a.warc.gz", records, packed),
        Seed("one.warc.gz", {"all": joined}, packed),
    ]


def _answers() -> dict[str, list[Seed]]:
    long = made.RSS.replace(LEAD, LEAD + f"</p><p>{MORE}" * 8)
    latin = made.ATOM.replace("utf-8", "iso-8859-1").encode("latin-1")
    return {
        "web page": [
            answer("lock.html", "text/html; charset=utf-8", rich_page()),
            answer("latin", "text/html; charset=latin-1", made.page(), pack=True),
            answer("a.txt", "text/plain", LEAD, "Set-Cookie: a=b; Path=/", "Retry-After: 5"),
            answer("a.zip", "application/zip", zipped({"a.txt": LEAD.encode()})),
            answer("x.json", "application/octet-stream", json.dumps(made.ROWS)),
            answer("a.jsonl", "application/x-ndjson", made.samples()["a.jsonl"]),
            answer("a.ninjs", "application/ninjs+json", json.dumps(made.NINJS_3)),
            plain("busy", b"HTTP/1.1 503 Later\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"),
            plain("moved", b"HTTP/1.1 302 Found\r\nLocation: /lock\r\n\r\n"),
        ],
        "web feed": [
            answer("feed.xml", "application/rss+xml; charset=utf-8", long),
            answer("atom", "application/atom+xml", made.ATOM.replace("https://paper.example", "")),
            answer("latin", "text/xml; charset=iso-8859-1", latin),
            answer("rdf", "text/xml", RDF, pack=True),
        ],
        "web sitemap": [
            answer("sitemap.xml", "application/xml", SITEMAP),
            answer("index.xml", "text/xml", INDEX),
            Seed(
                "sitemap.xml.gz",
                {"all": SITEMAP.encode()},
                lambda parts: (
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-gzip\r\n\r\n" + packed(parts)
                ),
            ),
        ],
        "robots.txt": [answer("robots.txt", "text/plain", ROBOTS)],
    }


@cache
def parsers() -> dict[str, list[Seed]]:
    """Return the good files of each parser; the parsers of files go by their loader's name."""
    from ingest.loaders import LOADERS, ending_of

    found: dict[str, list[Seed]] = {}
    for seed in _files():
        known = LOADERS[ending_of(seed.name)]
        found.setdefault((known.load or known.stream).__name__, []).append(seed)
    for seed in _containers():
        ending = ".tar" if seed.name.endswith((".tgz", ".tar.gz")) else ending_of(seed.name)
        kind = ".warc" if ending == ".warc.gz" else ending if ending.count(".") == 1 else ".gz"
        found.setdefault(kind if kind in {".zip", ".tar", ".warc"} else ".gz", []).append(seed)
    return found | _answers()
