"""What the news industry's own formats become: ninjs, NewsML-G2, NITF, RSS and Atom."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, ITEM, LEAD, MORE, WHY
from tests.ingest.formats.reads import blocks, one, read
from vectorstore import SourceError

FIRST = datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
LATER = datetime(2024, 3, 6, 8, 0, tzinfo=UTC)
WHOLE = [("paragraph", LEAD), ("heading", WHY), ("item", ITEM), ("paragraph", MORE)]


def test_a_ninjs_item_of_version_1_is_read() -> None:
    article = one(json.dumps(made.NINJS_1), "a.json")
    assert article.source == "a.json"
    assert article.id == "urn:newsml:wire.example:20240305:1"
    assert (article.title, article.byline, article.outlet) == (HEAD, "Ida Moss", "Wend Wire")
    assert (article.published_at, article.modified_at) == (FIRST, LATER)
    assert (article.language, article.tags) == ("en", ("canals", "repairs"))
    assert blocks(article) == WHOLE
    assert article.known_from["published"] == "ninjs firstcreated"


def test_a_ninjs_item_of_version_3_is_read() -> None:
    article = one(json.dumps(made.NINJS_3), "a.ninjs")
    assert article.url == "https://wire.example/lock"
    assert (article.title, article.byline, article.outlet) == (HEAD, "Ida Moss", "Wend Wire")
    assert article.published == date(2024, 3, 5)
    assert article.modified_at is None
    assert article.text == f"{LEAD}\n\n{MORE}"


def test_an_array_of_ninjs_items_fails_by_item() -> None:
    picture = {**made.NINJS_1, "type": "picture"}
    withdrawn = {**made.NINJS_1, "pubstatus": "canceled"}
    bare = {"uri": "urn:x", "versioncreated": "2024-03-05T10:15:00Z", "headline": "x"}
    articles, failures, _ = read(json.dumps([picture, made.NINJS_3, withdrawn, bare]), "a.json")
    assert [article.source for article in articles] == ["a.json#2"]
    assert [(one.source, one.error.split(" ", 1)[1]) for one in failures] == [
        ("a.json#1", "is a news item of the type picture, not a text."),
        ("a.json#3", "was canceled by its provider."),
        ("a.json#4", "is a news item without a body."),
    ]


@pytest.mark.parametrize("name", ["a.nitf", "a.xml"])
@pytest.mark.parametrize(
    "doctype", ["", '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">', "<!-- a > b -->"], ids=len
)
def test_a_nitf_document_is_read_without_captions_and_credits(name: str, doctype: str) -> None:
    article = one(made.nitf(doctype=doctype), name)
    assert blocks(article) == WHOLE
    assert (article.title, article.byline, article.outlet) == (HEAD, "Ida Moss", "Wend Wire")
    assert (article.published_at, article.section) == (FIRST, "Region")
    assert (article.language, article.tags) == ("en", ("canals",))


def test_names_of_characters_that_an_absent_dtd_would_declare_are_spelled_out() -> None:
    document = made.nitf(doctype='<!DOCTYPE nitf SYSTEM "nitf.dtd">')
    document = document.replace("eleven weeks", "eleven&nbsp;weeks &mdash; caf&eacute;")
    assert "eleven weeks — café of repairs." in one(document, "a.nitf").text


def test_a_news_item_of_newsml_g2_is_read() -> None:
    article = one(made.news_item(), "a.xml")
    assert article.source == "a.xml"
    assert article.id == "urn:newsml:wire.example:7"
    assert (article.title, article.byline, article.outlet) == (HEAD, "Ida Moss", "Wend Wire")
    assert (article.published_at, article.modified_at) == (FIRST, LATER)
    assert (article.language, article.tags) == ("en-GB", ("canals",))
    assert blocks(article) == [("paragraph", LEAD), ("heading", WHY), ("paragraph", MORE)]


def test_a_news_message_gives_each_of_its_texts() -> None:
    package = '<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>'
    plain = f'<inlineData contenttype="text/plain">{LEAD}\n\n{MORE}</inlineData>'
    message = made.news_message(
        package,
        made.news_item(plain),
        made.news_item(made.in_nitf()),
        made.news_item(kind="picture"),
        made.news_item(status="withheld"),
        made.news_item('<remoteContent href="https://a.example"/>'),
    )
    articles, failures, notes = read(message, "a.xml")
    assert [article.source for article in articles] == ["a.xml#1", "a.xml#2"]
    assert articles[0].text == f"{LEAD}\n\n{MORE}"
    assert blocks(articles[1]) == WHOLE
    assert [one.error.split(" ", 1)[1] for one in failures] == [
        "is a news item of the class picture, not a text.",
        "was withheld by its provider.",
        "is a news item whose text is elsewhere (remoteContent).",
    ]
    assert notes == ["a packageitem in it is passed over"]


@pytest.mark.parametrize("name", ["a.rss", "a.xml"])
def test_entries_of_an_rss_feed_are_articles(name: str) -> None:
    articles, failures, notes = read(made.RSS, name)
    first, second = articles
    assert (first.source, first.url) == (f"{name}#1", "https://paper.example/lock")
    assert (first.title, first.byline, first.outlet) == (HEAD, "Ida Moss", "Wend & Sons")
    assert first.published_at == datetime(2024, 3, 5, 10, 15, tzinfo=timezone(timedelta(hours=1)))
    assert (first.language, first.tags) == ("en", ("canals",))
    assert blocks(first) == [("paragraph", LEAD), ("paragraph", MORE)]
    assert second.text == "It rained for weeks."
    assert notes == ["entries with a summary only: it is taken as their text"]
    assert [one.error for one in failures] == [f"{name}#3 is an entry without a text."]


def test_entries_of_an_atom_feed_are_articles() -> None:
    article = one(made.ATOM, "a.atom")
    assert (article.title, article.outlet) == (HEAD, "Wend Post")
    assert article.modified_at == LATER
    assert blocks(article) == [("paragraph", LEAD)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso-8859-15"])
@pytest.mark.parametrize("told", [True, False])
def test_a_feed_is_read_in_the_encoding_that_it_says_or_that_it_has(
    encoding: str, told: bool
) -> None:
    feed = made.ATOM.replace(LEAD, "The café’s owner, Zoë Brontë, closed the lock at Wendbridge.")
    feed = feed.replace("’", "'").replace('"utf-8"', f'"{encoding if told else "nonsense"}"')
    assert "café's owner, Zoë Brontë," in one(feed.encode(encoding), "a.atom").text


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("<urlset><url/></urlset>", "is a sitemap"),
        ("<NewsML/>", "is NewsML 1"),
        ("<a/>", r"its root is a\)"),
        ("plain words", "is not XML"),
        ("<rss><channel/></rss>", "is a feed without entries"),
        ('<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "is a packageItem"),
        (made.news_item()[:700], "is not well-formed XML"),
        (made.news_item(kind="picture"), "of the class picture"),
    ],
)
def test_xml_without_news_says_what_it_is(document: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(document, "a.xml")


def test_what_stands_beside_the_text_of_an_entry_is_left_out() -> None:
    beside = (
        "<p>Sign up for our free newsletter</p><p>Share this: Facebook Twitter</p>"
        "<p>Photo: Getty Images</p><aside><p>Ten boats to see.</p></aside>"
        "<p>The post Lock reopens appeared first on Wend Post.</p>"
    )
    feed = (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>Wend Post</title><item><title>{HEAD}</title><content:encoded><![CDATA["
        f"<p>{LEAD}</p>{beside}]]></content:encoded></item></channel></rss>"
    )
    assert one(feed, "a.rss").text == LEAD


def test_the_day_of_an_update_is_no_day_of_publication() -> None:
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wend Post</title><entry>"
        f"<title>{HEAD}</title><updated>2024-03-06T08:00:00Z</updated>"
        f"<content type='html'>{LEAD}</content></entry></feed>"
    )
    article = one(feed, "a.atom")
    assert (article.published, article.published_at) == (None, None)
    assert article.modified_at == datetime(2024, 3, 6, 8, tzinfo=UTC)


def test_the_names_in_the_bylines_of_ninjs_2_are_read() -> None:
    record = {**made.NINJS_3, "bylines": [{"byline": "By Ida Moss", "role": "main"}], "by": None}
    assert one(json.dumps(record), "a.json").byline == "Ida Moss"
