"""The words in a piece of HTML that stands in Markdown.

trafilatura reads whole pages and leaves out what is beside the article; here, every word was meant
by the one who wrote it. Tags are told by markdown-it's own patterns, so that a block and a line of
text agree on what a tag is, and all that is none stays as it was written.
"""

from __future__ import annotations

import html
import re

from ingest.making import Piece
from ingest.structure import PartKind

#: Elements that hold no words.
CODE = ("script", "style")

_BLOCKS = frozenset(
    "address article aside blockquote center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table "
    "ul".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary".split())
#: Stands where a heading begins; no text that is stored has it.
_HEADING = "\x02"
_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_CELLS = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)", re.IGNORECASE)
# From where to where a reader sees nothing.
_UNSEEN = [
    (re.compile(re.escape(start)), re.compile(re.escape(end)))
    for start, end in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
]


def block_parts(source: str) -> tuple[list[Piece], list[str]]:
    """Return the words of a block, a part for each inner block, and what was left out.

    >>> block_parts("<div class='note'>\\n<h2>It is over.</h2>The mayor <b>left</b>.</div>")[0]
    [Piece(kind='heading', text='It is over.', gap='\\n\\n'), \
Piece(kind='paragraph', text='The mayor left.', gap='\\n\\n')]
    """
    text, left_out = _block_text(source.replace(_HEADING, ""))
    found: list[Piece] = []
    for block in filter(None, text.split("\n\n")):
        words = block.strip(f"\n{_HEADING}")
        if block.lstrip("\n").startswith(_HEADING) and words:
            found.append(Piece("heading", words.replace(_HEADING, "")))
            continue
        lines = words.replace(_HEADING, "").split("\n")
        if not any(line.startswith("- ") for line in lines):
            lines = ["\n".join(lines)]
        for number, line in enumerate(filter(None, lines)):
            kind: PartKind = "item" if line.startswith("- ") else "paragraph"
            found.append(Piece(kind, line, "\n" if number else "\n\n"))
    return found, left_out


def _block_text(source: str) -> tuple[str, list[str]]:
    """Return the words of a block on lines, headings marked, and what was left out.

    >>> _block_text("<style>p { color: red }</style> 2 < 3 &amp; 3 < 4")
    ('2 < 3 & 3 < 4', ['style'])
    """
    from markdown_it.common.html_re import close_tag, open_tag

    for start, end in _UNSEEN:
        source, _ = _without(source, start, end)
    left_out: list[str] = []
    for name in CODE:
        start = re.compile(rf"<{name}\b[^<>]*>", re.IGNORECASE)
        source, count = _without(source, start, re.compile(rf"</{name}\s*>", re.IGNORECASE))
        left_out += [name] * count
    source = _CELLS.sub(" | ", source)
    if "<pre" not in source.lower():  # there, and only there, line breaks are seen
        source = " ".join(source.split())
    text = re.sub(f"{open_tag}|{close_tag}", lambda tag: _marked(tag[0]), source)
    lines = [" ".join(line.split()) for line in html.unescape(text).split("\n")]
    text = "\n".join(line for line in lines if line != "-")
    return re.sub(r"\n{3,}", "\n\n", text).strip(), left_out


def _marked(tag: str) -> str:
    """Return what is seen in the place of a tag, with a mark where a heading begins."""
    begins = tag_name(tag) in _HEADINGS and not tag.startswith("</")
    return tag_text(tag) + (_HEADING if begins else "")


def tag_text(tag: str) -> str:
    """Return what a reader sees in the place of a tag.

    >>> tag_text("<br/>"), tag_text("</p>"), tag_text("<b>"), tag_text("<script>")
    ('\\n', '\\n\\n', '', '<script>')
    """
    name = tag_name(tag)
    if name in CODE:  # one that has its other end was taken out before
        return tag
    if name in _BLOCKS:
        return "\n\n"
    if tag.startswith("</"):
        return ""
    return {"br": "\n", "tr": "\n", "li": "\n- "}.get(name, "")


def tag_name(tag: str) -> str:
    """Return the name of an opening or closing tag, in lower case; of anything else, nothing."""
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def opened(tag: str) -> str:
    """Return the name of the element without words that a tag opens, or nothing."""
    name = tag_name(tag)
    return name if name in CODE and not tag.startswith("</") else ""


def _without(source: str, start: re.Pattern[str], end: re.Pattern[str]) -> tuple[str, int]:
    """Take out all from a start to the next end, in linear time; a start without an end stays."""
    parts: list[str] = []
    at = 0
    while (begins := start.search(source, at)) and (ends := end.search(source, begins.end())):
        parts.append(source[at : begins.start()])
        at = ends.end()
    return "".join([*parts, source[at:]]), len(parts)
