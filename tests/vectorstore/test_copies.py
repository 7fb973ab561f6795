"""Copies are found as articles come, whichever order they come in, and forgotten as they go."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectorstore.conftest import article_of, put, take_back, unit_vectors
from vectorstore import Article, Library, copied_share, copy_groups, examine, groups_of, wording_of
from vectorstore.catalogue import Catalogue
from vectorstore.copies import ENOUGH
from vectorstore.sketches import NUMBERS, bands, meets, possible_share, signature

TABLES = ("texts", "members", "signatures", "bands", "links")

AGENCY = """The harbor of Brackwater was closed on Monday after a tanker ran aground at its mouth.
Nobody was hurt, the harbor master said. Two tugs tried in vain to pull the ship free at noon.
She carries 8,000 tonnes of rape oil and is on her way from Castrel to the mills of Lindesby.
None of it has leaked, according to the coast guard, which has laid a barrier around the hull.
The next spring tide comes in nine days. Until then the ferries leave from the old pier."""

MARKET = """Shares in Castrel closed higher on {day}. The Quay index of the 30 largest companies
rose by {rise} percent to {index} points, led by {winner}, whose shares gained {gain}
percent. Among the losers was {loser}, down {loss} percent. Turnover was {turnover}
million crowns, after {before} million on the day before. The crown was steady against
the currencies of its neighbors. Bonds of the state, which run for {years} years,
yielded {bond} percent at the close of trading on the floor of the exchange."""

FURNITURE = """Get the morning letter: the five stories that the valley talks about, in your mail
before breakfast. By signing up you agree to our terms of use and to our privacy notice.
Corrections stand below the article that they correct. Comments are open for a day and
are read by a person before they appear. This page uses cookies to remember what you
have read. You can change your choice at any time."""


def story(seed: int, sentences: int = 12) -> str:
    """Make a text that has no word in common with that of another seed."""
    drawn = random.Random(seed)
    words = ["".join(drawn.choices("bdfgklmnprstvaeiou", k=7)) for _ in range(100)]
    names = [words.pop().capitalize() for _ in range(20)]
    said = []
    for _ in range(sentences):
        one = drawn.choices(words, k=12)
        one[5] = drawn.choice(names)
        said.append(" ".join([one[0].capitalize(), *one[1:]]) + ".")
    return " ".join(said)


def shuffled(text: str, seed: int = 0) -> str:
    parts = text.split(". ")
    random.Random(seed).shuffle(parts)
    return ". ".join(parts)


def market(seed: int) -> str:
    drawn = random.Random(seed)
    names = ["".join(drawn.choices("bdfgklmnaeiou", k=6)).capitalize() for _ in range(2)]
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    return MARKET.format(
        day=days[seed % 5],
        winner=names[0],
        loser=names[1],
        **{
            field: f"{drawn.randint(1, 90)}.{drawn.randint(10, 99)}"
            for field in ("rise", "index", "gain", "loss", "turnover", "before", "bond", "years")
        },
    )


def share(one: str, other: str) -> float | None:
    there = copied_share(wording_of(one), wording_of(other))
    assert there == copied_share(wording_of(other), wording_of(one))
    return there


LONG = story(1, sentences=30)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        pytest.param(AGENCY, AGENCY.upper(), id="in capitals"),
        pytest.param(AGENCY, AGENCY.replace("\n", " "), id="in one line"),
        pytest.param(AGENCY, "BRACKWATER (Wendrick) – " + AGENCY, id="with a place in front"),
        pytest.param(AGENCY, AGENCY.replace("Two tugs tried in vain", "Tugs failed"), id="shorter"),
        pytest.param(AGENCY, shuffled(AGENCY), id="in another order"),
        pytest.param(LONG, LONG[: len(LONG) // 3], id="the first third"),
        pytest.param(LONG, LONG[len(LONG) // 3 : len(LONG) // 2], id="a sixth from the middle"),
        pytest.param(LONG, f"{LONG}\n\n{FURNITURE}", id="with furniture"),
        pytest.param(LONG, f"{LONG[: len(LONG) // 2]}\n{FURNITURE}", id="cut, with furniture"),
    ],
)
def test_what_is_taken_over_nearly_word_for_word_is_a_copy(original: str, copy: str) -> None:
    assert (share(original, copy) or 0) >= 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(story(1), story(2), id="nothing in common"),
        pytest.param(market(1), market(2), id="the same column of another day"),
        pytest.param(
            f"{story(1, 4)}\n\n{FURNITURE}", f"{story(2, 4)}\n\n{FURNITURE}", id="same furniture"
        ),
        pytest.param(
            f"{story(1, 18)}\n\n{story(3, 60)}",
            f"{story(2, 18)}\n\n{story(3, 60)}",
            id="the same gallery below",
        ),
        pytest.param(story(1, 3), f"{story(1, 3)} {story(2, 40)}", id="an item of a round-up"),
        pytest.param("…", "!", id="no words"),
        pytest.param("", story(1), id="nothing at all"),
    ],
)
def test_what_shares_a_pattern_or_furniture_is_no_copy(one: str, other: str) -> None:
    assert share(one, other) is None


def test_the_column_of_another_day_would_be_a_copy_but_for_its_names_and_numbers() -> None:
    one, other = wording_of(market(1)), wording_of(market(2))
    in_common = np.intersect1d(one.sequences, other.sequences)
    assert len(in_common) >= 0.4 * len(one.sequences)
    assert share(market(1), market(1).replace("steady", "firm")) is not None


# -- signatures ----------------------------------------------------------------------------------


def test_a_signature_means_the_same_in_every_process_and_version() -> None:
    # Stored signatures are compared with new ones: another value here needs a migration.
    assert signature(np.uint32([1, 2, 3]))[:3].tolist() == [307127634, 584357965, 209221577]
    assert wording_of("The ferry sails at nine.").sequences.tolist() == [
        1312796148,
        3194351965,
        3938922453,
    ]


@pytest.mark.parametrize("alike", [1 / 8, 1 / 3, 0.9])
def test_signatures_are_equal_as_often_as_sets_have_members_in_common(alike: float) -> None:
    drawn = np.random.default_rng(7)
    met, told = 0, []
    for _ in range(60):
        members = drawn.integers(0, 2**32, 1000, np.uint32)
        both = round(1000 * 2 * alike / (1 + alike))
        other = np.concatenate([members[:both], drawn.integers(0, 2**32, 1000 - both, np.uint32)])
        signed, its = signature(members), signature(other)
        told.append(float((signed == its).mean()))
        met += bool(set(bands(signed)) & set(bands(its)))
        largest = possible_share(signed, 1000, its[None], np.int64([1000]))
        assert largest.shape == (1,)
        assert largest[0] >= both / 1000 - 0.05
    assert np.mean(told) == pytest.approx(alike, abs=4 * np.sqrt(alike / NUMBERS / 60))
    assert met / 60 == pytest.approx(meets(alike), abs=0.15)


# -- groups --------------------------------------------------------------------------------------


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    one = Catalogue(tmp_path / "library.sqlite3")
    yield one
    one.close()


def store(catalogue: Catalogue, texts: Iterable[tuple[str, str]]) -> None:
    with catalogue.transaction():
        for id, text in texts:
            catalogue.put_article(Article.of(text, id=id), [])


def remove(catalogue: Catalogue, *ids: str) -> None:
    with catalogue.transaction():
        catalogue.delete_articles(ids)


def together(catalogue: Catalogue) -> set[frozenset[str]]:
    return {frozenset(one.id for one in group.articles) for group in copy_groups(catalogue)}


def rows(catalogue: Catalogue) -> dict[str, int]:
    return {table: catalogue.value(f"SELECT count(*) FROM copy_{table}") for table in TABLES}


HALF = len(LONG) // 2
TEXTS = {
    "whole": LONG,
    "first half": LONG[:HALF],
    "second half": LONG[HALF:],
    "same words": LONG.replace(".", ";"),
    "market 1": market(1),
    "market 2": market(2),
    "market 1 in a frame": f"{FURNITURE[:80]} {market(1)}",
    "alone": story(5),
    "alone in the frame": f"{story(6)} {FURNITURE}",
    "too alone in the frame": f"{story(7)} {FURNITURE}",
    "wordless": "…",
    "wordless too": "…",
}
GROUPS = {
    frozenset({"whole", "first half", "second half", "same words"}),
    frozenset({"market 1", "market 1 in a frame"}),
    frozenset({"wordless", "wordless too"}),
}


def test_copies_are_grouped_in_whichever_order_they_come(tmp_path: Path) -> None:
    for seed in range(12):
        ids = sorted(TEXTS)
        random.Random(seed).shuffle(ids)
        catalogue = Catalogue(tmp_path / f"{seed}.sqlite3")
        at_once = 1 + seed % 5
        for at in range(0, len(ids), at_once):
            store(catalogue, ((id, TEXTS[id]) for id in ids[at : at + at_once]))
        assert together(catalogue) == GROUPS, ids
        catalogue.close()


def test_two_halves_are_held_together_by_the_whole_alone(catalogue: Catalogue) -> None:
    names = ("whole", "first half", "second half")
    for order in permutations(names):
        store(catalogue, ((id, TEXTS[id]) for id in order))
        assert together(catalogue) == {frozenset(names)}
        remove(catalogue, "whole")
        assert together(catalogue) == set()
        store(catalogue, [("whole", LONG)])
        assert together(catalogue) == {frozenset(names)}
        remove(catalogue, *names)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_came_and_went_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    kept = data.draw(st.sets(st.sampled_from(sorted(TEXTS))))
    order = data.draw(st.permutations(sorted(TEXTS)))
    changed, fresh = Catalogue(folder / "changed.sqlite3"), Catalogue(folder / "fresh.sqlite3")
    store(changed, ((id, TEXTS[id]) for id in order))
    for id in order:
        if id not in kept:
            remove(changed, id)
    store(fresh, ((id, TEXTS[id]) for id in sorted(kept)))
    assert together(changed) == together(fresh)
    assert {k: v for k, v in rows(changed).items() if k != "links"} == {
        k: v for k, v in rows(fresh).items() if k != "links"
    }
    remove(changed, *kept)
    assert set(rows(changed).values()) == {0}
    changed.close()
    fresh.close()


def test_a_large_group_outlives_the_articles_that_its_links_led_to(catalogue: Catalogue) -> None:
    number = 3 * ENOUGH
    texts = {f"copy {n}": f"{LONG} {story(100 + n, 1)}" for n in range(number)}
    store(catalogue, texts.items())
    assert together(catalogue) == {frozenset(texts)}
    assert rows(catalogue)["links"] < 2 * number * ENOUGH
    left = sorted(texts, key=lambda id: int(id.split()[1]))
    while len(left) > 2:
        remove(catalogue, left.pop(0))
        assert together(catalogue) == {frozenset(left)}


def test_a_thousand_articles_of_the_same_words_are_one_text(catalogue: Catalogue) -> None:
    store(catalogue, ((f"page {n}", FURNITURE) for n in range(1000)))
    assert rows(catalogue) == {
        "texts": 1,
        "members": 1000,
        "signatures": 1,
        "bands": NUMBERS // 2,
        "links": 0,
    }
    [group] = copy_groups(catalogue)
    assert len(group.articles) == 1000
    assert {one.share for one in group.articles} == {1.0}


def test_an_article_that_gets_another_text_changes_its_group(catalogue: Catalogue) -> None:
    store(catalogue, [("a", LONG), ("b", LONG[:HALF]), ("c", market(1))])
    assert together(catalogue) == {frozenset("ab")}
    store(catalogue, [("b", market(1) + " All prices are of the close.")])
    assert together(catalogue) == {frozenset("bc")}


def test_a_group_tells_how_much_is_common_and_is_named_by_its_first(catalogue: Catalogue) -> None:
    store(catalogue, [("a", LONG), ("b", story(2)), ("c", f"{LONG} {story(3, 10)}")])
    [group] = copy_groups(catalogue)
    assert group.id == "a"
    assert [one.id for one in group.articles] == ["a", "c"]
    assert {one.share for one in group.articles} == {1.0}  # all of the shorter one
    assert [one["group"] for one in catalogue.listing()] == ["a", None, "a"]
    known = groups_of(catalogue, ["a", "b", "c", "gone"])
    assert set(known) == {"a", "b", "c"}
    assert known["a"] == known["c"] != known["b"]


def test_what_fails_in_the_middle_leaves_groups_as_they_were(catalogue: Catalogue) -> None:
    store(catalogue, [("a", LONG), ("b", story(2))])
    before = rows(catalogue)

    def fail() -> None:
        with catalogue.transaction():
            catalogue.put_article(Article.of(LONG[:HALF], id="c"), [])
            catalogue.delete_articles(["b"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert rows(catalogue) == before
    assert together(catalogue) == set()
    # What the transaction learned of a text must not be remembered under a number that is reused.
    store(catalogue, [("d", story(9)), ("e", story(9) + " More.")])
    assert together(catalogue) == {frozenset("de")}


def test_unlike_articles_are_not_read_for_a_new_one(catalogue: Catalogue) -> None:
    store(catalogue, ((f"{n}", story(n)) for n in range(100, 200)))
    # A text that had to be looked at would not be there to be read.
    catalogue.rows("UPDATE articles SET text = CAST(x'ff' AS TEXT)")
    store(catalogue, [("new", LONG), ("copy", LONG[:HALF])])
    assert together(catalogue) == {frozenset({"new", "copy"})}


# -- libraries of before -------------------------------------------------------------------------


def put_texts(library: Library, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts):
        _, passages = article_of(number, unit_vectors(1, seed=number))
        with library.writing():
            library.put([(Article.of(text, id=f"a{number}"), passages)], dimension=32)


def signed(library: Library) -> list[tuple[int, int]]:
    """Sign a library of before; return what was told of it."""
    told: list[tuple[int, int]] = []
    with library.writing():
        library.catalogue.sign_copies(lambda done, total: told.append((done, total)))
    return told


def test_a_library_of_before_is_grouped_when_it_is_signed_without_encoding(
    open_library: Callable[..., Library],
) -> None:
    library = open_library()
    put_texts(library, [LONG, story(2), LONG[:HALF]])
    library.close()
    take_back(library.path, 8)
    library = open_library()
    assert groups_of(library.catalogue, ["a0", "a1", "a2"]) == {}
    assert library.status().copies is None
    put(library, 9, unit_vectors(1))
    library.remove(["a1"])
    assert library.status().copies is None, "a removal waits for nothing"
    assert signed(library) == [(0, 2), (2, 2)]
    assert signed(library) == []
    assert library.status().copies == {"groups": 1, "articles": 2}
    assert together(library.catalogue) == {frozenset({"a0", "a2"})}
    assert library.catalogue.fact("copies_unsigned") is None


#: What is done to what is noted of copies, and what the doctor says of it.
DAMAGES = {
    "UPDATE copy_members SET text_key = 99 WHERE article_key = 2": "a text that is not there",
    "INSERT INTO copy_members VALUES (77, 1)": "article number 77 is noted",
    "DELETE FROM copy_members WHERE article_key = 2": "a1 was not looked at for copies",
    "INSERT INTO copy_texts VALUES (50, x'00', 50)": "text 50 is of no article",
    "UPDATE copy_texts SET digest = x'00' WHERE key = 2": "a1 is noted with another text",
    "UPDATE copy_texts SET grouped = key": "text 3 is in group 3 and hangs together with 1",
    "DELETE FROM copy_links": "text 3 is in group 1 and hangs together with 3",
    "DELETE FROM copy_links WHERE one = 1": "text 3 is linked with one that is not",
    "UPDATE copy_links SET share = 0.1 WHERE one = 3": "is linked with one that is not",
    "INSERT INTO copy_links VALUES (60, 61, 0.9), (61, 60, 0.9)": "text 60 is linked and not there",
    "DELETE FROM copy_signatures WHERE text_key = 2": "the signature of text 2 of a1 is not one",
    "UPDATE copy_signatures SET signature = x'00'": "the signature of text 2 of a1 is not one",
    "UPDATE copy_signatures SET size = 3": "the signature of text 2 of a1 is not one",
    "DELETE FROM copy_bands WHERE text_key = 2": "text 2 of a1 is looked up under other numbers",
    "INSERT INTO copy_bands VALUES (1, 80)": "text 80 is looked up under a signature",
    "INSERT INTO copy_signatures VALUES (90, 1, x'00')": "signature of text 90, which is not",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_doctor_sees_what_is_wrong_with_copies_and_has_them_made_anew(
    open_library: Callable[..., Library], damage: str
) -> None:
    library = open_library()
    put_texts(library, [LONG, story(2), LONG[:HALF]])
    assert all(one.sound for one in examine(library))
    library.catalogue.rows("PRAGMA foreign_keys = OFF")
    library.catalogue.rows(damage)
    library.catalogue.rows("PRAGMA foreign_keys = ON")
    [found] = [one for one in examine(library) if one.faults]
    assert (found.check, found.derived) == ("copies", True)
    assert any(DAMAGES[damage] in fault for fault in found.faults), found.faults
    assert all(one.sound for one in examine(library, repair=True))
    assert not any(one.faults for one in examine(library))
    assert library.status().copies is None
    assert signed(library) == [(0, 3), (3, 3)]
    assert together(library.catalogue) == {frozenset({"a0", "a2"})}
    assert not any(one.faults for one in examine(library))


def test_grouping_that_was_interrupted_goes_on(open_library: Callable[..., Library]) -> None:
    library = open_library()
    put_texts(library, [LONG, story(2), LONG[:HALF]])
    library.close()
    take_back(library.path, 8)
    library = open_library()
    with library.catalogue.transaction():  # as far as it had come
        [(key, text)] = library.catalogue.rows("SELECT key, text FROM articles WHERE id = 'a2'")
        library.catalogue.copies.put(key, text)
    assert signed(library) == [(0, 2), (2, 2)]
    assert together(library.catalogue) == {frozenset({"a0", "a2"})}
