"""A difference leads from one version of an article to the other, as a reader would tell it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import split_sentences
from qa import Difference, difference
from qa.differences import nearest
from ui.version_text import difference_text
from vectorstore import Article

BEFORE = (
    "Prices\n\nThe mayor of Oldtown resigned on Friday after a vote. Nobody wept. "
    "It rained all day.\n\nThe council meets on Monday."
)
AFTER = (
    "Prices\n\nIt was a surprise. The mayor of Oldtown stepped down on Friday after a long vote. "
    "Nobody wept.\n\nThe council meets on Monday."
)


def version(text: str, number: int = 1, **known: str) -> Article:
    sentences = split_sentences(text).sentences
    return replace(Article("a", text, version=number, sentences=sentences), **known)  # type: ignore[arg-type]


def told(found: Difference) -> list[tuple[str, str, str]]:
    """Return each change with the words of both sides."""
    return [
        (
            one.kind,
            found.before.text[slice(*one.before)] if one.before else "",
            found.after.text[slice(*one.after)] if one.after else "",
        )
        for one in found.changes
    ]


def test_sentences_are_told_to_be_added_changed_and_removed_in_their_order() -> None:
    assert told(difference(version(BEFORE), version(AFTER, 2))) == [
        ("added", "", "It was a surprise."),
        (
            "changed",
            "The mayor of Oldtown resigned on Friday after a vote.",
            "The mayor of Oldtown stepped down on Friday after a long vote.",
        ),
        ("removed", "It rained all day.", ""),
    ]


def test_the_words_of_a_changed_sentence_make_up_both_of_its_versions() -> None:
    found = difference(version(BEFORE), version(AFTER, 2))
    [changed] = [one for one in found.changes if one.kind == "changed"]
    assert "".join(text for kind, text in changed.words if kind != "added") == (
        "The mayor of Oldtown resigned on Friday after a vote."
    )
    assert "".join(text for kind, text in changed.words if kind != "removed") == (
        "The mayor of Oldtown stepped down on Friday after a long vote."
    )
    assert ("added", "stepped down") in [(kind, text.strip()) for kind, text in changed.words] or (
        "removed",
        "resigned",
    ) in changed.words


SENTENCES = st.lists(
    st.sampled_from(
        ["The mayor left.", "The mayor left at noon.", "It rained.", "Nobody wept.", "Boats sank."]
    ),
    min_size=1,
    max_size=7,
)


@settings(deadline=None)
@given(SENTENCES, SENTENCES)
def test_a_difference_leads_from_one_version_to_the_other(one: list[str], other: list[str]) -> None:
    before, after = version(" ".join(one)), version(" ".join(other), 2)
    found = difference(before, after)
    gone = [span for change in found.changes if (span := change.before)]
    come = [span for change in found.changes if (span := change.after)]
    assert gone == sorted(set(gone))
    assert come == sorted(set(come))
    stays = [before.text[s:e] for s, e in before.sentences if (s, e) not in gone]
    assert stays == [after.text[s:e] for s, e in after.sentences if (s, e) not in come]
    assert (found.changes == ()) is (one == other)


def test_a_heading_that_changed_is_told_of() -> None:
    after = BEFORE.replace("Prices", "Costs")
    assert told(difference(version(BEFORE), version(after, 2))) == [
        ("removed", "Prices", ""),
        ("added", "", "Costs"),
    ]


def test_what_is_known_beside_the_text_is_compared() -> None:
    after = replace(version(BEFORE, 2, title="Mayor leaves"), published=date(2024, 3, 1))
    found = difference(version(BEFORE, title="Mayor"), after)
    assert found.fields == {"title": ("Mayor", "Mayor leaves"), "published": ("", "2024-03-01")}
    assert found.changes == ()
    assert "[-Mayor-]" in difference_text(found)
    assert "The texts are the same." in difference_text(found)


def test_a_text_that_was_written_anew_is_told_whole_and_soon() -> None:
    one = version(" ".join(f"The mayor of town {n} left on day {n}." for n in range(400)))
    other = version(" ".join(f"A bridge near town {n} fell in year {n}." for n in range(400)), 2)
    found = difference(one, other)
    assert [change.kind for change in found.changes] == ["removed"] * 400 + ["added"] * 400


def test_the_difference_as_json_has_the_words_of_its_spans() -> None:
    found = json.loads(json.dumps(difference(version(BEFORE), version(AFTER, 2)).as_dict()))
    assert (found["article_id"], found["before"], found["after"]) == ("a", 1, 2)
    for change in found["changes"]:
        for side, text in (("before", BEFORE), ("after", AFTER)):
            if change[side]:
                assert text[change[side]["start"] : change[side]["end"]] == change[side]["text"]


def test_the_nearest_sentence_shares_most_words_and_none_is_near_what_is_unlike_all() -> None:
    article = version(AFTER)
    span = nearest("The mayor of Oldtown resigned on Friday after a vote.", article)
    assert span is not None
    assert article.text[slice(*span)].startswith("The mayor of Oldtown stepped down")
    assert nearest("Ships sailed.", article) is None
    assert nearest("Anything.", Article("b", "…")) is None
