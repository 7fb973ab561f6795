"""Articles and answers as HTML, without a browser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from ingest import ingest
from qa import Answer, Citation, Searched, Statement, answer
from ui.pages import Place, article_html, place_html
from ui.web_answers import Turn, answer_html, transcript_html
from ui.web_library import MOST, listing_html
from vectorstore import Article, ArticleNotFoundError, Block, Library, Span, UsageError

TEXT = "One & two. Three <b>four</b>.\n\nFive.\nsix. Seven.\n\nEight."


def article(text: str = TEXT) -> Article:
    return Article.of(text, title="A & B", outlet="Wire", published=date(2024, 3, 5))


def shown(html: str) -> str:
    """Return the article's text as the page shows it, paragraphs parted by an empty line."""
    body = html.partition('<div class="cw-text">')[2].partition("</div>")[0]
    return unescape(re.sub(r"</?(p|mark)[^>]*>", "", body.replace("</p><p>", "\n\n")))


def marks(html: str, kind: str) -> list[str]:
    found = re.findall(rf'<mark class="{kind}"[^>]*>(.*?)</mark>', html, re.DOTALL)
    return [unescape(one) for one in found]


@pytest.mark.parametrize("also", [(), (Span(0, 10),), (Span(0, 10), Span(11, 31), Span(51, 57))])
def test_marks_change_nothing_of_the_text(also: tuple[Span, ...]) -> None:
    one = article()
    start = TEXT.index("Seven")
    html = article_html(one, Span(start, start + 6), also=also)
    assert shown(html) == TEXT
    assert marks(html, "cw-cited") == ["Seven."]
    assert marks(html, "cw-also") == [TEXT[s:e].strip("\n") for s, e in also]
    assert html.count('id="cited"') == 1


def test_a_mark_that_overlaps_the_cited_sentence_is_left_out() -> None:
    html = article_html(article(), Span(0, 10), also=[Span(4, 20), Span(0, 10)])
    assert marks(html, "cw-cited") == ["One & two."]
    assert marks(html, "cw-also") == []


def test_a_span_over_two_paragraphs_has_one_anchor() -> None:
    html = article_html(article(), Span(11, 45))
    assert "".join(marks(html, "cw-cited")) == TEXT[11:45].replace("\n\n", "")
    assert html.count('id="cited"') == 1


@pytest.mark.parametrize("id", ["a", "ä b&c=d%", 'q"<>', "x.y#1"])
@pytest.mark.parametrize("others", [(), (Span(20, 30), Span(40, 50))])
def test_a_link_is_read_as_it_was_written(id: str, others: tuple[Span, ...]) -> None:
    place = Place(id, Span(3, 9), "beef", others)
    assert Place.parse(place.link()) == place
    assert Place.parse(Place(id).link()) == Place(id)


@pytest.mark.parametrize(
    "link",
    ["", "article=", "span=1-2", "article=a&span=x", "article=a&span=1", None, 7, "a" * 9**5],
)
def test_what_is_no_link_is_refused_in_words(link: object) -> None:
    with pytest.raises(UsageError, match="does not lead to an article"):
        Place.parse(link)


def test_a_place_in_a_changed_article_is_not_marked(samples: Library) -> None:
    stored = next(samples.articles())
    span = stored.sentences[1]
    place = Place.of(Citation(stored, *span))
    assert marks(place_html(place, samples), "cw-cited") == [stored.text[span.start : span.end]]
    for wrong in (
        Place(stored.id, span, "00000000"),
        Place(stored.id, Span(span.start + 1, span.end), place.digest),
        Place(stored.id, Span(0, 10**9), place.digest),
        Place(stored.id, Span(-5, 3), place.digest),
    ):
        html = place_html(wrong, samples)
        assert "has changed since" in html
        assert "<mark" not in html
    with pytest.raises(ArticleNotFoundError):
        place_html(Place("gone"), samples)


def test_only_web_addresses_become_links() -> None:
    for url, is_link in (("https://a.example/?x=1&y=2", True), ("javascript:alert(1)", False)):
        html = article_html(Article.of("Text.", url=url))
        assert ("<a " in html) == is_link
        assert unescape(html).count(url) == 1 + is_link


def an_answer(*quotes: str) -> Answer:
    one = article(" ".join(quotes))
    citations = [Citation(one, one.text.index(q), one.text.index(q) + len(q)) for q in quotes]
    return Answer(
        question="Q?",
        abstained=False,
        confidence=0.8,
        text="",
        statements=tuple(Statement(c.quote, 0.8, (c,)) for c in citations),
        nearest=(),
        searched=Searched(1, 1, 2),
        timings_ms={"total": 12.0},
    )


def test_a_quotation_that_has_marks_gets_no_others() -> None:
    html = unescape(
        re.sub("<[^>]+>", "", answer_html(an_answer("It rained.", "“Rain,” she said.")))
    )
    assert "“It rained.”" in html
    assert "““" not in html


def test_every_text_of_a_conversation_is_escaped() -> None:
    evil = "<i onclick=x>&amp;**b**</i>."
    html = transcript_html([Turn(evil, answer=an_answer(evil)), Turn(evil)])
    assert "<i" not in html
    assert html.count("&lt;i onclick=x&gt;&amp;amp;**b**&lt;/i&gt;.") == 3


def test_a_long_list_says_that_there_are_more() -> None:
    rows = [
        {
            "id": f"a{n}",
            "title": f"Story {n}",
            "outlet": None,
            "published": None,
            "source": "/tmp/s.jsonl",
            "characters": 10,
            "ingested_at": f"2024-01-01T00:00:{n % 60:02}",
        }
        for n in range(MOST + 1)
    ]
    said = f"The newest {MOST} of {MOST + 1} articles"
    assert said in listing_html(rows).partition("<ul")[0]  # where it is read, above the list
    assert listing_html(rows).count("<li>") == MOST
    assert listing_html(rows, "STORY 17").count("<li>") == len(["17", "117", *range(170, 180)])
    assert "No article has “&lt;b&gt;”" in listing_html(rows, "<b>")
    assert "No articles yet" in listing_html([])


def test_markup_in_a_question_is_escaped_on_the_page(samples: Library) -> None:
    result = answer("Who is <b>Mistrel</b> & <script>alert(1)</script>?", library=samples)
    assert result.abstained
    assert "No article mentions" in result.text
    page = answer_html(result)
    assert "<b>" not in page
    assert "<script" not in page


def test_markup_in_the_articles_enters_no_page_as_it_is(library: Library) -> None:
    ingest(library, Article.of("The <img src=x onerror=alert(1)> stands in Lindesby."))
    page = answer_html(answer("Who is Mistrel?", library=library))
    assert "No article mentions" in page
    assert "<img" not in page


def test_headings_and_items_are_shown_as_what_they_are_and_nothing_as_markup() -> None:
    text = "Who <b>won</b>\n\nThe mayor of the old town won.\n\nRain\nSnow\n\nThe end was near."
    at = [text.index(one) for one in ("The mayor", "Rain", "Snow")]
    blocks = [
        Block(0, 14, "heading"),
        Block(at[0], at[1] - 2, "paragraph"),
        Block(at[1], at[2] - 1, "item"),
        Block(at[2], at[2] + 4, "item"),
    ]
    moment = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    one = Article.of(
        text, title="<script>", byline="<i>A", section="B & C", published_at=moment, blocks=blocks
    )
    html = article_html(one, Span(at[2], at[2] + 4))
    assert "<h3>Who &lt;b&gt;won&lt;/b&gt;</h3><p>The mayor" in html
    assert '<ul><li>Rain</li><li><mark class="cw-cited"' in html
    assert "Snow</mark></li></ul><p>The end was near.</p>" in html
    assert not [one for one in ("<script>", "<i>", "<b>") if one in html]
    assert "&lt;i&gt;A · B &amp; C" in html
    assert "5 March 2024, 09:30 UTC" in html


def test_an_article_that_was_stored_without_blocks_has_headings_and_items_too() -> None:
    html = article_html(Article.of("Prices\n\nThey rose a lot this year.\n\n- One\n- Two"))
    assert "<h3>Prices</h3><p>They rose a lot this year.</p>" in html
    assert "<ul><li>One</li><li>Two</li></ul>" in html
