"""Which of a page's addresses is an article's."""

from __future__ import annotations

import pytest

from ingest.web.canonicals import canonical, is_same_text, not_the_article

SITE = "https://www.post.example"


@pytest.mark.parametrize(
    ("said", "final", "taken"),
    [
        ("/crane", "/crane?utm_source=feed", True),
        ("https://post.example/crane", "/a?id=7", True),
        ("/2024/crane", "/2024/crane/amp", True),
        ("/2024/crane", "/2024/crane/amp/index.html", True),
        ("/2024/crane", "/2024/crane/2", True),
        ("/?p=17", "/2024/crane", True),
        ("", "/crane", False),
        (None, "/crane", False),
        ("/", "/crane", False),
        ("/index.html", "/crane", False),
        ("/home", "/crane", False),
        ("/2024", "/2024/crane", False),
        ("/2024/", "/2024/06/crane", False),
        ("https://elsewhere.example/crane", "/crane", False),
        ("https://amp.post.example/crane", "/crane", False),
        ("javascript:void(0)", "/crane", False),
        ("http://[", "/crane", False),
        ("https://me@post.example/crane", "/a", False),
    ],
)
def test_a_page_is_believed_its_address_where_it_can_be_its_own(
    said: str | None, final: str, taken: bool
) -> None:
    found = canonical(said, SITE + final)
    assert (found != SITE + final) == taken


@pytest.mark.parametrize(
    ("asked", "final", "words"),
    [
        ("/crane", "/crane-falls", ""),
        ("/crane", "/?p=17", ""),
        ("/", "/index.html", ""),
        ("/crane", "/", "the front page"),
        ("/crane", "/index.php", "the front page"),
        ("/crane", "/login?next=/crane", "a page that asks for consent or a login"),
        ("/login", "/login/", ""),
        ("/2024/login-to-be-free", "/2024/logins-are-free", ""),
    ],
)
def test_a_page_that_stands_before_an_article_is_told(asked: str, final: str, words: str) -> None:
    assert not_the_article(SITE + asked, SITE + final) == words


def test_a_host_that_asks_for_consent_is_told() -> None:
    wall = "https://consent.post.example/collect?back=%2Fcrane"
    assert "consent" in not_the_article(f"{SITE}/crane", wall)


def test_forms_of_one_text_are_told_from_another_text() -> None:
    words = [f"word{n}" for n in range(200)]
    whole, other = " ".join(words), " ".join(f"other{n}" for n in range(200))
    assert is_same_text(whole, " ".join(words[:40]))
    assert is_same_text(whole, whole.upper() + " " + other)
    assert not is_same_text(whole, other)
    assert not is_same_text(whole, other + " ".join(words[:20]))
    assert is_same_text(whole, "")
