"""Who says what a sentence reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sentences import split_sentences
from qa.quoting import masked, quotations
from qa.speakers import speaker_of

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"


def speakers(text: str) -> list[str | None]:
    sentences = split_sentences(text).sentences
    return [speaker_of(text, sentences, number) for number in range(len(sentences))]


def speaker(file: str, begin: str) -> str | None:
    text = (SAMPLES / file).read_text()
    sentences = split_sentences(text).sentences
    [number] = [n for n, span in enumerate(sentences) if text[slice(*span)].startswith(begin)]
    return speaker_of(text, sentences, number)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("“We waited,” said its chairman, Ludo Farrant.", "Ludo Farrant"),
        ("Smith said these systems would never be sold.", "Smith"),
        ("Sales stop for a year, the company said on Monday.", "the company"),
        ("The valve broke, according to the ministry.", "the ministry"),
        ("According to the ministry, the valve broke.", "the ministry"),
        ("Two broke, according to figures seen by the Courier.", "figures seen by the Courier"),
        ("According to data released by the ministry, two broke.", "data released by the ministry"),
        ("Its founder, Corinne Teasle, said one in 40 had come back.", "Corinne Teasle"),
        ("Eric Smith, head of sales, said the pause would end.", "Eric Smith"),
        ("Smith has repeatedly denied that he knew of it.", "Smith"),
        ("The inspectorate warned that the relay can stick.", "the inspectorate"),
        ("In March, Brindlow added that it would wait.", "Brindlow"),
        ("“That is all,” the family told reporters.", "the family"),
        ("The valve reportedly broke twice.", "reports"),
        ("The valve broke twice, reports say.", "reports"),
        ("“No,” she said.", "she"),
        ("The fire, Olympics.com wrote, was small.", "Olympics.com"),
    ],
)
def test_who_says_what_a_sentence_reports(sentence: str, who: str) -> None:
    assert speakers(sentence) == [who]


@pytest.mark.parametrize(
    "sentence",
    [
        "Amazon announced that sales will stop.",
        "Smith was told that the line would stop.",
        "The bridge is said to be safe.",
        "Brindlow would not say when it ends.",
        "He left after Smith said the line would stop.",
        "The laboratory added 40 heaters.",
        "The chain reported a loss of two million crowns.",
        "Three suspects were denied bail.",
        "The head told staff to leave the hall.",
        "Wintour has final say over every guest.",
        "The film “Gone” opened on Friday.",
        "Smith wrote three books.",
    ],
)
def test_the_newspapers_own_words_have_no_speaker(sentence: str) -> None:
    assert speakers(sentence) == [None]


def test_a_quotation_that_goes_on_has_the_same_speaker() -> None:
    assert speakers("“We lost,” Smith said. “We will win next year.”") == ["Smith", "Smith"]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We lost,” Smith said. “It hurts.\n\n“We will win next year.”"
    assert speakers(text) == ["Smith", "Smith", "Smith"]


def test_a_quotation_in_a_paragraph_of_its_own_has_no_speaker() -> None:
    assert speakers("Smith said it was over.\n\n“We will win next year.”")[1] is None


def test_a_pronoun_is_resolved_where_it_is_sure() -> None:
    text = "Tamsey, 58, is going.\n\n“You can do it with less money,” he said."
    assert speakers(text) == [None, "Tamsey"]


@pytest.mark.parametrize(
    ("file", "begin", "who"),
    [
        ("beetle-found.txt", '"I took it for', "Tindow"),
        ("beetle-found.txt", "The beetle survived", "Swyre"),
        ("brewery-bottling.txt", '"Nothing that', "Mungo Treddle"),
        ("brewery-bottling.txt", '"We taste at six', "Mungo Treddle"),
        ("brewery-bottling.txt", "It is harmless", "Adela Quist"),
        ("heater-overview.txt", "Ottervale Co-operative says", "Ottervale Co-operative"),
        ("heater-overview.txt", "Yarbeck has paused", None),
        ("heater-overview.txt", "Pellmarsh has dropped", None),
    ],
)
def test_speakers_of_the_sample_articles(file: str, begin: str, who: str | None) -> None:
    assert speaker(file, begin) == who


def test_masking_keeps_every_offset() -> None:
    text = 'She said “Go.” and "no".\n\n“It is open.\n\n“It goes on,” he said.'
    assert len(masked(text)) == len(text)
    assert [text[s:e] for s, e in quotations(text)] == [
        "“Go.”",
        '"no"',
        "“It is open.",
        "“It goes on,”",
    ]
