from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.independent import source_groups, sources_of
from qa.types import Citation
from vectorstore import Article, Library
from vectorstore import groups_of as stored_groups

AGENCY = """The harbour of Brackwater was closed on Monday after a tanker ran aground at its mouth.
Nobody was hurt, the harbour master said. Two tugs tried in vain to pull the ship free at noon.
She carries 8,000 tonnes of rape oil and is on her way from Castrel to the mills of Lindesby.
None of it has leaked, according to the coast guard, which has laid a barrier around the hull.
The next spring tide comes in nine days. Until then the ferries leave from the old pier."""

REPORT = """A tanker has been stuck on the sandbank off Brackwater since Monday. The town looks on.
At the fish market they bet on the tide. The captain, a woman of 34, has sent her crew ashore.
“None of it has leaked,” a diver of the coast guard said, “and I've looked at every plate.”
The harbour master wants to try three tugs on Sunday; two, it seems, weren't enough for the ship.
For the ferries the old pier, built in 1911, has been swept and given a lamp and a ticket booth."""


def article(name: str, text: str, title: str = "") -> Article:
    return Article.of(text, id=name, title=title, outlet=name)


def groups_of(*texts: str) -> list[int]:
    return source_groups([article(f"a{number}", text) for number, text in enumerate(texts)])


def test_the_bridge_story_of_two_outlets_is_one_source_and_all_other_samples_are_their_own(
    samples: Library,
) -> None:
    articles = list(samples.articles())
    groups = source_groups(articles)
    same = [
        {one.title for one in (articles[first], articles[second])}
        for first, second in combinations(range(len(articles)), 2)
        if groups[first] == groups[second]
    ]
    assert len(articles) == 20
    [pair] = same
    assert "Tressel Bridge open again after 14 months" in pair
    assert "post-bridge" in {
        one.id for one in articles if groups.count(groups[articles.index(one)]) > 1
    }


@pytest.mark.parametrize(
    "copy",
    [
        AGENCY.upper(),
        AGENCY.replace("\n", " "),
        AGENCY[: len(AGENCY) // 2],
        "BRACKWATER (Wendrick) – " + AGENCY,
        AGENCY.replace("Two tugs tried in vain to pull the ship free at noon.", "Tugs failed."),
        AGENCY + " Our reader Odo Lammer saw it from his van. He was on his way to nine cafés.",
    ],
)
def test_a_copy_that_is_retitled_cut_or_changed_a_little_is_the_same_source(copy: str) -> None:
    assert groups_of(AGENCY, copy) == [0, 0]
    assert groups_of(copy, AGENCY) == [0, 0]


def test_two_reports_on_the_same_event_with_the_same_statement_are_two_sources() -> None:
    assert groups_of(AGENCY, REPORT) == [0, 1]


def test_two_articles_of_one_outlet_are_two_sources() -> None:
    one = Article.of(AGENCY, id="one", outlet="Mail")
    other = Article.of(REPORT, id="other", outlet="Mail")
    assert source_groups([one, other]) == [0, 1]


def test_groups_are_numbered_in_the_order_in_which_they_appear() -> None:
    beetle = (
        "A beetle that was lost for 88 years lives in a ditch east of Lindesby, two students say."
    )
    assert groups_of(REPORT, AGENCY, beetle, AGENCY + " More.", REPORT) == [0, 1, 2, 1, 0]


def test_copies_of_different_parts_are_one_source_through_the_article_they_were_taken_from() -> (
    None
):
    half = AGENCY.index("She carries")
    assert groups_of(AGENCY[:half], AGENCY[half:]) == [0, 1]
    assert groups_of(AGENCY[:half], AGENCY[half:], AGENCY) == [0, 0, 0]


def test_articles_without_words_copy_nothing_but_themselves() -> None:
    assert groups_of("…", "!", "…") == [0, 1, 0]
    assert source_groups([]) == []


def test_short_notices_are_compared_as_a_whole() -> None:
    assert groups_of("Ferry cancelled today", "ferry cancelled, today!", "Ferry sails today") == [
        0,
        0,
        1,
    ]


def test_what_the_library_knows_of_copies_is_not_compared_again() -> None:
    articles = [article("a", AGENCY), article("b", AGENCY[:200]), article("c", REPORT)]
    assert source_groups(articles) == [0, 0, 1]
    assert source_groups(articles, {"a": 7, "b": 8, "c": 7}) == [0, 1, 0]
    # Of an article that it does not know yet the texts are compared.
    assert source_groups(articles, {"a": 7, "c": 7}) == [0, 0, 0]
    cited = [Citation(one, 0, 10) for one in articles]
    assert sources_of(cited, {"a": 7, "b": 7, "c": 7}) == 1


def test_an_answer_counts_the_sources_that_the_library_tells_apart(samples: Library) -> None:
    known = stored_groups(samples.catalogue, (one.id for one in samples.articles()))
    articles = list(samples.articles())
    assert len(known) == 20
    assert source_groups(articles, known) == source_groups(articles)


def test_a_citation_for_context_is_no_source() -> None:
    first, second = article("a", AGENCY), article("b", REPORT)
    third = article("c", AGENCY + " More.")
    cited = [Citation(first, 0, 10), Citation(second, 0, 10), Citation(first, 11, 20)]
    assert sources_of(cited) == 2
    assert sources_of([cited[0], Citation(second, 0, 10, context=True)]) == 1
    assert sources_of([cited[0], Citation(third, 0, 10)]) == 1
    assert sources_of([]) == 0


words = st.lists(
    st.sampled_from("the ferry bridge opened closed on a cold day".split()), max_size=9
)


@settings(deadline=None)
@given(st.lists(words.map(" ".join), max_size=6))
def test_groups_are_numbered_from_0_without_a_gap_and_equal_texts_share_theirs(
    texts: Sequence[str],
) -> None:
    groups = groups_of(*texts)
    assert list(dict.fromkeys(groups)) == list(range(len(set(groups))))
    for (one, group), (other, its) in combinations(zip(texts, groups, strict=True), 2):
        assert one != other or group == its


@settings(deadline=None)
@given(st.lists(words.map(" ".join), max_size=6))
def test_the_order_of_the_articles_does_not_change_who_copies_whom(
    texts: list[str],
) -> None:
    articles = [article(f"a{number}", text) for number, text in enumerate(texts)]

    def together(some: list[Article]) -> set[frozenset[str]]:
        groups = source_groups(some)
        return {
            frozenset(one.id for one, its in zip(some, groups, strict=True) if its == group)
            for group in groups
        }

    assert together(articles) == together(articles[::-1])
