from __future__ import annotations

import pytest

from ingest.pages import load_page, page_text
from ingest.pages.blocks import Part, words_of
from ingest.pages.main_text import cleaned
from tests.ingest.pages.made import LAST, LEAD, STORY, json_ld, page
from vectorstore import SourceError


def paragraphs(html: str) -> list[str]:
    return load_page(html, "page.html", []).text.split("\n\n")


def test_the_article_is_kept_and_its_title_is_not_repeated() -> None:
    article = load_page(page(), "page.html", [])
    assert article.title == "Pier to close"
    assert article.text.split("\n\n") == list(STORY)


def test_headings_paragraphs_and_items_are_blocks() -> None:
    listed = "<h2>What will close</h2><ul><li>The pier at Lindmouth.</li><li>Its café.</li></ul>"
    article = load_page(page(listed), "page.html", [])
    said = [(b.kind, article.text[b.start : b.end]) for b in article.blocks]
    assert said[:4] == [
        ("paragraph", LEAD),
        ("heading", "What will close"),
        ("item", "The pier at Lindmouth."),
        ("item", "Its café."),
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>Sign up for our daily newsletter and never miss a story.</p>",
        "<p>We use cookies to improve your experience. Read our cookie policy.</p>",
        "<p>Share this article on Facebook</p>",
        "<p>Read more: <a href='/x'>Ferry fares rise again in spring</a></p>",
        "<p><a href='/x'>FERRY FARES RISE AGAIN IN SPRING</a></p>",
        "<p>Advertisement</p>",
        "<p>(Photo: Ada Brook/Getty Images)</p>",
        "<figure><img src='x.jpg'><figcaption>The pier in June.</figcaption></figure>",
        "<div class='newsletter-box'><p>The harbor's news, on your phone each day.</p></div>",
        "<p>Leave a Reply</p><p>Your email address will not be published.</p>",
        "<p>Melden Sie sich jetzt für unseren Newsletter an</p>",
        "<p>Lesen Sie auch: <a href='/x'>Fähre wird teurer</a></p>",
        "<p>Inscrivez-vous à notre newsletter gratuite</p>",
        "<p>Lee también: <a href='/x'>El ferri sube de precio</a></p>",
        "<p>Leggi anche: <a href='/x'>Il traghetto costa di più</a></p>",
        "<p>Leia também: <a href='/x'>A balsa fica mais cara</a></p>",
        "<p>Lees ook: <a href='/x'>Veerpont wordt duurder</a></p>",
        "<p>Follow us on Twitter and Facebook for more.</p>",
        "<p>[Related: <a href='/x'>Ferry fares rise again in spring</a>]</p>",
        "<p>You can read last month's letters <a href='/x'>here</a>.</p>",
        "<p>Ferry fares rise [INSIGHT]<br>Mole to be mended [VIDEO]</p>",
        "<p>Start with the Bell, our daily mail. Sign up for the free daily newsletter.</p>",
        "<p>We’d like to hear what you think about this. Write to letters@post.example.</p>",
        "<p>The pier in June, with the old ferry beside it. Photo: Ada Brook</p>",
        "<p>The Post would like to send you notifications of news.</p>",
        "<p><a href='/a'>Print this page</a> | <a href='/b'>Tell a friend</a></p>",
        "<p>Thursday, 8 May 2003 | <a href='/w'>Weather</a> | <a href='/c'>Contact us</a></p>",
        "<div><p>The day's news every evening at six.</p><input name='mail'></div>",
        "<div><h3>You may also like</h3><p>The mole will be mended in the autumn.</p></div>",
        "<div class='ad'><p>Winter tires from 49 dollars at Brode's.</p></div>",
        "<p>Copyright 2021 The Lindmouth Post. All rights reserved.</p>",
    ],
)
def test_what_stands_beside_the_article_is_left_out(furniture: str) -> None:
    assert paragraphs(page(furniture)) == list(STORY)


@pytest.mark.parametrize(
    "sentence",
    [
        "The company asked users to accept cookies, the regulator said.",
        "Sign up for the draft, the army told its veterans in a letter on Monday.",
        "Share prices fell by a tenth after the newsletter was leaked to the press.",
        "Cookies are small files that websites store, and the law treats them as personal data.",
        "Subscribers to the paper's newsletter doubled in a year to forty thousand.",
        "Advertisement revenue fell to 3 million euros.",
        "Read more slowly, and children learn twice the words, a study of 900 pupils found.",
        "The photographer sued Getty Images over the use of her pictures of the flood.",
        "Comments by the minister drew anger in the capital.",
        "Follow-up tests on Friday found no lead in the water.",
        "Related companies in Norway have filed for insolvency.",
        "More on the island than elsewhere, fishing pays for schools and roads.",
        "By Monday the water had reached the second floor of the town hall.",
        "Next-generation trains entered service on Monday between the two ports.",
        "More-stringent rules took effect in the harbor at midnight.",
        "Also-ran Peter Holm got 3 percent of the votes.",
        "Support for the ruling party is now at 20 percent of the voters.",
        "Donate blood today and a child may live tomorrow, the posters promise.",
        "Photos from the scene show smoke over the old pier.",
        "Video from the tower showed two boats at the mole.",
        "The report was first published in 2019 and led to the arrest of two ministers.",
        "The post was originally held by Maria Lund, who left it in spring.",
        "Join the army now or pay a fine: so runs the letter to all men of twenty.",
        "Register offices in the county are now open on Saturdays.",
        "If you buy a house in Lindmouth, you may get a share of the harbor's income.",
        "More discussion is needed.",
        "No replies came.",
        "Readers can sign up for the newsletter of the harbor board at the town hall.",
        "The brochure shows a photo: the pier in 1931, with the first ferry.",
        "The fee is 5 euros a week, and the first week of the year is free.",
    ],
)
def test_a_sentence_that_only_looks_like_furniture_is_kept(sentence: str) -> None:
    assert sentence in paragraphs(page(f"<p>{sentence}</p>"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Published in 2019, the novel sold 40,000 copies in a month.",
        "Updated in 2021, the law bans nets of less than 9 centimeters.",
        "Created in 1923, the park is the oldest of the coast's 12 gardens.",
    ],
)
def test_a_first_sentence_with_a_year_is_no_byline(sentence: str) -> None:
    parts = [Part("paragraph", one) for one in (sentence, *STORY)]
    assert cleaned(parts, (), set())[0].text == sentence


def test_a_sentence_that_is_all_a_link_is_kept_and_a_linked_headline_is_not() -> None:
    said, led = "The minister resigned an hour later.", "Minister quits over ferry"
    parts = [Part("paragraph", one) for one in (LEAD, said, led, LAST)]
    links = {words_of(said), words_of(led)}
    assert [part.text for part in cleaned(parts, (), links)] == [LEAD, said, LAST]


def test_what_stands_in_a_sentence_is_kept_whatever_its_name_says() -> None:
    said = "The board decided <span class='link'><a href='/x'>to move the ferry</a></span> in May."
    assert "The board decided to move the ferry in May." in paragraphs(page(f"<p>{said}</p>"))


def test_articles_that_follow_are_left_out_and_the_posts_of_a_live_page_are_not() -> None:
    after = (
        "<article><h1><a href='/roof'>Opera needs a roof</a></h1><p>Rain fell on the second "
        "violins during a performance of Fidelio on Saturday night in the old house.</p></article>"
    )
    assert paragraphs(page(around=("", after))) == list(STORY)
    post = "<article><h3>16:40</h3><p>The ferry was back in port, the harbor master said.</p>"
    said = paragraphs(page(f"{post}</article>"))
    assert "The ferry was back in port, the harbor master said." in said


def test_the_text_for_machines_is_taken_where_readers_must_pay() -> None:
    whole = json_ld(
        {"@type": "NewsArticle", "headline": "Pier to close", "articleBody": "\n\n".join(STORY)}
    )
    html = f"<html><head>{whole}</head><body><h1>Pier to close</h1><p>{LEAD}</p></body></html>"
    assert paragraphs(html) == list(STORY)


def test_a_part_taken_for_the_whole_is_found_again_by_the_other_extractor() -> None:
    many = [f"<p>{one} It was the {n}th time.</p>" for n in range(20) for one in STORY[:2]]
    html = (
        "<html><head><title>Pier to close</title></head><body>"
        f"<article><p>{LEAD}</p></article><div class='text'>{''.join(many)}</div></body></html>"
    )
    assert len(paragraphs(html)) >= 40


def test_a_page_without_an_article_is_refused() -> None:
    for html in ("no page at all", "<html><body></body></html>", "<html><script>x()</script>"):
        with pytest.raises(SourceError):
            load_page(html, "page.html", [])


def test_the_encoding_that_a_page_declares_is_used_when_it_is_not_utf_8() -> None:
    html = page(title="Žluťoučký kůň").replace("utf-8", "iso-8859-2")
    notes: list[str] = []
    assert "Žluťoučký kůň" in page_text(html.encode("iso-8859-2"), "page.html", notes)
    assert notes == ["read as iso8859-2"]


def test_a_page_in_utf_8_with_a_broken_byte_is_still_utf_8() -> None:
    data = page(title="Straße am Hafen", around=("<p>" + "x" * 500, "")).encode() + b"\xff"
    notes: list[str] = []
    assert "Straße" in page_text(data, "page.html", notes)
    assert notes == ["read as utf-8, of which 1 character cannot be read"]


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    data = page(title="Straße").replace("utf-8", "latin-1").encode()
    assert "Straße" in page_text(data, "page.html", [])


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    broken = "<html><body><article><h1>T</h1><div>" + "<br><br>".join(STORY) + "</div></article>"
    assert paragraphs(broken) == list(STORY)
    assert LAST in paragraphs(page("<p>Pier Street<br>Lindmouth</p>"))
