"""Blocks and sentences of every format, on documents made up in many scripts."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.loaders import load
from ingest.reading import Reading
from ingest.sentences import structured
from tests.ingest.formats import made
from tests.ingest.formats.reads import blocks, one
from vectorstore import Article

#: A heading, paragraph or item, and its words.
Parts = list[tuple[str, str]]

PHRASES = [
    "The mayor of the old town resigned", "He went home", "Ona odeszła", "Мэр ушёл в отставку",
    "استقال رئيس البلدية", "ראש העיר התפטר", "市長は辞任した", "市长辞职了", "시장이 사임했다",
    "महापौर ने इस्तीफा दिया", "Fire 👩‍🚒🔥 in the e\u0301cole", "Mr. J. Vey paid $3.5 million",
    "🇩🇪 won 2:1", "Ο δήμαρχος έφυγε",
]  # fmt: skip
ENDS = ["", ".", "?", "!", "…", "。", "؟", ":", ".”"]


@st.composite
def documents(draw: st.DrawFn) -> Parts:
    """Draw parts whose words are all different, by a number in each."""
    count = draw(st.integers(1, 8))
    kinds = st.sampled_from(["paragraph", "paragraph", "heading", "item"])
    found = []
    for number in range(count):
        words = [draw(st.sampled_from(PHRASES)), f"n{number}n"]
        more = draw(st.sampled_from(["", ". Nobody wept", "; 她走了", "! وبعد ذلك"]))
        found.append((draw(kinds), f"{' '.join(words)}{more}{draw(st.sampled_from(ENDS))}"))
    return [*found, ("paragraph", "All of this was said on a Monday in the town of Dale.")]


def marked_up(parts: Parts, heading: str = "h2") -> str:
    tags = {"heading": heading, "paragraph": "p"}
    body = ""
    for kind, words in parts:
        said = html.escape(words)
        body += (
            f"<ul><li>{said}</li></ul>"
            if kind == "item"
            else f"<{tags[kind]}>{said}</{tags[kind]}>"
        )
    return body


def markdown(parts: Parts) -> str:
    return "\n\n".join(
        {"heading": "## ", "item": "- "}.get(kind, "") + words for kind, words in parts
    )


def docx(parts: Parts) -> bytes:
    import docx as library

    document = library.Document()
    for kind, words in parts:
        if kind == "heading":
            document.add_heading(words, 2)
        else:
            document.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def mail(parts: Parts) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "News"
    message.set_content(marked_up(parts), subtype="html")
    return bytes(message)


def newsml(parts: Parts) -> str:
    body = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{marked_up(parts)}</body></html>'
    return made.news_item(f'<inlineXML contenttype="application/xhtml+xml">{body}</inlineXML>')


def feed(parts: Parts) -> str:
    body = html.escape(marked_up(parts))
    entry = f"<entry><title>News</title><content type='html'>{body}</content></entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>{entry}</feed>'


def nitf(parts: Parts) -> str:
    body = marked_up(parts, "hl2")
    return f"<nitf><body><body.content><block>{body}</block></body.content></body></nitf>"


#: Formats that mark what is a heading, and how a document is written in each.
MARKED: dict[str, Callable[[Parts], str | bytes]] = {
    "a.md": lambda parts: "# News of the day\n\n" + markdown(parts),
    "a.docx": lambda parts: docx([("heading", "News of the day"), *parts]),
    "a.epub": lambda parts: made.epub(chapter=f"<h1>News of the day</h1>{marked_up(parts)}"),
    "a.eml": mail,
    "a.ninjs": lambda parts: json.dumps(
        {"uri": "urn:a:b", "type": "text", "versioncreated": "2024", "body_xhtml": marked_up(parts)}
    ),
    "newsml.xml": newsml,
    "a.nitf": nitf,
    "a.atom": feed,
    "a.jsonl": lambda parts: json.dumps({"title": "News", "text": marked_up(parts)}),
    "a.html": lambda parts: (
        f"<html><body><article><h1>News</h1>{made.page()}{marked_up(parts)}</article></body></html>"
    ),
}
#: Those that do not.
PLAIN: dict[str, Callable[[Parts], str | bytes]] = {
    "a.txt": lambda parts: "\n\n".join(words for _, words in parts),
    "b.txt": markdown,
    "a.csv": lambda parts: "text\n" + json.dumps(markdown(parts), ensure_ascii=False),
    "a.pdf": lambda parts: made.pdf([[words for _, words in parts if words.isascii()]]),
}


def articles(name: str, parts: Parts) -> list[Article]:
    data = {**MARKED, **PLAIN}[name](parts)
    raw = data.encode() if isinstance(data, str) else data
    found = [item for item in load(raw, name, Reading()) if isinstance(item, Article)]
    assert found
    return [structured(one) for one in found]


@pytest.mark.parametrize("name", [*MARKED, *PLAIN])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=documents())
def test_blocks_are_apart_and_no_sentence_reaches_into_a_heading(name: str, parts: Parts) -> None:
    for article in articles(name, parts):
        assert article.sentences
        assert article.blocks
        for spans in (article.sentences, article.blocks):
            assert all(0 <= one[0] < one[1] <= len(article.text) for one in spans)
            assert all(one[1] <= after[0] for one, after in pairwise(spans))
        for start, end, kind in article.blocks:
            over = [one for one in article.sentences if one.start < end and start < one.end]
            assert kind != "heading" or not over
            assert all(start <= one.start and one.end <= end for one in over)
        headings = {
            article.text[start:end] for start, end, kind in article.blocks if kind == "heading"
        }
        assert not headings & set(article.sentence_texts())


@pytest.mark.parametrize("name", [one for one in MARKED if one != "a.html"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=documents())
def test_what_a_source_marks_is_believed_whatever_it_looks_like(name: str, parts: Parts) -> None:
    article = articles(name, parts)[0]
    quoted = " ".join(article.sentence_texts())
    heading = " ".join(words for kind, words in blocks(article) if kind == "heading")
    for number, (kind, _) in enumerate(parts[:-1]):
        mark = f"n{number}n"
        assert (mark in quoted, mark in heading) == (kind != "heading", kind == "heading")


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("<p>He went home</p><p>The next day he came back.</p>", ["paragraph", "paragraph"]),
        ("<p><b>Why now</b></p><p>The plan was old.</p>", ["heading", "paragraph"]),
        ("<p><strong>What now?</strong></p><p>It is not known.</p>", ["heading", "paragraph"]),
        ("<p><b>It is over.</b></p><p>The plan was old.</p>", ["paragraph", "paragraph"]),
        ("<p><b>Ida Lunt</b> left</p><p>The plan was old.</p>", ["paragraph", "paragraph"]),
        ("<p>The plan was old.</p><p><b>Ida Lunt</b></p>", ["paragraph", "paragraph"]),
        ("<p class='story-subhead'>Why now</p><p>It was old.</p>", ["heading", "paragraph"]),
        ("<div>Why now</div><div>The plan was old.</div>", ["heading", "paragraph"]),
        ("<h2>It is over.</h2><p>The plan was old.</p>", ["heading", "paragraph"]),
    ],
)
@pytest.mark.parametrize("name", ["a.ninjs", "a.jsonl", "a.atom", "newsml.xml"])
def test_a_paragraph_is_believed_and_bold_letters_make_a_heading(
    name: str, body: str, kinds: list[str]
) -> None:
    made_of = {
        "a.ninjs": json.dumps(
            {"uri": "urn:a:b", "type": "text", "versioncreated": "2024", "body_xhtml": body}
        ),
        "a.jsonl": json.dumps({"text": body}),
        "a.atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry>"
        f"<title>A</title><content type='html'>{html.escape(body)}</content></entry></feed>",
        "newsml.xml": made.news_item(
            "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/"
            f"xhtml'><body>{body}</body></html></inlineXML>"
        ),
    }
    data = made_of[name]
    [article] = [one for one in load(data.encode(), name, Reading()) if isinstance(one, Article)]
    assert [kind for kind, _ in blocks(article)] == kinds


def test_plain_text_in_a_news_item_has_headings_as_plain_text_has() -> None:
    item = {"uri": "urn:a:b", "type": "text", "versioncreated": "2024"}
    plain = one(
        json.dumps({**item, "body_text": "Why now\n\nIt was old.\n\n- One\n- Two"}), "a.ninjs"
    )
    assert plain.blocks == ()
    assert [kind for kind, _ in blocks(structured(plain))] == [
        "heading",
        "paragraph",
        "item",
        "item",
    ]


def test_a_text_of_several_columns_keeps_what_the_marked_one_says() -> None:
    row = json.dumps(
        {"lead": "Why now\n\nIt was old.", "body": "<p>He went home</p><p>It rained.</p>"}
    )
    article = one(row, "a.jsonl", {"text": "lead+body"})
    assert blocks(article) == [
        ("heading", "Why now"),
        ("paragraph", "It was old."),
        ("paragraph", "He went home"),
        ("paragraph", "It rained."),
    ]


MARKDOWN = """\
# News

**Why now**

He went home

## It is over.

> A quotation
> of two lines.

- One egg.
- Two cups

  of milk
  1. warm

```
code = 1

more = 2
```

| a | b |
|---|---|
| 1 | 2 |

<h3>The end.</h3><p>Nobody wept.</p>
"""


def test_markdown_gives_headings_items_and_paragraphs_where_they_stand() -> None:
    article = one(MARKDOWN, "a.md")
    assert article.title == "News"
    assert blocks(article) == [
        ("heading", "Why now"),
        ("paragraph", "He went home"),
        ("heading", "It is over."),
        ("paragraph", "A quotation of two lines."),
        ("item", "- One egg."),
        ("item", "- Two cups"),
        ("item", "of milk"),
        ("item", "1. warm"),
        ("paragraph", "code = 1"),
        ("paragraph", "more = 2"),
        ("paragraph", "a | b\n1 | 2"),
        ("heading", "The end."),
        ("paragraph", "Nobody wept."),
    ]
    assert "- One egg.\n- Two cups\nof milk\n1. warm\n\ncode = 1\n\nmore = 2" in article.text
    quoted = structured(article).sentence_texts()
    assert quoted[:4] == ["He went home", "A quotation of two lines.", "One egg.", "Two cups"]
    assert not {"It is over.", "The end.", "Why now"} & set(quoted)


def test_a_heading_of_markdown_that_is_not_the_title_stays_a_heading() -> None:
    article = one("---\ntitle: Rain\n---\n# It rained.\n\nIt was wet.", "a.md")
    assert blocks(article) == [("heading", "It rained."), ("paragraph", "It was wet.")]


def test_bold_paragraphs_of_a_word_document_are_headings_and_others_are_not() -> None:
    import docx as library

    document = library.Document()
    document.add_heading("News", 0)
    document.add_paragraph().add_run("Why now").bold = True
    document.add_paragraph("He went home")
    document.add_paragraph("The next day he came back.")
    file = io.BytesIO()
    document.save(file)
    assert [kind for kind, _ in blocks(one(file.getvalue(), "a.docx"))] == [
        "heading", "paragraph", "paragraph",
    ]  # fmt: skip
