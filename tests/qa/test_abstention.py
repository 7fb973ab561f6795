"""An abstention says what was understood and what is missing, and nothing that is not so."""

from __future__ import annotations

import time
from datetime import date

import pytest

from ingest import ingest
from qa import answer
from qa.abstention import Facts, Term, abstention, find_facts, terms_of
from qa.kinds import kind_of
from tests.vectorstore.test_languages import FRENCH, GERMAN
from vectorstore import Article, Library

START = "The library does not answer this. "
HARBOR, POLICE = Term("Quill Harbor", is_name=True), Term("police")


def said(question: str, library: Library, as_of: date | None = None) -> str:
    """Return what an abstention says after its first sentence."""
    text = abstention(find_facts(question, library, as_of=as_of))
    assert text.startswith(START)
    return text.removeprefix(START)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(1, 1), "1 article was searched."),
        (Facts(2000, 2000), "2,000 articles were searched."),
        (
            Facts(1, 1, unread={"de": 1}),
            "1 article was searched. It, in German, was not understood.",
        ),
        (
            Facts(9, 9, unread={"de": 3, "fr": 1}),
            "9 articles were searched. 4 of them, in German and French, were not understood.",
        ),
        (
            Facts(9, 9, unread=dict.fromkeys(["de", "fr", "it", "es", "pl", "nl"], 1)),
            "9 articles were searched. 6 of them, in German, French, Italian and 3 other "
            "languages, were not understood.",
        ),
        (
            Facts(9, 8, date(2024, 3, 5)),
            "8 articles were searched. 1 more is dated later than 5 March 2024.",
        ),
        (
            Facts(9, 0, date(2024, 3, 5)),
            "0 articles were searched: all 9 are dated later than 5 March 2024.",
        ),
        (
            Facts(1, 0, date(2024, 3, 5)),
            "0 articles were searched: the only one is dated later than 5 March 2024.",
        ),
        (
            Facts(9, 9, absent=(HARBOR,)),
            "9 articles were searched. No article mentions Quill Harbor.",
        ),
        (
            Facts(9, 9, absent=(HARBOR,), present=(POLICE,), together=1),
            "9 articles were searched. No article mentions Quill Harbor. 1 article mentions "
            "“police”.",
        ),
        (
            Facts(9, 9, present=(HARBOR, POLICE), together=1, left=(POLICE,)),
            "9 articles were searched. 1 article mentions Quill Harbor, but it does not mention "
            "“police”.",
        ),
        (
            Facts(9, 9, present=(HARBOR, POLICE), together=3, lacks="number", about=(HARBOR,)),
            "9 articles were searched. 3 articles mention Quill Harbor and “police”, but no "
            "sentence that mentions Quill Harbor gives a figure.",
        ),
        (
            Facts(9, 9, present=(POLICE,), together=1),
            "9 articles were searched. 1 article mentions “police”, but none of its sentences is "
            "certain enough to be the answer.",
        ),
        (
            Facts(9, 9, unnamed=True),
            "9 articles were searched. The nearest sentences are about it, but no name in them is "
            "sure to be one.",
        ),
        (
            Facts(9, 9, changed=True),
            "9 articles were searched. The articles that answer it were changed at this moment: "
            "ask again.",
        ),
        (
            Facts(9, 9, absent=tuple(Term(word) for word in "abcdefg")),
            "9 articles were searched. No article mentions “a”, “b”, “c”, “d” or 3 more words of "
            "the question.",
        ),
    ],
)
def test_facts_become_plain_words(facts: Facts, words: str) -> None:
    assert abstention(facts) == START + words


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Who won the World Cup?", ["“won”", "World Cup"]),
        ("Which companies paused sales?", ["“paused”", "“sales”"]),
        ("How many heaters has Maddick & Rowe sold?", ["“heaters”", "Maddick & Rowe", "“sold”"]),
        ("Where is Cobbler's Fen?", ["Cobbler's Fen"]),
        ("Who owns the Maid of Thressay?", ["“owns”", "Maid of Thressay"]),
        ("What did Dr. Ames tell J. K. Rowling?", ["Dr. Ames", "J. K. Rowling"]),
        ("I saw Castrel. Lindesby was closed?", ["“saw”", "Castrel", "Lindesby", "“closed”"]),
        ("Who resigned last week, on 28 March 2024?", ["“resigned”"]),
        ("Who paid 1,500 for Covid-19?", ["“paid”", "“1,500”", "Covid-19"]),
        ("WHO WON THE CUP?", ["“WON”", "“CUP”"]),
        ("cats cat CATS", ["“cats”"]),
        ("Who is it?", []),
        ("?", []),
        ("", []),
    ],
)
def test_a_question_is_about_its_names_and_words(question: str, terms: list[str]) -> None:
    assert [str(term) for term in terms_of(question, kind_of(question))] == terms


@pytest.fixture
def news(library: Library) -> Library:
    """Return a library of a few articles about one company."""
    ingest(
        library,
        [
            Article.of(
                "Orvane sells cameras to police forces. Its chairman praised the police. "
                "A fair had 4,000 visitors.",
                title="Orvane and the police",
                published=date(2024, 3, 5),
            ),
            Article.of(
                "Police in Lindesby use software of Orvane. The mayor was not asked.",
                published=date(2024, 3, 9),
            ),
            Article.of("The Lindesby library lends ladders. It has twelve."),
        ],
    )
    return library


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Where was Mistrel born?", "No article mentions Mistrel or “born”."),
        (
            "Did Orvane meet Mistrel?",
            "No article mentions “meet” or Mistrel. 2 articles mention Orvane.",
        ),
        (
            "Does Orvane sell ladders?",
            "1 article mentions Orvane and “sell”, but it does not mention “ladders”.",
        ),
        (
            "How much does Orvane earn from the police?",
            "No article mentions “earn”. 2 articles mention Orvane and “police”.",
        ),
        (
            "How much did the police pay Orvane?",
            "No article mentions “pay”. 2 articles mention “police” and Orvane.",
        ),
        (
            "How many police use Orvane?",
            "1 article mentions “police”, “use” and Orvane, but no sentence that mentions Orvane "
            "gives a figure.",
        ),
        (
            "When did Orvane sell cameras?",
            "1 article mentions Orvane, “sell” and “cameras”, but no sentence that mentions Orvane "
            "says when.",
        ),
        (
            "Why do the police use Orvane?",
            "1 article mentions “police”, “use” and Orvane, but no sentence that mentions Orvane "
            "has a word like “because”.",
        ),
        (
            "How many ladders has the library?",
            "1 article mentions “ladders” and “library”, but none of its sentences is certain "
            "enough to be the answer.",
        ),
        ("Is it so?", ""),
        ("東京は何ですか?", ""),  # the index knows runs of such letters, not words
    ],
)
def test_what_is_missing_is_told_from_the_articles(news: Library, question: str, rest: str) -> None:
    assert said(question, news) == f"3 articles were searched. {rest}".strip()


def test_articles_of_a_later_day_are_not_counted(news: Library) -> None:
    assert said("Did Orvane meet Mistrel?", news, date(2024, 3, 6)) == (
        "2 articles were searched. 1 more is dated later than 6 March 2024. "
        "No article mentions “meet” or Mistrel. 1 article mentions Orvane."
    )
    early = answer("Who is Mistrel?", library=news, as_of="2000-01-01")
    assert early.searched.articles == 1
    assert early.text == (
        "The library does not answer this. 1 article was searched. 2 more are dated later than "
        "1 January 2000. No article mentions Mistrel."
    )


def test_a_library_whose_articles_are_all_later_was_not_searched(library: Library) -> None:
    ingest(library, Article.of("The mayor resigned.", published=date(2024, 3, 5)))
    early = answer("Who resigned?", library=library, as_of="2024-03-04")
    assert early.abstained
    assert early.searched.articles == early.searched.sentences == 0
    assert early.text == (
        "The library does not answer this. 0 articles were searched: the only one is dated later "
        "than 4 March 2024."
    )


def test_an_empty_library_has_no_facts(library: Library) -> None:
    text = abstention(find_facts("Who is Mistrel?", library))
    assert text == "The library is empty, so it does not answer this. Ingest articles first."


def test_articles_in_other_languages_are_named(news: Library) -> None:
    ingest(news, [Article.of(GERMAN), Article.of(FRENCH, published=date(2024, 5, 1))])
    assert said("Who is Mistrel?", news) == (
        "5 articles were searched. 2 of them, in German and French, were not understood. "
        "No article mentions Mistrel."
    )
    assert "in German, was not understood" in said("Who is Mistrel?", news, date(2024, 4, 1))


def test_a_word_counts_once_for_an_article_of_many_passages(library: Library) -> None:
    long = " ".join(f"Orvane opened shop number {number} in Lindesby." for number in range(80))
    ingest(library, Article.of(long + " Ladders fell."))
    assert library.catalogue.counts()[1] > 3
    assert said("Who sold Orvane ladders?", library).endswith(
        "No article mentions “sold”. 1 article mentions Orvane and “ladders”."
    )


def test_what_changed_while_it_was_read_is_said(news: Library) -> None:
    assert "ask again" in abstention(find_facts("Who?", news, changed=True))


@pytest.mark.parametrize(
    "question",
    [
        "police " + " ".join(f"Word{number}x" for number in range(180)),
        " ".join(f"orvane{number}" for number in range(180)),
        "A's " * 490,
        "Orvane " * 280,
        "x" * 1999,
        "a-" * 999,
        "1,1." * 499,
        "Orvane of the " * 140,
        "'\"“”’ Orvane* NEAR(police, 5) OR {body}: ^" * 45,
    ],
)
def test_a_long_or_odd_question_is_answered_at_once(samples: Library, question: str) -> None:
    question = question[:2000]
    find_facts("Warm up", samples)
    began = time.process_time()
    text = abstention(find_facts(question, samples))
    assert time.process_time() - began < 0.5
    assert text.startswith(START)
    assert len(text) < 3000


def test_a_word_that_stands_in_a_heading_only_is_not_said_to_be_nowhere(library: Library) -> None:
    text = "Corvath\n\nThe county met, and it decided nothing. The meeting ended at noon."
    ingest(library, [Article.of(text, id="county", title="County")])
    assert "Corvath" not in said("What did the county decide on Corvath?", library)
    assert "Zorblax" in said("What did the county decide on Zorblax?", library)
