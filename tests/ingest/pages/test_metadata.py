from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ingest.pages import load_page
from ingest.pages.loader import load_page as load
from tests.ingest.pages.made import json_ld, page
from vectorstore import Article

NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Pier to close",
    "datePublished": "2021-03-02T21:15:00-05:00",
    "dateModified": "2021-03-03T08:00:00Z",
    "author": [{"@type": "Person", "name": "Ines Okafor"}, {"name": "By Tom Vale"}],
    "publisher": {"@type": "Organization", "name": "The Lindmouth Post"},
    "articleSection": ["Local", "Harbor"],
    "keywords": "ferry, pier, ferry",
}


def article(head: str, title: str = "Pier to close") -> Article:
    return load_page(page(head=head, title=title), "page.html", [])


def notes_of(head: str) -> list[str]:
    notes: list[str] = []
    load(page(head=head), "page.html", notes)
    return notes


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_json_ld_gives_every_field_and_says_so() -> None:
    found = article(json_ld(NEWS))
    assert found.title == "Pier to close"
    assert found.outlet == "The Lindmouth Post"
    assert found.byline == "Ines Okafor, Tom Vale"
    assert found.published == date(2021, 3, 2)
    zone = timezone(timedelta(hours=-5))
    assert found.published_at == datetime(2021, 3, 2, 21, 15, tzinfo=zone)
    assert found.modified_at == datetime(2021, 3, 3, 8, tzinfo=UTC)
    assert (found.section, found.tags) == ("Local", ("ferry", "pier"))
    assert found.known_from["published"] == "JSON-LD datePublished"
    assert found.known_from["title"] == "JSON-LD headline"
    assert found.known_from["language"] == "<html lang>"


@pytest.mark.parametrize("inside", [{"@graph": [NEWS]}, {"@type": "WebPage", "mainEntity": NEWS}])
def test_json_ld_is_found_where_it_is_wrapped(inside: dict[str, object]) -> None:
    assert article(json_ld(inside)).published == date(2021, 3, 2)


def test_json_ld_in_a_cdata_wrapper_is_read_and_broken_json_is_not_guessed_at() -> None:
    wrapped = json_ld(NEWS).replace(">{", ">//<![CDATA[\n{").replace("}</s", "}\n//]]></s")
    assert article(wrapped).byline == "Ines Okafor, Tom Vale"
    assert article(json_ld(NEWS).replace('"@type"', '@type"', 1)).published is None


def test_json_ld_of_another_article_does_not_win() -> None:
    other = NEWS | {"headline": "Mayor opens library", "url": "https://post.example/library"}
    listed = {"@type": "ItemList", "itemListElement": [{"item": other}]}
    head = '<link rel="canonical" href="https://post.example/pier">'
    assert article(head + json_ld(other)).published is None
    assert article(head + json_ld(listed)).published is None
    mine = NEWS | {"url": "https://post.example/pier", "datePublished": "2021-02-01"}
    assert article(head + json_ld(other, mine)).published == date(2021, 2, 1)


def test_open_graph_and_meta_come_before_what_readers_see() -> None:
    head = meta("og:title", "Pier shuts for repairs") + meta("og:site_name", "Lindmouth Post")
    head += meta("article:published_time", "2021-03-02") + meta("article:tag", "pier")
    head += meta("article:tag", "ferry") + '<meta name="author" content="Ines Okafor">'
    found = article(head)
    assert (found.title, found.outlet, found.byline) == (
        "Pier shuts for repairs",
        "Lindmouth Post",
        "Ines Okafor",
    )
    assert (found.published, found.published_at) == (date(2021, 3, 2), None)
    assert found.tags == ("pier", "ferry")
    assert found.known_from["published"] == "meta article:published_time"


def test_a_moment_of_the_same_day_from_another_place_is_added() -> None:
    day = json_ld(NEWS | {"datePublished": "2021-03-02"})
    found = article(day + meta("article:published_time", "2021-03-02T09:30:00+01:00"))
    assert found.published_at is not None
    assert found.known_from["published_at"] == "meta article:published_time"


@pytest.mark.parametrize(
    ("title", "site", "kept"),
    [
        ("Pier to close | Lindmouth Post", "Lindmouth Post", "Pier to close"),
        ("Lindmouth Post: Pier to close", "Lindmouth Post", "Lindmouth Post: Pier to close"),
        ("Pier to close - a blow to islanders", "Lindmouth Post", None),
    ],
)
def test_a_title_loses_the_sites_name_and_nothing_else(
    title: str, site: str, kept: str | None
) -> None:
    assert article(meta("og:site_name", site), title=title).title == (kept or title)


def test_a_title_that_a_machine_cut_off_is_taken_whole_from_elsewhere() -> None:
    whole = "Pier to close for nine weeks from March"
    head = json_ld(NEWS | {"headline": "Pier to close for nine …"})
    found = article(head, title=whole)
    assert (found.title, found.known_from["title"]) == (whole, "<h1>")


@pytest.mark.parametrize(
    "said",
    [
        '<p class="copyright">© 2019 The Post</p>',
        "<p>Published 3 hours ago</p>",
        meta("article:published_time", "03/04/2021"),
        meta("article:published_time", "1970-01-01T00:00:00Z"),
        meta("article:published_time", "yesterday"),
        '<aside><time pubdate datetime="2020-01-01">1 January</time></aside>',
    ],
)
def test_a_day_that_is_not_certain_is_unknown(said: str) -> None:
    assert article(said).published is None


def test_an_ambiguous_day_is_named_in_a_note() -> None:
    [note] = notes_of(meta("article:published_time", "03/04/2021"))
    assert "03/04/2021" in note
    assert "meta article:published_time" in note


def test_two_strong_places_that_disagree_are_told() -> None:
    head = json_ld(NEWS) + meta("article:published_time", "2021-02-20")
    assert any("2021-03-02" in note and "2021-02-20" in note for note in notes_of(head))
    assert notes_of(json_ld(NEWS) + meta("article:published_time", "2021-03-03T02:15:00Z")) == []


def test_a_marked_time_and_a_dated_address_are_the_last_places() -> None:
    shown = '<time class="published" datetime="2021-03-02T10:00">2 March</time>'
    found = load_page(page(around=(shown, "")), "page.html", [])
    assert (found.published, found.known_from["published"]) == (date(2021, 3, 2), "<time>")
    found = article('<link rel="canonical" href="https://post.example/2021/03/02/pier">')
    assert found.known_from["published"] == "the page's address"


def test_an_address_is_made_whole_and_a_home_page_is_none() -> None:
    head = '<link rel="canonical" href="/news/pier">'
    read = load_page(page(head=head), "page.html", [], url="https://post.example/x?y=1")
    assert read.url == "https://post.example/news/pier"
    assert article('<link rel="canonical" href="https://post.example/">').url is None
    assert article('<link rel="canonical" href="javascript:alert(1)">').url is None


def test_what_is_no_name_is_no_byline() -> None:
    for value in ("admin", "https://facebook.com/post", "desk@post.example", "@lindmouth"):
        assert article(meta("author", value)).byline is None


def test_the_sites_name_over_the_article_is_not_its_title() -> None:
    html = page(title="").replace("<body>", '<body><h1><a href="/">Lindmouth Post</a></h1>')
    html = html.replace("<h1></h1>", "<h2>Pier to close</h2>")
    assert load_page(html, "page.html", []).title != "Lindmouth Post"


def seen(*lines: str, head: str = "") -> Article:
    """Return the article of a page with lines between its headline and its first paragraph."""
    shown = "".join(f"<div>{line}</div>" for line in lines)
    html = page(head=head).replace("</h1>", f"</h1>{shown}", 1)
    return load_page(html, "page.html", [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Ines Okafor, 3 March 2021, 21:10", date(2021, 3, 3)),
        ("March 3rd, 2021", date(2021, 3, 3)),
        ("Von Karin Holz, 7. Mai 2024, 18:45 Uhr", date(2024, 5, 7)),
        ("Publié le 3 juin 2023 à 9h12 – Mis à jour le 4 juin 2023", date(2023, 6, 3)),
        ("Publicado el 14 de febrero de 2022", date(2022, 2, 14)),
        ("05/10/2018", None),
        ("Updated: 3 March 2021", None),
        ("The board that voted on 3 March 2021 had met four times in the year before", None),
    ],
)
def test_the_day_beside_the_headline_is_read_where_nothing_else_tells(
    line: str, day: date | None
) -> None:
    found = seen(line)
    assert found.published == day
    assert dict(found.known_from).get("published") == ("beside the headline" if day else None)


def test_two_days_beside_the_headline_leave_it_unknown() -> None:
    assert seen("3 March 2021", "4 March 2021").published is None


def test_the_day_of_the_visit_above_the_headline_is_not_the_articles() -> None:
    html = page(around=("<div>Wednesday, 20 November 2019</div>", ""))
    assert load_page(html, "page.html", []).published is None


def test_the_day_before_is_taken_where_the_page_prints_it_beside_a_moment_of_utc() -> None:
    late = json_ld({**NEWS, "datePublished": "2021-03-03T02:15:00Z"})
    assert seen("March 2, 2021 9:15 p.m.", head=late).published == date(2021, 3, 2)
    assert seen("Updated 9:58 pm PST, March 2, 2021", head=late).published == date(2021, 3, 2)
    assert seen("March 1, 2021", head=late).published == date(2021, 3, 3)
    noon = json_ld({**NEWS, "datePublished": "2021-03-03T12:15:00Z"})
    assert seen("March 2, 2021", head=noon).published == date(2021, 3, 3)


def test_the_day_before_in_the_address_is_taken_for_a_moment_soon_after_midnight_in_utc() -> None:
    at = '<link rel="canonical" href="https://post.example/2021/03/02/pier">'
    for moment, day in (("2021-03-03T02:15:00Z", 2), ("2021-03-03T09:15:00Z", 3)):
        found = article(at + json_ld({**NEWS, "datePublished": moment}))
        assert found.published == date(2021, 3, day)


def test_json_ld_of_the_page_gives_the_day_where_it_has_no_article() -> None:
    found = article(json_ld({"@type": "ClaimReview", "datePublished": "2021-03-02"}))
    assert (found.published, dict(found.known_from)["published"]) == (
        date(2021, 3, 2),
        "JSON-LD datePublished of the page",
    )


def test_a_line_of_the_page_confirms_which_part_of_its_title_is_the_headline() -> None:
    html = page(title="The Lindmouth Post - Pier to close for nine weeks")
    html = html.replace("<h1>The Lindmouth Post - ", "<h1>").replace("h1>", "b>")
    assert load_page(html, "page.html", []).title == "Pier to close for nine weeks"


def test_a_heading_that_names_the_site_gives_way_to_the_title_that_a_line_repeats() -> None:
    html = page(title="Pier to close for nine weeks - Lindmouth Post")
    html = html.replace("<h1>Pier to close for nine weeks - Lindmouth Post", "<h1>The Post")
    html = html.replace("</h1>", "</h1><div>Pier to close for nine weeks</div>", 1)
    assert load_page(html, "page.html", []).title == "Pier to close for nine weeks"
