"""What the begin of a sentence stands for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.sentences import split_sentences
from qa.antecedents import antecedent_of, needs_antecedent

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"


def resolved(text: str, begin: str) -> tuple[str, str] | None:
    """Return the name that the sentence with this begin stands for, and the begin of its own."""
    sentences = split_sentences(text).sentences
    [number] = [n for n, span in enumerate(sentences) if text[slice(*span)].startswith(begin)]
    found = antecedent_of(text, sentences, number)
    return (found[0], text[slice(*sentences[found[1]])][:20]) if found else None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("He had lost a rook.", "He"),
        ("But she played on.", "she"),
        ("On Monday, he resigned.", "he"),
        ("His last premiere is a play without words.", "His"),
        ("Its board meets on Thursday.", "Its"),
        ("They drew by lane.", "They"),
        ("The company did not return two calls.", "The company"),
        ("The company's chief executive resigned.", "The company"),
        ("The online shop now sells only new heaters.", "The online shop"),
        ("The 34-year-old scored twice.", "The 34-year-old"),
        ("The German airline cut 200 flights.", "The German airline"),
        ("The ministry denied it.", "The ministry"),
        ("“We did,” he said.", "he"),
        ('"We taste at six," the company said.', "the company"),
    ],
)
def test_a_begin_that_stands_for_a_name_is_found(sentence: str, words: str) -> None:
    assert needs_antecedent(sentence) == words


@pytest.mark.parametrize(
    "sentence",
    [
        "It is clear that the line stood still.",
        "It was Smith who said so.",
        "It took two years to mend the bridge.",
        "There were a few boos.",
        "Smith said these systems would never be sold.",
        "The company of 22 actors stays together.",
        "The company that sells the heater is silent.",
        "The online shop Quorrin Direct took the heater off its website.",
        "The site manager, Frida Konnick, has 70 workers.",
        "The water was brown.",
        "The back featured the school's tiger.",
        "The Mill got the sunny side.",
        "“He was short of time.”",
        "“We waited,” said Ludo Farrant.",
        "After Smith left, he was replaced.",
    ],
)
def test_other_begins_stand_for_nothing(sentence: str) -> None:
    assert needs_antecedent(sentence) is None


@pytest.mark.parametrize(
    ("text", "begin", "name"),
    [
        ("Oda Prenn, 41, runs the shops. She has three of them.", "She", "Oda Prenn"),
        ("Mr Veil met Anna Lunt on Sunday. He came late.", "He", "Veil"),
        ("Yarbeck has paused sales. The company gave no date.", "The company", "Yarbeck"),
        (
            "Quorrin Direct, the online shop, paused. The shop gave no date.",
            "The shop",
            "Quorrin Direct",
        ),
        ("Anna Lunt left. She had a boat. She sailed it.", "She sailed", "Anna Lunt"),
        ("Ana Diaz, 34, and Eva Stone won. The 34-year-old led.", "The 34", "Ana Diaz"),
        (
            "The Ministry of Trade met Brindlow. The ministry was late.",
            "The min",
            "Ministry of Trade",
        ),
    ],
)
def test_the_name_before_is_taken_up(text: str, begin: str, name: str) -> None:
    found = resolved(text, begin)
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("John Veil and Peter Lunt met. He came late.", "He"),
        ("John Veil said Peter Lunt had lied. He was angry.", "He"),
        ("A man was shot near John Veil's house. He died.", "He"),
        ("Officers searched the house. They found nothing.", "They"),
        ("Brindlow sued Yarbeck. It was the third time.", "It"),
        ("Anna Lunt left the house. He stayed.", "He"),
        ("The heater is cheap. The company sells it.", "The company"),
        ("In Brindlow the chain of Yarbeck failed. It said nothing.", "It"),
        ("He was born in 1960. Anna Lunt was not.", "He"),
    ],
)
def test_what_is_not_sure_has_no_antecedent(text: str, begin: str) -> None:
    assert resolved(text, begin) is None


def test_a_pronoun_within_a_quotation_is_the_speakers_own() -> None:
    text = "John Veil lost. “I knew. He was better,” said Anna Lunt."
    sentences = split_sentences(text).sentences
    assert [antecedent_of(text, sentences, n) for n in range(len(sentences))] == [None] * len(
        sentences
    )


@pytest.mark.parametrize(
    ("file", "begin", "name", "named_in"),
    [
        ("theatre-director.txt", "He announced it", "Aurel Tamsey", "Aurel Tamsey, who ha"),
        ("brewery-bottling.txt", "The brewery's owner", "Fellgrim", "Fellgrim, which has "),
        ("heater-overview.txt", "The company did not", "Yarbeck", "Yarbeck has paused s"),
        ("heater-overview.txt", "Its pause was", "Brindlow Stores", "Brindlow Stores has "),
        ("heater-overview.txt", "The group will not", "Maddick & Rowe", "Maddick & Rowe has p"),
    ],
)
def test_names_of_the_sample_articles(file: str, begin: str, name: str, named_in: str) -> None:
    assert resolved((SAMPLES / file).read_text(), begin) == (name, named_in)


@pytest.mark.parametrize(
    ("file", "begin"),
    [
        ("beetle-found.txt", "Its larvae"),
        ("brewery-bottling.txt", "It is harmless"),
        ("chess-champion.md", "She finished with"),  # the sentence before names an earlier champion
        ("theatre-director.txt", "She takes over"),
    ],
)
def test_doubtful_ones_of_the_sample_articles(file: str, begin: str) -> None:
    assert resolved((SAMPLES / file).read_text(), begin) is None


def test_an_antecedent_stands_in_one_of_the_three_sentences_before() -> None:
    texts = [
        file.read_text() for file in sorted(SAMPLES.iterdir()) if file.suffix in {".txt", ".md"}
    ]
    wire = (SAMPLES / "wire-march-2024.jsonl").read_text().splitlines()
    texts += [json.loads(line)["text"] for line in wire]
    found = 0
    for text in texts:
        sentences = split_sentences(text).sentences
        for number in range(len(sentences)):
            antecedent = antecedent_of(text, sentences, number)
            if antecedent:
                name, at = antecedent
                assert number - 3 <= at < number
                assert name in text[slice(*sentences[at])]
                found += 1
    assert found > 20
