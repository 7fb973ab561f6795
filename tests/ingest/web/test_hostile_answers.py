"""Whatever a server sends is read or refused: nothing else happens."""

from __future__ import annotations

import codecs
import contextlib
import time

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.web.answers import Fetched, told_type
from ingest.web.content import content_of, in_utf8
from ingest.web.feeds import feed_entries
from ingest.web.sitemaps import sitemap_entries
from vectorstore import SourceError

PIECES = st.lists(
    st.sampled_from(
        [
            b"<?xml version='1.0' encoding='utf-16'?>",
            b"<rss><channel>",
            b"<item><link>http://[</link><title type='html'>&lt;b&gt;</title></item>",
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='//x'/></entry>",
            b"<urlset><url><loc>\xff</loc><lastmod>9999-99-99</lastmod></url>",
            b"<sitemapindex><sitemap><loc>&amp;&x;</loc></sitemap>",
            b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
            b"<![CDATA[",
            b"\x00",
            b"\x1f\x8b\x08",
            "日本".encode("utf-16"),
            b"<html><!-- ",
        ]
    )
    | st.binary(max_size=30),
    max_size=8,
).map(b"".join)


@settings(max_examples=150, deadline=2000)
@given(PIECES)
def test_feeds_and_sitemaps_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        feed_entries(data, "http://a.example/feed", "http://a.example/feed")
    with contextlib.suppress(SourceError):
        sitemap_entries(data, "http://a.example/s.xml")


@settings(max_examples=150, deadline=2000)
@given(
    PIECES,
    st.sampled_from(["text/html", "text/xml", "text/plain", "", "application/gzip", "a/b"]),
    st.sampled_from(["", "utf-16", "hex", "iso-2022-jp", "cp1251", "x" * 500, "\0", "utf-7"]),
    st.sampled_from(["/a", "/a.xml.gz", "/a.pdf", "/a.html", "/"]),
)
def test_content_is_told_or_refused(data: bytes, kind: str, charset: str, path: str) -> None:
    url = httpx.URL("http://a.example").copy_with(path=path)
    with contextlib.suppress(SourceError):
        ending, read = content_of(Fetched(url, 200, data, kind, charset), str(url), 10_000)
        assert ending
        assert read


@given(st.text(max_size=60))
def test_any_content_type_is_survived(header: str) -> None:
    kind, charset = told_type(header)
    assert kind == kind.lower()
    assert charset == charset.strip()


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("Порт", "cp1251", "windows-1251"),
        ("Äpfel", "cp1252", "iso-8859-1"),
        ("日本", "iso2022_jp", "iso-2022-jp"),
        ("日本", "utf-16-le", "utf-16le"),
        ("Äpfel", "utf-8", "iso-8859-1"),
    ],
)
def test_a_text_comes_out_as_it_was_written(text: str, encoding: str, told: str) -> None:
    data = in_utf8(text.encode(encoding), told)
    assert data.removeprefix(codecs.BOM_UTF8).decode("utf-8") == text


def test_a_feed_whose_encoding_cannot_be_told_is_not_guessed_for_minutes() -> None:
    data = b"<rss><channel><item><link>/a</link>" + bytes(range(128, 256)) * 5_000 + b"</item>"
    began = time.monotonic()
    with contextlib.suppress(SourceError):
        feed_entries(data, "http://a.example/feed", "http://a.example/feed")
    assert time.monotonic() - began < 10


def test_a_sitemap_with_a_broken_tag_is_read_around_it() -> None:
    data = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        b"<url><loc>https://a.example/1</loc><news:><news:title>Rain</news:title></news:></url>"
        b"</urlset>"
    )
    entries, _ = sitemap_entries(data, "http://a.example/s.xml")
    assert [one.url for one in entries] == ["https://a.example/1"]
