"""Which language an article is in, and how many the model does not read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest import ingest
from tests.vectorstore.conftest import FixedEmbedder, take_back
from vectorstore import Article, Library, Settings, articles_with, language_name, sentences_of
from vectorstore.languages import language_code

GERMAN = (
    "Der Bürgermeister von Quillmouth ist am Freitag zurückgetreten. Seine Nachfolgerin wird im "
    "Juni gewählt."
)
FRENCH = "Le maire de Quillmouth a démissionné vendredi. Son successeur sera élu au mois de juin."
ENGLISH = "The mayor of Quillmouth resigned on Friday. Her successor will be elected in June."
#: A paragraph of each, so that none of them is taken for English.
OTHERS = {
    "es": "El alcalde dimitió el viernes después de que el consejo rechazara su presupuesto.",
    "it": "Il sindaco si è dimesso venerdì dopo che il consiglio ha respinto il suo bilancio.",
    "pt": "O prefeito renunciou na sexta-feira depois que a câmara rejeitou o seu orçamento.",
    "nl": "De burgemeester is vrijdag afgetreden nadat de raad zijn begroting had verworpen.",
    "pl": "Burmistrz podał się do dymisji w piątek, gdy rada odrzuciła jego budżet.",
    "ru": "Мэр ушёл в отставку в пятницу после того, как совет отклонил его бюджет.",
    "tr": "Belediye başkanı, meclis bütçesini reddettikten sonra cuma günü istifa etti.",
    "ja": "市議会が予算案を否決したことを受け、市長は金曜日に辞任した。",
    "ar": "استقال رئيس البلدية يوم الجمعة بعد أن رفض المجلس ميزانيته.",
}


@pytest.mark.parametrize(
    ("said", "text", "code"),
    [
        (None, GERMAN, "de"),
        (None, FRENCH, "fr"),
        (None, ENGLISH, "en"),
        ("de-AT", GERMAN, "de"),
        ("en", GERMAN, "de"),  # a template's
        ("de", ENGLISH, "en"),
        ("no", "Ordføreren gikk av på fredag.", "no"),
        ("hr", OTHERS["pl"], "hr"),  # which of two that are not read, the source knows best
        ("en_GB", "Rain.", "en"),
        ("German", "Rain.", None),
        ("und", "Rain.", None),
        ("x-none", "1, 2, 3.", None),
        ("", "", None),
        (None, "…", None),
    ],
)
def test_the_text_says_whether_it_is_english_and_else_the_source(
    said: str | None, text: str, code: str | None
) -> None:
    assert language_code(said, text) == code


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_other_languages_are_told_by_their_text(code: str, text: str) -> None:
    assert language_code(None, text) == code


def test_languages_have_names() -> None:
    assert [language_name(code) for code in ("de", "zh", "qq")] == [
        "German",
        "Chinese",
        "the language “qq”",
    ]


@pytest.fixture
def mixed(library: Library) -> Library:
    """Return a library with one English, two German articles and a French one."""
    ingest(
        library,
        [
            Article.of(ENGLISH, published=date(2024, 3, 5)),
            Article.of(GERMAN, published=date(2024, 3, 5)),
            Article.of(GERMAN + " Das sagte sie.", published=date(2024, 3, 9), language="en"),
            Article.of(FRENCH),
        ],
    )
    return library


def test_status_counts_what_the_model_does_not_read(mixed: Library) -> None:
    assert mixed.status().unread == {"de": 2, "fr": 1}
    assert mixed.unread(date(2024, 3, 5)) == {"de": 1, "fr": 1}
    assert mixed.unread(date(2000, 1, 1)) == {"fr": 1}


def test_what_the_source_said_of_its_language_is_kept_as_it_was(mixed: Library) -> None:
    assert [article.language for article in mixed.articles()] == [None, None, "en", None]
    assert [one["language"] for one in mixed.catalogue.listing()] == [None, None, "en", None]


def test_an_article_that_leaves_is_no_longer_counted(mixed: Library) -> None:
    mixed.remove([one.id for one in mixed.articles() if one.text == FRENCH])
    assert mixed.status().unread == {"de": 2}
    assert mixed.catalogue.counts()[0] == 3


def test_another_model_may_read_more_so_nothing_is_said_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    with Library.open(
        folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder()
    ) as library:
        library.catalogue.set_fact("embedding_model", "some-other-model")
        assert library.status().unread is None


def test_counts_of_a_day_are_those_of_the_tables(mixed: Library) -> None:
    joined = (
        "SELECT count(DISTINCT a.key), count(DISTINCT p.key), count(s.key) FROM articles a "
        "JOIN passages p ON p.article_key = a.key JOIN sentences s ON s.passage_key = p.key "
        "WHERE ? IS NULL OR a.published IS NULL OR a.published <= ?1"
    )
    for day in (None, date(2024, 3, 8), date(2000, 1, 1)):
        expected = mixed.catalogue.rows(joined, (day and day.isoformat(),))[0]
        assert mixed.catalogue.counts(day) == expected


def test_a_library_of_the_third_schema_gets_languages_and_counts(mixed: Library) -> None:
    before = mixed.catalogue.counts(), mixed.unread()
    mixed.close()
    take_back(mixed.path, 3)
    with Library.open(mixed.path, settings=Settings(data_dir=mixed.path)) as again:
        assert (again.catalogue.counts(), again.unread()) == before


def test_articles_with_a_phrase_are_found_in_any_inflection(mixed: Library) -> None:
    catalogue = mixed.catalogue

    def number(phrase: str, until: date | None = None) -> int:
        found = articles_with(catalogue, phrase, until=until)
        assert found is not None
        return len(found)

    assert number("Quillmouth") == 4
    assert number("Quillmouth", date(2024, 3, 8)) == 3
    assert number("resign") == number("RESIGNED ON FRIDAY") == 1
    assert number("Friday resigned") == 0
    assert number("burgermeister") == 2  # as the index knows it, without accents
    assert number('" OR quillmouth*') == 0
    assert articles_with(catalogue, "Quillmouth", most=3) is None


def test_sentences_of_articles_are_cut_from_their_texts(mixed: Library) -> None:
    [key] = articles_with(mixed.catalogue, "mayor") or []
    assert " ".join(sentences_of(mixed.catalogue, [key])) == ENGLISH
    assert list(sentences_of(mixed.catalogue, [])) == []
