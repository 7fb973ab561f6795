from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import split_sentences
from ingest.canonical import canonical_text, has_words
from ingest.sentences import MAX_CHARACTERS

PIECES = st.sampled_from(
    [
        "The mayor of the old town resigned.", "Mr. J. R. Adeyemi paid $3.5 million.", "Dr. No",
        "“I quit,” he said.", "“We", "‘It is", "’", '"', "(see p. 4)", "Why?!", "Wait...", "…",
        "1.", "2)", "- ", "* ", "• ", "(a) ", "Prices", "WHAT NOW", "---", "👩‍🚒🔥", "🇩🇪", "é",
        "中文句子。", "第二句！“好。”", "你好", "https://a.example/x.html?y=1.", "U.S.", "5 p.m.",
        "x" * 300,
        "word " * 60, "\n", "\n\n", " ", " ", "\n\n", "e\u0301", "ﬁ", "\u0661.", "No. 5", "?",
        ". . .",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join).map(canonical_text)
LANGUAGES = st.sampled_from([None, "en", "de", "zh", "ja", "xx", "en-GB", "EN", "", "🦊"])


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_the_spans_of_a_split_are_sound_and_cover_every_character(
    text: str, language: str | None
) -> None:
    split = split_sentences(text, language)
    last = 0
    covered = [False] * len(text)
    for start, end in sorted([*split.sentences, *split.others]):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered[start:end] = [True] * (end - start)
        last = end
    assert list(split.sentences) == sorted(split.sentences)
    assert list(split.others) == sorted(split.others)
    assert all(end - start <= MAX_CHARACTERS for start, end in split.sentences)
    assert split.sentences or not has_words(text)
    assert not [i for i, c in enumerate(text) if not covered[i] and not c.isspace()]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text).sentences]


def others(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text).others]


@pytest.mark.parametrize(
    "expected",
    [
        ["He moved to the U.S. in 1990.", "Then he left."],
        ["It opens at 9 a.m. and closes at 5 p.m.", "The owner is glad."],
        ["At 5 p.m. Mr. Smith left with Mrs. Jones and Prof. Lee."],
        ["J. R. R. Tolkien wrote it.", "George W. Bush read it."],
        ["The price rose 3.5 percent to $1.2 billion.", "That is 12.000 euros."],
        ["See https://a.example/x.html?y=1.", "Then call 555-1234."],
        ["Apple Inc. said it would.", "Its CEO, John Doe Jr., left."],
        ["The company, i.e. the seller, e.g. Acme, lost.", "No. 7 won."],
        ["Gov. Lee agreed on Jan. 5.", "Sen. Roe did not."],
        ["She lives in Washington, D.C.", "He does not."],
        ["“I quit,” he said.", "“I mean it.”", "She left."],
        ['He said: "Stop! Now."', "Then he ran."],
        ['"What?" he asked.', '"Nothing."'],
        ["Prime Minister Adams (b. 1950) spoke.", "“We will,” he said."],
        ["Wait... what?", "Yes… really!", "It is."],
        ["“We will win, he said.", "Nobody clapped."],  # a quotation mark that is never closed
    ],
    ids=lambda expected: expected[0][:30],
)
def test_a_text_is_split_where_a_reader_would(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_chinese_is_split_without_blanks() -> None:
    assert sentences("中文句子。第二句！第三句？") == ["中文句子。", "第二句！", "第三句？"]


def test_a_sentence_reaches_across_wrapped_lines_and_not_across_paragraphs() -> None:
    wrapped = (
        "The council of the small town met on Monday to decide on\n"
        "the budget for next year, which had been delayed for many\n"
        "weeks. Nobody was pleased"
    )
    assert sentences(wrapped + "\n\nA new day began.") == [
        wrapped[: wrapped.index(" Nobody")],
        "Nobody was pleased",
        "A new day began.",
    ]


def test_list_marks_are_no_part_of_the_items() -> None:
    text = "It needs:\n\n- One egg.\n- Two cups of milk.\n\n1. Mix.\n2. Bake.\n\n(a) Eat."
    assert sentences(text)[-5:] == ["One egg.", "Two cups of milk.", "Mix.", "Bake.", "Eat."]
    assert others(text)[-5:] == ["-", "-", "1.", "2.", "(a)"]


def test_a_year_at_the_start_of_a_line_is_no_list_mark() -> None:
    assert sentences("1990 was cold.\n\n2.5 percent left.") == [
        "1990 was cold.",
        "2.5 percent left.",
    ]


def test_headings_are_no_sentences() -> None:
    text = "Why now\n\nThe plan was old. It failed.\n\n* * *\n\nWhat to do\n\nThis is the advice:"
    assert others(text) == ["Why now", "* * *", "What to do"]
    assert sentences(text) == ["The plan was old.", "It failed.", "This is the advice:"]


def test_dialogue_keeps_its_lines_apart() -> None:
    text = "“Did you see it?”\n\n“No.\n\n“But I heard it,” she said. “Twice.”"
    assert sentences(text) == [
        "“Did you see it?”",
        "“No.",
        "“But I heard it,” she said.",
        "“Twice.”",
    ]


def test_a_long_article_on_one_line_has_no_sentence_cut_at_a_block() -> None:
    expected = [
        f"On day {n} the mayor of the old town said that it was enough." for n in range(900)
    ]
    assert sentences(" ".join(expected)) == expected


def test_what_never_ends_is_cut_at_blanks() -> None:
    text = "word " * 5000
    found = sentences(text.strip())
    assert " ".join(found) == text.strip()
    assert all(one.split() == ["word"] * len(one.split()) for one in found)
    assert max(map(len, found)) <= MAX_CHARACTERS
    assert [len(one) for one in sentences("x" * 2500)] == [1000, 1000, 500]


def test_what_has_no_word_is_no_sentence_wherever_it_stands() -> None:
    text = "It rained. ... It snowed. *** It hailed."
    split = split_sentences(text)
    assert all(any(c.isalnum() for c in text[start:end]) for start, end in split.sentences)
    assert " ".join(text[start:end] for start, end in split.sentences).startswith("It rained.")
    covered = sorted((*split.sentences, *split.others))
    assert "".join(text[start:end] for start, end in covered).replace(" ", "") == text.replace(
        " ", ""
    )
