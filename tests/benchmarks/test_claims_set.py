"""The set of claims keeps what its page promises: its form, its sentences, and two halves alike."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.data import lines
from ingest.sentences import split_sentences

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / "claims"
HALVES = {"open": "o-", "held": "h-"}

#: What each kind of corruption can be labeled; a true version is always supported.
LABELS = {
    "number": {"contradicted"},
    "name": {"contradicted"},
    "date": {"contradicted"},
    "negation": {"contradicted"},
    "modality": {"unsupported"},
    "attribution": {"unsupported"},
    "swapped_citation": {"unsupported"},
    "merged_claims": {"contradicted", "unsupported"},
    "invented_quotation": {"unsupported"},
    "unsupported_addition": {"partly"},
}

#: Names the folder with the articles that are not part of the project; read before each test's
#: own environment is cleared.
NEWS_DEV = "CITEWIRE_NEWS_DEV"
NEWS_FOLDER = os.environ.get(NEWS_DEV)

Record = dict[str, Any]


@cache
def records(half: str) -> tuple[Record, ...]:
    return tuple(lines(FOLDER / f"{half}.jsonl"))


def pairs(half: str) -> Iterator[tuple[Record, Record]]:
    """Yield each corrupted claim behind its true version."""
    by_id = {one["id"]: one for one in records(half)}
    for one in records(half):
        if one["kind"] != "true":
            yield by_id[one["true_of"]], one


@cache
def raw(place: str) -> tuple[str, str | None, str | None]:
    """Return the text, title and day of an article, as they stand in its file."""
    path, _, id = place.partition("#")
    file = ROOT / path
    if file.suffix != ".jsonl":
        text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL)
        return text.lstrip(), None, None
    [one] = [one for one in lines(file) if one.get("id") == id]
    return one["text"], one["title"], one["published"]


def stands_before(before: str | None, sentence: str, text: str) -> bool:
    """Tell whether nothing but headings and blanks stands between the two, at one place."""
    if before is None:
        return text.startswith(sentence)
    gap = r"\s+(?:#[^\n]*\n\s*)*"
    return re.search(re.escape(before) + gap + re.escape(sentence), text) is not None


def invented(half: str) -> Iterator[tuple[str, Record]]:
    for one in records(half):
        for cited in one["evidence"]:
            if "news_dev" not in cited:
                yield one["id"], cited


def real(half: str) -> Iterator[tuple[Record, Record]]:
    for one in records(half):
        for cited in one["evidence"]:
            if "news_dev" in cited:
                yield one, cited


@pytest.mark.parametrize("half", HALVES)
class TestHalf:
    def test_every_line_has_the_form_that_the_page_gives(self, half: str) -> None:
        for one in records(half):
            keys = {"id", "kind", "label", "claim", "evidence"}
            assert set(one) == (keys if one["kind"] == "true" else keys | {"true_of"}), one["id"]
            assert re.fullmatch(HALVES[half] + r"\d{3}", one["id"])
            assert one["claim"] == one["claim"].strip() != ""
            assert one["evidence"]
            for cited in one["evidence"]:
                forms = (
                    {"article", "text", "title", "published", "before"},
                    {"news_dev", "start", "end"},
                )
                assert set(cited) in forms, one["id"]
                assert cited.get("published") is None or date.fromisoformat(cited["published"])

    def test_no_id_and_no_true_claim_stands_twice(self, half: str) -> None:
        ids = Counter(one["id"] for one in records(half))
        true = Counter(one["claim"] for one in records(half) if one["kind"] == "true")
        assert [one for one, times in (ids + true).items() if times > 1] == []

    def test_labels_are_those_of_their_kinds(self, half: str) -> None:
        labels = {**LABELS, "true": {"supported"}}
        wrong = [one["id"] for one in records(half) if one["label"] not in labels[one["kind"]]]
        assert wrong == []

    def test_every_corrupted_claim_differs_from_a_true_version_of_its_own(self, half: str) -> None:
        true = [one["id"] for one in records(half) if one["kind"] == "true"]
        assert sorted(one["id"] for one, _ in pairs(half)) == sorted(true)
        for version, one in pairs(half):
            assert version["kind"] == "true", one["id"]
            swapped = one["kind"] == "swapped_citation"
            assert (one["claim"] == version["claim"]) == swapped, one["id"]
            assert (one["evidence"] != version["evidence"]) == swapped, one["id"]

    def test_a_swapped_citation_has_nothing_of_the_right_one_as_its_context(
        self, half: str
    ) -> None:
        for version, one in pairs(half):
            if one["kind"] == "swapped_citation" and "text" in one["evidence"][0]:
                right = {cited["text"] for cited in version["evidence"]}
                for cited in one["evidence"]:
                    assert right.isdisjoint({cited["text"], cited["before"]}), one["id"]

    def test_an_invented_quotation_stands_between_quotation_marks(self, half: str) -> None:
        for _, one in pairs(half):
            if one["kind"] == "invented_quotation":
                assert re.search(r'"[^"]+"', one["claim"]), one["id"]

    def test_cited_sentences_stand_word_for_word_in_their_articles(self, half: str) -> None:
        for id, cited in invented(half):
            text, title, published = raw(cited["article"])
            assert stands_before(cited["before"], cited["text"], text), id
            if cited["article"].startswith(("tests/", "training/")):
                assert (cited["title"], cited["published"]) == (title, published), id

    def test_no_article_is_of_the_set_that_is_kept_for_whole_answers(self, half: str) -> None:
        for id, cited in invented(half):
            allowed = ("samples/articles/", "tests/whole/a/", "tests/whole/b/", "training/news/")
            assert cited["article"].startswith(allowed), id

    def test_real_sentences_are_where_the_places_say_and_are_not_copied(self, half: str) -> None:
        if not NEWS_FOLDER:
            pytest.skip(f"{NEWS_DEV} does not name the folder of news-dev")
        articles = {
            one["id"]: one["text"] for one in lines(Path(NEWS_FOLDER) / "articles.jsonl.gz")
        }
        for one, cited in real(half):
            text = articles[cited["news_dev"]]
            assert (cited["start"], cited["end"]) in split_sentences(text).sentences, one["id"]
            assert copied(one["claim"], text) == [], one["id"]


def copied(claim: str, text: str) -> list[str]:
    """Return the runs shared with the text of more than four words beside names and numbers."""
    found = " ".join(re.findall(r"\w+", text)).lower()
    words = re.findall(r"\w+", claim)
    runs = [words[i:j] for i in range(len(words)) for j in range(i + 5, len(words) + 1)]
    return [
        " ".join(run)
        for run in runs
        if sum(word.islower() for word in run) > 4
        and re.search(rf"\b{re.escape(' '.join(run).lower())}\b", found)
    ]


def test_what_is_copied_is_found_but_for_names_and_numbers() -> None:
    text = "The bank will close its branch in Kilvarra on 12 July."
    assert copied("It will close its branch in Kilvarra.", text) == [
        "will close its branch in",
        "will close its branch in Kilvarra",
    ]
    assert copied("Its branch in Kilvarra on 12 July is shut.", text) == []


def test_both_halves_are_as_large_and_as_mixed_and_together_large_enough() -> None:
    kinds = {half: Counter(one["kind"] for one in records(half)) for half in HALVES}
    assert kinds["open"] == kinds["held"]
    assert set(kinds["open"]) == {"true", *LABELS}
    assert min(kinds["open"].values()) >= 14
    assert kinds["open"]["true"] * 2 >= 350
    mixed = {half: Counter(one["kind"] for one, _ in real(half)) for half in HALVES}
    assert set(mixed["open"]) == set(mixed["held"]) == {"true", *LABELS}
    for half in HALVES:
        assert len({one["id"] for one, _ in real(half) if one["kind"] != "true"}) >= 15


def test_the_halves_have_no_article_in_common() -> None:
    articles = {
        half: {cited["article"] for _, cited in invented(half)}
        | {cited["news_dev"] for _, cited in real(half)}
        for half in HALVES
    }
    assert articles["open"].isdisjoint(articles["held"])
    assert min(map(len, articles.values())) >= 40


def test_the_page_names_every_key_kind_and_label() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    labels = {"supported", *(label for some in LABELS.values() for label in some)}
    for name in (*LABELS, *labels, *records("open")[1], NEWS_DEV):
        assert f"`{name}`" in page, name
