from __future__ import annotations

import pytest

from ingest.markdown import markdown_text


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
        ("<script>alert(1)</script>\n\nText.", "", "Text."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "", "a | b\n1 | 2"),
        ("```\ncode\n```\n\nText.", "", "code\n\nText."),
        ("One.\n\n---\n\nTwo.", "", "One.\n\nTwo."),
        ("![A mayor](mayor.jpg)\n\nText.", "", "A mayor\n\nText."),
        ("", "", ""),
    ],
)
def test_markdown_becomes_what_a_reader_sees(source: str, heading: str, text: str) -> None:
    assert markdown_text(source) == (heading, text)
