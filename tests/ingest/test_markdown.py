from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markdown import markdown_parts


def markdown_text(source: str, notes: list[str]) -> tuple[str, str]:
    heading, parts = markdown_parts(source, notes)
    text = "".join(f"{part.gap}{part.text}" for part in parts)
    return heading, text.lstrip("\n")


@pytest.mark.parametrize(
    ("source", "heading", "text"),
    [
        ("# Two *mayors*\n\nThey **met**.", "Two mayors", "They met."),
        ("Two mayors\n===\n\nThey met.", "Two mayors", "They met."),
        ("They met.\n\n# Later\n\nThey left.", "", "They met.\n\nLater\n\nThey left."),
        ("[A link](https://a.example) and `code`.", "", "A link and code."),
        ("One line\nand another.", "", "One line and another."),
        ("One line  \nand another.", "", "One line\nand another."),
        ("- One\n- Two\n  - Three", "", "- One\n- Two\n- Three"),
        ("3. One\n4. Two", "", "3. One\n4. Two"),
        ("> “No,” he said.", "", "“No,” he said."),
        ("A <b>bold</b> word &amp; more.", "", "A bold word & more."),
        (
            "<div class='note'>\nThe mayor <b>left</b>.\n</div>\n\nText.",
            "",
            "The mayor left.\n\nText.",
        ),
        ("<p>One\nline.</p><p>Two &lt; three.</p>", "", "One line.\n\nTwo < three."),
        ("<ul>\n<li>One</li>\n<li>Two <i>more</i></li>\n</ul>", "", "- One\n- Two more"),
        (
            "<table><tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr></table>",
            "",
            "a | b\n1 | 2",
        ),
        (
            "<details><summary>More</summary>\n\nIt *rained*.\n\n</details>",
            "",
            "More\n\nIt rained.",
        ),
        ("<blockquote>“No,” she said.<br>He left.</blockquote>", "", "“No,” she said.\nHe left."),
        ("<pre>\nOne\n  two\n</pre>", "", "One\ntwo"),
        ("<!-- A remark. -->\n\n# Mayor\n\nText.", "Mayor", "Text."),
        ("<p align=center>A picture</p>\n\n# Mayor\n\nText.", "Mayor", "A picture\n\nText."),
        ("- <div>One</div>\n- Two", "", "- One\n- Two"),
        ("<div\nand 2 < 3, he said", "", "<div and 2 < 3, he said"),
        ("One<br>two.", "", "One\ntwo."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "", "a | b\n1 | 2"),
        ("```\ncode\n```\n\nText.", "", "code\n\nText."),
        ("One.\n\n---\n\nTwo.", "", "One.\n\nTwo."),
        ("![A mayor](mayor.jpg)\n\nText.", "", "A mayor\n\nText."),
        ("", "", ""),
    ],
)
def test_markdown_becomes_what_a_reader_sees(source: str, heading: str, text: str) -> None:
    notes: list[str] = []
    assert markdown_text(source, notes) == (heading, text)
    assert notes == []


@pytest.mark.parametrize(
    ("source", "text", "left_out"),
    [
        ("<script>alert(1)</script>\n\nText.", "Text.", ["script"]),
        ("<script>\nif (a < b)\n\n  alert(1)\n</script>\nText.", "Text.", ["script"]),
        ("<p>Words.</p><script async src='x.js'></script>", "Words.", ["script"]),
        ("<STYLE media=print>\np {}\n</STYLE>\n\nText.", "Text.", ["style"]),
        ("A <script>alert(*1*)</script> word and <b>one</b>.", "A  word and one.", ["script"]),
        ("A <style>p</style><script>x</script>.", "A .", ["style", "script"]),
        ("He typed <script> and <b>left</b>.", "He typed <script> and left.", []),
        ("An end </script> of <script>nothing.", "An end </script> of <script>nothing.", []),
        ("<script>\nThe mayor left.", "<script> The mayor left.", []),
        ("<p>He typed <script> there.</p>", "He typed <script> there.", []),
        ("`<script>alert(1)</script>` is code.", "<script>alert(1)</script> is code.", []),
    ],
)
def test_a_script_is_left_out_and_said_and_what_is_none_is_text(
    source: str, text: str, left_out: list[str]
) -> None:
    notes: list[str] = []
    assert markdown_text(source, notes) == ("", text)
    assert notes == [f"a {kind} in it is left out" for kind in left_out]


@given(
    st.lists(
        st.sampled_from(
            ["alpha", "beta 2", "<div>", "</div>", "<p class='x'>", "<b>", "\n", "\n\n"]
        )
    )
)
def test_no_word_vanishes_with_the_tags_around_it(parts: list[str]) -> None:
    words = [word for part in parts if "<" not in part for word in part.split()]
    _, text = markdown_text(" ".join(parts), [])
    assert text.split() == words


@pytest.mark.parametrize(
    "piece", ["<script>", "<script ", "<!--", "<?", "<div>\n", "<a b='", "a<br>"]
)
def test_a_large_text_of_broken_tags_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.process_time()
    markdown_text("<div>\n" + piece * 20_000, [])
    assert time.process_time() - began < 5
